"""The two tables beneath the map, drawn: consortia with their members, and what is left over or in doubt."""

from __future__ import annotations

import pandas as pd

from components import filters
from components.grid.table import Cell, Col, table
from components.map import panel
from components.map.chosen import Chosen
from components.map.source import MapSource
from components.rows import Row
from components.view import View
from components.views import map_lists
from components.views.cached import per_view
from components.views.listing import builder, file_name
from indicators.wording import NBSP

#: Problems listed on the page; a long tail of clinics is for the downloaded table.
_SHOWN = 40
_NOTE = "重复归属与跨县归属在发布时由数据校验拦下，已发布的快照里没有。"


def draw(view: View, source: MapSource) -> None:
    """Draw both tables; a row opens its consortium, or shows its institution on the map."""
    _consortia(view, source)
    _problems(view, source)


@per_view()
def _lists(view: View) -> tuple[map_lists.Rows, map_lists.Rows]:
    """Return the rows of both tables; where everybody stands is measured against the boundaries once."""
    source = panel.model_of(view).source
    return map_lists.consortia(source, view.county, view.consortium), map_lists.problems(source, view.county)


def _consortia(view: View, source: MapSource) -> None:
    rows = _lists(view)[0]
    shown = [
        {**row, "unposted": Cell("— 未报", None, "no_data") if row["unposted"] is None else _count(row)} for row in rows
    ]
    columns = [
        Col("name", "医共体", width=150), Col("lead", "牵头医院", width=120),
        Col("townships", "基层机构", align="right"), Col("names", "管理的基层机构", width=220),
        Col("clinics", "村卫生室", align="right"), Col("unposted", "无人派驻"),
    ]
    if view.county is None:
        columns.insert(0, Col("county", "区县", width=70))
    county, consortium = view.county, view.consortium
    opened = table(
        "map.consortia", "医共体与成员", columns, shown, row_id="id", height=420,
        title=f"医共体与成员：{len(rows)}{NBSP}家",
        empty="本范围内没有医共体。", caption="家；点击一行打开该医共体。下载的表格逐一列出成员机构、角色与上级。",
        download=(
            file_name(view, "医共体成员"), view.key,
            builder(view, lambda: map_lists.members(source, county, consortium)),
        ),
    )
    if opened is not None and opened != view.scope:
        filters.goto(opened, page="map")


def _count(row: Row) -> Cell:
    if row["unposted"] == 0:
        return Cell("● 0", 0, "met")
    return Cell(f"▲ {row['unposted']}（{row['unposted_names']}）", row["unposted"], "not_met")


def _problems(view: View, source: MapSource) -> None:
    rows, area = _lists(view)[1], view.around
    headings = {"kind": "问题", "county": "区县", "name": "机构", "category": "类别", "sentence": "说明"}
    title = map_lists.tally(rows) or "没有未归属、坐标存疑或无坐标的机构"
    caption = _NOTE if not rows else f"点击一行，在地图上查看该机构。{_NOTE}"
    if len(rows) > _SHOWN:
        caption += f"这里列出前{NBSP}{_SHOWN}{NBSP}家，全部{NBSP}{len(rows)}{NBSP}家在下载的表格里。"
    opened = table(
        "map.problems", "未归属、坐标存疑与无坐标的机构", [Col(field, label) for field, label in headings.items()],
        rows[:_SHOWN], row_id="id", height=420, title=title, caption=caption, empty="没有需要核对的机构。",
        download=(file_name(area, "地图问题清单"), area.key, builder(area, lambda: pd.DataFrame(rows), headings))
        if rows else None,
    )
    site = source.facts.sites.get(opened or "")
    if site is not None:
        scope = view.scope if view.county == site.county else site.county or view.city
        panel.choose(Chosen("institution", site.id), scope)
        filters.goto(scope, page="map")
