"""The workbook (数据表): every table behind the view on a sheet of its own, typed numbers, no cell a formula."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from briefing.facts import facts_of, fingerprint, indicator_of
from briefing.manifest import manifest
from briefing.model import SCENARIO, Cell, Column, Document, Fact, Said, Table
from briefing.writing.exactness import decimals_for
from briefing.writing.properties import properties
from data.returning.cells import cell_at, put_text, wide
from indicators.catalogue import catalogue
from indicators.wording import date_words

#: Sheets that hold no table of figures: the list of printed numbers, and what each means.
CHECK, CALIBERS = "核对", "口径"
#: Characters of the narrowest and the widest column, and of a cell's text that one cell holds.
_NARROW, _WIDE, _LONGEST = 9, 56, 32_000
#: Height of a line of words, and of the highest row that a workbook may have, in points.
_LINE_HIGH, _HIGHEST = 15.0, 409.0
#: Numbers from here on have their digits grouped.
_GROUPED: Final = 10_000
#: Column of the sheet 核对 that tells its rows apart.
_ID_COLUMN: Final = 5
#: Columns beyond which a table is wider than a screen.
_BROAD: Final = 7
#: Typeface of every cell, and the number by which a workbook knows that it is a Chinese one.
_FONT, _CHINESE = "宋体", 134
_HEADER, _SAMPLE, _SCENARIO = (PatternFill("solid", fgColor=colour) for colour in ("F2F5F9", "FFF4CC", "1B2733"))
_LINE = Border(bottom=Side("thin", color="D3DBE4"))
_INK: Final = {"not_met": "8E3D08", "met": "164F82", "no_data": "4E5A67"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def xlsx_bytes(document: Document) -> bytes:
    """Return the tables of a document as a workbook; the sheets 核对 and 口径 stand last."""
    book = Workbook()
    book.remove(book[book.sheetnames[0]])
    kept: Any = book
    kept._fonts = IndexedList([_font()])  # the first is that of every cell with none of its own
    names: set[str] = {CHECK, CALIBERS}
    for table in document.tables:
        _fill(book.create_sheet(_name(table.name, names)), document, table)
    _fill(book.create_sheet(CHECK), document, _facts(document))
    _hide(book[CHECK], document)
    _fill(book.create_sheet(CALIBERS), document, _calibers(document))
    book.properties.title, book.properties.creator = document.title, "医共体一张图"
    for name, value in properties(document).items():
        kept.custom_doc_props.append(StringProperty(name=name, value=value))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and no other has."""
    base = _FORBIDDEN.sub("", wanted)[:28] or "表"
    name, number = base, 2
    while name.lower() in {one.lower() for one in taken}:
        name, number = f"{base}{number}", number + 1
    taken.add(name)
    return name


def _fill(sheet: Worksheet, document: Document, table: Table) -> None:
    """Write a table under its title, the day and the marks; notes stand below it."""
    put_text(cell_at(sheet, 1, 1), table.title.text)
    cell_at(sheet, 1, 1).font = _font(bold=True, size=14)
    day = f"截止 {date_words(document.as_of)}　数据快照 {document.snapshot}　核对码 {fingerprint(document)}"
    put_text(cell_at(sheet, 2, 1), day)
    head = 3
    for mark in document.marks:
        cell = cell_at(sheet, head, 1)
        put_text(cell, mark)
        dark = mark == SCENARIO
        cell.fill = _SCENARIO if dark else _SAMPLE
        cell.font = _font(bold=True, color="FFFFFF" if dark else "6B5200")
        head += 1
    for at, column in enumerate(table.columns, start=1):
        cell = cell_at(sheet, head, at)
        put_text(cell, f"{column.name}（{column.unit}）" if column.unit else column.name)
        cell.font, cell.fill, cell.border = _font(bold=True), _HEADER, _LINE
        cell.alignment = _aligned(column.numeric, "center")
        sheet.column_dimensions[get_column_letter(at)].width = _width(column, [row[at - 1] for row in table.rows])
    for down, row in enumerate(table.rows, start=head + 1):
        for at, (column, held) in enumerate(zip(table.columns, row, strict=True), start=1):
            _put(cell_at(sheet, down, at), column, held)
        lines = max((wide(held.text) / (_width_of(sheet, at) - 1) for at, (column, held) in enumerate(
            zip(table.columns, row, strict=True), start=1) if not column.numeric), default=1.0)
        if lines > 1:  # programs do not make room for wrapped words by themselves
            sheet.row_dimensions[down].height = min(math.ceil(lines) * _LINE_HIGH, _HIGHEST)
    last = head + len(table.rows)
    for line, note in enumerate(table.notes, start=last + 2):
        put_text(cell_at(sheet, line, 1), note)
    # Of a table wider than a screen the names stay, too.
    sheet.freeze_panes = f"{'B' if len(table.columns) > _BROAD else 'A'}{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(table.columns))}{max(last, head)}"
    _print(sheet, document, head)


