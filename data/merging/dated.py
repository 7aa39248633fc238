"""Rows that state their own days (自带日期): remote sites (远程站点) and specialties (重点专科).

A day that the sheet states is a fact, and set in place; if it lies before the month and is new, earlier months' figures
move, and that is said. Where it states none, the closing rule holds: from the month's first day.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.merging.calendar import Month
from data.merging.closing import note_late
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports
from data.merging.spans import Key, Span


@dataclass(frozen=True)
class Stated:
    """What a sheet states of one thing; null days are not stated."""

    values: Row
    start: date | None
    end: date | None
    origin: Origin


def settle_dated(
    ledger: Ledger,
    reports: Reports,
    span: Span,
    own: Iterable[Line],
    stated: Mapping[Key, Sequence[Stated]],
    month: Month,
    *,
    complete: bool,
    has_end: bool,
    unasked: Container[str] = frozenset(),
) -> list[Line]:
    """Bring rows to what a sheet states; returns those that end because it does not name them.

    Args:
        ledger: The tables.
        reports: Where to say what is to be said.
        span: The register.
        own: The sender's rows, of all times.
        stated: By identity.
        month: The month.
        complete: No row of the sheet was lost.
        has_end: The sheet has a column for the end, so that an empty one says that there is none.
        unasked: Institutions and consortia whose rows nobody asks for: what is missing of them does not end.
    """
    held: dict[Key, list[Line]] = {}
    for line in own:
        held.setdefault(tuple(line.now[name] for name in span.identity), []).append(line)
    gone: list[Line] = []
    for key, rows in stated.items():
        mine = sorted(held.pop(key, []), key=lambda line: line.now[span.start])
        met = [_state(ledger, reports, span, mine, one, month, has_end=has_end) for one in rows]
        if complete:
            gone += _end(ledger, span, [line for line in mine if line not in met], month)
    if complete:
        for key, lines in held.items():
            if key[0] not in unasked:
                gone += _end(ledger, span, lines, month)
    return gone


def _state(
    ledger: Ledger, reports: Reports, span: Span, mine: Sequence[Line], one: Stated, month: Month, *, has_end: bool
) -> Line:
    """Bring one row to what is stated, or add it; returns it."""
    line = _meant(mine, span, one, month)
    if line is None:
        start = one.start or month.first
        if start < month.first:
            note_late(reports, one.origin, span.start, start, month, "开始日期")
        return ledger.add(span.table, {**one.values, span.start: start, span.end: one.end}, one.origin)
    changed: Row = {}
    if one.start is not None and one.start != line.now[span.start]:
        changed[span.start] = one.start
    # Without a column for it, whatever is listed has not ended by the month's end.
    kept = line.now[span.end] if (line.now[span.end] or date.min) > month.last else None
    end = one.end if has_end else kept
    if end != line.now[span.end]:
        changed[span.end] = end
    for name, never in ((span.start, date.min), (span.end, date.max)):
        if name in changed and min(line.now[name] or never, changed[name] or never) < month.first:
            note_late(reports, one.origin, name, changed[name], month, "开始日期" if name == span.start else "结束日期")
    if changed:
        changed["provenance"] = "reported"
    ledger.change(line, one.origin, **changed)
    return line


def _meant(mine: Sequence[Line], span: Span, one: Stated, month: Month) -> Line | None:
    """Return the live row that is meant: that of the same first day, else the one in force; null for a new one.

    A row said to begin in the month does not mean one that was in force before it: that one ends.
    """
    for line in mine:
        if line.now[span.start] == one.start:
            return line
    begun = [line for line in mine if line.now[span.start] <= month.last and not line.dropped]
    current = [line for line in begun if (end := line.now[span.end]) is None or end >= month.first]
    if not current:
        return None
    line = current[-1]
    if one.start is not None and one.start >= month.first > line.now[span.start]:
        return None
    return line


def _end(ledger: Ledger, span: Span, lines: Iterable[Line], month: Month) -> list[Line]:
    """End rows in force at the month's end on its first day; those that began in the month are taken out."""
    ended = []
    for line in lines:
        start, end = line.now[span.start], line.now[span.end]
        if start > month.last or (end is not None and end <= month.last):
            continue
        ended.append(line)
        if start >= month.first:
            ledger.drop(line)
        else:
            ledger.change(line, **{span.end: month.first})
    return ended
