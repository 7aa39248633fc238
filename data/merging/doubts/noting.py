"""All doubts about what one sender's files bring, once every sender's files are merged."""

from __future__ import annotations

from data.merging.calendar import Month
from data.merging.doubts.counts import note_counts
from data.merging.doubts.days import note_days
from data.merging.doubts.ends import note_ends
from data.merging.doubts.roles import note_roles
from data.merging.doubts.subjects import note_subjects
from data.merging.ledger import Ledger
from data.merging.reported import Reports


def note_doubts(ledger: Ledger, reports: Reports, month: Month) -> None:
    """Note what can hardly be: days, roles, ends of postings, what items are said of, counts above the population."""
    for note in (note_days, note_roles, note_ends, note_subjects, note_counts):
        note(ledger, reports, month)
