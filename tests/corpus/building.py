"""Good workbooks as plain cells that may be spoiled, and the files they are saved as (造好的报表)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string

from data.forms import forms, forms_of
from data.intake.grids import Value, cell_name
from data.template import template
from tests.corpus.saving import ods, separated, xlsx
from tests.corpus.world import FILLED, MONTH, live

#: Where the template puts its header and its first row of data, counted from 0.
HEADER, FIRST = 1, 2
#: Sheets that ask for many items begin with so many rows here: what is not asked stays as it is.
_ROWS = {"capability": 6, "governance": 2, "resource_centres": 2}
INSTRUCTIONS = "填表说明"


@dataclass
class Tab:
    """One sheet: its cells from A1 on, and what only a spreadsheet has."""

    name: str
    cells: list[list[Value]]
    visible: bool = True
    #: Counted from 1, as a spreadsheet shows them.
    hidden_rows: set[int] = field(default_factory=set)
    #: Counted from 0.
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    #: Formulas by row and column from 0, and the value that a spreadsheet has stored beside it; null for none.
    formulas: dict[tuple[int, int], tuple[str, Value]] = field(default_factory=dict)

    def put(self, cell: str, value: Value) -> None:
        """Set one cell; the sheet grows to hold it."""
        row, column = _place(cell)
        self.cells += [[] for _ in range(row + 1 - len(self.cells))]
        self.cells[row] += [None] * (column + 1 - len(self.cells[row]))
        self.cells[row][column] = value

    def calculate(self, cell: str, formula: str, stored: Value) -> None:
        """Set one cell to a formula and the value stored beside it, null for none."""
        self.put(cell, None)
        self.formulas[_place(cell)] = (formula, stored)

    def get(self, cell: str) -> Value:
        """Return one cell."""
        row, column = _place(cell)
        return self.cells[row][column]

    def column(self, label: str) -> int:
        """Return the position of a column by its header."""
        return [str(value or "").rstrip("*") for value in self.cells[HEADER]].index(label)

    def insert_rows(self, at: int, *rows: list[Value]) -> None:
        """Put rows in before the row at a position."""
        self.cells[at:at] = [list(row) for row in rows]

    def insert_column(self, at: int, header: Value, values: Iterable[Value]) -> None:
        """Put a column in before the one at a position; the title stays where it is."""
        held = [None, header, *values]
        for row, value in zip(self.cells, [*held, *[None] * len(self.cells)], strict=False):
            row += [None] * (at - len(row))
            row.insert(at, value)

    def remove_column(self, at: int) -> None:
        """Take a column out."""
        for row in self.cells[HEADER:]:
            del row[at : at + 1]


@dataclass
class Book:
    """A workbook: its sheets in order, the name it is sent under, and how it is saved."""

    name: str
    tabs: list[Tab]
    kind: str = "xlsx"
    encoding: str = "utf-8-sig"
    separator: str = ","
    #: Done to the bytes of the file once it is saved.
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)
    #: Other dates than those from 1900.
    date_1904: bool = False

    def tab(self, name: str) -> Tab:
        """Return a sheet by the key of its form or by its name."""
        wanted = forms()[name].sheet if name in forms() else name
        return next(one for one in self.tabs if one.name == wanted)

    def remove(self, name: str) -> None:
        """Take a sheet out."""
        self.tabs.remove(self.tab(name))

    def saved(self) -> bytes:
        """Return the bytes of the file."""
        content = _SAVERS[self.kind](self)
        for change in self.after:
            content = change(content)
        return content


def at(key: str, name: str, row: int = 0) -> str:
    """Return the cell of a field of a form in a row of data, as the template has it: ``D3``."""
    return cell_name(FIRST + row, [one.name for one in forms()[key].fields].index(name))


def head(key: str, name: str) -> str:
    """Return the cell of a field's header."""
    return at(key, name, HEADER - FIRST)


def county() -> Book:
    """Return the county's workbook of the month, filled in without a fault."""
    return deepcopy(_good("330203"))


def city() -> Book:
    """Return the city's workbook of the month, filled in without a fault."""
    return deepcopy(_good("3302"))


@cache
def _good(sender: str) -> Book:
    name, content = template(live(), sender, MONTH)
    held = load_workbook(io.BytesIO(content))
    sheets = [INSTRUCTIONS, *(form.sheet for form in forms_of("city" if len(sender) == 4 else "county"))]
    tabs = [Tab(one, [list(row) for row in held[one].iter_rows(values_only=True)]) for one in sheets]
    for tab in tabs:
        tab.cells = [[_day(value) for value in row] for row in tab.cells]
        while tab.cells and not any(value is not None for value in tab.cells[-1]):
            tab.cells.pop()
    book = Book(name, tabs)
    for form in forms_of("city" if len(sender) == 4 else "county"):
        del book.tab(form.key).cells[FIRST + _ROWS.get(form.key, len(book.tab(form.key).cells)) :]
        for row, values in enumerate(FILLED.get(form.key, ())):
            for one, value in values.items():
                book.tab(form.key).put(at(form.key, one, row), value)
    # What the sheet of instructions says below its labels is read by people only.
    book.tab(INSTRUCTIONS).cells = book.tab(INSTRUCTIONS).cells[:8]
    return book


def _day(value: Any) -> Value:
    return value.date() if hasattr(value, "date") else value


def _place(cell: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(cell)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return row - 1, column - 1


_SAVERS: dict[str, Callable[[Book], bytes]] = {"xlsx": xlsx, "ods": ods, "csv": separated}
