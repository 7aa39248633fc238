"""All spoiled workbooks (语料), by the part of a workbook that is spoiled."""

from __future__ import annotations

from itertools import chain

from tests.corpus import choices, days, doubts, files, headers, names, numbers, personal, registers, rows, sheets
from tests.corpus.cases import Case

PARTS = (numbers, days, choices, headers, sheets, rows, names, personal, files, registers, doubts)


def all_cases() -> list[Case]:
    """Return every case, each of another name."""
    return list(chain.from_iterable(part.cases() for part in PARTS))
