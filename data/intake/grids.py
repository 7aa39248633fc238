"""What a file holds before anything is understood (原样内容): cells, and what only a spreadsheet knows of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

#: One cell as the reader gives it; null is empty. Text keeps its spaces and line breaks.
Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Grid:
    """One sheet. Rows and columns are counted from 0 here; :func:`cell_name` says them as a spreadsheet does."""

    name: str
    #: Rows of values from row 0, column 0; all of one length. Rows and columns after the last value are not there.
    rows: tuple[tuple[Value, ...], ...]
    #: False for a hidden sheet.
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    #: Merged ranges: first row, first column, last row, last column.
    merged: tuple[tuple[int, int, int, int], ...] = ()
    #: Cells that hold a formula, with its text; the value in ``rows`` is the cached one: null if there is none or it is
    #: an error, the empty text where the formula was calculated and says nothing.
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    #: Cells whose stored value is an error (``#REF!`` ...), with its text.
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flaw:
    """Something about the whole file or a sheet: it could not be read, or has a thing that is not followed."""

    #: Stable snake_case name, for tests: ``file_encrypted``, ``file_damaged``, ``file_too_large``, ``zip_bomb``,
    #: ``reading_timeout``, ``reading_memory``, ``external_link``, ``hidden_unknown`` (.xls, .ods, .csv show none) ...
    code: str
    severity: str
    sheet: str | None
    message: str
    fix: str


@dataclass(frozen=True)
class Contents:
    """A whole file as read: its sheets in order, or none where it could not be read at all."""

    #: ``xlsx``, ``xlsm``, ``xls``, ``ods`` or ``csv``.
    format: str
    grids: tuple[Grid, ...]
    flaws: tuple[Flaw, ...] = ()
    #: Serial dates count from 1904 and not from 1900 (old Macintosh files).
    date_1904: bool = False

    @property
    def readable(self) -> bool:
        """Tell whether there is anything to understand."""
        return not any(flaw.severity == "error" for flaw in self.flaws)


def column_letters(column: int) -> str:
    """Return a column's letters, counted from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return a cell's name, counted from 0: ``D17`` for row 16, column 3."""
    return f"{column_letters(column)}{row + 1}"
