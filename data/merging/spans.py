"""The closing rule of registers (名册): what was in force before the month is never rewritten.

A sheet says what is in force on the month's last day. Against what is live on that day,

* a row that is the same stays as it is;
* a row that is missing, or different, ends on the month's first day if it began before it, and is taken out if it
  began in the month, for then it only repeats what an earlier file of the month said;
* what is new, or different, begins on the first day; where the sheet goes back to what was in force before the month,
  the row of then goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from data.merging.calendar import Month
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row

_EARLY: Final = date.min

#: A thing by the values that name it, such as the number of an institution.
Key = tuple[Any, ...]
#: First day in force, and the first day no more; null for no end.
Life = tuple[date, date | None]


@dataclass(frozen=True)
class Span:
    """How a table says from when to when a row is in force; the end is the first day it is not."""

    table: str
    #: Columns that name the thing.
    identity: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True)
class Wanted:
    """What a sheet says of one thing: columns that the sheet has, and the place."""

    values: Row
    origin: Origin


@dataclass
class Settled:
    """What the rule did: the rows that ended because the sheet does not name them."""

    ended: list[Line] = field(default_factory=list)


def settle(
    ledger: Ledger,
    span: Span,
    own: Iterable[Line],
    wanted: Mapping[Key, Wanted],
    month: Month,
    *,
    complete: bool,
    life_of: Callable[[Line], Life] | None = None,
) -> Settled:
    """Close and open the rows of one register and sender.

    Args:
        ledger: The tables.
        span: The register.
        own: The sender's rows, of all times.
        wanted: What the sheet says, by identity.
        month: The month.
        complete: The sheet lost no row: what it does not name is no longer in force.
        life_of: From when to when a row is in force, where more than its own days decides that.
    """
    lives = life_of or own_life(span)
    settled = Settled()
    held: dict[Key, list[Line]] = {}
    for line in own:
        held.setdefault(tuple(line.now[name] for name in span.identity), []).append(line)
    for key, one in wanted.items():
        _open(ledger, span, _sorted(held.pop(key, []), lives), one, month, lives)
    if complete:
        for lines in held.values():
            for line in lines:
                if in_force(lives(line), month.last):
                    _close(ledger, span, line, month, lives)
                    settled.ended.append(line)
    return settled


def own_life(span: Span) -> Callable[[Line], Life]:
    """Return the function that reads the life of a row from its own days."""
    return lambda line: (line.now[span.start] or _EARLY, line.now[span.end])


def in_force(life: Life, day: date) -> bool:
    """Tell whether a life holds a day."""
    start, end = life
    return start <= day and (end is None or end > day)


def _open(
    ledger: Ledger, span: Span, lines: Sequence[Line], wanted: Wanted, month: Month, lives: Callable[[Line], Life]
) -> None:
    """Bring what is live of one thing to what the sheet says of it."""
    same = next((line for line in lines if in_force(lives(line), month.last) and _equal(line, wanted)), None)
    if same is not None:
        ledger.change(same, wanted.origin)
        return
    began = [(line, *lives(line)) for line in lines]
    for line, start, _ in began:
        if month.first <= start <= month.last:
            ledger.drop(line)
    # What was in force until the month: the row that goes on, or that ends now.
    last = [line for line, start, end in began if start < month.first and (end is None or end >= month.first)]
    for line in last[:-1]:
        ledger.change(line, **{span.end: month.first})
    base = last[-1] if last else None
    until = min((start for _, start, _ in began if start > month.last), default=None)
    if base is not None and _equal(base, wanted):
        ledger.change(base, wanted.origin, **{span.end: until})
        return
    values = {**(base.now if base else {}), **wanted.values, span.start: month.first, span.end: until}
    if base is not None:
        ledger.change(base, **{span.end: month.first})
    ledger.add(span.table, {**values, "provenance": "reported"}, wanted.origin)


def _close(ledger: Ledger, span: Span, line: Line, month: Month, lives: Callable[[Line], Life]) -> None:
    if lives(line)[0] >= month.first:
        ledger.drop(line)
    else:
        ledger.change(line, **{span.end: month.first})


def _equal(line: Line, wanted: Wanted) -> bool:
    return all(line.now[name] == value for name, value in wanted.values.items())


def _sorted(lines: Iterable[Line], lives: Callable[[Line], Life]) -> list[Line]:
    return sorted(lines, key=lambda line: lives(line)[0])
