"""What is noted while a file is understood: findings with their cell, counted, and never with a personal value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from data.findings import Severity, shown
from data.intake.answers import CellFinding
from data.intake.grids import Grid, Value, cell_name
from data.intake.personal import HIDDEN, masked

__all__ = ["HIDDEN", "MOST", "Notes", "SheetNotes", "named", "plain", "spoken"]

#: How many findings of one code are listed singly in one sheet; the others are counted.
MOST = 200
#: Readings that are merely said (1.2万 read as 12000) need fewer examples.
_MOST = {"value_read_as": 20}

_Place = tuple[str, Severity, str | None]


class Notes:
    """The findings of one file."""

    def __init__(self, file: str) -> None:
        """Name the file as its findings call it."""
        self.file = file
        self._found: list[CellFinding] = []
        self._counts: Counter[_Place] = Counter()

    def add(
        self,
        code: str,
        severity: Severity,
        message: str,
        fix: str,
        *,
        sheet: str | None = None,
        cell: str | None = None,
        value: str | None = None,
    ) -> None:
        """Note one thing; after :data:`MOST` of one code in a sheet it is only counted."""
        place = (code, severity, sheet)
        self._counts[place] += 1
        if self._counts[place] <= _MOST.get(code, MOST):
            self._found.append(CellFinding(code, severity, self.file, sheet, cell, value, message, fix))

    def listed(self, sender: str | None) -> tuple[CellFinding, ...]:
        """Return the findings, errors first and otherwise as they were found, each with its sender."""
        rest = [
            CellFinding(
                code, severity, self.file, sheet, None, None,
                f"同类的还有 {count - _MOST.get(code, MOST)} 处，没有逐一列出", "按已列出的同样处理，改好后重新检查",
            )
            for (code, severity, sheet), count in self._counts.items()
            if count > _MOST.get(code, MOST)
        ]
        found = sorted([*self._found, *rest], key=lambda one: one.severity != "error")
        return tuple(one.of(sender) for one in found)


class SheetNotes:
    """The findings of one sheet, by row and column counted from 0."""

    def __init__(self, notes: Notes, grid: Grid) -> None:
        """Take the sheet's name and values from its grid."""
        self._notes, self.grid = notes, grid
        #: Cells with a personal identifier: they are not read, and nothing that is said may hold their value.
        self.private: set[tuple[int, int]] = set()
        #: Cells that likely hold a person's name: they may be read, but are not said.
        self.named: set[tuple[int, int]] = set()
        #: Cells that have an error already: one is enough.
        self.bad: set[tuple[int, int]] = set()

    def at(
        self, code: str, severity: Severity, row: int, column: int | None, message: str, fix: str, *, value: bool = True
    ) -> None:
        """Note something about a cell, or about a whole row where ``column`` is null.

        What the cell holds is said with it, unless that is personal or ``value`` is false.
        """
        cell = str(row + 1) if column is None else cell_name(row, column)
        held = None
        if value and column is not None:
            held = HIDDEN if self.is_private(row, column) else spoken(self.value(row, column))
        if severity == "error" and column is not None:
            self.bad.add((row, column))
        self._notes.add(code, severity, message, fix, sheet=self.grid.name, cell=cell, value=held)

    def is_private(self, row: int, column: int) -> bool:
        """Tell whether a cell's value may not be said."""
        return (row, column) in self.private or (row, column) in self.named

    def whole(self, code: str, severity: Severity, message: str, fix: str) -> None:
        """Note something about the sheet as a whole."""
        self._notes.add(code, severity, message, fix, sheet=self.grid.name)

    def value(self, row: int, column: int) -> Value:
        """Return what a cell holds; null beyond the edge."""
        cells = self.grid.rows[row] if row < len(self.grid.rows) else ()
        return cells[column] if column < len(cells) else None


def spoken(value: Value) -> str | None:
    """Return a value as a message says it, cut when long; identifiers and likely names of persons are hidden."""
    if value is None:
        return None
    return shown(masked(plain(value)))


def plain(value: Value) -> str:
    """Return a value as a person would read it in its cell: whole numbers without ``.0``, days without midnight."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def named(names: Iterable[str], most: int = 6) -> str:
    """Return names in quotation marks, a long list cut with its number."""
    held = list(names)
    listed = "、".join(f"“{name}”" for name in held[:most])
    return listed if len(held) <= most else f"{listed}等 {len(held)} 个"
