"""A small coloured map (分级设色) as SVG: counties by class, each with its name and value; a county can be opened."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from markupsafe import Markup

from components.charts import svg
from components.charts.outline import WIDTH, Outline

#: Size of the words, in the drawing's units; a line is a little higher.
_SIZE = 21.0
_LINE = 1.12
#: Where a label may go when its own place is taken: so many directions, at growing distances.
_DIRECTIONS = 16
_REACH = (45.0, 70.0, 95.0, 120.0, 150.0, 185.0)


def choropleth(
    counties: Iterable[Outline],
    fills: Mapping[str, str],
    words: Mapping[str, Sequence[str]],
    alt: str,
    height: int,
    *,
    size: float = _SIZE,
    mark: str = "",
) -> Markup:
    """Return the map.

    Args:
        counties: Outlines in the drawing's units.
        fills: Colour by county code.
        words: Lines of each county's label by code (name, value); a county that is absent has no label.
        alt: The map in one sentence.
        height: Height in the drawing's units.
        size: Size of the words in the drawing's units.
        mark: Words written across it (水印); empty for none.
    """
    root = ET.Element(
        "svg",
        {"class": "ca-map ca-choropleth", "viewBox": f"0 0 {WIDTH} {height}", "role": "group", "aria-label": alt,
         "style": f"--ca-label: {size:g}px"},
    )
    drawn = list(counties)
    for county in drawn:
        said = "，".join((county.name, *words.get(county.code, ())[1:]))
        shape = svg.add(
            root, "path", class_="ca-county-filled", d=county.path,
            fill=fills[county.code], role="button", tabindex="0", aria_label=f"打开{said}", data_open=county.code,
        )
        svg.hint(shape, said)
    named = sorted((county for county in drawn if county.code in words), key=lambda county: -county.area)
    for county, x, y, moved in placed(named, words, height, size):
        if moved:
            svg.add(root, "line", class_="ca-leader", x1=round(county.x), y1=round(county.y), x2=round(x), y2=round(y))
        label = svg.add(root, "text", class_="ca-label", text_anchor="middle")
        lines = words[county.code]
        for index, line in enumerate(lines):
            step = y + (index - (len(lines) - 1) / 2) * _LINE * size + size * 0.35
            svg.add(label, "tspan", line, x=round(x), y=round(step))
    if mark:
        svg.watermark(root, mark, (0, 0, WIDTH, height))
    return svg.markup(root)


def placed(
    counties: Sequence[Outline], words: Mapping[str, Sequence[str]], height: float, size: float = _SIZE
) -> list[tuple[Outline, float, float, bool]]:
    """Return where each label stands and whether it had to leave its county (a leader then joins the two).

    Labels are placed in the order given: at their own place where it is free, else at the nearest free one round it.
    One for which nothing is free is left out; the pointer still names the county.
    """
    boxes: list[tuple[float, float, float, float]] = []
    spots = [(county.x, county.y) for county in counties]
    made = []
    for county in counties:
        lines = words[county.code]
        wide = max(sum(1.0 if ord(char) > 0x2E7F else 0.58 for char in line) for line in lines) * size / 2 + 3
        high = len(lines) * _LINE * size / 2 + 2
        others = [spot for spot in spots if spot != (county.x, county.y)]
        for x, y, moved in _candidates(county.x, county.y):
            inside = wide <= x <= WIDTH - wide and high <= y <= height - high
            free = all(abs(x - u) >= wide + w or abs(y - v) >= high + h for u, v, w, h in boxes)
            # Away from home, a label must not stand on another county's own place either.
            if moved:
                free = free and all(abs(x - u) >= wide + 8 or abs(y - v) >= high + 8 for u, v in others)
            if inside and free:
                boxes.append((x, y, wide, high))
                made.append((county, x, y, moved))
                break
    return made


def _candidates(x: float, y: float) -> Iterable[tuple[float, float, bool]]:
    yield x, y, False
    # A small step aside is still at home: no leader.
    for shift in (10.0, 18.0):
        for dx, dy in ((0, shift), (0, -shift), (shift, 0), (-shift, 0)):
            yield x + dx, y + dy, False
    for reach in _REACH:
        for step in range(_DIRECTIONS):
            turn = 2 * math.pi * step / _DIRECTIONS
            yield x + reach * math.cos(turn), y - reach * math.sin(turn), True
