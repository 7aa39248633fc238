"""Rows that a sender's files brought (新报的行): new or changed, with the cell they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.reported import Reports


def brought(ledger: Ledger, reports: Reports, table: str) -> Iterator[tuple[Line, Origin]]:
    """Yield the rows of a table that the sender's files name, with where they stand."""
    for line in ledger.lines(table):
        if line.origin is not None and line.origin.sender == reports.sender and not line.dropped:
            yield line, line.origin


def is_new(line: Line, *columns: str) -> bool:
    """Tell whether one of the columns is not as it is live, or the row is not."""
    before = line.before
    return before is None or any(before[name] != line.now[name] for name in columns)


class Known:
    """Attributes of institutions, as they would be live."""

    def __init__(self, ledger: Ledger) -> None:
        """Take them from the ledger."""
        self._names = ledger.column("institutions", "name")
        self.categories: Mapping[str, str | None] = ledger.column("institutions", "category")

    def named(self, number: Any) -> str:
        """Return the name of an institution in quotation marks."""
        return f"“{self._names.get(number, number)}”"
