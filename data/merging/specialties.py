"""Specialties (重点专科) in force, with the day since which and, where they are no longer listed, until which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from data.codes import SPECIALTY_KIND
from data.merging.belonging import Belonging, gone
from data.merging.calendar import Month
from data.merging.changes import Words
from data.merging.closing import is_emptied, note_ended
from data.merging.dated import Stated, settle_dated
from data.merging.ledger import Ledger, Line
from data.merging.reported import Reports, Sheet
from data.merging.spans import Key, Span, in_force, own_life

_SPAN: Final = Span("specialties", ("subject_id", "specialty", "kind"), "since", "until")


def merge_specialties(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take the sheet 重点专科 over; returns how many rows were taken.

    Notes ``register_emptied``, ``rows_ended``, ``reported_late``, ``specialty_two_kinds`` and
    ``specialty_kind_changed``.
    """
    own = ledger.take("specialties", Belonging(ledger, reports.sender).rows("specialties"))
    held = [line for line in own if in_force(own_life(_SPAN)(line), month.last)]
    if is_emptied(reports, sheet, len(held)):
        return 0
    stated: dict[Key, list[Stated]] = {}
    changed: set[Key] = set()
    for key, one in _stated(reports, sheet, own, month, changed):
        stated.setdefault(key, []).append(one)
    ended = settle_dated(
        ledger, reports, _SPAN, own, stated, month, complete=sheet.whole(*_SPAN.identity), has_end=sheet.has("until"),
        unasked=gone(ledger, month),
    )
    words = Words(ledger)
    missing = [line.now for line in ended if tuple(line.now[name] for name in _SPAN.identity) not in changed]
    note_ended(reports, sheet, [words.key("specialties", row) for row in missing], month)
    return sum(map(len, stated.values()))


def _stated(
    reports: Reports, sheet: Sheet, own: Sequence[Line], month: Month, changed: set[Key]
) -> Iterator[tuple[Key, Stated]]:
    """Yield what the sheet states; a specialty is of one kind at a time, so of one kind since any day.

    Those that are of another kind from the month on are put into ``changed``, as they were.
    """
    listed = {tuple(row[name] for name in _SPAN.identity) for row, _ in sheet.lines}
    known = {(line.now["subject_id"], line.now["specialty"], line.now["since"]): line.now["kind"] for line in own}
    began = {tuple(line.now[name] for name in _SPAN.identity): line.now["since"] for line in own}
    taken: dict[Key, str] = {}
    for row, origin in sheet.lines:
        key = tuple(row[name] for name in _SPAN.identity)
        if None in key:
            continue
        subject, specialty, kind = key
        since = row["since"]
        before = known.get((subject, specialty, since))
        if before not in (None, kind) and since < month.first and (subject, specialty, before) not in listed:
            # The day is prefilled; only the kind was changed in the sheet. What was true before the month stays so.
            reports.note(
                origin, "specialty_kind_changed", "warning", "kind", kind,
                f"从 {since} 起列为{SPECIALTY_KIND[before]}，现在改为{SPECIALTY_KIND[kind]}："
                f"从 {month.first} 起按{SPECIALTY_KIND[kind]}，以前各月不变",
                "确是从本月起改了类别就不用动",
            )
            since = month.first
            changed.add((subject, specialty, before))
        start = since or began.get(key) or month.first
        other = taken.setdefault((subject, specialty, start), kind)
        if other != kind:
            reports.note(
                origin, "specialty_two_kinds", "error", "kind", kind,
                f"同一个专科从 {start} 起既是{SPECIALTY_KIND[other]}又是{SPECIALTY_KIND[kind]}，同一天只能列入一类",
                "只留一类；先后列入两类的，各写各的列入日期，前一类写上终止日期",
            )
            continue
        yield key, Stated(dict(zip(_SPAN.identity, key, strict=True)), since, row["until"], origin)
