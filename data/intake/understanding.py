"""A file that was sent is understood (读懂报表): whose it is, for which month, and the rows of its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data.columns import Column
from data.findings import Severity
from data.forms.loading import forms
from data.forms.model import Field, Form
from data.intake.answers import FormRows, SentFile
from data.intake.belonging import belonging
from data.intake.columns import check_columns
from data.intake.grids import Contents, Grid, column_letters
from data.intake.headers import find_header, why_no_header
from data.intake.naming import Finder
from data.intake.notes import Notes, SheetNotes
from data.intake.personal import masked, masked_sheets
from data.intake.privacy import scan, scan_around
from data.intake.register import Register
from data.intake.rows import data_rows, note_hidden_columns
from data.intake.settling import settle
from data.intake.sheets import assign, is_aside
from data.intake.surroundings import check_surroundings
from data.intake.taking import Taken, take
from data.intake.totals import compare
from data.tables import dtype_of

#: So many names of another county's may be slips of the pen.
_FEW_FOREIGN = 5


def understand(
    contents: Contents, name: str, sha256: str, size: int, register: Register, *, month: str | None = None
) -> SentFile:
    """Understand a file; whatever is in it, the answer is findings and never an exception.

    Args:
        contents: The file as it was opened.
        name: Its name as it was sent; personal names and numbers in it are hidden in what is returned.
        sha256: Hash of its bytes.
        size: Bytes.
        register: What is known on the last day of the month.
        month: The month that is collected, ``YYYY-MM``; a file of another month is an error.
    """
    notes = Notes(masked(name))
    contents = _without_persons(contents)
    for flaw in contents.flaws:
        severity: Severity = "error" if flaw.severity == "error" else "warning"
        notes.add(flaw.code, severity, flaw.message, flaw.fix, sheet=flaw.sheet)
    # Of a file that cannot be read only its name is known: that tells to whom it goes back, and is no fault.
    whose = belonging(contents, name, register, month, notes if contents.readable else Notes(notes.file))
    read: dict[str, FormRows] = {}
    if contents.readable and whose.sender is not None:
        finder = Finder(register, whose.sender)
        sheets = assign(contents, "city" if finder.is_city else "county", name, notes)
        for key, grid in sheets.items():
            if (taken := _take(forms()[key], grid, contents, notes)) is None:
                scan_around(grid, (), SheetNotes(notes, grid))
            else:
                settle(taken, finder, whose.month)
                read[key] = _form_rows(taken)
        for grid in contents.grids:
            if not any(grid is one for one in sheets.values()) and not is_aside(grid.name):
                scan_around(grid, (), SheetNotes(notes, grid))
        _note_mixed_up(finder, read, notes)
    return SentFile(
        notes.file, sha256, size, whose.sender, whose.month, whose.version, read, notes.listed(whose.sender)
    )


def _note_mixed_up(finder: Finder, read: Mapping[str, FormRows], notes: Notes) -> None:
    """Note ``sender_mixed_up``: the contents are another sender's, whatever the file calls itself; said once."""
    whose, named = max(finder.foreign.items(), key=lambda pair: len(pair[1]), default=("", set()))
    if len(named) > max(_FEW_FOREIGN, sum(len(rows.frame) for rows in read.values())):
        other = finder.register.name_of(whose)
        notes.add(
            "sender_mixed_up", "error", f"文件写明是{finder.name}的，里面却多半是{other}的机构、地区或医共体",
            f"核对是不是拿错了文件：是{other}的就由{other}报送，是{finder.name}的请从{finder.name}的模板重新填写",
        )


def _without_persons(contents: Contents) -> Contents:
    """Return the contents with the sheets called as they may be said: some are named after who filled them in."""
    said = masked_sheets(grid.name for grid in contents.grids)
    if all(name == shown for name, shown in said.items()):
        return contents
    grids = tuple(replace(grid, name=said[grid.name]) for grid in contents.grids)
    flaws = tuple(
        replace(flaw, sheet=said.get(flaw.sheet or "", flaw.sheet), message=masked(flaw.message))
        for flaw in contents.flaws
    )
    return replace(contents, grids=grids, flaws=flaws)


def _take(form: Form, grid: Grid, contents: Contents, notes: Notes) -> Taken | None:
    """Read the cells of a sheet; null where it has no header."""
    header = find_header(grid, form)
    own = SheetNotes(notes, grid)
    if header is None:
        own.whole("header_missing", "error", *why_no_header(grid, form))
        return None
    data = data_rows(form, header, own)
    scan(form, header, data, own)
    scan_around(grid, frozenset(data.rows), own)
    note_hidden_columns(form, header, data.rows, own)
    check_columns(form, header, data.rows, own)
    check_surroundings(form, header, data.rows, own)
    taken = take(form, header, data, own, date_1904=contents.date_1904)
    compare(taken, data)
    return taken


def _form_rows(taken: Taken) -> FormRows:
    kept = [position for position in range(len(taken.rows)) if position not in taken.lost]
    frame = pd.DataFrame({one.name: _series(one, taken.cells[one.name], kept) for one in taken.form.fields})
    return FormRows(
        taken.form,
        frame,
        taken.notes.grid.name,
        tuple(taken.rows[at] + 1 for at in kept),
        {name: column_letters(at) for name, at in taken.header.columns.items()},
        complete=not taken.lost,
    )


def _series(one: Field, values: list[Any], kept: list[int]) -> pd.Series[Any]:
    held: pd.Series[Any] = pd.Series(
        [values[at] for at in kept], dtype=dtype_of(Column(one.name, one.label, one.kind))
    )
    return held
