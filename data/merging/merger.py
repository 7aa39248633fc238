"""Merging (并入): the files of senders and the live tables become the tables that would be live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.intake.answers import CellFinding, Change, SentFile
from data.merging.calendar import Month
from data.merging.changes import changes_of
from data.merging.ledger import Ledger
from data.merging.months import MONTHLY, merge_month
from data.merging.origins import Origin
from data.merging.reported import Reports


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
    findings: list[CellFinding] = []
    senders = sorted({file.sender for file in files if file.sender is not None})
    for sender in senders:
        reports = Reports.of(sender, [file for file in files if file.sender == sender])
        ledger.sender = sender
        for key in MONTHLY:
            if key in reports.sheets:
                merge_month(ledger, reports, reports.sheets[key], when)
        findings += reports.findings
    frames, origins = ledger.frames()
    return Merged(frames, origins, tuple(findings), changes_of(ledger, senders))