def _put(cell: Any, column: Column, held: Cell) -> None:
    value = held.value
    cell.alignment = _aligned(column.numeric)
    if isinstance(value, bool) or value is None or isinstance(value, str):
        put_text(cell, held.text[:_LONGEST])
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif column.numeric:
        cell.value = value
        unit = "%" if held.text.endswith("%") else column.unit
        cell.number_format = _format(float(value), decimals_for([float(value)], unit, _decimals(held.text)))
    else:
        # A number that stands in words, such as a gap: the words are what is to be read.
        put_text(cell, held.text[:_LONGEST])
    if held.status in _INK:
        cell.font = _font(color=_INK[held.status])


def _format(value: float, decimals: int) -> str:
    """Return the number format: digits grouped from 10,000 on, as they are printed everywhere else.

    One format for each cell, as programs leave out the sign where a format has conditions.
    """
    plain = f"0.{'0' * decimals}" if decimals else "0"
    return f"#,##{plain}" if round(abs(value), decimals) >= _GROUPED else plain


def _font(**look: Any) -> Font:
    return Font(**{"name": _FONT, "charset": _CHINESE, "size": 11, **look})


def _aligned(numeric: bool, vertical: str = "top") -> Alignment:
    """Return how a cell stands: words wrapped, numbers to the right and a little off the words beside them."""
    return Alignment(wrap_text=not numeric or vertical == "center", vertical=vertical,
                     horizontal="right" if numeric else "left", indent=1 if numeric else 0)


def _width_of(sheet: Worksheet, at: int) -> float:
    return float(sheet.column_dimensions[get_column_letter(at)].width)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2].rstrip("%")) if "." in text else 0


def _width(column: Column, cells: Sequence[Cell]) -> float:
    texts = [column.name + column.unit, *(held.text for held in cells)]
    widest = max(sum(1 if ord(char) < 0x2E80 else 2 for char in text) for text in texts)
    return float(min(max(widest + 4, _NARROW), _WIDE))


def _print(sheet: Worksheet, document: Document, head: int) -> None:
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.center.text = "　".join(document.marks)
    footer.center.text, footer.right.text = "第 &P 页，共 &N 页", f"数据快照 {document.snapshot}"
    sheet.oddHeader, sheet.oddFooter = header, footer
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _facts(document: Document) -> Table:
    """Return every printed number as a row; the last column, which is not shown, tells it from every other."""
    def row(fact: Fact) -> tuple[Cell, ...]:
        value = Cell("—" if fact.value is None else f"{fact.value:.6f}".rstrip("0").rstrip("."), fact.value)
        name, id, text = _name_of(fact), Cell(fact.id, fact.id), Cell(fact.text, fact.text)
        return (Cell(name, name), Cell(fact.scope, fact.scope), value, text, id)

    columns = (Column("指标"), Column("范围"), Column("数值", decimals=6), Column("文字"), Column("编号"))
    return Table(CHECK, Said("本次导出的全部数字，用于核对"), columns, tuple(map(row, facts_of(document).values())),
                 ("请勿改动本表；核对时以数据快照为准。",))


def _name_of(fact: Fact) -> str:
    """Return what a number is of: an indicator, one of our tables, or the text alone."""
    known = catalogue()
    if (key := indicator_of(fact)) in known:
        return known[key].name
    table = fact.key.split(".")[1] if fact.key.startswith("list.") else ""
    return f"名单“{table}”" if table and not table.isascii() else "文中的数字"


def _hide(sheet: Worksheet, document: Document) -> None:
    """Write the manifest to the right of the list, in cells that are not shown."""
    text = json.dumps(manifest(document), ensure_ascii=False, separators=(",", ":"))
    column = 30
    for line, start in enumerate(range(0, len(text), _LONGEST), start=1):
        put_text(cell_at(sheet, line, column), text[start : start + _LONGEST])
    for unseen in (_ID_COLUMN, column):
        sheet.column_dimensions[get_column_letter(unseen)].hidden = True


def _calibers(document: Document) -> Table:
    rows = tuple(
        tuple(Cell(text, text) for text in (one.name, one.formula, one.source, one.target, one.caveat))
        for one in document.calibers
    )
    columns = (Column("指标"), Column("口径"), Column("来源"), Column("目标与出处"), Column("说明"))
    policy = f"目标依据：{document.policy or '没有登记政策文件'}"
    return Table(CALIBERS, Said("口径与来源"), columns, rows, (document.caliber, policy))
