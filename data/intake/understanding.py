"""A file that was sent is understood (读懂报表): whose it is, for which month, and the rows of its forms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from data.columns import Column
from data.findings import Severity
from data.forms.loading import forms
from data.forms.model import Field, Form
from data.intake.answers import FormRows, SentFile
from data.intake.belonging import Belonging, belonging
from data.intake.columns import check_columns
from data.intake.grids import Contents, Grid, column_letters
from data.intake.headers import find_header, why_no_header
from data.intake.layout import check_layout, months_across
from data.intake.naming import Finder
from data.intake.notes import Notes, SheetNotes
from data.intake.personal import masked, masked_sheets
from data.intake.privacy import scan, scan_around
from data.intake.register import Register
from data.intake.rows import data_rows, note_hidden_columns
from data.intake.settling import settle
from data.intake.sheets import assign, is_aside
from data.intake.strangers import Rows, rows_by_county
from data.intake.surroundings import check_surroundings
from data.intake.taking import Taken, take
from data.intake.totals import compare
from data.tables import dtype_of


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
    strange = contents.readable and _is_strange(contents, whose, register, notes)
    if contents.readable and whose.sender is not None and not strange:
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
    return SentFile(
        notes.file, sha256, size, whose.sender, whose.month, whose.version, read, notes.listed(whose.sender)
    )


def _is_strange(contents: Contents, whose: Belonging, register: Register, notes: Notes) -> bool:
    """Tell whether the file may be another sender's than it says; then this is said once, and no cell is read.

    Notes ``sender_conflict`` where the file names two senders, and ``sender_mixed_up`` where its rows are another's
    than the one it names.
    """
    rows = rows_by_county(contents, register)
    if whose.conflict is not None:
        mend = "改成同一个单位；核对是不是拿错了文件"
        looking = f"；表里{_looking(rows, register)}" if rows.county else ""
        notes.add("sender_conflict", "error", f"{whose.conflict}{looking}，各表没有读取", mend)
        return True
    if whose.sender is None or not rows.strange_to(whose.sender):
        return False
    own, other = register.name_of(whose.sender), register.name_of(str(rows.county))
    notes.add(
        "sender_mixed_up", "error", f"文件写明是{own}的，里面却{_looking(rows, register)}，各表没有读取",
        f"核对是不是拿错了文件：是{other}的就由{other}报送，是{own}的请从{own}的模板重新填写",
    )
    return True


def _looking(rows: Rows, register: Register) -> str:
    """Return how many rows are whose, in words."""
    return f"有 {rows.count} 行是{register.name_of(str(rows.county))}的（写明机构或地区的共 {rows.told} 行）"


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
    """Read the cells of a sheet; null where it has no header, or another layout than any form."""
    header = find_header(grid, form)
    own = SheetNotes(notes, grid)
    if header is None:
        own.whole("header_missing", "error", *why_no_header(form, months_across=bool(months_across(grid))))
        return None
    if not check_layout(form, header, own):
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
