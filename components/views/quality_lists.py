"""The lists of 数据质量: reports missing or late, numbers that look wrong, coordinates in doubt, warnings."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.grid import Cell, Col
from components.view import View
from components.views import listing
from components.views.listing import Listing, file_name, text
from data.city_warnings import city_warnings
from indicators import sentences_quality as said
from indicators.lists import doubtful_positions, without_coordinates
from indicators.lists.plausibility import plausibility
from indicators.lists.submission_months import LATE_RULE, came_late
from indicators.wording import NBSP, month_label, number, quantity

#: Rows listed on the page; the file holds all.
_MOST = 200
_MOST_DOUBTS = 60
_DOUBT_RULES = (
    "存疑：当月没有开通站点；与上月完全相同；别处有数而此处报 0；连续两个月整数；变动超过平常的 3 倍"
    "（同月各家共同的涨跌先扣除）。本年各月；存疑的数仍计入合计，请核对后更正。"
)


def missing(view: View, rows: pd.DataFrame) -> Listing:
    """Return what was due and did not come, then what came late, the latest month first.

    Args:
        view: What is looked at.
        rows: Rows of :func:`indicators.lists.submissions` of its scope.
    """
    late = came_late(rows)
    absent = rows["state"] == "not_received"
    wanted = rows.assign(absent=absent)[absent | late].sort_values(
        ["absent", "month"], ascending=[False, False], kind="stable"
    )
    shown = [
        {"county": row["county"], "month": Cell(row["month"], row["month"]), "table": row["table_label"],
         "state": Cell(f"—{NBSP}未报", 0, "no_data") if row["absent"] else Cell(f"◐{NBSP}迟报", 1),
         "on": text(row["received_on"])}
        for row in wanted.to_dict("records")
    ]
    return Listing(
        title=said.missing(int(absent.sum()), int(late.sum())) if len(rows) else "没有应报的报表",
        columns=(Col("county", "区县", width=62), Col("month", "月份", width=72), Col("table", "报表"),
                 Col("state", "状态", width=66), Col("on", "收到日期", width=92)),
        rows=tuple(shown),
        frame=rows.assign(late=["迟报" if one else "" for one in late]),
        headings={"county": "区县", "month": "月份", "table_label": "报表", "state_label": "状态",
                  "received_on": "收到日期", "late": "迟报", "rows_said": "上报行数", "rows_held": "快照行数",
                  "doubt": "疑点"},
        file=file_name(view, "报送登记"),
        caption=f"{LATE_RULE}。下载的表格列出每个区县、每个月、每张报表何时收到、报了多少行。",
        empty="应报的报表全部收到。" if len(rows) else "没有应报的报表。",
    )


def doubts(view: View) -> Listing:
    """Return the monthly numbers of the year that look wrong, gravest first, each with its sentence."""
    frame = plausibility(view.figures, view.scope)
    rows = [
        {"month": Cell(month_label(row["month"]), row["month"]), "county": row["county"], "table": row["table_label"],
         "kind": row["kind_label"], "value": Cell(number(row["value"]), row["value"]),
         "before": Cell(number(row["before"]), None if pd.isna(row["before"]) else row["before"]),
         # The city everyone on the page shares need not stand in each sentence.
         "sentence": row["sentence"].removeprefix(view.city_name)}
        for row in frame.head(_MOST_DOUBTS).to_dict("records")
    ]
    cut = len(frame) > _MOST_DOUBTS
    more = f"这里列出最重的{NBSP}{quantity(_MOST_DOUBTS, '处')}，其余在下载的表格里。" if cut else ""
    return Listing(
        title=said.doubts(frame),
        columns=(Col("month", "月份", width=96), *([Col("county", "区县", width=62)] if view.level == "city" else []),
                 Col("table", "报表", width=92), Col("kind", "疑点", width=100), Col("value", "数值", "right"),
                 Col("before", "上月", "right"), Col("sentence", "说明")),
        rows=tuple(rows),
        frame=frame,
        headings={"month": "月份", "county": "区县", "table_label": "报表", "subject": "单位", "item_label": "项目",
                  "value": "数值", "before": "上月", "kind_label": "疑点", "sentence": "说明"},
        file=file_name(view, "存疑的月度数据"),
        caption=more + _DOUBT_RULES,
        empty="没有发现存疑的月度数据。",
    )


def positions(view: View) -> Listing:
    """Return the institutions whose coordinates are in doubt (坐标存疑), then those without any."""
    figures = view.figures
    parts = [("坐标存疑", doubtful_positions(figures, view.scope, view.snapshot.boundaries(view.city))),
             ("无坐标", without_coordinates(figures, view.scope))]
    rows: list[dict[str, Any]] = [
        {"kind": kind, "county": text(row["county"]), "name": row["name"], "category": row["category_label"],
         "note": text(row.get("note")) if kind == "坐标存疑" else "未报坐标，图上不显示"}
        for kind, frame in parts for row in frame.to_dict("records")
    ]
    return Listing(
        title=said.positions(*(len(frame) for _, frame in parts)),
        columns=(Col("kind", "问题", width=76), Col("county", "区县", width=72), Col("name", "机构"),
                 Col("category", "类别"), Col("note", "说明")),
        rows=tuple(rows),
        frame=pd.DataFrame(rows, columns=["kind", "county", "name", "category", "note"]),
        headings={"kind": "问题", "county": "区县", "name": "机构", "category": "类别", "note": "说明"},
        file=file_name(view, "机构坐标"),
        empty="没有坐标存疑或缺坐标的机构。",
    )


def draw_warnings(view: View) -> None:
    """Draw what the check warns of; it is asked when a reader opens the section."""
    listing.section("quality.warnings", view, warnings(view), height=360)


def warnings(view: View) -> Listing:
    """Return the warnings about the rows of the scope (of its county for a consortium), each with its row."""
    frame = _city_warnings(view.snapshot.id, view.city, view)
    if view.county:
        frame = frame[frame["county_code"] == view.county]
    rows = [
        {name: text(row[name]) for name in ("table_label", "county", "subject", "month", "value", "message", "fix")}
        for row in frame.head(_MOST).to_dict("records")
    ]
    kept = view.snapshot.findings()
    whole = "" if kept is None else f"整份快照发布时共{NBSP}{quantity(len(kept), '条')}（各市合计）。"
    return Listing(
        title=said.warnings(len(frame), frame["code"].nunique()),
        columns=(Col("table_label", "报表", width=92), *([Col("county", "区县", width=62)] if not view.county else []),
                 Col("subject", "单位"), Col("month", "月份", width=70), Col("value", "所见的值"),
                 Col("message", "说明"), Col("fix", "怎样处理")),
        rows=tuple(rows),
        frame=frame,
        headings={"table_label": "报表", "key": "哪一行", "county": "区县", "subject": "单位", "month": "月份",
                  "column": "列", "value": "所见的值", "message": "说明", "fix": "怎样处理"},
        file=file_name(view, "校验提示"),
        caption=f"按发布时的规则核对{view.county_name or view.city_name}的数据。{whole}"
        + (f"这里列出前{NBSP}{quantity(_MOST, '条')}，其余在下载的表格里。" if len(frame) > _MOST else ""),
        empty="没有校验提示。",
    )


@st.cache_resource(show_spinner=False, max_entries=16)
def _city_warnings(snapshot: str, city: str, _view: View) -> pd.DataFrame:
    return city_warnings(_view.tables, _view.snapshot.boundaries)
