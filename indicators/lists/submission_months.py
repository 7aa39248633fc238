"""Reports on one sheet (报送完整性): of each county or table and month what was due, came, came late, is missing."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from data.model import TABLES
from indicators.engine import CityFigures
from indicators.lists.submissions import counties_in
from indicators.months import MONTHS_A_YEAR, day_of, last_day, month_number, month_text, months

#: State of a county or table in a month. What is not yet due (未到期) is told apart from what did not come (未报).
STATES = {
    "complete": "报齐", "late": "报齐，有迟报", "partial": "缺报", "missing": "未报", "assumed": "视同已报",
    "not_due": "无需报送", "ahead": "未到期",
}
#: The rule of 迟报, as a page states it: no document sets a day, so the whole next month is left for sending.
LATE_RULE = "次月底以后收到的算迟报（文件未写明报送期限）"
COLUMNS = ["code", "name", "month", "due", "received", "late", "missing", "last_on", "state", "state_label"]
_COUNTS = ["due", "received", "late", "missing"]
_NAMES = {"county": ("county_code", "county"), "table": ("table", "table_label")}


def came_late(rows: pd.DataFrame) -> pd.Series[Any]:
    """Tell of each row of :func:`indicators.lists.submissions` whether it came after the end of the next month.

    A report that did not come, or whose day is not known, is not late.
    """
    ends = [np.datetime64(day_of(last_day(int(month) + 1)), "D") for month in months(rows["month"])]
    return rows["received_on"].gt(pd.Series(ends, index=rows.index, dtype="datetime64[ms]"))


def submission_months(
    figures: CityFigures, scope: str, rows: pd.DataFrame, year: int, by: Literal["county", "table"] = "county",
    table: str | None = None,
) -> pd.DataFrame:
    """Return one row per county (or table) and month of a year, the months ahead among them.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium (which sends nothing of its own and gives no rows).
        rows: Rows of :func:`indicators.lists.submissions` of the scope.
        year: The year; all its twelve months are given.
        by: ``county``: every county of the scope; ``table``: every table that was ever due in the scope.
        table: Count only this table; null for all.

    Returns:
        Columns of :data:`COLUMNS`: ``due``, ``received`` (late ones among them), ``late`` and ``missing`` count
        reports; ``last_on`` is the day on which the last of them came (null where none did or no day is known);
        ``state`` of :data:`STATES`: ``ahead`` for a month that has not ended, ``not_due`` for one of which nothing
        was due. Counties stand in order of code, tables in that of the contract.
    """
    code, name = _NAMES[by]
    if by == "county":
        names = counties_in(figures, scope)
    else:
        known = dict(zip(rows[code], rows[name], strict=True))
        names = {one: known[one] for one in sorted(known, key=list(TABLES).index)}
    held = rows if table is None else rows[rows["table"] == table]
    held = held[held["month"].str[:4] == f"{year:04d}"]
    held = held.assign(due=1, received=held["state"] != "not_received", late=came_late(held),
                       missing=held["state"] == "not_received", assumed=held["state"] == "assumed")
    parts = held.groupby([code, "month"])[[*_COUNTS, "assumed"]].sum().to_dict("index")
    days = held.groupby([code, "month"])["received_on"].max()
    first, last = month_number(f"{year:04d}-01"), figures.context.last_month
    found = []
    for key, label in names.items():
        for number in range(first, first + MONTHS_A_YEAR):
            month = month_text(number)
            counts = parts.get((key, month), dict.fromkeys([*_COUNTS, "assumed"], 0))
            state = "ahead" if number > last else _state(counts)
            found.append((key, label, month, *(int(counts[one]) for one in _COUNTS), days.get((key, month), pd.NaT),
                          state, STATES[state]))
    frame = pd.DataFrame(found, columns=COLUMNS)
    return frame.astype({**dict.fromkeys(_COUNTS, "int64"), "last_on": "datetime64[ms]"})


def years_due(figures: CityFigures, rows: pd.DataFrame) -> list[int]:
    """Return the years to look at, oldest first: from the first report that was due to the year of the figures' day."""
    last = figures.as_of.year
    first = int(rows["month"].min()[:4]) if len(rows) else last
    return list(range(first, last + 1))


def _state(counts: dict[Any, Any]) -> str:
    if not counts["due"]:
        return "not_due"
    if counts["missing"]:
        return "partial" if counts["received"] else "missing"
    if counts["assumed"]:
        return "assumed"
    return "late" if counts["late"] else "complete"
