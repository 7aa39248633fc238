"""Rows that a sender's files brought (新报的行): new or changed, with the cell they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from data.merging.calendar import Month
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row, plain_rows
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


class Facts:
    """What is asked of all senders' rows alike, as it would be live; each worked out when it is first asked for."""

    def __init__(self, ledger: Ledger, month: Month) -> None:
        """Remember where and when; every sender's files are merged already."""
        self._ledger, self._month = ledger, month

    @cached_property
    def categories(self) -> Mapping[str, str | None]:
        """Category of each institution."""
        return self._ledger.column("institutions", "category")

    @cached_property
    def _names(self) -> Mapping[str, Any]:
        return self._ledger.column("institutions", "name")

    def named(self, number: Any) -> str:
        """Return the name of an institution in quotation marks."""
        return f"“{self._names.get(number, number)}”"

    @cached_property
    def members(self) -> Mapping[str, tuple[str, str]]:
        """Consortium and role of each institution by the memberships in force at the month's end."""
        return self._members(self._rows("memberships"), self._rows("consortia"))

    @cached_property
    def live_members(self) -> Mapping[str, tuple[str, str]]:
        """The same as it is live, whatever is merged."""
        return self._members(*(list(plain_rows(self._ledger.live(name))) for name in ("memberships", "consortia")))

    @cached_property
    def live_postings(self) -> Mapping[str, Row]:
        """The live postings by number."""
        return {row["posting_id"]: row for row in plain_rows(self._ledger.live("postings"))}

    def live_rows(
        self, table: str, identity: tuple[str, ...], start: str, end: str | None
    ) -> dict[tuple[Any, ...], Row]:
        """Return the live rows of a register in force on the day before the month, by what they name."""
        return self._ledger.once(("eve", table), lambda: self._live_rows(table, identity, start, end))

    def _live_rows(
        self, table: str, identity: tuple[str, ...], start: str, end: str | None
    ) -> dict[tuple[Any, ...], Row]:
        frame = self._ledger.live(table)
        eve = pd.Timestamp(self._month.eve)
        held = frame[frame[start].isna() | (frame[start] <= eve)]
        if end is not None:
            held = held[held[end].isna() | (held[end] > eve)]
        rows = plain_rows(held.sort_values(start, kind="stable"))
        return {tuple(row[name] for name in identity): row for row in rows}

    def _rows(self, table: str) -> list[Row]:
        lines = list(self._ledger.lines(table))
        taken = [line.label for line in lines if line.label is not None]
        kept = plain_rows(self._ledger.live(table).drop(index=taken))
        return [*kept, *(line.now for line in lines if not line.dropped)]

    def _members(self, memberships: list[Row], consortia: list[Row]) -> Mapping[str, tuple[str, str]]:
        exist = {row["consortium_id"] for row in consortia if self._holds(row["established_on"], row["dissolved_on"])}
        return {
            row["institution_id"]: (row["consortium_id"], row["role"])
            for row in memberships
            if row["consortium_id"] in exist and self._holds(row["valid_from"], row["valid_to"])
        }

    def _holds(self, start: date | None, end: date | None) -> bool:
        return (start is None or start <= self._month.last) and (end is None or end > self._month.last)
