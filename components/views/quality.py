"""What 数据质量 says: what was due and came, what was odd when it was published, what looks wrong in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from components import charts
from components.grid import Cell, Col
from components.panels import Panel
from components.view import View
from components.views import remote_lists
from components.views.bar_rows import drawn
from components.views.listing import Listing, file_name, text
from data.model import TABLES
from indicators import sentences_quality as said
from indicators.lists import doubtful_positions, without_coordinates
from indicators.lists.submissions import completeness, completeness_by, submissions
from indicators.wording import NBSP, month_label, number

#: Warnings listed on the page; the file holds all.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Quality:
    """All that 数据质量 draws, in words."""

    finding: str
    panels: tuple[Panel, ...]
    missing: Listing
    doubts: Listing
    positions: Listing
    warnings: Listing


def quality(view: View) -> Quality:
    """Return the view model, from the cache when anyone has looked at the same view before."""
    return _quality(*view.key, view.theme.kind, view.screen, view)


@st.cache_resource(show_spinner=False, max_entries=128)
def _quality(
    snapshot: str, scope: str, as_of: str, caliber: str | None, policy: str | None, theme: str, screen: str,
    _view: View,
) -> Quality:
    rows = submissions(_view.figures, scope)
    by_county = completeness_by(rows)
    doubts, positions = remote_lists.doubts(_view), _positions(_view)
    held = completeness(_view.figures, scope, rows)
    count = len(doubts.frame) if isinstance(doubts.frame, pd.DataFrame) else 0
    return Quality(
        finding=said.quality(_view.level, _view.scope_name, held, by_county, count + len(positions.rows)),
        panels=(
            _shares(_view, "各区县报送完整率", by_county),
            _shares(_view, "各类报表报送完整率", completeness_by(rows, "table")),
        ) if len(rows) else (),
        missing=_missing(_view, rows),
        doubts=doubts,
        positions=positions,
        warnings=_warnings(_view),
    )


def _shares(view: View, title: str, frame: pd.DataFrame) -> Panel:
    """Return received of due as bars, the least complete first."""
    rows = [
        charts.Bar(row["name"], [charts.Segment("已报", row["share"], view.theme.series)],
                   f"{number(row['share'], 1)}%（{row['received']}/{row['due']}）")
        for row in frame.sort_values(["share", "code"], kind="stable").to_dict("records")
    ]
    return Panel(title, drawn(view, rows, title, top=100.0), "只算应报的：报送登记里有这一份；已报÷应报。")


def _missing(view: View, rows: pd.DataFrame) -> Listing:
    late = rows[rows["state"] == "not_received"].sort_values("month", ascending=False, kind="stable")
    shown = [
        {"county": row["county"], "month": Cell(month_label(row["month"]), row["month"]), "table": row["table_label"],
         "state": Cell(f"—{NBSP}{row['state_label']}", row["state"], "no_data")}
        for row in late.to_dict("records")
    ]
    return Listing(
        title=said.missing(late),
        columns=(Col("county", "区县", width=72), Col("month", "月份", width=92), Col("table", "报表"),
                 Col("state", "状态", width=92)),
        rows=tuple(shown),
        frame=rows.assign(doubt=rows["doubt"].fillna("")),
        headings={"county": "区县", "month": "月份", "table_label": "报表", "state_label": "状态",
                  "received_on": "收到日期", "rows_said": "上报行数", "rows_held": "快照行数", "doubt": "疑点"},
        file=file_name(view, "报送登记"),
        caption="下载的表格列出每个区县、每个月、每张报表何时收到、报了多少行。",
        empty="应报的报表全部收到。" if len(rows) else "没有应报的报表。",
    )


def _positions(view: View) -> Listing:
    figures = view.figures
    parts = [("坐标存疑", doubtful_positions(figures, view.scope, view.snapshot.boundaries(view.city))),
             ("无坐标", without_coordinates(figures, view.scope))]
    rows: list[dict[str, Any]] = [
        {"kind": kind, "county": text(row["county"]), "name": row["name"], "category": row["category_label"],
         "note": text(row.get("note")) if kind == "坐标存疑" else "未报坐标，图上不显示"}
        for kind, frame in parts for row in frame.to_dict("records")
    ]
    return Listing(
        title=f"坐标存疑或没有坐标的机构{NBSP}{len(rows)}{NBSP}家" if rows else "机构坐标齐全",
        columns=(Col("kind", "问题", width=76), Col("county", "区县", width=72), Col("name", "机构"),
                 Col("category", "类别"), Col("note", "说明")),
        rows=tuple(rows),
        frame=pd.DataFrame(rows, columns=["kind", "county", "name", "category", "note"]),
        headings={"kind": "问题", "county": "区县", "name": "机构", "category": "类别", "note": "说明"},
        file=file_name(view, "机构坐标"),
        empty="没有坐标存疑或缺坐标的机构。",
    )


def _warnings(view: View) -> Listing:
    """Return what the check noted when the snapshot was published: of the whole snapshot, by file and row."""
    kept = view.snapshot.findings()
    found = kept or ()
    counts = Counter(one.code for one in found)
    order = sorted(found, key=lambda one: (-counts[one.code], one.code, one.row or 0))
    frame = pd.DataFrame(
        [{"table": TABLES[one.table].label if one.table in TABLES else "—", "row": one.row, "column": one.column,
          "value": one.value, "message": one.message, "fix": one.fix} for one in order],
        columns=["table", "row", "column", "value", "message", "fix"],
    )
    rows = tuple(
        {**row, "row": None if pd.isna(row["row"]) else int(row["row"]), "value": text(row["value"])}
        for row in frame.head(_MOST).to_dict("records")
    )
    return Listing(
        title="这份快照没有保存校验提示" if kept is None else said.warnings(len(found), len(counts)),
        columns=(Col("table", "报表", width=92), Col("row", "行", "right", width=56),
                 Col("value", "所见的值", width=110), Col("message", "说明"), Col("fix", "怎样处理")),
        rows=rows,
        frame=frame,
        headings={"table": "报表", "row": "行", "column": "列", "value": "所见的值", "message": "说明",
                  "fix": "怎样处理"},
        file=file_name(view, "校验提示"),
        caption="整份快照（各市合计）。"
        + (f"这里列出前{NBSP}{_MOST}{NBSP}条，其余在下载的表格里。" if len(found) > _MOST else ""),
        empty="没有校验提示。",
    )
