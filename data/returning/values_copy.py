"""A workbook made from what was read, for files that cannot be marked themselves: .xls, .ods, .csv and huge ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from data.forms.asides import RETURNED
from data.intake.grids import Contents, Grid, column_letters
from data.intake.personal import masked_sheets
from data.returning.cells import cell_at, empty_book, put_text, wide

#: A sheet's name has at most 31 characters, and none of these.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
#: A file with more values than this is not copied.
MOST_VALUES = 300_000
_MOST_MEASURED = 200


def values_in(contents: Contents) -> int:
    """Return how many cells the sheets span."""
    return sum(len(grid.rows) * len(grid.rows[0]) for grid in contents.grids if grid.rows)


def copied(contents: Contents, suffix: str, titles: Mapping[str, str]) -> tuple[Workbook, dict[str, str]]:
    """Return a workbook of the kind of a suffix with every value in its place, and each sheet's name there by its own.

    Formulas stand as the values they had, errors and formulas without a value as their text; nothing in it
    calculates. The list of an earlier 退回单 is left out. ``titles`` gives sheets another name than in the file; one
    that is called after a person is called as it may be said.
    """
    book = empty_book(suffix)
    shown = masked_sheets(titles.get(grid.name, grid.name) for grid in contents.grids)
    names: dict[str, str] = {}
    for grid in contents.grids:
        if grid.name in RETURNED:
            continue
        name = titles.get(grid.name, grid.name)
        sheet = book.create_sheet(free_name(shown[name], set(names.values())))
        names[name] = sheet.title
        sheet.sheet_state = "visible" if grid.visible else "hidden"
        for row, values in enumerate(grid.rows, 1):
            for column, value in enumerate(values, 1):
                place = (row - 1, column - 1)
                said = grid.errors.get(place, grid.formulas.get(place)) if value is None else value
                if said is not None and said != "":
                    _put(cell_at(sheet, row, column), said)
        for top, left, bottom, right in grid.merged:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for column, width in enumerate(_widths(grid)):
            sheet.column_dimensions[column_letters(column)].width = width
    return book, names


def _put(cell: Cell, value: str | float | date | time | timedelta) -> None:
    if isinstance(value, str):
        put_text(cell, value)
        return
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm" if value.time().isoformat() != "00:00:00" else "yyyy-mm-dd"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _widths(grid: Grid) -> list[float]:
    # A title across the sheet says nothing of the column it begins in.
    titles = {top for top, left, bottom, right in grid.merged if right > left}
    rows = [row for number, row in enumerate(grid.rows[:_MOST_MEASURED]) if number not in titles]
    columns = zip(*rows, strict=True)
    return [min(40, max(9, 2 + max(wide(str(v)) if v is not None else 0 for v in column))) for column in columns]


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and none of these has."""
    plain = _FORBIDDEN.sub("_", name).strip("'")[:_LONGEST_NAME] or "工作表"
    found, number = plain, 1
    while found.casefold() in {one.casefold() for one in taken} or found in RETURNED:
        number += 1
        found = f"{plain[: _LONGEST_NAME - 4]}({number})"
    return found
