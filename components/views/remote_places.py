"""Where remote services are asked for and answered (远程服务分布与流向): bars by county, and the flow map."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from markupsafe import Markup
from numpy.typing import NDArray

from components import charts, source
from components.charts.area_map import Dots, Mark, Strokes, area_map
from components.charts.outline import Label, dots, labels, strokes
from components.html import render
from components.panels import Panel
from components.view import View
from components.views.area import Area, area, short_county
from components.views.bar_rows import drawn
from components.views.names import short
from indicators import sentences_remote as said
from indicators.lists.remote_counties import volume_by_county
from indicators.lists.remote_flows import remote_flows
from indicators.lists.remote_institutions import volume_by_institution
from indicators.wording import NBSP, number, short_quantity

_KEY = "remote.volume.total"
_UNIT = "例次"
#: Line widths of the flow map in the drawing's units, thinnest first.
_WIDTHS = (0.8, 1.6, 3.0, 5.0)
#: Institutions listed in the bars of a county or a consortium.
_MOST = 16


def places(view: View) -> Panel:
    """Return the volumes by county with those per 1,000 residents beside them; by institution below the city."""
    return _counties(view) if view.level == "city" else _institutions(view)


def _counties(view: View) -> Panel:
    frame = volume_by_county(view.figures, view.scope).sort_values(
        "volume", ascending=False, na_position="last", kind="stable"
    )
    rows = frame.to_dict("records")
    volumes = {row["county"]: _known(row["volume"]) for row in rows}
    rates = {row["county"]: _known(row["per_thousand"]) for row in rows}
    years = sorted({int(row["population_year"]) for row in rows if row["population_year"] == row["population_year"]})
    body = render(
        "multiples",
        columns=2,
        items=[
            ("服务量", _UNIT, _bars(view, volumes, lambda value: short_quantity(value, ""))),
            ("每千常住人口", _UNIT, _bars(view, rates, lambda value: number(value, 1))),
        ],
    )
    population = f"人口为{NBSP}{'、'.join(str(year) for year in years)}{NBSP}年常住人口" if years else "人口未报"
    missing = [row["county"] for row in rows if row["not_reported"]]
    silent = f"；{'、'.join(missing[:3])}{'等' if len(missing) > 3 else ''}有机构缺报，只计已报月份" if missing else ""
    return Panel(
        title=said.per_thousand(rates),
        body=body,
        note=f"{population}；按申请机构所在区县统计{silent}。",
        caliber=_caliber(view),
    )


def _institutions(view: View) -> Panel:
    frame = volume_by_institution(view.figures, view.scope)
    rows = frame.to_dict("records")
    trimmed = (view.city_name, view.county_name or "")
    volumes = {short(row["name"], trimmed): _known(row["volume"]) for row in rows}
    shown = dict(list(volumes.items())[:_MOST])
    more = f"只画前{NBSP}{_MOST}{NBSP}家，共{NBSP}{len(volumes)}{NBSP}家；" if len(volumes) > _MOST else ""
    return Panel(
        title=said.parts(volumes, _UNIT, "机构"),
        body=_bars(view, shown, lambda value: short_quantity(value, "")) if rows else "没有机构报过本年服务量。",
        note=f"{more}单位：{_UNIT}，五类服务本年合计，按申请机构统计。",
        caliber=_caliber(view),
    )


def _bars(view: View, values: dict[str, float | None], words: Callable[[float], str]) -> Markup:
    rows = [
        charts.Bar(name, [], "— 未报")
        if value is None
        else charts.Bar(name, [charts.Segment("", value, view.theme.series)], words(value))
        for name, value in values.items()
    ]
    return drawn(view, rows, "按服务量排列的横条")


def _caliber(view: View) -> tuple[tuple[str, str], ...]:
    figure = view.figures.get(_KEY, view.scope)
    return source.pairs(figure) if figure is not None else ()


def _known(value: float) -> float | None:
    return None if value != value else float(value)


def flows(view: View) -> Panel:
    """Return the map of who asks whom this year: lines by volume, answering hospitals as squares with their sums."""
    drawing = area(view)
    frame = remote_flows(view.figures, view.scope)
    placed = frame.dropna(subset=["lon", "lat", "to_lon", "to_lat"])
    total = float(frame["volume"].sum())
    answered = frame.groupby("to_name", sort=False)["volume"].sum().sort_values(ascending=False, kind="stable")
    top = short(str(answered.index[0]), (view.city_name,)) if len(answered) else ""
    share = 100 * float(answered.iloc[0]) / total if total else None
    title = said.flows(len(frame), len(frame) - len(placed), top, share)
    return Panel(
        title=title,
        body=_drawn(view, drawing, placed, f"{title}。线越粗，服务量越大。") if len(frame) else "本年没有报过服务量。",
        note="■ 接收医院　• 申请机构　线越粗服务量越大；直线示意，非网络线路。示意位置，非测绘成果。",
    )


def _drawn(view: View, drawing: Area, frame: pd.DataFrame, alt: str) -> Markup:
    start = drawing.frame.place(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    end = drawing.frame.place(frame["to_lon"].to_numpy(), frame["to_lat"].to_numpy())
    volume = frame["volume"].to_numpy(dtype=np.float64)
    # Four classes by the root of the volume: area, not width, would be too thin to see.
    size = np.sqrt(volume / volume.max()) * len(_WIDTHS) if len(volume) else volume
    step = np.minimum(size.astype(int), len(_WIDTHS) - 1)
    drawn = [
        Strokes(strokes(start[step == at], end[step == at]), wide)
        for at, wide in enumerate(_WIDTHS)
        if (step == at).any()
    ]
    hospitals = frame.assign(x=end[:, 0], y=end[:, 1]).groupby("to_name", sort=False)
    marks = [
        Mark(float(group["x"].iloc[0]), float(group["y"].iloc[0]),
             f"{name}：{len(group)} 家申请，{short_quantity(float(group['volume'].sum()), _UNIT)}")
        for name, group in hospitals
    ]
    return area_map(
        drawing.counties,
        alt,
        drawing.frame.height,
        outside=drawing.outside,
        strokes=drawn,
        dots=[Dots(dots(start), 3.4, view.theme.series)],
        marks=marks,
        labels=_labels(view, drawing, frame, start, marks),
    )


def _labels(
    view: View, drawing: Area, frame: pd.DataFrame, start: NDArray[np.float64], marks: list[Mark]
) -> tuple[Label, ...]:
    """Return names: of counties in a city, of hospitals and then of institutions in a county."""
    if view.level == "city":
        named = sorted(drawing.counties, key=lambda county: -county.area)
        return labels((county.x, county.y, short_county(county.name)) for county in named)
    trimmed = (view.city_name, view.county_name or "")
    leads = [(mark.x, mark.y - 10, short(mark.words.split("：")[0], trimmed)) for mark in marks]
    names = frame["from_name"].tolist()
    askers = [(x, y + 10, _stem(short(name, trimmed))) for (x, y), name in zip(start.tolist(), names, strict=True)]
    return labels([*leads, *askers])


def _stem(name: str) -> str:
    """Return the place in an institution's name: 小曹娥镇 for 小曹娥镇卫生院."""
    for tail in ("社区卫生服务中心", "中心卫生院", "卫生院"):
        if name.endswith(tail) and len(name) > len(tail):
            return name[: -len(tail)]
    return name
