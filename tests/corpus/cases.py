"""What a spoiled workbook is and the answer it must get (语料的一例)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import Any

import pandas as pd

from data.findings import Severity
from data.forms import forms
from data.intake.answers import CellFinding, FormRows, SentFile
from data.intake.file_contents import read_content
from data.intake.limits import Limits
from data.intake.understanding import understand
from data.merging import merge
from data.merging.placing import known_findings, place
from tests.corpus.building import Book, at, city, county
from tests.corpus.world import AS_OF, MONTH, live, register
from tests.data.small_world import boundaries

RECEIVED = date(2023, 10, 8)

#: A cell of what was taken: form, row of data from 0, field.
Taken = Mapping[tuple[str, int, str], Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding that a spoiled workbook must get."""

    code: str
    severity: Severity
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Case:
    """One mutation of a good workbook, and its answer: these findings and no other, and these values taken.

    What is not named in ``taken``, ``gone`` and ``lacks`` is taken as from the good workbook. Sheets with an error are
    not compared: they go back.
    """

    #: ``care_seeking/visits_in/mark_无``: unique, and it says what was done.
    name: str
    spoil: Callable[[Book], None]
    found: tuple[Found, ...] = ()
    taken: Taken = field(default_factory=dict)
    #: Rows of the good workbook that must not be there, by form.
    gone: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    #: Forms of which nothing may be taken.
    lacks: frozenset[str] = frozenset()
    good: Callable[[], Book] = county
    #: Whether the answer takes the live tables and their rules, and not the file alone.
    merged: bool = False


def error(code: str, sheet: str | None = None, cell: str | None = None) -> Found:
    """Return an error; a sheet may be named by the key of its form."""
    return Found(code, "error", forms()[sheet].sheet if sheet in forms() else sheet, cell)


def warning(code: str, sheet: str | None = None, cell: str | None = None) -> Found:
    """Return a warning; a sheet may be named by the key of its form."""
    return Found(code, "warning", forms()[sheet].sheet if sheet in forms() else sheet, cell)


def put(key: str, name: str, value: Any, row: int = 0) -> Callable[[Book], None]:
    """Return the mutation that writes another value into one cell."""
    return lambda book: book.tab(key).put(at(key, name, row), value)


@dataclass(frozen=True)
class Answer:
    """What the intake answers to one file."""

    file: SentFile
    findings: tuple[CellFinding, ...]
    #: Sheets of the file with their number of rows and columns.
    extents: Mapping[str, tuple[int, int]]


def answer(book: Book, *, merged: bool) -> Answer:
    """Read a workbook as the reading process does, understand it, and merge it where the answer takes that."""
    content = book.saved()
    suffix = PurePath(book.name).suffix.lower()
    contents = read_content(content, suffix, Limits())
    file = understand(contents, book.name, "0" * 64, len(content), register(), month=MONTH)
    extents = {grid.name: (len(grid.rows), max((len(row) for row in grid.rows), default=0)) for grid in contents.grids}
    if not merged:
        return Answer(file, file.findings, extents)
    joined = merge(live(), [file], MONTH, RECEIVED)
    placed = place(joined, AS_OF, _known(), boundaries())
    told = {(one.sheet, one.cell) for one in file.errors if one.cell}
    fresh = [one for one in placed.of_cells if (one.sheet, one.cell) not in told]
    elsewhere = [
        CellFinding(one.code, one.severity, file.name, None, None, one.value, one.message, one.fix)
        for _, one in placed.elsewhere
    ]
    return Answer(file, (*file.findings, *joined.findings, *fresh, *elsewhere), extents)


@cache
def _known() -> frozenset[tuple[Any, ...]]:
    return known_findings(live(), AS_OF, boundaries())


def rows_of(rows: FormRows) -> list[dict[str, Any]]:
    """Return what was taken of a form as plain rows."""
    frame = rows.frame.astype(object).where(rows.frame.notna(), None)
    return [
        {name: value.date() if isinstance(value, pd.Timestamp) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


@cache
def taken_of_good(good: Callable[[], Book]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that are taken of a good workbook."""
    return {key: rows_of(rows) for key, rows in answer(good(), merged=False).file.forms.items()}


def wanted_rows(case: Case, key: str) -> list[dict[str, Any]]:
    """Return the rows of a form that must be taken of a spoiled workbook."""
    wanted = [dict(row) for row in taken_of_good(case.good)[key]]
    for (form, row, name), value in case.taken.items():
        if form != key:
            continue
        if row == len(wanted):
            wanted.append(dict.fromkeys(wanted[0]))
        assert name in wanted[row], (case.name, name)
        wanted[row][name] = value
    return [row for number, row in enumerate(wanted) if number not in case.gone.get(key, ())]


__all__ = ["Case", "Found", "answer", "city", "county", "error", "put", "rows_of", "wanted_rows", "warning"]
