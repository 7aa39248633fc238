"""Months side by side (各月排成列): a layout that no form has, said once and not cell by cell."""

from __future__ import annotations

import re
from datetime import date

from data.forms.model import Form
from data.intake.grids import Grid, Value, cell_name
from data.intake.headers import FIRST_ROWS, Header
from data.intake.notes import SheetNotes, plain
from data.intake.rows import is_number
from data.intake.values import cell_text

_MONTH = re.compile(r"(20[0-9]{2}[年./-])?((1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九])月(份)?")
#: So many cells with a month in one row are a table with a column for each month.
_FEWEST = 3


def months_across(grid: Grid, first: int = 0, last: int = FIRST_ROWS - 1) -> list[tuple[int, int]]:
    """Return the cells, by row and column, of the first row among these in which months stand side by side."""
    for row in range(first, min(last + 1, len(grid.rows))):
        held = {at: said for at, value in enumerate(grid.rows[row]) if (said := _month(value))}
        if len(set(held.values())) >= _FEWEST:
            return [(row, at) for at in held]
    return []


def check_layout(form: Form, header: Header, notes: SheetNotes) -> bool:
    """Note ``months_across``; tells whether the sheet can be read.

    The months stand in the header, or just below one that was taken for the whole of it. Where every number of the
    form has a column of its own beside them, they are merely columns that the form does not know.
    """
    if "month" not in (one.name for one in form.fields):
        return True
    cells = months_across(notes.grid, header.first, header.last + 1)
    taken = {at for _, at in cells}
    own = [header.columns.get(one.name) for one in form.fields if is_number(one)]
    if not cells or all(at is not None and at not in taken for at in own):
        return True
    (row, left), (_, right) = cells[0], cells[-1]
    words = [plain(notes.value(row, at)) for at in (left, right)]
    notes.at(
        "months_across", "error", row, left,
        f"{cell_name(row, left)} 至 {cell_name(row, right)} 把“{words[0]}”到“{words[1]}”排成了列，"
        "一张表只收一个月，不知道各列是哪一项的数，整张表没有读取",
        "只留当月的数：表头占一行，一项一列，列名照模板写，删去其余月份", value=False,
    )
    return False


def _month(value: Value) -> str:
    """Return a month as its cell says it; empty for anything else. A first day may be shown as a month."""
    if isinstance(value, date):
        return f"{value:%Y-%m}" if value.day == 1 else ""
    text = cell_text(value) if isinstance(value, str) else ""
    return text if _MONTH.fullmatch(text) else ""
