"""Workbooks made for the tests of opening: good ones, and parts put in place of others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

from openpyxl import Workbook

from data.intake.file_contents import read_content
from data.intake.grids import Contents, Grid
from data.intake.limits import Limits

FILES = Path(__file__).parent / "files"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def county_book() -> Workbook:
    """A small workbook with what only a spreadsheet has; row 2 is its header and column A is empty."""
    book = Workbook()
    sheet = book.active
    sheet.title = "机构"
    for column, name in enumerate(("机构编号", "名称", "人数", "日期", "比例"), start=2):
        sheet.cell(2, column, name)
    for column, value in enumerate(("330203001", "张某某卫生室", 12, date(2022, 3, 4), "=D3/0"), start=2):
        sheet.cell(3, column, value)
    for column, value in enumerate(("330203002", "甲镇\n卫生院 ", "=D3*2", date(2022, 12, 31), True), start=2):
        sheet.cell(4, column, value)
    sheet["D5"], sheet["D6"], sheet["D7"], sheet["E7"] = "=#REF!+1", "=NA()", 0.25, time(5, 6)
    sheet["A9"] = '=IF(D3>100,1,"")'
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.merge_cells("B10:C11")
    sheet["B10"] = "合并"
    hidden = book.create_sheet("说明")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "隐藏的表"
    return book


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one_sheet(fill: Callable[[object], None] | Mapping[str, object]) -> bytes:
    """A workbook of one sheet 机构, with cells by name or filled by a function."""
    book = Workbook()
    sheet = book.active
    sheet.title = "机构"
    if callable(fill):
        fill(sheet)
    else:
        for name, value in fill.items():
            sheet[name] = value
    return saved(book)


def with_parts(content: bytes, parts: Mapping[str, bytes | str | None]) -> bytes:
    """The same container with parts replaced, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet, 机构, is this XML."""
    return with_parts(one_sheet({}), {SHEET: xml})


def with_rows(rows: str, *, before: str = "", after: str = "", head: str = HEAD) -> bytes:
    """A workbook whose only sheet, 机构, has these rows, and this before and after them."""
    return with_sheet(f"{head}{before}<sheetData>{rows}</sheetData>{after}</worksheet>")


def part(content: bytes, name: str) -> str:
    """The text of one part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def read(content: bytes, suffix: str = ".xlsx", **limits: float) -> Contents:
    """Read in this process, as the reading process does."""
    return read_content(content, suffix, Limits(**limits))  # type: ignore[arg-type]


def only(contents: Contents) -> Grid:
    """The one sheet of a file that was read."""
    assert contents.readable, contents.flaws
    (grid,) = contents.grids
    return grid


def codes(contents: Contents) -> list[str]:
    """The codes of a file's flaws."""
    return [flaw.code for flaw in contents.flaws]


def refused(contents: Contents) -> str:
    """The code of the one reason for which nothing of a file was read; it says in Chinese why and how to mend it."""
    assert contents.grids == () and not contents.readable
    (flaw,) = contents.flaws
    assert flaw.severity == "error"
    assert all(any("\u4e00" <= c <= "\u9fff" for c in text) for text in (flaw.message, flaw.fix))
    return flaw.code


#: Values of every kind a cell can have, as they are written and as they must be read.
VALUES = (
    (1, 1),
    (1.5, 1.5),
    (330203, 330203),
    (True, True),
    (date(2022, 3, 4), date(2022, 3, 4)),
    (datetime(2022, 3, 4, 5, 6), datetime(2022, 3, 4, 5, 6)),
    (time(5, 6), time(5, 6)),
    (timedelta(hours=30), timedelta(hours=30)),
    (" 甲\n镇 ", " 甲\n镇 "),
    ("00123", "00123"),
)
