"""Specialties (重点专科) in force, with the day since which and, where they are no longer listed, until which."""

from __future__ import annotations

from data.merging.belonging import Belonging, gone
from data.merging.calendar import Month
from data.merging.changes import Words
from data.merging.closing import is_emptied, note_ended
from data.merging.dated import Stated, settle_dated
from data.merging.ledger import Ledger
from data.merging.reported import Reports, Sheet
from data.merging.spans import Key, Span, in_force, own_life

_SPAN = Span("specialties", ("subject_id", "specialty", "kind"), "since", "until")


def merge_specialties(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take the sheet 重点专科 over; returns how many rows were taken.

    Notes ``register_emptied``, ``rows_ended`` and ``reported_late``.
    """
    own = ledger.take("specialties", Belonging(ledger, reports.sender).rows("specialties"))
    held = [line for line in own if in_force(own_life(_SPAN)(line), month.last)]
    if is_emptied(reports, sheet, len(held)):
        return 0
    stated: dict[Key, list[Stated]] = {}
    for row, origin in sheet.lines:
        key = tuple(row[name] for name in _SPAN.identity)
        if None not in key:
            values = dict(zip(_SPAN.identity, key, strict=True))
            stated.setdefault(key, []).append(Stated(values, row["since"], row["until"], origin))
    ended = settle_dated(
        ledger, reports, _SPAN, own, stated, month, complete=sheet.whole(*_SPAN.identity), has_end=sheet.has("until"),
        unasked=gone(ledger, month),
    )
    words = Words(ledger)
    note_ended(reports, sheet, [words.key("specialties", line.now) for line in ended], month)
    return sum(map(len, stated.values()))
