"""Registers that only say what is in force at the month's end: village services (村级服务) and pairings (结对帮扶)."""

from __future__ import annotations

from data.merging.belonging import Belonging
from data.merging.calendar import Month
from data.merging.changes import Words
from data.merging.closing import is_emptied, note_ended
from data.merging.ledger import Ledger
from data.merging.reported import Reports, Sheet
from data.merging.spans import Key, Span, Wanted, in_force, own_life, settle

#: By form.
SPANS = {
    "village_services": Span("village_services", ("village_code",), "valid_from", "valid_to"),
    "pairings": Span("pairings", ("institution_id", "partner_id"), "valid_from", "valid_to"),
}


def merge_register(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take a sheet over whose rows say nothing of days; returns how many rows were taken.

    Notes ``register_emptied`` and ``rows_ended``.
    """
    span = SPANS[sheet.rows.form.key]
    own = ledger.take(span.table, Belonging(ledger, reports.sender).rows(span.table))
    held = [line for line in own if in_force(own_life(span)(line), month.last)]
    if is_emptied(reports, sheet, len(held)):
        return 0
    fields = [one.name for one in sheet.rows.form.fields if one.table == span.table and sheet.has(one.name)]
    wanted: dict[Key, Wanted] = {
        key: Wanted({**dict(zip(span.identity, key, strict=True)), **{name: row[name] for name in fields}}, origin)
        for key, (row, origin) in sheet.keyed(*span.identity).items()
    }
    complete = sheet.whole(*span.identity)
    settled = settle(ledger, span, own, wanted, month, complete=complete)
    words = Words(ledger)
    note_ended(reports, sheet, [words.key(span.table, line.now) for line in settled.ended], month)
    return len(wanted)
