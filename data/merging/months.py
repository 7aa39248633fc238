"""Monthly tables (月报): a sender's rows of the month take the place of those that are live."""

from __future__ import annotations

from typing import Any

from data.intake.notes import named
from data.merging.belonging import Belonging
from data.merging.calendar import Month
from data.merging.changes import Words
from data.merging.gaps import note_gaps
from data.merging.jumps import note_jumps
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.repeats import note_repeats
from data.merging.reported import Reports, Sheet
from data.merging.sums import note_sums
from data.model import TABLES

#: Form → table whose rows of the month it replaces.
MONTHLY = {
    "workforce": "workforce",
    "remote": "remote_volumes",
    "family_doctors": "family_doctors",
    "care_seeking": "care_seeking",
    "outward_referrals": "outward_referrals",
    "referrals": "referrals",
    "costs": "costs",
    "investments": "investments",
    "bookings": "bookings",
}
#: Tables with the same rows every month.
_EVERY_MONTH = ("workforce", "outward_referrals", "referrals", "costs")
#: Tables that name the county, which is the sender's own and need not stand in the sheet.
_BY_COUNTY = ("family_doctors", "care_seeking", "outward_referrals", "investments")


def merge_month(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Replace the sender's rows of the month in the table of a form; returns how many rows were taken.

    A row without any number is not written: an absent row is 未报. Where the whole sheet has none nothing is replaced,
    so that a workbook sent back half empty takes nothing away. Notes jumps against the month before, and rows of it
    that are absent.
    """
    table = MONTHLY[sheet.rows.form.key]
    wanted = _wanted(reports, sheet, table, month)
    if not wanted:
        if sheet.rows.complete:
            reports.blank.append(sheet)
        return 0
    belonging = Belonging(ledger, reports.sender)
    live = ledger.live(table)
    of_month = live["month"] == month.text
    key = TABLES[table].key
    # County hospitals' bookings are the city's to report too, where its workbook names them.
    named = live[key[0]].isin([one[0] for one in wanted]) if table == "bookings" else False
    held = {_key(line.now, key): line for line in ledger.take(table, of_month & (belonging.rows(table) | named))}
    for one, (values, origin) in wanted.items():
        line = held.pop(one, None)
        if line is None:
            ledger.add(table, values, origin)
        else:
            ledger.change(line, origin, **values)
    # Where rows of the sheet were lost, those that are missing may be the lost ones.
    if sheet.rows.complete:
        for line in held.values():
            ledger.drop(line)
        if table in _EVERY_MONTH:
            _note_absent(ledger, reports, sheet, table, month, set(wanted))
    note_gaps(ledger, reports, sheet, table, month, rows_told=table in _EVERY_MONTH)
    taken = list(wanted.values())
    note_repeats(ledger, reports, sheet, table, month, taken)
    told = note_sums(ledger, reports, sheet, table, month, taken)
    note_jumps(ledger, reports, table, month, taken, told)
    return len(wanted)


def _note_absent(
    ledger: Ledger, reports: Reports, sheet: Sheet, table: str, month: Month, wanted: set[tuple[Any, ...]]
) -> None:
    """Note ``rows_absent``: the last month reported within a year had rows for which the sheet gives no number."""
    months = ledger.live(table)["month"]
    own = Belonging(ledger, reports.sender).rows(table)
    before = months[own & (months < month.text)]
    last = before.max() if len(before) else ""
    if last < f"{int(month.text[:4]) - 1}{month.text[4:]}":
        return
    closed = ledger.column("institutions", "closed_on")
    key = TABLES[table].key
    words = Words(ledger)
    absent = [
        words.key(table, row).replace(f" · {last}", "")
        for row in ledger.rows(table, own & (months == last))
        if _key({**row, "month": month.text}, key) not in wanted
        and (closed.get(row[key[0]]) or month.last) >= month.last
    ]
    if absent:
        reports.whole(
            sheet, "rows_absent", "warning",
            f"{last} 报了、这个月没有数的有 {len(absent)} 行，按没有报送处理：{named(absent)}",
            "确实没有报送就不用管；漏了就补上，确实是 0 就写 0",
        )


def _wanted(
    reports: Reports, sheet: Sheet, table: str, month: Month
) -> dict[tuple[Any, ...], tuple[Row, Origin]]:
    """Return the rows of the table that the sheet gives, by key."""
    described = TABLES[table]
    told = [name for name in described.names if name not in (*described.key, "provenance")]
    wanted: dict[tuple[Any, ...], tuple[Row, Origin]] = {}
    for row, origin in sheet.lines:
        values: Row = {name: row.get(name) for name in described.names}
        values |= {"month": month.text, "provenance": "reported"}
        if table in _BY_COUNTY:
            values["county_code"] = reports.sender
        if all(values[name] is None for name in told):
            continue
        # A volume without its provider is kept, so that the check names the cell; without another key it was refused.
        if None in (values[name] for name in described.key if name != "providing_institution_id"):
            continue
        wanted.setdefault(_key(values, described.key), (values, origin))
    return wanted


def _key(values: Row, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(values[name] for name in key)
