"""Merging (并入): the files of senders and the live tables become the tables that would be live."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.intake.answers import CellFinding, Change, SentFile
from data.merging.calendar import Month
from data.merging.changes import changes_of
from data.merging.doubts import note_doubts
from data.merging.institutions import merge_institutions
from data.merging.ledger import Ledger
from data.merging.members import merge_members
from data.merging.months import MONTHLY, merge_month
from data.merging.origins import Origin
from data.merging.postings import merge_postings
from data.merging.registers import merge_register
from data.merging.reported import Reports, Sheet
from data.merging.sites import merge_sites
from data.merging.specialties import merge_specialties
from data.merging.statements import merge_statements
from data.merging.states import merge_centres, merge_states
from data.merging.submitting import latest_month, submit, write_due, write_implied
from data.merging.withdrawing import withdraw

_Handler = Callable[[Ledger, Reports, Sheet, Month], int]
#: Registers and states by form: the table whose rows are counted, and what takes them over.
_REGISTERS: Mapping[str, tuple[str, _Handler]] = {
    "institutions": ("institutions", merge_institutions),
    "city_institutions": ("institutions", merge_institutions),
    "memberships": ("memberships", merge_members),
    "postings": ("postings", merge_postings),
    "city_postings": ("postings", merge_postings),
    "village_services": ("village_services", merge_register),
    "pairings": ("pairings", merge_register),
    "specialties": ("specialties", merge_specialties),
    "resource_centres": ("resource_centres", merge_centres),
    "capability": ("capability", merge_states),
    "governance": ("governance", merge_states),
}


@dataclass(frozen=True)
class Merged:
    """What would be live, and what is to be said of it."""

    #: Every table of the contract, conformed; rows that no file touches stand as they are live.
    frames: Mapping[str, pd.DataFrame]
    #: By table: where the row of an index was reported.
    origins: Mapping[str, Mapping[int, Origin]]
    findings: tuple[CellFinding, ...]
    #: What each sender changes in what is live, senders in order of code, large changes first.
    changes: tuple[Change, ...]


def merge(live: Mapping[str, pd.DataFrame], files: Sequence[SentFile], month: str, received_on: date) -> Merged:
    """Merge files of one month into the live tables.

    Args:
        live: Conformed frames of the whole snapshot; an absent table is empty.
        files: Files whose sender is known; those of one sender are taken together, in the order given.
        month: The month, ``YYYY-MM``.
        received_on: The day they were received (收到日期).
    """
    ledger = Ledger(live)
    when = Month(month)
    reported: list[Reports] = []
    senders = sorted({file.sender for file in files if file.sender is not None})
    latest = {sender: latest_month(ledger, sender) for sender in senders}
    if senders:
        write_implied(ledger)
    for sender in senders:
        reports = Reports.of(sender, [file for file in files if file.sender == sender])
        ledger.sender = sender
        taken = _merge_sender(ledger, reports, when, latest[sender])
        submit(ledger, sender, taken, when, received_on)
        reported.append(reports)
    withdraw(ledger, when)
    note_doubts(ledger, reported, when)
    ledger.sender = ""
    write_due(ledger, {sender[:4] for sender in senders}, when)
    frames, origins = ledger.frames()
    findings = tuple(finding for reports in reported for finding in reports.findings)
    return Merged(frames, origins, findings, changes_of(ledger, senders))


def _merge_sender(ledger: Ledger, reports: Reports, month: Month, latest: str | None) -> dict[str, int]:
    """Merge the sheets of one sender; returns the rows taken by table.

    Notes ``register_not_latest`` where the month is not the sender's latest: only the month's own rows are taken then.
    """
    taken: dict[str, int] = {}
    past = latest is not None and month.text < latest
    late = [sheet.rows.sheet for key, sheet in reports.sheets.items() if key in _REGISTERS or key == "remote"]
    if past and late:
        reports.whole(
            None, "register_not_latest", "warning",
            f"这是 {month.text} 的报表，系统里已有到 {latest} 的数据：只更新 {month.text} 的月报数，"
            f"名册和状态（{'、'.join(late)}）不动",
            f"名册有更正，请在最新一个月的报表里改（{latest} 或以后）",
        )
    for key, sheet in reports.sheets.items():
        if not past and key in _REGISTERS:
            table, handler = _REGISTERS[key]
            taken[table] = handler(ledger, reports, sheet, month)
            if key == "memberships":
                taken["consortia"] = len({row["consortium_id"] for row, _ in sheet.lines} - {None})
        if not past and key == "remote":
            taken["remote_sites"] = merge_sites(ledger, reports, sheet, month)
        if key in MONTHLY:
            taken[MONTHLY[key]] = merge_month(ledger, reports, sheet, month)
        if key == "statements":
            taken[key] = merge_statements(ledger, reports, sheet, month)
    reports.note_blank()
    return taken
