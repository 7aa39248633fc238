"""Spoiled cells as the bytes of a spreadsheet (存成文件): .xlsx with what only it has, .ods, .csv.

Written here and not by openpyxl, which keeps no value beside a formula and takes ten times as long.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from data.intake.grids import Value, cell_name

if TYPE_CHECKING:
    from tests.corpus.building import Book, Tab

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Formats: general, a day, a day with a time, a time.
_FORMATS = (0, 14, 22, 21)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    f'<cellXfs count="{len(_FORMATS)}">'
    + "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in _FORMATS)
    + "</cellXfs></styleSheet>"
)


def xlsx(book: Book) -> bytes:
    """Return a workbook of Excel."""
    numbers = range(1, len(book.tabs) + 1)
    sheets = "".join(
        f'<sheet name="{escape(tab.name, _QUOTE)}" sheetId="{number}" r:id="rId{number}"'
        f'{"" if tab.visible else " state=" + _HIDDEN}/>'
        for number, tab in zip(numbers, book.tabs, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    return packed(
        {
            "[Content_Types].xml": (
                f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
                f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{parts}</Types>'
            ),
            "_rels/.rels": (
                f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
                f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/workbook.xml": (
                f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{book.date_1904:d}"/>'
                f"<sheets>{sheets}</sheets></workbook>"
            ),
            "xl/_rels/workbook.xml.rels": (
                f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
                f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
            ),
            "xl/styles.xml": _STYLES,
            **{
                f"xl/worksheets/sheet{number}.xml": _sheet(tab, book.date_1904)
                for number, tab in zip(numbers, book.tabs, strict=True)
            },
        }
    )


_QUOTE = {'"': "&quot;"}
_HIDDEN = '"hidden"'


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip container of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def repacked(content: bytes, parts: dict[str, str | bytes]) -> bytes:
    """Return a container with parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return packed({**{name: old.read(name) for name in old.namelist()}, **parts})


def part(content: bytes, name: str) -> str:
    """Return the text of one part of a container."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def _sheet(tab: Tab, date_1904: bool) -> str:
    columns = "".join(
        f'<col min="{column + 1}" max="{column + 1}" width="9" hidden="1"/>' for column in sorted(tab.hidden_columns)
    )
    rows = "".join(
        _row(number, tuple(row), tuple(_typed(row)), (number in tab.hidden_rows), date_1904)
        if not tab.formulas
        else _row_with_formulas(number, row, tab, date_1904)
        for number, row in enumerate(tab.cells, start=1)
    )
    merged = "".join(f'<mergeCell ref="{span}"/>' for span in tab.merged)
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}">{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{rows}</sheetData>{f'<mergeCells>{merged}</mergeCells>' if merged else ''}</worksheet>"
    )


def _typed(row: Iterable[Value]) -> Iterable[type]:
    """Return the types of a row's cells: 1, 1.0 and true are equal, and not the same cell."""
    return (type(value) for value in row)


@lru_cache(maxsize=1000)
def _row(number: int, row: tuple[Value, ...], _types: tuple[type, ...], hidden: bool, date_1904: bool) -> str:
    """Return a row; those that no mutation touched are written once."""
    cells = "".join(
        _cell(cell_name(number - 1, column), value, date_1904) for column, value in enumerate(row) if value is not None
    )
    return f'<row r="{number}"{" hidden=" + _ONE if hidden else ""}>{cells}</row>'


_ONE = '"1"'


def _row_with_formulas(number: int, row: list[Value], tab: Tab, date_1904: bool) -> str:
    cells = []
    for column in range(max(len(row), 1 + max(place[1] for place in tab.formulas))):
        name = cell_name(number - 1, column)
        value = row[column] if column < len(row) else None
        if (number - 1, column) in tab.formulas:
            cells.append(_formula(name, *tab.formulas[number - 1, column]))
        elif value is not None:
            cells.append(_cell(name, value, date_1904))
    return f'<row r="{number}">{"".join(cells)}</row>'


def _formula(name: str, formula: str, stored: Value) -> str:
    kind = "e" if isinstance(stored, str) and stored[:1] == "#" else "str" if isinstance(stored, str) else "n"
    held = "" if stored is None else f"<v>{escape(str(stored))}</v>"
    return f'<c r="{name}" t="{kind}"><f>{escape(formula.removeprefix("="))}</f>{held}</c>'


def _cell(name: str, value: Value, date_1904: bool) -> str:
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{name}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, (date, time, timedelta)):
        style = 2 if isinstance(value, datetime) else 1 if isinstance(value, date) else 3
        epoch = CALENDAR_MAC_1904 if date_1904 else CALENDAR_WINDOWS_1900
        return f'<c r="{name}" s="{style}"><v>{to_excel(value, epoch)}</v></c>'
    return f'<c r="{name}"><v>{value!r}</v></c>'


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    "<office:spreadsheet>"
)


def ods(book: Book) -> bytes:
    """Return a workbook of LibreOffice."""
    tables = []
    for tab in book.tabs:
        rows = ("".join(_ods_cell(value) for value in row) for row in tab.cells)
        body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        tables.append(f'<table:table table:name="{escape(tab.name)}">{body}</table:table>')
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return packed(
        {
            "mimetype": _ODS_TYPE,
            "content.xml": (
                f"{_ODS_HEAD}{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
            ),
            "META-INF/manifest.xml": (
                f'<manifest:manifest xmlns:manifest="{manifest}">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
                '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
                "</manifest:manifest>"
            ),
        }
    )


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        told = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, (int, float)):
        told = f'office:value-type="float" office:value="{value}"'
    else:
        told = 'office:value-type="string"'
    return f"<table:table-cell {told}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def separated(book: Book) -> bytes:
    """Return a CSV of the one sheet."""
    (tab,) = book.tabs
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=book.separator).writerows(
        ["" if value is None else str(value) for value in row] for row in tab.cells
    )
    return out.getvalue().encode(book.encoding)
