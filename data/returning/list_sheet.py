"""The list of a 退回单 as a sheet to print: A4, landscape, one page where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.findings import SEVERITY
from data.returning.cells import cell_at, lines_needed, put_text
from data.returning.lines import Line

#: Orange for errors, yellow for warnings; in the list and in the marked cells alike.
FILLS = {"error": "FFFBEADB", "warning": "FFFFF4CC"}

_COLUMNS = (("序号", 6), ("级别", 7), ("工作表", 14), ("单元格", 16), ("填的值", 18), ("问题", 48), ("怎么改", 44))
_LAST = "ABCDEFG"[len(_COLUMNS) - 1]
_WIDTH = sum(width for _, width in _COLUMNS)
#: Excel, WPS and LibreOffice each put their own Chinese font where a computer lacks this one.
_FONT = "宋体"
_LINE_HEIGHT = 14.5
#: A row of a sheet can be no higher.
_HIGHEST = 400.0
_GRID = Side(style="thin", color="A6A6A6")
_BOX = Border(left=_GRID, right=_GRID, top=_GRID, bottom=_GRID)
_LINK = "1F5FA8"


def draw(
    sheet: Worksheet,
    title: str,
    about: Sequence[str],
    rows: Sequence[Line],
    targets: dict[str, str] | None,
    sent_back: date,
) -> None:
    """Fill an empty sheet with the list.

    Args:
        sheet: The sheet.
        title: Whose, of which month.
        about: Sentences between title and table: the file and its counts, and what to do with it.
        rows: The lines, in order.
        targets: Name in this workbook of each sheet that lines name; null where there is nothing to link to.
        sent_back: Day on the sheet.
    """
    for letter, (_, width) in zip("ABCDEFG", _COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = width
    _across(sheet, 1, title, Font(name=_FONT, size=18, bold=True), Alignment(horizontal="center", vertical="center"))
    sheet.row_dimensions[1].height = 32
    day = f"退回日期：{sent_back.year}年{sent_back.month}月{sent_back.day}日"
    for number, sentence in enumerate((*about, day), 2):
        _across(sheet, number, sentence, Font(name=_FONT, size=11), Alignment(wrap_text=True, vertical="center"))
        sheet.row_dimensions[number].height = 4 + 15.5 * lines_needed(sentence, _WIDTH)
    header = len(about) + 3
    for column, (name, _) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(header, column, name)
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF5")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = _BOX
    sheet.row_dimensions[header].height = 20
    for number, line in enumerate(rows, 1):
        _draw_line(sheet, header + number, number, line, targets)
    sheet.freeze_panes = f"A{header + 1}"
    _set_page(sheet, header, header + len(rows))


def _draw_line(sheet: Worksheet, row: int, number: int, line: Line, targets: dict[str, str] | None) -> None:
    where = line.sheet or "整个文件"
    if line.file is not None:
        where = f"{line.file} · {where}"
    texts = ("", SEVERITY[line.severity], where, line.cells, line.value, line.message, line.fix)
    height = 1
    for column, text in enumerate(texts, 1):
        cell = cell_at(sheet, row, column)
        if column == 1:
            cell.value = number
        elif text:
            put_text(cell, text)
        cell.font = Font(name=_FONT, size=10, bold=column == 2 and line.severity == "error")
        side = "center" if column <= 2 else "left"
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side)
        cell.border = _BOX
        height = max(height, lines_needed(text, _COLUMNS[column - 1][1]))
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=FILLS[line.severity])
    sheet.row_dimensions[row].height = min(_HIGHEST, 4 + _LINE_HEIGHT * height)
    target = (targets or {}).get(line.sheet or "")
    if line.file is None and target is not None and line.place is not None:
        cell = cell_at(sheet, row, 4)
        quoted = target.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{line.place.name}")
        cell.font = Font(name=_FONT, size=10, color=_LINK, underline="single")


def _across(sheet: Worksheet, row: int, text: str, font: Font, alignment: Alignment) -> None:
    sheet.merge_cells(f"A{row}:{_LAST}{row}")
    cell = cell_at(sheet, row, 1)
    put_text(cell, text)
    cell.font, cell.alignment = font, alignment


def _set_page(sheet: Worksheet, header: int, last: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.5, 0.6, 0.3, 0.3
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = f"A1:{_LAST}{last}"
    footer = sheet.oddFooter
    assert footer is not None and footer.center is not None
    footer.center.text = "第 &P 页，共 &N 页"
