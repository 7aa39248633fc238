"""The lines of a 退回单: findings in reading order, equal ones put together where there are too many to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.findings import Severity, shown
from data.intake.answers import CellFinding

#: Up to so many findings each has its own line; about as many fit on a page.
MOST_SINGLE = 40
#: Runs of cells and values named in a line that stands for many.
_MOST_RUNS = 8
_MOST_VALUES = 3

_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, or a whole row where there is no column; both counted from 1."""

    row: int
    letters: str | None

    @property
    def name(self) -> str:
        """As a spreadsheet says it: ``D17``; ``A17`` for a whole row."""
        return f"{self.letters or 'A'}{self.row}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    severity: Severity
    #: Name of the file; null where it is the workbook the list stands in.
    file: str | None
    sheet: str | None
    #: The first cell, for the link; null where there is none.
    place: Place | None
    cells: str
    value: str
    message: str
    fix: str


def place_of(cell: str | None) -> Place | None:
    """Return the place a finding's cell names; null for none and for what is no cell of a sheet."""
    if cell is None:
        return None
    if found := _CELL.fullmatch(cell):
        place = Place(int(found[2]), found[1].upper())
        return place if 1 <= place.row <= 1_048_576 and column_number(place.letters) <= 16_384 else None
    return Place(int(cell), None) if _ROW.fullmatch(cell) and 1 <= int(cell) <= 1_048_576 else None


def column_number(letters: str | None) -> int:
    """Return a column's number, ``A`` being 1; 0 for no column."""
    number = 0
    for letter in letters or "":
        number = number * 26 + ord(letter) - 64
    return number


def in_order(findings: Iterable[CellFinding]) -> list[CellFinding]:
    """Return findings errors first, then by file, sheet, row and column; what concerns the whole comes first."""
    listed = list(findings)
    # A sheet is null for what concerns a whole file, which comes before its sheets.
    named = dict.fromkeys((f.file, f.sheet) for f in listed)
    files = list(dict.fromkeys(f.file for f in listed))
    by_file = sorted(named, key=lambda place: (files.index(place[0]), place[1] is not None))
    sheets = {place: number for number, place in enumerate(by_file)}

    def key(found: CellFinding) -> tuple[bool, int, int, int]:
        place = place_of(found.cell)
        at = (place.row, column_number(place.letters)) if place else (0, 0)
        return (found.severity != "error", sheets[found.file, found.sheet], *at)

    return sorted(listed, key=key)


def single_lines(findings: Sequence[CellFinding], own: str | None) -> list[Line]:
    """Return one line per finding; ``own`` is the file the list stands in."""
    return [_line([found], own) for found in in_order(findings)]


def lines(findings: Sequence[CellFinding], own: str | None) -> list[Line]:
    """Return one line per finding, or per kind and column where there are more than :data:`MOST_SINGLE`."""
    if len(findings) <= MOST_SINGLE:
        return single_lines(findings, own)
    kinds: dict[tuple[str | None, ...], list[CellFinding]] = {}
    for found in in_order(findings):
        place = place_of(found.cell)
        # What is said of whole sheets is said once, with their names.
        where = (found.sheet, place.letters if place else found.cell) if found.cell else (None, found.message)
        kind = (found.severity, found.file, found.code, *where)
        kinds.setdefault(kind, []).append(found)
    return [_line(same, own) for same in kinds.values()]


def _line(same: list[CellFinding], own: str | None) -> Line:
    first = same[0]
    places = [place_of(found.cell) for found in same]
    values = list(dict.fromkeys(shown(found.value) for found in same if found.value is not None))
    message, fix = first.message, first.fix
    cells = _cells([place for place in places if place], _MOST_RUNS)
    sheets = list(dict.fromkeys(found.sheet for found in same if found.sheet))
    if len(same) > 1 and cells:
        alike = all(found.message == message for found in same)
        message = f"共 {len(same)} 处（{cells}）{'' if alike else '，如'}：{message}"
        if any(found.fix != fix for found in same):
            fix = f"{fix}（其余各处见单元格批注或“逐条明细”）"
    return Line(
        severity=first.severity,
        file=None if first.file == own else first.file,
        sheet="、".join(sheets) or None,
        place=places[0],
        cells=_cells([place for place in places if place], 1) or (first.cell or ""),
        value="、".join(values[:_MOST_VALUES]) + (" 等" if len(values) > _MOST_VALUES else ""),
        message=message,
        fix=fix,
    )


def _cells(places: list[Place], most: int) -> str:
    """Return cells in words, neighbours below each other as a run, at most so many runs: ``D17—D30、D41 等``."""
    runs: list[list[Place]] = []
    for place in places:
        if runs and runs[-1][-1].letters == place.letters and place.row - runs[-1][-1].row in (0, 1):
            runs[-1].append(place)
        else:
            runs.append([place])
    named = [
        _named(run[0]) if run[0] == run[-1] else f"{_named(run[0])}—{_named(run[-1])}" for run in runs[:most]
    ]
    return "、".join(named) + (" 等" if len(runs) > most else "")


def _named(place: Place) -> str:
    return place.name if place.letters else f"第 {place.row} 行"
