"""Tables as one workbook (下载工作簿): a sheet per table under a line that says what it is, no cell a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.returning.cells import cell_at, lines_needed, put_text, wide

_HEADER = PatternFill("solid", fgColor="F2F5F9")
_MARK = PatternFill("solid", fgColor="1B2733")
#: Characters of the narrowest column and, where nothing else is said, of the widest; points of a line.
_NARROW, _WIDE, _LINE = 9, 56, 15.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the name of its sheet, its rows, and the heading of each column that is to stand in it."""

    name: str
    frame: pd.DataFrame
    headings: Mapping[str, str]
    #: Narrow characters of the widest column; what is longer goes on in the next line.
    widest: int = _WIDE


def workbook_bytes(sheets: Sequence[Sheet], lines: Sequence[str], mark: str) -> bytes:
    """Return an .xlsx with the mark and some lines over every table, and the mark on every printed page.

    Args:
        sheets: The tables; one without rows has its headings alone.
        lines: Said over each table, such as what it is of and whether the data is sample (示例数据).
        mark: What the figures are (情景推演·非现状).
    """
    book = Workbook()
    book.properties.creator = "医共体一张图"
    del book[book.sheetnames[0]]
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet, lines, mark)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Worksheet, table: Sheet, lines: Sequence[str], mark: str) -> None:
    for at, line in enumerate((mark, *lines), start=1):
        put_text(cell_at(sheet, at, 1), line)
    first = cell_at(sheet, 1, 1)
    first.font, first.fill = Font(bold=True, color="FFFFFF"), _MARK
    head = len(lines) + 2
    columns = [column for column in table.headings if column in table.frame.columns]
    for at, column in enumerate(columns, start=1):
        cell = cell_at(sheet, head, at)
        put_text(cell, table.headings[column])
        cell.font, cell.fill = Font(bold=True), _HEADER
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    widths = [_width(table, column) for column in columns]
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for down, row in enumerate(table.frame[columns].itertuples(index=False), start=head + 1):
        for at, value in enumerate(row, start=1):
            _put(sheet, down, at, value)
        # Programs do not agree on whether they make a row as high as its text.
        high = max((lines_needed(value, width) for value, width in zip(row, widths, strict=True)
                    if isinstance(value, str)), default=1)
        if high > 1:
            sheet.row_dimensions[down].height = _LINE * high
    sheet.freeze_panes = f"A{head + 1}"
    assert sheet.oddHeader is not None  # every sheet is made with one
    sheet.oddHeader.center.text = mark
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = cell_at(sheet, row, column)
    if isinstance(value, str):
        put_text(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif value is not None and value == value:
        cell.value = value


def _width(table: Sheet, column: str) -> int:
    texts = [table.headings[column], *(str(value) for value in table.frame[column])]
    return min(max(max(map(wide, texts)) + 2, _NARROW), table.widest)
