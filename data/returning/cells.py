"""Cells of a 退回单: text that never becomes a formula, and how high a row must be for its text."""

from __future__ import annotations

import math
import unicodedata

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import XLSM

#: Characters with which a spreadsheet begins to calculate when somebody edits the cell.
_BEGINS_FORMULA = ("=", "+", "-", "@")
#: Columns are measured in characters of 11 points, the text has 10.
_SMALLER = 0.95
#: A cell holds no more characters.
LONGEST = 32_767


class _MacroBook(Workbook):
    """A workbook that is called .xlsm and has no macros: a program opens it only when its content says .xlsm too."""

    @property
    def mime_type(self) -> str:
        """The kind of content that the file says it is."""
        return XLSM


def empty_book(suffix: str) -> Workbook:
    """Return a workbook without any sheet, of the kind of this suffix (``.xlsx``, ``.xlsm``)."""
    book = _MacroBook() if suffix == ".xlsm" else Workbook()
    del book[book.sheetnames[0]]
    return book


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell, or of a merged range the one that stands for it."""
    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        return cell
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            return cell_at(sheet, merged.min_row, merged.min_col)
    raise ValueError(f"{cell.coordinate} is merged into nothing")


def put_text(cell: Cell, text: str) -> None:
    """Store a text as text, whatever it begins with."""
    cell.value = clean(text)
    # Past openpyxl's own guess, which takes a leading "=" for a formula and "#N/A" for an error.
    cell.data_type = "s"
    if text.startswith(_BEGINS_FORMULA):
        cell.quotePrefix = True


def clean(text: str) -> str:
    """Return a text without the control characters that no workbook may hold, cut to what a cell holds."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST]


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of this width (in narrow characters; a Chinese one takes two)."""
    return sum(max(1, math.ceil(_SMALLER * wide(part) / max(width - 0.5, 2))) for part in text.split("\n"))


def wide(text: str) -> int:
    """Return the width of a text in narrow characters."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
