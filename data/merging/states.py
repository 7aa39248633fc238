"""Values that hold until another is given (状态): capability, governance, and resource centres without history."""

from __future__ import annotations

from typing import Any, Final

from data.codes import CAPABILITY, CAPABILITY_VALUES
from data.intake.cells import CellError, read_number
from data.merging.belonging import Belonging
from data.merging.calendar import Month
from data.merging.closing import note_late
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports, Sheet

_KEY: Final = ("subject_id", "item")
_CENTRE: Final = ("consortium_id", "centre_type")


def merge_states(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take 能力建设 or 体制机制 over; returns how many rows were taken.

    A value that differs from the one in force holds from the month's first day; one that an earlier file of the month
    gave is replaced. A row that is missing says nothing.
    """
    table = sheet.rows.form.tables[0]
    held: dict[tuple[Any, ...], list[Line]] = {}
    for line in ledger.take(table, Belonging(ledger, reports.sender).rows(table)):
        held.setdefault((line.now["subject_id"], line.now["item"]), []).append(line)
    wanted = sheet.keyed(*_KEY)
    for key, (row, origin) in wanted.items():
        lines = sorted((one for one in held.get(key, []) if one.now["since"] <= month.last), key=_since)
        _set(ledger, table, lines, row, origin, month)
    return len(wanted)


def _set(ledger: Ledger, table: str, lines: list[Line], row: Row, origin: Origin, month: Month) -> None:
    value, item = row["value"], str(row["item"])
    if _is_same(item, lines[-1].now["value"] if lines else None, value):
        if lines:
            ledger.change(lines[-1], origin)
        return
    before = [line for line in lines if line.now["since"] < month.first]
    for line in lines[len(before):]:
        ledger.drop(line)
    if not _is_same(item, before[-1].now["value"] if before else None, value):
        ledger.add(table, {**{name: row[name] for name in _KEY}, "value": value, "since": month.first}, origin)
    elif before:
        ledger.change(before[-1], origin)


def _since(line: Line) -> Any:
    return line.now["since"]


def _is_same(item: str, old: str | None, new: str | None) -> bool:
    """Tell whether two values of an item are the same; ``20`` and ``20.0`` are one number."""
    if old == new or old is None or new is None or item not in CAPABILITY or CAPABILITY_VALUES[item] is not None:
        return old == new
    try:
        return read_number(old) == read_number(new)
    except CellError:
        return False


def merge_centres(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take 资源共享中心 over; returns how many rows were taken.

    The table keeps no history but the day of opening: a centre that was not open and now is, without a day, opens on
    the month's first day (``opened_assumed``); any other change also tells of earlier months (``history_attribute``).
    """
    own = ledger.take("resource_centres", Belonging(ledger, reports.sender).rows("resource_centres"))
    held: dict[tuple[Any, ...], Line] = {tuple(line.now[name] for name in _CENTRE): line for line in own}
    wanted = sheet.keyed(*_CENTRE)
    for key, (row, origin) in wanted.items():
        line = held.get(key)
        old = line.now if line else {"status": None, "opened_on": None}
        new: Row = {name: row[name] if sheet.has(name) else old[name] for name in ("status", "opened_on")}
        if line is None and new["status"] is None:
            continue
        _open_centre(reports, old, new, origin, month)
        if old["status"] != new["status"]:
            _note_history(reports, old["status"], new, origin, month)
        if line is None:
            ledger.add("resource_centres", {**{name: row[name] for name in _CENTRE}, **new}, origin)
        else:
            differs = any(old[name] != new[name] for name in new)
            ledger.change(line, origin, **new, **({"provenance": "reported"} if differs else {}))
    return len(wanted)


def _open_centre(reports: Reports, old: Row, new: Row, origin: Origin, month: Month) -> None:
    """Give a centre that opens its first day, and say where a stated one lies before the month."""
    if new["status"] != "open":
        return
    if new["opened_on"] is None and (old["status"] != "open" or old["opened_on"] == month.first):
        new["opened_on"] = month.first
        if old["opened_on"] != month.first:
            reports.note(
                origin, "opened_assumed", "warning", "opened_on", None,
                f"已建成但没有填建成日期，从 {month.first} 起算", "知道建成日期就补填",
            )
    elif new["opened_on"] != old["opened_on"] and _matters(old, new, month):
        note_late(reports, origin, "opened_on", new["opened_on"], month, "建成日期")


def _matters(old: Row, new: Row, month: Month) -> bool:
    """Tell whether the centre counts as open on some day before the month now, or did, and did not or does not."""
    days = [row["opened_on"] for row in (old, new) if row["status"] == "open"]
    return any(day is None or day < month.first for day in days)


def _note_history(reports: Reports, old: str | None, new: Row, origin: Origin, month: Month) -> None:
    was_open, is_open = old == "open", new["status"] == "open"
    # From building to open with a day in the month nothing earlier changes.
    if old is not None and new["status"] is not None and not was_open and is_open:
        return
    reports.note(
        origin, "history_attribute", "warning", "status", new["status"],
        f"状态与原来不同；这张表不分时期，{month.text} 以前各月也会按新的状态算", "核对；属实就不用动",
    )
