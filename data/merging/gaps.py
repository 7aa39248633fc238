"""Cells that are blank where the last month had a number (空着的数): 未报 and an oversight look the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from data.merging.calendar import Month
from data.merging.jumps import last_before
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row, said_number
from data.merging.reported import Reports, Sheet
from data.model import TABLES, Column

#: What is not counted by everybody every month.
_SELDOM: Final = ("median_turnaround_minutes", "used", "amount_yuan")
#: So many are named by cell; more of a column are said at once.
_SINGLY: Final = 5
_FIX: Final = "确实没有报送就不用管；漏了就补上，确实是 0 就写 0"


def note_gaps(
    ledger: Ledger, reports: Reports, sheet: Sheet, table: str, month: Month, *, rows_told: bool
) -> None:
    """Note ``number_absent``: the last row within a year had a number, and the cell is blank.

    Args:
        ledger: The tables.
        reports: Takes what is said.
        sheet: The sheet; a column that it lacks is told of as a column.
        table: Where its rows go.
        month: The month.
        rows_told: Of rows without any number it is said already.
    """
    key = [name for name in TABLES[table].key if name != "month"]
    past = last_before(ledger, table, month)
    numbers = [one for one in TABLES[table].columns if one.kind in ("int", "float")]
    rows = [
        (row, origin, before) for row, origin in sheet.lines
        if (before := past.get(tuple(_of(row, reports, name) for name in key))) is not None
        and not (rows_told and all(row[one.name] is None for one in numbers)) and not _is_closed(row, month)
    ]
    for column in numbers:
        if column.name not in _SELDOM and sheet.has(column.name):
            _note(reports, sheet, column, list(_blank(reports, rows, column.name)), month)


def _blank(
    reports: Reports, rows: list[tuple[Row, Origin, Row]], name: str
) -> Iterator[tuple[Origin, Row]]:
    for row, origin, before in rows:
        if row[name] is None and before[name] is not None and not reports.is_unread(origin, name):
            yield origin, before


def _note(
    reports: Reports, sheet: Sheet, column: Column, found: list[tuple[Origin, Row]], month: Month
) -> None:
    if len(found) > _SINGLY:
        cells = "、".join(origin.cell(column.name) for origin, _ in found[:_SINGLY])
        reports.whole(
            sheet, "number_absent", "warning",
            f"“{column.label}”有 {len(found)} 行上一次报了数、这个月空着（{cells} 等），按没有报送处理", _FIX,
        )
        return
    for origin, before in found:
        when = "上个月" if before["month"] == month.before else f"上一次报的 {before['month']} "
        reports.note(
            origin, "number_absent", "warning", column.name, None,
            f"{column.label}{when}是 {said_number(before[column.name])}，这个月空着，按没有报送处理", _FIX,
        )


def _of(row: Row, reports: Reports, name: str) -> Any:
    """Return a part of the key; a county's own rows need not name it."""
    return reports.sender if name == "county_code" else row[name]


def _is_closed(row: Row, month: Month) -> bool:
    closed = row.get("closed_on")
    return closed is not None and closed <= month.last
