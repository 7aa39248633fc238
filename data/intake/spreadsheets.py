"""Workbooks (.xlsx, .xlsm, .xls, .ods) as grids: values by calamine, what is hidden or calculated by openpyxl."""

from __future__ import annotations

import io
import math
import zipfile
from typing import Any

import python_calamine as calamine

from data.intake.containers import BROKEN, check_container
from data.intake.formula_links import link_flaws
from data.intake.grids import Contents, Flaw, Grid, Value, cell_name
from data.intake.limits import Limits
from data.intake.refusals import RefusedError, damaged, encrypted, too_many_cells
from data.intake.sheet_marks import SheetMarks, read_marks
from data.intake.workbook_parts import find_parts, part_flaws

_LARGEST_WHOLE = 2**53


def read_spreadsheet(content: bytes, file_format: str, limits: Limits) -> Contents:
    """Read a workbook; charts have no cells and are left out.

    Whole numbers are ``int`` whatever the file calls them: a spreadsheet knows only floats, and 330203.0 is no code.

    Args:
        content: The whole file.
        file_format: ``xlsx``, ``xlsm``, ``xls`` or ``ods``.
        limits: What the reading may cost.

    Raises:
        RefusedError: The file cannot be read, or asks for more than the limits allow.
    """
    flaws: list[Flaw] = []
    marks: dict[str, SheetMarks] = {}
    date_1904 = False
    if file_format != "xls":
        check_container(content, limits)
    if file_format in ("xlsx", "xlsm"):
        marks, date_1904, flaws = _structure(content, limits)
    else:
        flaws.append(_hidden_unknown(None))
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            grids, found = _sheets(book, marks, limits, structured=file_format in ("xlsx", "xlsm"))
    except calamine.PasswordError as problem:
        raise encrypted() from problem
    except (calamine.CalamineError, ValueError, OSError) as problem:
        raise damaged("工作簿的内容读不出来") from problem
    return Contents(file_format, tuple(grids), (*flaws, *found), date_1904)


def _structure(content: bytes, limits: Limits) -> tuple[dict[str, SheetMarks], bool, list[Flaw]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = find_parts(archive)
            flaws = part_flaws(archive)
            marks = {sheet: read_marks(archive, part, sheet) for sheet, part in parts.sheets.items()}
    except BROKEN as problem:
        raise damaged("工作簿的部件读不出来") from problem
    left = limits.cells
    for sheet, found in marks.items():
        left -= _cells_of(sheet, found.last_row, found.last_column, left, limits)
    return marks, parts.date_1904, flaws


def _cells_of(sheet: str, last_row: int, last_column: int, left: int, limits: Limits) -> int:
    count = (last_row + 1) * (last_column + 1)
    if count > left:
        raise too_many_cells(limits.cells - left + count, limits.cells, sheet, cell_name(last_row, last_column))
    return count


def _sheets(
    book: calamine.CalamineWorkbook, marks: dict[str, SheetMarks], limits: Limits, *, structured: bool
) -> tuple[list[Grid], list[Flaw]]:
    grids: list[Grid] = []
    flaws: list[Flaw] = []
    left = limits.cells
    for position, about in enumerate(book.sheets_metadata):
        if about.typ is calamine.SheetTypeEnum.MacroSheet:
            message = "这是一张宏表，没有运行，也没有读取"
            flaws.append(Flaw("macro_ignored", "warning", about.name, message, "删去宏表后另存"))
        if about.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(position)
        last_row, last_column = sheet.end or (-1, -1)
        left -= _cells_of(about.name, last_row, last_column, left, limits)
        seen = marks.get(about.name)
        if structured and (seen is None or seen.last_row < last_row or seen.last_column < last_column):
            flaws.append(_hidden_unknown(about.name))
        visible = about.visible is calamine.SheetVisibleEnum.Visible
        grid = _grid(about.name, sheet, seen or SheetMarks(), limits, visible=visible)
        flaws += link_flaws(grid.name, grid.formulas)
        grids.append(grid)
    return grids, flaws


def _grid(name: str, sheet: calamine.CalamineSheet, marks: SheetMarks, limits: Limits, *, visible: bool) -> Grid:
    rows: list[list[Value]] = []
    errors = dict(marks.errors)
    for row, cells in enumerate(sheet.to_python(skip_empty_area=False)):
        rows.append([_value(cell, (row, column), name, errors, limits) for column, cell in enumerate(cells)])
    for row, column in marks.blanks:
        if row < len(rows) and column < len(rows[row]) and rows[row][column] is None:
            rows[row][column] = ""
    bare = {place for place in marks.formulas if place not in marks.blanks and _at(rows, place) is None}
    height, width = _extent(rows, {*errors, *bare})
    return Grid(
        name=name,
        rows=tuple(tuple((_row(rows, row) + [None] * width)[:width]) for row in range(height)),
        visible=visible,
        hidden_rows=frozenset(row for row in marks.hidden_rows if row < height),
        hidden_columns=frozenset(
            column for first, last in marks.hidden_columns for column in range(max(first, 0), min(last + 1, width))
        ),
        merged=tuple(
            (top, left, bottom, right)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            if top < height and left < width
        ),
        formulas={place: text for place, text in marks.formulas.items() if place[0] < height and place[1] < width},
        errors=errors,
    )


def _value(cell: Any, place: tuple[int, int], sheet: str, errors: dict[tuple[int, int], str], limits: Limits) -> Value:
    if cell == "":
        return None
    if isinstance(cell, float):
        if not math.isfinite(cell):
            errors[place] = "#NUM!"
            return None
        return int(cell) if cell.is_integer() and abs(cell) < _LARGEST_WHOLE else cell
    if isinstance(cell, str) and len(cell) > limits.text:
        raise RefusedError(
            "text_too_long",
            f"单元格 {cell_name(*place)} 有 {len(cell)} 个字，超过上限 {limits.text} 个",
            "删短这个单元格的文字；多半是粘贴错了内容",
            sheet,
        )
    value: Value = cell
    return None if place in errors else value


def _extent(rows: list[list[Value]], others: set[tuple[int, int]]) -> tuple[int, int]:
    """Return how many rows and columns hold all values, and the other places given."""
    height = max((row + 1 for row, _ in others), default=0)
    width = max((column + 1 for _, column in others), default=0)
    for number, row in enumerate(rows, start=1):
        last = next((column for column in range(len(row), 0, -1) if row[column - 1] not in (None, "")), 0)
        if last:
            height, width = max(height, number), max(width, last)
    return height, width


def _row(rows: list[list[Value]], row: int) -> list[Value]:
    return rows[row] if row < len(rows) else []


def _at(rows: list[list[Value]], place: tuple[int, int]) -> Value:
    row, column = place
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _hidden_unknown(sheet: str | None) -> Flaw:
    return Flaw(
        "hidden_unknown",
        "warning",
        sheet,
        "这种格式看不出隐藏的行列和公式，算错的公式（#REF! 等）会读成空白",
        "请核对没有隐藏的行列和出错的公式，或另存为 .xlsx 再发送",
    )
