"""The sheet of reports of 数据质量 (报送一览): county × month, one table or all; one county: table × month."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components import controls, frame
from components.controls import Switches
from components.grid import Cell, Col
from components.rows import Row
from components.view import View
from components.views import listing
from components.views.cached import per_view
from components.views.listing import Listing, file_name
from indicators import sentences_quality as said
from indicators.lists.submission_months import LATE_RULE, submission_months, years_due
from indicators.lists.submissions import submissions
from indicators.wording import NBSP

_ALL = ""
_KEY = "● 报齐　◐ 有迟报　▲ 缺报　—{0}未报　·{0}未到期　○ 无需报送。"


def draw() -> None:
    """Draw the sheet with its choosers; nothing where nobody reports (a consortium)."""
    if frame.current().level != "consortium":
        _draw()


@st.fragment
def _draw() -> None:
    view = frame.current()
    years, tables = _choices(view)
    names = {_ALL: "全部报表", **tables} if view.level == "city" else {_ALL: ""}
    offered = {"year": {year: f"{year}{NBSP}年" for year in years}, "table": names}
    chosen = {"year": years[-1], "table": _ALL}
    for name, words in offered.items():
        kept = st.session_state.get(_kept(view, name))
        chosen[name] = kept if kept in words else chosen[name]

    def choose(name: str, code: object) -> None:
        if isinstance(code, str) and code in offered.get(name, {}):
            st.session_state[_kept(view, name)] = code

    switches = [
        Switches(name, label, offered[name], (chosen[name],), many=False)
        for name, label in (("year", "年份"), ("table", "报表")) if len(offered[name]) > 1
    ]
    if switches:
        controls.panel("quality.choice", switches, choose, row=True)
    shown = sheet(view, int(chosen["year"]), chosen["table"])
    listing.draw("quality.months", view, shown, content=tuple(chosen.values()), titled=True)


def _kept(view: View, name: str) -> str:
    """Return where a city's choice is kept while the session lasts."""
    return f"quality.{name}.{view.city}"


@per_view()
def _choices(view: View) -> tuple[list[str], dict[str, str]]:
    """Return the years and tables a reader may choose, those of the whole city in every part of it."""
    rows = submissions(view.figures, view.city)
    tables = rows[["table", "table_label"]].drop_duplicates().itertuples(index=False)
    return [str(year) for year in years_due(view.figures, rows)], dict(tables)


@per_view(entries=256)
def sheet(view: View, year: int, table: str = _ALL) -> Listing:
    """Return the reports of a year: counties as rows, or for one county its tables; ``table`` empty for all."""
    rows = submissions(view.figures, view.scope)
    by_county = view.level == "city"
    found = submission_months(view.figures, view.scope, rows, year, "county" if by_county else "table", table or None)
    single = bool(table) or not by_county
    months = sorted(found["month"].unique())
    lines: list[dict[str, Any]] = []
    for _, own in found.groupby("code", sort=False):
        missing, late = int(own["missing"].sum()), int(own["late"].sum())
        line: dict[str, Any] = {"name": own["name"].iloc[0], "missing": Cell(_short(missing), missing),
                                "late": Cell(_short(late), late)}
        lines.append(line | {cell["month"]: _cell(cell, single=single) for cell in own.to_dict("records")})
    label = str(rows.loc[rows["table"] == table, "table_label"].iloc[0]) if table and len(rows) else ""
    first = "区县" if by_county else "报表"
    shows = "日期是收到的月-日" if single else "数字是已报份数/应报份数"
    return Listing(
        title=said.months(found, year, label),
        columns=(Col("name", first, width=62), Col("missing", "未报", "right"), Col("late", "迟报", "right"),
                 *(Col(month, f"{int(month[5:])}月", "center") for month in months)),
        rows=tuple(lines) if len(rows) else (),
        frame=partial(_wide, found, first),
        headings={},
        file=file_name(view, f"{year}年报送一览{f'_{label}' if label else ''}"),
        caption=f"{_KEY.format(NBSP)}{shows}。{LATE_RULE}。",
        empty="没有应报的报表。",
    )


def _short(count: int) -> str:
    return f"{count}{NBSP}份" if count else "无"


def _cell(cell: Row, *, single: bool) -> Cell:
    """Return a cell in shape and words; a single report shows the day it came."""
    state = cell["state"]
    if state == "ahead":
        return Cell(f"·{NBSP}未到期", None, "quiet")
    if state == "not_due":
        return Cell("○", None, "quiet")
    order = float(cell["missing"] * 100 + cell["late"])
    if state == "missing":
        return Cell(f"—{NBSP}未报", order, "no_data")
    if state == "assumed":
        return Cell(f"●{NBSP}视同", order)
    day: str = "" if pd.isna(cell["last_on"]) else f"{cell['last_on'].month}-{cell['last_on'].day:02d}"
    words = day if single else f"{cell['received']}/{cell['due']}"
    if state == "partial":
        return Cell(f"▲{NBSP}{cell['received']}/{cell['due']}", order, "not_met")
    return Cell(f"{'◐' if state == 'late' else '●'}{NBSP}{words or '已报'}", order)


def _wide(found: pd.DataFrame, first: str) -> pd.DataFrame:
    """Return the sheet for the file: one row per county or table, in each month what came of what was due."""
    told = found.assign(said=[
        label if state in ("ahead", "not_due") else f"{label}（{received}/{due}）"
        for label, state, received, due in zip(found["state_label"], found["state"], found["received"], found["due"],
                                               strict=True)
    ])
    wide = told.pivot_table(index=["code", "name"], columns="month", values="said", aggfunc="first", sort=False)
    sums = found.groupby("code", sort=False)[["due", "received", "late", "missing"]].sum()
    sums.columns = pd.Index(["应报", "收到", "其中迟报", "未报"])
    return wide.reset_index("name").join(sums).reset_index(drop=True).rename(columns={"name": first})
