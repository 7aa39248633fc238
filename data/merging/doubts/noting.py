"""All doubts about what senders' files bring, once every sender's files are merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from data.merging.calendar import Month
from data.merging.doubts.attributes import note_attributes
from data.merging.doubts.brought import Facts
from data.merging.doubts.columns import note_columns
from data.merging.doubts.copies import note_copies
from data.merging.doubts.counts import note_counts
from data.merging.doubts.days import note_days
from data.merging.doubts.ends import note_ends
from data.merging.doubts.mass import note_mass
from data.merging.doubts.moves import note_moves
from data.merging.doubts.names import note_names
from data.merging.doubts.roles import note_roles
from data.merging.doubts.setbacks import note_setbacks
from data.merging.doubts.subjects import note_subjects
from data.merging.ledger import Ledger
from data.merging.reported import Reports

_NOTES: Final = (
    note_days, note_roles, note_attributes, note_ends, note_subjects, note_counts, note_columns, note_copies, note_mass,
    note_moves, note_setbacks, note_names,
)


def note_doubts(ledger: Ledger, reported: Iterable[Reports], month: Month) -> None:
    """Note what can hardly be of what each sender reports, new or changed."""
    facts = Facts(ledger, month)
    for reports in reported:
        for note in _NOTES:
            note(ledger, reports, month, facts)
