"""Faulty cells marked in a workbook: filled, framed where they are errors, and commented with what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Border, Fill, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from data.findings import SEVERITY
from data.intake.answers import CellFinding
from data.returning.cells import cell_at, clean, lines_needed
from data.returning.lines import Place, column_number, in_order, place_of
from data.returning.list_sheet import FILLS
from data.returning.persons import AUTHOR

#: How our comments begin, by which they are known when the corrected workbook comes back and goes out again; the
#: author does not outlast every program.
_OURS = re.compile(r"【(?:错误|提醒)】.*\n怎么改：")
_BELOW = "—— 原有批注 ——"
#: More comments make a workbook slow to open; the cells beyond are filled and stand in the list.
MOST_COMMENTS = 3_000
#: Of a whole row so many columns are filled at most.
_WIDEST = 60
_FRAME = "C65A11"
_SIDE = Side(style="medium", color=_FRAME)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_COMMENT_WIDTH, _COMMENT_LINE, _MOST_HEIGHT = 340, 19, 500
_COMMENT_COLUMNS = 44


def clear(sheet: Worksheet) -> None:
    """Take away what an earlier 退回单 has marked, which comes back with the corrected workbook.

    The comments that stay are sized anew, for openpyxl does not read how large they were.
    """
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and _OURS.match(cell.comment.text):
                _, _, below = cell.comment.text.partition(f"\n{_BELOW}\n")
                # The author of the older comment is not known any more.
                cell.comment = Comment(below, "") if below else None
            if cell.comment is not None:
                _size(cell.comment)
            if isinstance(cell, Cell) and _is_marked(cell):
                _restore(sheet, cell)


def mark(sheet: Worksheet, findings: Sequence[CellFinding], left: int) -> int:
    """Mark the cells that findings name.

    Args:
        sheet: The sheet.
        findings: What was found in it; those without a cell are passed over.
        left: How many comments may still be written.

    Returns:
        How many comments may still be written after it.
    """
    cells: dict[Place, list[CellFinding]] = {}
    for found in in_order(findings):
        place = place_of(found.cell)
        if place is not None:
            cells.setdefault(place, []).append(found)
    for place, same in cells.items():
        _show(sheet, place)
        anchor = cell_at(sheet, place.row, column_number(place.letters) or 1)
        row = [anchor] if place.letters else _row(sheet, place.row)
        for cell in row:
            _fill(cell, same[0].severity)
        if left > 0:
            _comment(anchor, same)
            left -= 1
    return left


def _row(sheet: Worksheet, number: int) -> list[Cell]:
    last = max((c for c in range(1, min(sheet.max_column, _WIDEST) + 1) if _filled(sheet, number, c)), default=1)
    cells = [sheet.cell(number, column) for column in range(1, last + 1)]
    return [cell for cell in cells if isinstance(cell, Cell)]


def _filled(sheet: Worksheet, row: int, column: int) -> bool:
    return sheet.cell(row, column).value not in (None, "")


def _fill(cell: Cell, severity: str) -> None:
    if severity != "error" and _is_marked(cell, "error"):
        return
    cell.fill = PatternFill("solid", fgColor=FILLS[severity])
    if severity == "error":
        cell.border = _BOX


def _comment(cell: Cell, same: Sequence[CellFinding]) -> None:
    said = "\n".join(f"【{SEVERITY[found.severity]}】{found.message}\n怎么改：{found.fix}" for found in same)
    if cell.comment is not None:
        said = f"{said}\n{_BELOW}\n{cell.comment.text}"
    comment = Comment(clean(said), AUTHOR)
    _size(comment)
    cell.comment = comment


def _size(comment: Comment) -> None:
    comment.width = _COMMENT_WIDTH
    comment.height = min(_MOST_HEIGHT, 20 + _COMMENT_LINE * lines_needed(comment.text, _COMMENT_COLUMNS))


def _show(sheet: Worksheet, place: Place) -> None:
    """Show a marked cell that is hidden: nobody can mend what cannot be seen."""
    sheet.sheet_state = "visible"
    if place.row in sheet.row_dimensions:
        sheet.row_dimensions[place.row].hidden = False
    number = column_number(place.letters)
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and (dimension.min or 0) <= number <= (dimension.max or 0):
            dimension.hidden = False


def _restore(sheet: Worksheet, cell: Cell) -> None:
    """Give a cell the look of the nearest one in its column that was not marked: rows of a table look alike."""
    for row in (*range(cell.row + 1, cell.row + 20), *range(cell.row - 1, max(cell.row - 20, 0), -1)):
        near = sheet.cell(row, cell.column)
        if isinstance(near, Cell) and not _is_marked(near):
            cell.fill, cell.border = cast(Fill, copy(near.fill)), cast(Border, copy(near.border))
            return
    cell.fill, cell.border = PatternFill(), Border()


def _is_marked(cell: Cell, severity: str | None = None) -> bool:
    color = cell.fill.fgColor.rgb
    ours = list(FILLS.values()) if severity is None else [FILLS[severity]]
    # The first two digits (opacity) are written differently by different programs.
    return isinstance(color, str) and any(color[2:] == one[2:] for one in ours)
