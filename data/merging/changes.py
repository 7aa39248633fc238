"""What would change in what is live (本次比上次改了哪些数): by sender, in words, large changes first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from data.intake.answers import Change
from data.merging.jumps import jumped
from data.merging.ledger import Ledger, Line
from data.merging.plain import Row
from data.model import TABLES, Column

#: Weights by which changes are put in order. First rows that end or go, then numbers that appear, vanish or are ten
#: times what they were, then other changes of what a row says, then numbers by how much they move, then new rows.
ENDED: Final = 1_000_000.0
LEAPT: Final = 100_000.0
SAID: Final = 10_000.0
_NEW: Final = 0.0


@dataclass(frozen=True)
class Ends:
    """How a register says that a row ends, and which columns name the same thing before and after."""

    identity: tuple[str, ...]
    start: str
    end: str


#: Registers whose rows are closed and opened again when they change.
REGISTERS: Mapping[str, Ends] = {
    "institutions": Ends(("institution_id",), "opened_on", "closed_on"),
    "consortia": Ends(("consortium_id",), "established_on", "dissolved_on"),
    "memberships": Ends(("institution_id",), "valid_from", "valid_to"),
    "postings": Ends(("posting_id",), "start_on", "end_on"),
    "aliases": Ends(("institution_id", "name"), "valid_from", "valid_to"),
    "remote_sites": Ends(("institution_id", "service_type"), "opened_on", "closed_on"),
    "village_services": Ends(("village_code",), "valid_from", "valid_to"),
    "pairings": Ends(("institution_id", "partner_id"), "valid_from", "valid_to"),
    "specialties": Ends(("subject_id", "specialty", "kind"), "since", "until"),
}
#: Tables in which a value holds until another is given: the row says since when.
_STATES = ("capability", "governance")
#: Written by the intake itself and no news to anyone.
_SILENT = ("submissions",)


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a table that are added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


def changes_of(ledger: Ledger, senders: Sequence[str]) -> tuple[Change, ...]:
    """Return what each sender changes, senders in the order given."""
    words = Words(ledger)
    by_sender: dict[str, list[Change]] = {sender: [] for sender in senders}
    for table in TABLES:
        if table in _SILENT:
            continue
        lines = [line for line in ledger.lines(table) if line.touched and line.sender in by_sender]
        states = _states_before(ledger, table, lines) if table in _STATES else {}
        for sender in senders:
            own = [line for line in lines if line.sender == sender]
            by_sender[sender] += _of_table(table, own, sender, words, states)
    return tuple(change for sender in senders for change in ordered(by_sender[sender]))


def ordered(changes: Iterable[Change]) -> list[Change]:
    """Return changes with the greatest weight first, equal ones by table, key and column."""
    place = {name: number for number, name in enumerate(TABLES)}
    return sorted(changes, key=lambda one: (-one.weight, place[one.table], one.key, one.column))


def summary(changes: Iterable[Change]) -> dict[str, Counts]:
    """Return how many rows of each table are added, changed and removed, in the order of the contract."""
    kinds = {(one.table, one.key, one.kind) for one in changes}
    counted = Counter((table, kind) for table, _, kind in kinds)
    found = {}
    for table in TABLES:
        counts = Counts(*(counted[table, kind] for kind in ("added", "changed", "removed")))
        if counts != Counts():
            found[table] = counts
    return found


class Words:
    """Keys of rows in words: names of places and institutions, months, items."""

    def __init__(self, ledger: Ledger) -> None:
        """Take the names as they are after the merge."""
        self._names = {table: ledger.column(table, "name") for table in ("regions", "institutions", "consortia")}

    def key(self, table: str, values: Row) -> str:
        """Return the key of a row; the days on which rows of a register begin are left out."""
        described = TABLES[table]
        ends = REGISTERS.get(table)
        names = ends.identity if ends else tuple(name for name in described.key if name != "since")
        said = [self.value(described.column(name), values[name]) for name in names]
        if table == "postings":
            to = values["to_institution_id"] or values["to_county_code"]
            said.append(f"派驻到{self._name(to)}")
        return " · ".join(said)

    def value(self, column: Column, value: Any) -> str:
        """Return one value in words: the name of what is numbered (with the number), the word of a code."""
        if column.choices is not None:
            return column.choices.get(value, str(value))
        if column.refers_to is not None or column.name in ("subject_id", "scope_code", "institution_id"):
            return self._name(value)
        return self._name(value) if column.name in ("consortium_id", "county_code") else str(value)

    def _name(self, code: Any) -> str:
        for names in self._names.values():
            if (name := names.get(code)) is not None:
                return f"{name}（{code}）"
        return str(code)


def _states_before(ledger: Ledger, table: str, lines: Sequence[Line]) -> dict[int, Row]:
    """Return by new row the live one whose value held until then: it ends by being followed, and is not touched."""
    added = [line for line in lines if line.before is None]
    live = ledger.live(table)
    rows = ledger.rows(table, live["subject_id"].isin([line.now["subject_id"] for line in added]))
    found: dict[int, Row] = {}
    for line in added:
        earlier = [
            row for row in rows
            if all(row[name] == line.now[name] for name in ("subject_id", "item")) and row["since"] < line.now["since"]
        ]
        if earlier:
            found[id(line)] = max(earlier, key=lambda row: str(row["since"]))
    return found


def _of_table(
    table: str, lines: Sequence[Line], sender: str, words: Words, states: Mapping[int, Row]
) -> Iterator[Change]:
    """Yield the changes of one table and sender."""
    replaced = _replaced(table, lines)
    skipped = {id(line) for pair in replaced for line in pair}
    for old, new in replaced:
        before = old.before or old.now
        yield from _values(table, before, new.now, sender, words, words.key(table, before), _compared(table))
    for line in lines:
        if id(line) in skipped:
            continue
        if (state := states.get(id(line))) is not None:
            yield from _values(table, state, line.now, sender, words, words.key(table, state), _compared(table))
        elif line.before is None:
            yield _added(table, line.now, sender, words)
        elif line.dropped:
            yield from _removed(table, line.before, sender, words)
        else:
            yield from _changed(table, line, sender, words)


def _replaced(table: str, lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Return the pairs of a row that was closed or dropped and the row that was opened in its place."""
    ends = REGISTERS.get(table)
    identity = ends.identity if ends else ("subject_id", "item") if table in _STATES else None
    if identity is None or table in ("institutions", "consortia", "aliases"):
        return []

    def key(values: Row) -> tuple[Any, ...]:
        return tuple(str(values[name]).partition("~")[0] for name in identity)

    opened = {key(line.now): line for line in lines if line.before is None}
    pairs = []
    for line in lines:
        if line.before is not None and _ends(table, line) and (new := opened.pop(key(line.before), None)):
            pairs.append((line, new))
    return pairs


