"""What an earlier file of the month brought and a later one does not name any more (撤回): gone without a trace."""

from __future__ import annotations

from collections.abc import Iterator

from data.merging.calendar import Month
from data.merging.ledger import Ledger, Line
from data.model import TABLES

_LIVES = {"consortia": ("established_on", "dissolved_on"), "institutions": ("opened_on", "closed_on")}
#: Columns that name an institution or a consortium without saying which of the two.
_EITHER = ("subject_id", "scope_code")


def withdraw(ledger: Ledger, month: Month) -> None:
    """Take out consortia and institutions that begin and end on the month's first day, if nothing refers to them."""
    for table in _LIVES:
        empty = list(_empty(ledger, table, month))
        if not empty:
            continue
        named = _named(ledger, table)
        for line in empty:
            if line.now[TABLES[table].key[0]] not in named:
                ledger.drop(line)


def _empty(ledger: Ledger, table: str, month: Month) -> Iterator[Line]:
    start, end = _LIVES[table]
    for line in ledger.lines(table):
        if line.touched and not line.dropped and line.now[start] == line.now[end] == month.first:
            yield line


def _named(ledger: Ledger, to: str) -> set[object]:
    """Return every number that a row of another table refers to."""
    frames, _ = ledger.frames()
    found: set[object] = set()
    for name, table in TABLES.items():
        for column in table.columns:
            if name != to and (column.refers_to == to or column.name in _EITHER):
                found.update(frames[name][column.name].dropna().unique())
    return found
