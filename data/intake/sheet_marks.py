"""What only the XML of an .xlsx or .xlsm sheet shows: what is hidden, formulas, error values, and how far it goes.

openpyxl reads it, row by row, through the parser its own two modes are built on. Its public ways will not do here:
loading a workbook makes an object of every formatted cell (a million empty formatted rows take gigabytes and minutes)
and fails as a whole for a style it does not know; its read-only mode does not tell what is hidden; and neither shows
a formula together with the error stored as its value. Values come from calamine; what is found here also bounds the
rectangle that calamine fills, before it fills it.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree import ElementTree

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet._reader import (
    COL_TAG,
    DATA_TAG,
    FORMULA_TAG,
    INLINE_STRING,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)

from data.intake.refusals import RefusedError, damaged

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
#: Bytes given to the XML parser at a time.
_PIECE = 16 * 1024
#: Only in a part larger than this is it worth looking first where the last value is.
_LARGE = 4 * 1024 * 1024
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>")
_LONGEST_TAG = 64
_TRUE = ("1", "true", "t", "on")


@dataclass
class SheetMarks:
    """What a sheet's XML shows; rows and columns are counted from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    #: First and last column of each hidden run.
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    #: Formulas whose stored value is the empty text: they have been calculated, and say nothing.
    blanks: set[tuple[int, int]] = field(default_factory=set)
    #: Greatest row and column that hold a value or a formula; -1 where nothing does.
    last_row: int = -1
    last_column: int = -1


def read_marks(archive: zipfile.ZipFile, part: str, sheet: str) -> SheetMarks:
    """Read the marks of one sheet; the container has been checked and holds no DTD.

    Raises:
        RefusedError: The part is missing or is no sheet.
    """
    try:
        end = _end_of_values(archive, part)
        with archive.open(part) as stream:
            return _Reader(_Pieces(stream), end).read()
    except (ElementTree.ParseError, LookupError, ValueError, TypeError) as problem:
        refusal = damaged("这张工作表的内容读不出来")
        raise RefusedError(refusal.code, refusal.message, refusal.fix, sheet) from problem


def _end_of_values(archive: zipfile.ZipFile, part: str) -> int | None:
    """Return how many bytes of a large part hold all its values; what follows is empty formatted rows."""
    if archive.getinfo(part).file_size <= _LARGE:
        return None
    end, start, tail = 0, 0, b""
    with archive.open(part) as stream:
        while piece := stream.read(1024 * 1024):
            searched = tail + piece
            closing = _END.search(searched)
            until = closing.start() if closing else len(searched)
            for found in _VALUE.finditer(searched, 0, until):
                end = start - len(tail) + found.end()
            if closing:
                break
            start += len(piece)
            tail = searched[-_LONGEST_TAG:]
    return end


class _Pieces:
    """A stream that gives little at a time and knows how much it has given."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.given = 0

    def read(self, _size: int = -1) -> bytes:
        piece = self._stream.read(_PIECE)
        self.given += len(piece)
        return piece


class _Reader(WorkSheetParser):
    """openpyxl's parser of a sheet, with cells taken as marks and not as values."""

    def __init__(self, source: _Pieces, end: int | None) -> None:
        super().__init__(source, [])
        self._pieces, self._end = source, end
        self._marks = SheetMarks()

    def read(self) -> SheetMarks:
        for _, element in ElementTree.iterparse(self._pieces):
            if element.tag == COL_TAG:
                self.parse_column_dimensions(element)
            elif element.tag == ROW_TAG:
                self.parse_row(element)
                element.clear()
                # This row ends within the last piece: with the values one piece behind, no later row has any.
                if self._end is not None and self._pieces.given - _PIECE > self._end:
                    break
            elif element.tag == DATA_TAG:
                break
        return self._marks

    def parse_column_dimensions(self, col: Any) -> None:
        if _is_hidden(col, "width"):
            self._marks.hidden_columns.append((int(col.get("min", 1)) - 1, int(col.get("max", _LAST_COLUMN)) - 1))

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        number, _ = super().parse_row(row)
        self.row_dimensions.clear()
        if _is_hidden(row, "ht"):
            self._marks.hidden_rows.add(number - 1)
        return number, []

    def parse_cell(self, element: Any) -> dict[str, Any]:
        self.col_counter += 1
        row, column = self.row_counter, self.col_counter
        if coordinate := element.get("r"):
            row, column = coordinate_to_tuple(coordinate)
            self.col_counter = column
        value = element.findtext(VALUE_TAG)
        formula = element.find(FORMULA_TAG)
        if not value and formula is None and element.find(INLINE_STRING) is None:
            return {}
        if not (1 <= row <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
            raise ValueError("a cell outside of any sheet")
        marks, place = self._marks, (row - 1, column - 1)
        marks.last_row = max(marks.last_row, row - 1)
        marks.last_column = max(marks.last_column, column - 1)
        if formula is not None:
            marks.formulas[place] = self._formula_text(element, formula)
            if element.get("t") == "str" and not value:
                marks.blanks.add(place)
        if element.get("t") == "e" and value:
            marks.errors[place] = value
        return {}

    def _formula_text(self, element: Any, formula: Any) -> str:
        try:
            parsed = self.parse_formula(element)  # type: ignore[no-untyped-call]
        except (TokenizerError, TypeError, ValueError, IndexError, KeyError):
            # What openpyxl cannot take apart is still a formula; its text is only shown, and searched for links.
            parsed = "=" + (formula.text or "")
        return parsed if isinstance(parsed, str) else str(getattr(parsed, "text", None) or "=")


def _is_hidden(element: ElementTree.Element, size: str) -> bool:
    """Tell whether a row or column is hidden, or drawn so small that it might as well be."""
    if element.get("hidden", "").lower() in _TRUE:
        return True
    try:
        return float(element.get(size, "1")) == 0
    except ValueError:
        return False