def _ends(table: str, line: Line) -> bool:
    """Tell whether a row that was live is closed earlier than it was, or gone."""
    if line.dropped or line.before is None:
        return line.dropped
    ends = REGISTERS.get(table)
    if ends is None:
        return False
    old, new = line.before[ends.end], line.now[ends.end]
    return new is not None and (old is None or new < old)


def _compared(table: str) -> list[Column]:
    ends = REGISTERS.get(table)
    skipped = {"provenance", "since", "position_source", *((ends.start, ends.end) if ends else ())}
    return [column for column in TABLES[table].columns if column.name not in skipped and column.name != "posting_id"]


def _changed(table: str, line: Line, sender: str, words: Words) -> Iterator[Change]:
    before = line.before or {}
    key = words.key(table, before)
    columns = [column for column in TABLES[table].columns if column.name not in ("provenance", "position_source")]
    if _ends(table, line):
        ends = REGISTERS[table]
        yield _one(sender, table, "removed", key, TABLES[table].column(ends.end), before[ends.end],
                   line.now[ends.end], ENDED, words)
        columns = [column for column in columns if column.name != ends.end]
    yield from _values(table, before, line.now, sender, words, key, columns)


def _values(
    table: str, old: Row, new: Row, sender: str, words: Words, key: str, columns: Iterable[Column]
) -> Iterator[Change]:
    for column in columns:
        a, b = old[column.name], new[column.name]
        if a != b:
            yield _one(sender, table, "changed", key, column, a, b, _weight(column, a, b), words)


def _added(table: str, values: Row, sender: str, words: Words) -> Change:
    column = _main(table)
    return _one(sender, table, "added", words.key(table, values), column, None, values[column.name], _NEW, words)


def _removed(table: str, values: Row, sender: str, words: Words) -> Iterator[Change]:
    """Yield what a row that goes held: the numbers of a month (a row without any said nothing), else the row."""
    key = words.key(table, values)
    monthly = "month" in TABLES[table].names
    numbers = [column for column in TABLES[table].columns if column.kind in ("int", "float")]
    held = [column for column in numbers if values[column.name] is not None] if monthly else [_main(table)]
    for column in held:
        yield _one(sender, table, "removed", key, column, values[column.name], None, ENDED, words)


def _main(table: str) -> Column:
    """Return the column that says most of a row: the day it begins, its first number, or the first that is no key."""
    described = TABLES[table]
    if table in REGISTERS and REGISTERS[table].start in (*described.key, "start_on"):
        return described.column(REGISTERS[table].start)
    rest = [column for column in described.columns if column.name not in described.key]
    return next((column for column in rest if column.kind in ("int", "float") and column.name != "lon"), rest[0])


def _one(
    sender: str, table: str, kind: str, key: str, column: Column, old: Any, new: Any, weight: float, words: Words
) -> Change:
    numbers = _is_number(old) and _is_number(new)
    return Change(
        sender, table, kind, key, column.name, column.label, _said(column, old, words), _said(column, new, words),
        new - old if numbers else None, weight,
    )


def _said(column: Column, value: Any, words: Words) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    return value.isoformat() if isinstance(value, date) else words.value(column, value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _weight(column: Column, old: Any, new: Any) -> float:
    """Return how large a change is; see :data:`ENDED` for the order of kinds."""
    if column.kind not in ("int", "float"):
        return SAID
    if old is None or new is None or (old == 0) != (new == 0):
        return LEAPT + _size(max(abs(old or 0), abs(new or 0)))
    if jumped(old, new):
        return LEAPT + _size(max(old, new))
    # A move of a half of ten thousand counts for more than one of a half of ten.
    moved = abs(new - old) / max(abs(old), abs(new))
    return float(min(SAID - 1, moved * _size(max(abs(old), abs(new)))))


def _size(number: float) -> float:
    return 1 + math.log10(1 + number)
