"""Postings (派驻人员): days and attributes in place; whoever goes elsewhere has the old posting ended and a new one."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Final

from data.intake.numbering import number_of
from data.merging.amending import note_amended, note_cut_short
from data.merging.belonging import Belonging
from data.merging.calendar import Month
from data.merging.closing import is_emptied, note_ended, note_late
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports, Sheet

#: Who is posted from where to where, and how: if one of these changes it is another posting.
_IDENTITY: Final = ("person_id", "flow", "from_institution_id", "to_institution_id", "to_county_code", "kind")
_ATTRIBUTES: Final = ("duty", "title_grade", "mode", "planned_end_on")
#: The only flow of a county's own sheet.
_OWN_FLOW: Final = "lead_to_member"


def merge_postings(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take a sheet of postings over; returns how many rows were taken.

    Notes ``register_emptied``, ``rows_ended``, ``reported_late``, ``posting_amended`` and ``posting_not_yours``.
    """
    own = {line.now["posting_id"]: line for line in
           ledger.take("postings", Belonging(ledger, reports.sender).rows("postings"))}
    if is_emptied(reports, sheet, sum(_in_force(line, month) for line in own.values())):
        return 0
    rows = _rows(reports, sheet)
    theirs = set(ledger.live("postings")["posting_id"]) - set(own)
    seen: set[str] = set()
    for number, (row, origin) in rows.items():
        if number in theirs:
            whose = "市里" if not reports.is_city else "区县"
            reports.note(
                origin, "posting_not_yours", "error", "posting_id", number,
                f"这个编号是由{whose}或别的单位填报的派驻", "新派驻的编号留空，由系统编号",
            )
            continue
        moved = f"{number}~{month.text.replace('-', '')}"
        base = _followed(number, own, rows, moved)
        if base is not None and base.now["posting_id"] != number:
            # The day stated is that of the first posting, before the person moved.
            row = {**row, "start_on": max(row["start_on"], base.now["start_on"])}
        seen |= {number, moved, *([base.now["posting_id"]] if base else [])}
        amended = own.get(moved) if moved not in rows else None
        _take(ledger, reports, sheet, row, origin, month, base, amended, number, moved)
    if sheet.whole("person_id", "start_on"):
        gone = [line for number, line in own.items() if number not in seen and _in_force(line, month)]
        for line in gone:
            _end(ledger, line, month)
        note_ended(reports, sheet, [line.now["posting_id"] for line in gone], month)
        note_cut_short(reports, sheet, [line for line in gone if not line.dropped], month)
    return len(rows)


def _followed(number: str, own: dict[str, Line], rows: Container[str], moved: str) -> Line | None:
    """Return the live posting that a number means: the last one put in its place in an earlier month, else its own.

    Whoever keeps sending the old number after a move means the posting of today.
    """
    later = [one for one in own if one.startswith(f"{number}~") and one not in rows and one < moved]
    return own.get(max(later)) if later else own.get(number)


def _rows(reports: Reports, sheet: Sheet) -> dict[str, tuple[Row, Origin]]:
    """Return the rows of the sheet by number; a new posting gets one that is the same however often it is sent."""
    rows: dict[str, tuple[Row, Origin]] = {}
    for row, origin in sheet.lines:
        values = dict(row)
        if not reports.is_city:
            values["flow"], values["to_county_code"] = values["flow"] or _OWN_FLOW, reports.sender
        needed = [values[name] for name in ("person_id", "flow", "to_county_code", "kind", "start_on")]
        if None in needed or (values["flow"] == _OWN_FLOW) == reports.is_city:
            continue
        number = values["posting_id"] or number_of(
            reports.sender, values["person_id"], *(values[name] for name in _IDENTITY[2:5]), values["start_on"]
        )
        rows.setdefault(number, (values, origin))
    return rows


def _take(
    ledger: Ledger, reports: Reports, sheet: Sheet, row: Row, origin: Origin, month: Month,
    base: Line | None, amended: Line | None, number: str, moved: str,
) -> None:
    """Take one row over.

    ``base`` is the live posting of its number, ``amended`` the one that an earlier file of this month put in its place.
    """
    if base is None and amended is None:
        _add(ledger, reports, row, origin, month, number)
        return
    line = base or amended
    assert line is not None
    past = row["end_on"] is not None and row["end_on"] < month.first
    differs = any(line.now[name] != row[name] for name in _IDENTITY)
    if not differs or past or line.now["start_on"] >= month.first:
        if amended is not None and amended is not line:
            ledger.drop(amended)
        _amend(ledger, reports, sheet, line, row, origin, month)
        return
    if line.now["end_on"] is None or line.now["end_on"] >= month.first:
        note_amended(reports, origin, line.now, {**line.now, "end_on": month.eve}, month)
        ledger.change(line, end_on=month.eve)
    values = {**_kept(sheet, line, row), "start_on": max(row["start_on"], month.first), "posting_id": moved}
    if amended is None:
        ledger.add("postings", values, origin)
    else:
        ledger.change(amended, origin, **values)


def _add(ledger: Ledger, reports: Reports, row: Row, origin: Origin, month: Month, number: str) -> None:
    values = {name: row[name] for name in (*_IDENTITY, *_ATTRIBUTES, "start_on", "end_on")}
    if row["start_on"] < month.first:
        note_late(reports, origin, "start_on", row["start_on"], month, "新报的派驻的开始日期")
    ledger.add("postings", {**values, "posting_id": number}, origin)


def _amend(
    ledger: Ledger, reports: Reports, sheet: Sheet, line: Line, row: Row, origin: Origin, month: Month
) -> None:
    """Set what differs, days and attributes alike, and say what that does to earlier months."""
    wanted = _kept(sheet, line, row)
    changed = {name: value for name, value in wanted.items() if line.now[name] != value}
    if "start_on" in changed and min(line.now["start_on"], changed["start_on"]) < month.first:
        note_late(reports, origin, "start_on", changed["start_on"], month, "派驻的开始日期")
    # The last day still counts, so that one that ends on the eve of the month was there in all earlier months.
    if "end_on" in changed and min(line.now["end_on"] or date.max, changed["end_on"] or date.max) < month.eve:
        note_late(reports, origin, "end_on", changed["end_on"], month, "派驻的实际结束日期")
    if any(name in changed for name in _IDENTITY) and line.now["start_on"] < month.first:
        note_late(reports, origin, "end_on", row["end_on"], month, "更正了已结束的派驻，其结束日期")
    if line.now["start_on"] < month.first:
        note_amended(reports, origin, line.now, wanted, month)
    if changed:
        changed["provenance"] = "reported"
    ledger.change(line, origin, **changed)


def _kept(sheet: Sheet, line: Line, row: Row) -> Row:
    """Return the values of a posting as the row says; what the sheet has no column for is kept."""
    names = [name for name in (*_ATTRIBUTES, "end_on") if sheet.has(name)]
    said = {name: row[name] for name in (*_IDENTITY, *names, "start_on")}
    kept = {name: line.now[name] for name in (*_ATTRIBUTES, "end_on")}
    return {**kept, **said}


def _end(ledger: Ledger, line: Line, month: Month) -> None:
    if line.now["start_on"] >= month.first:
        ledger.drop(line)
    else:
        ledger.change(line, end_on=month.eve)


def _in_force(line: Line, month: Month) -> bool:
    """Tell whether a posting has begun by the month's last day and goes on after it.

    One that ends on that very day is over: a sheet that does not name it any more says nothing new.
    """
    end = line.now["end_on"]
    return bool(line.now["start_on"] <= month.last and (end is None or end > month.last))
