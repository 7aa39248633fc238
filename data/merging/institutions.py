"""The register of institutions (机构): days and attributes are set in place, former names become aliases."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, Final

from data.merging.belonging import Belonging
from data.merging.calendar import Month
from data.merging.closing import is_emptied, note_ended, note_late
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports, Sheet

#: What an alias whose beginning nobody knows begins on: the contract asks for a day.
_SINCE_EVER: Final = date(1900, 1, 1)
#: Attributes without a history that earlier months' figures hang on.
_COUNTED: Final = {"category": "类别", "central_town": "中心镇机构"}
_PLACE: Final = ("lon", "lat", "datum")
_TOLERANCE: Final = 1e-9


def merge_institutions(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take the sheet 机构 (市级机构) over; returns how many rows were taken.

    Notes ``register_emptied``, ``rows_ended``, ``reported_late``, ``history_attribute`` and ``opened_assumed``.
    """
    belonging = Belonging(ledger, reports.sender)
    own = {line.now["institution_id"]: line for line in ledger.take("institutions", belonging.rows("institutions"))}
    open_now = [line for line in own.values() if _is_open(line, month)]
    if is_emptied(reports, sheet, len(open_now)):
        return 0
    wanted = {str(key[0]): one for key, one in sheet.keyed("institution_id").items()}
    others = _elsewhere(ledger, [number for number in wanted if number not in own])
    for number, (row, origin) in wanted.items():
        line = own.get(number) or others.get(number)
        if line is None:
            _add(ledger, reports, sheet, row, origin, month)
        else:
            _rename(ledger, line, row["name"], origin, month)
            _update(ledger, reports, sheet, line, row, origin, month)
    if sheet.whole("institution_id"):
        gone = [line for line in open_now if line.now["institution_id"] not in wanted]
        for line in gone:
            ledger.change(line, closed_on=month.first)
        note_ended(reports, sheet, [line.now["name"] for line in gone], month)
    return len(wanted)


def _elsewhere(ledger: Ledger, numbers: list[str]) -> dict[str, Line]:
    """Return institutions that the city names without answering for them: partners in other cities."""
    live = ledger.live("institutions")
    outside = live["institution_id"].isin(numbers) & live["county_code"].isna()
    return {line.now["institution_id"]: line for line in ledger.take("institutions", outside)}


def _add(ledger: Ledger, reports: Reports, sheet: Sheet, row: Row, origin: Origin, month: Month) -> None:
    """Add an institution: open since the month's first day where no day is given, else earlier months would change."""
    values = {name: row[name] for name in row if sheet.rows.form.field(name).table == "institutions"}
    values["county_code"] = None if reports.is_city else reports.sender
    if values["opened_on"] is None:
        values["opened_on"] = month.first
        reports.note(
            origin, "opened_assumed", "warning", "opened_on", None,
            f"新增机构没有填开业日期，从 {month.first} 起算", "知道开业日期就补填",
        )
    elif values["opened_on"] < month.first:
        note_late(reports, origin, "opened_on", values["opened_on"], month, "新增机构的开业日期")
    if values["lon"] is not None and values["lat"] is not None:
        values["position_source"] = "surveyed"
    ledger.add("institutions", values, origin)


def _update(
    ledger: Ledger, reports: Reports, sheet: Sheet, line: Line, row: Row, origin: Origin, month: Month
) -> None:
    """Set the attributes and days that the sheet gives and that differ."""
    names = [one.name for one in sheet.rows.form.fields if one.table == "institutions" and sheet.has(one.name)]
    changed = {
        name: row[name]
        for name in names
        if name not in ("institution_id", "name") and not _same(line.now[name], row[name])
    }
    for name, early in (("opened_on", date.min), ("closed_on", date.max)):
        if name in changed and min(line.now[name] or early, changed[name] or early) < month.first:
            label = sheet.rows.form.field(name).label
            note_late(reports, origin, name, changed[name], month, label)
    for name in _COUNTED.keys() & changed.keys():
        reports.note(
            origin, "history_attribute", "warning", name, changed[name],
            f"{_COUNTED[name]}与原来不同；这一项不分时期，{month.text} 以前各月的数也会按新的算",
            "确是更正就不用动；只是从本月起变了，请在备注里告诉收表单位",
        )
    if any(name in changed for name in _PLACE):
        located = {**line.now, **changed}
        changed["position_source"] = "surveyed" if located["lon"] is not None and located["lat"] is not None else None
    if changed:
        changed["provenance"] = "reported"
    ledger.change(line, origin, **changed)


def _rename(ledger: Ledger, line: Line, name: str, origin: Origin, month: Month) -> None:
    """Give an institution its new name; the old one is an alias until the month's first day.

    A second new name in the same month replaces the first, which never was the name of a month; the old name again
    takes both back.
    """
    if name == line.now["name"]:
        return
    number = line.now["institution_id"]
    live = ledger.live("aliases")
    aliases = ledger.take("aliases", live["institution_id"] == number)
    aliases += [one for one in ledger.added("aliases") if one.now["institution_id"] == number]
    ended = [one for one in aliases if one.now["valid_to"] == month.first]
    if ended:
        for one in ended:
            if one.now["name"] == name:
                ledger.drop(one)
    else:
        earlier = [one.now["valid_to"] for one in aliases if one.now["valid_to"] and one.now["valid_to"] < month.first]
        opened = line.now["opened_on"]
        since = max(earlier, default=opened if opened and opened < month.first else _SINCE_EVER)
        values = {"institution_id": number, "name": line.now["name"], "valid_from": since, "valid_to": month.first}
        ledger.add("aliases", values, origin)
    ledger.change(line, origin, name=name, provenance="reported")


def _is_open(line: Line, month: Month) -> bool:
    opened, closed = line.now["opened_on"], line.now["closed_on"]
    return (opened is None or opened <= month.last) and (closed is None or closed > month.last)


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=0, abs_tol=_TOLERANCE)
    return bool(old == new)
