"""Maps of an export (地图): counties coloured by one indicator, as outlines of few points."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from briefing.composing import saying
from briefing.composing.ground import Ground
from briefing.model import Area, MapClass, MapPicture
from indicators import Figure
from indicators.wording import figure_number, number, target_words

#: Width of every map in its own units, and the most height it takes.
WIDTH, TALLEST = 1000.0, 900.0
#: Points nearer than this to the line between their neighbours are left out; specks smaller than this square, too.
_TOLERANCE, _SPECK = 2.0, 60.0
#: Characters of a name on a map; no county's own is as long.
_LONGEST = 8
#: Fills on which ink has 7:1 and more: short of the target, by far and by little; met; without target, low to high.
_FAR, _NEAR, _MET, _SILENT = "#E8A669", "#F7E2CE", "#C6DCEE", "#D5DAE0"
_STEPS = ("#EFF4F9", "#C5D8E9", "#93B8D8")


def county_map(ground: Ground, key: str, title: str) -> MapPicture | None:
    """Return the counties of the city by one indicator; null where there are no boundaries or nobody reported it.

    Counties that did not report, and those outside the account (不在文件统计范围), are grey.
    """
    shapes = ground.boundaries
    if shapes is None or shapes.empty:
        return None
    west, south, east, north = shapes.total_bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / max((east - west) * squeeze, 1e-6), TALLEST / max(north - south, 1e-6))
    own = set(ground.figures.counties)
    held = {code: ground.get(key, code) for code in own}
    if all(figure is None or figure.value is None for figure in held.values()):
        return None
    classes, groups = _classes({code: figure for code, figure in held.items() if figure is not None})

    def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([(points[:, 0] - west) * squeeze * scale, (north - points[:, 1]) * scale])

    areas = []
    for code, name, shape in zip(shapes["region_code"], shapes["name"], shapes.geometry, strict=True):
        rings, spot = _rings(shapely.transform(shape, place))
        figure = held.get(str(code))
        words = [_label(str(name))]
        if str(code) in own:
            words.append(_words(figure))
        areas.append(Area(str(code), str(name), rings, groups.get(str(code)), tuple(words), spot[0], spot[1],
                          saying.of(figure) if figure is not None else None))
    left = _grey(areas, held)
    grey = [MapClass(left, _SILENT)] if left else []
    note = f"上北下南，示意位置，非测绘成果　{ground.approval}"
    return MapPicture(title, round((east - west) * squeeze * scale, 1), round((north - south) * scale, 1),
                      tuple(areas), (*classes, *grey), note)


def _words(figure: Figure | None) -> str:
    """Return a county's value; what has nothing to count (分母为 0) is no county that did not report."""
    if figure is None or figure.value is None:
        return "无对象" if figure is not None and figure.denominator == 0 else "未报"
    return figure_number(figure.value, figure.unit, figure.definition.decimals)


def _grey(areas: list[Area], held: Mapping[str, Figure | None]) -> str:
    """Return the words of the grey class: what its counties say, and that others are out of account."""
    own = {_words(held[area.code]) for area in areas if area.group is None and area.code in held}
    outside = any(area.group is None and area.code not in held for area in areas)
    return "、".join([*sorted(own, reverse=True), *(["不在文件统计范围"] if outside else [])])


def _classes(figures: dict[str, Figure]) -> tuple[list[MapClass], dict[str, int]]:
    """Return the classes and the place of each county among them: by target where there is one, else by thirds."""
    told = {code: figure for code, figure in figures.items() if figure.value is not None}
    if not told:
        return [], {}
    first = next(iter(told.values()))
    decimals, unit = first.definition.decimals, first.unit
    if first.target is not None:
        goal = target_words(first.target, unit, decimals)
        gaps = {code: figure.gap or 0.0 for code, figure in told.items() if figure.status == "not_met"}
        missed = sorted(gaps.values())
        said = ("▲ 未达标，差得多", "▲ 未达标", f"● 达标（{goal}）")
        classes = [MapClass(words, colour) for words, colour in zip(said, (_FAR, _NEAR, _MET), strict=True)]
        # Who is as near as the nearest is not far, however many others there are.
        far = {code for code, gap in gaps.items() if gap >= missed[len(missed) // 2] and gap > missed[0]}
        return _used(classes, {code: 2 if code not in gaps else 0 if code in far else 1 for code in told})
    values = sorted({figure.value for figure in told.values() if figure.value is not None})
    low, high = values[len(values) // 3], values[2 * len(values) // 3]
    classes = [
        MapClass(f"不足 {number(low, decimals)}{unit}", _STEPS[0]),
        MapClass(f"{number(low, decimals)}～{number(high, decimals)}{unit}", _STEPS[1]),
        MapClass(f"{number(high, decimals)}{unit}{' 以上' if high < values[-1] else ''}", _STEPS[2]),
    ]
    groups = {code: 0 if figure.value < low else 1 if figure.value < high else 2
              for code, figure in told.items() if figure.value is not None}
    return _used(classes, groups)


def _used(classes: list[MapClass], groups: dict[str, int]) -> tuple[list[MapClass], dict[str, int]]:
    """Return only the classes that a county is in."""
    used = sorted(set(groups.values()))
    return [classes[at] for at in used], {code: used.index(at) for code, at in groups.items()}


def _label(name: str) -> str:
    """Return the name of a county as a map writes it: without 区, 县 or 市; of a long one the middle is left out."""
    short = name.removesuffix("区").removesuffix("县").removesuffix("市") if len(name) > 2 else name
    return short if len(short) <= _LONGEST else f"{short[:4]}…{short[-3:]}"


def _rings(
    drawn: BaseGeometry,
) -> tuple[tuple[tuple[tuple[float, float], ...], ...], tuple[float, float]]:
    """Return the outer rings of a shape with few points, the largest first, and where its name stands."""
    simple = shapely.simplify(drawn, _TOLERANCE)
    parts = sorted((part for part in shapely.get_parts(simple) if not part.is_empty), key=lambda part: -part.area)
    kept = [part for at, part in enumerate(parts) if at == 0 or part.area >= _SPECK]
    spot = shapely.point_on_surface(kept[0]) if kept else shapely.Point(0, 0)
    rings = tuple(tuple((round(x, 1), round(y, 1)) for x, y, *_ in part.exterior.coords) for part in kept)
    return rings, (round(spot.x, 1), round(spot.y, 1))
