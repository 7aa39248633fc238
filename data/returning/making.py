"""A 退回单 from the bytes of a file: marked in its own workbook, or in a copy of its values, or the list alone.

Runs in a process of its own (:mod:`data.returning.process`), since it parses what was sent; only the list alone, which
looks into no file, is made anywhere.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import Counter
from pathlib import PurePath

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from data.forms.asides import RETURN_DETAILS, RETURN_LIST, RETURNED
from data.intake.answers import CellFinding
from data.intake.containers import check_container
from data.intake.file_contents import read_content
from data.intake.formula_links import link_flaws
from data.intake.grids import Contents
from data.intake.limits import Limits
from data.intake.personal import HIDDEN, masked_sheets, personal_kind
from data.intake.refusals import RefusedError
from data.returning.cells import cell_at, empty_book, put_text
from data.returning.lines import Line, column_number, lines, place_of, single_lines
from data.returning.list_sheet import draw
from data.returning.marks import MOST_COMMENTS, clear, mark
from data.returning.persons import renamed_sheets, without_commenters, without_properties
from data.returning.request import Request
from data.returning.values_copy import MOST_VALUES, copied, values_in

#: openpyxl makes an object of every formatted cell; sheets larger than this are copied by value instead.
_MOST_XML = 24 * 1024 * 1024
#: Findings listed one by one at most.
_MOST_LINES = 5_000
_PERSONAL = ("personal_id", "personal_phone")
_MEND = (
    "请直接在本文件里改：橙色加框的格子是错误，必须改正；黄色的格子是提醒，核对无误可以不改。"
    "鼠标停在格子上可以看到批注；点“单元格”一列可以跳到该处。不要改动工作表名和表头；改好后把整个文件发回收表单位。"
)
_MEND_COPY = "原文件不能直接标出（是 .xls、.ods、.csv，或太大），本文件按其中的值重新生成，格式和公式没有保留。"
_MEND_ORIGINAL = "请按下表在原来的文件里改正，再把整个文件发回收表单位。错误必须改正；提醒核对无误可以不改。"
_UNMARKED = "原文件打不开或太大，不能在其中标出，只附清单。"


def make(request: Request, content: bytes) -> bytes:
    """Return the bytes of a marked workbook, or of the list alone, of the kind of :attr:`Request.suffix`."""
    limits = Limits()
    contents = read_content(content, PurePath(request.file).suffix.lower(), limits)
    if not contents.grids:
        return list_alone(request, _UNMARKED)
    if contents.format in ("xlsx", "xlsm") and _sheet_bytes(content) <= _MOST_XML:
        book = _own(content, contents, limits, request.suffix)
        if book is not None:
            return _finished(request, book, renamed_sheets(book), (_MEND,))
    if values_in(contents) > MOST_VALUES:
        return list_alone(request, _UNMARKED)
    book, names = copied(contents, request.suffix, request.titles)
    return _finished(request, book, names, (_MEND_COPY + _MEND,))


def list_alone(request: Request, why: str = "") -> bytes:
    """Return a workbook with the list and nothing of the file; ``why`` says so where it is not by choice."""
    return _finished(request, empty_book(request.suffix), {}, (why + _MEND_ORIGINAL,))


def _sheet_bytes(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist() if part.filename.startswith("xl/worksheets/"))


def _own(content: bytes, contents: Contents, limits: Limits, suffix: str) -> Workbook | None:
    """Return their own workbook without what reaches out of it; null where openpyxl cannot load it."""
    try:
        check_container(content, limits)
        with warnings.catch_warnings():
            # openpyxl tells of parts it leaves out; the values and marks are not among them.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), keep_vba=suffix == ".xlsm", keep_links=False)
    except RefusedError:
        return None
    except Exception:
        # Whatever a workbook holds that openpyxl does not know (styles of other programs, mostly) raises whatever
        # it happens to raise; calamine has read it, so a copy of the values serves.
        return None
    for name in [name for name, defined in book.defined_names.items() if "[" in (defined.attr_text or "")]:
        del book.defined_names[name]
    for grid in contents.grids:
        if grid.name in book.sheetnames:
            _cut_links(book[grid.name], contents, grid.name)
    for old in [name for name in RETURNED if name in book.sheetnames]:
        del book[old]
    for sheet in book.worksheets:
        clear(sheet)
    without_commenters(book)
    return book


def _cut_links(sheet: Worksheet, contents: Contents, name: str) -> None:
    """Put the stored value in the place of each formula that reaches out of the workbook."""
    grid = next(grid for grid in contents.grids if grid.name == name)
    for (row, column), formula in grid.formulas.items():
        if link_flaws(name, {(row, column): formula}):
            cell, value = cell_at(sheet, row + 1, column + 1), grid.rows[row][column]
            if isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value


def _finished(request: Request, book: Workbook, names: dict[str, str], mend: tuple[str, ...]) -> bytes:
    """Mark the sheets of a workbook, put the list before them and return its bytes."""
    own = [found for found in request.findings if found.file == request.file]
    # Findings call sheets that are named after a person otherwise.
    said = masked_sheets(names)
    names = {said[name]: title for name, title in names.items()}
    left = MOST_COMMENTS
    for name, title in names.items():
        # A .csv has one sheet, which a finding need not name.
        here = [f for f in own if f.sheet == name or (f.sheet is None and f.cell and len(names) == 1)]
        _hide_personal(book[title], here)
        left = mark(book[title], here, left)
    if len(names) == 1:
        names = {**names, "": next(iter(names.values()))}
    rows = lines(request.findings, request.file)
    _add_list(book, RETURN_LIST, request, rows, names, mend, 0)
    if len(rows) < len(request.findings):
        every = single_lines(request.findings, request.file)[:_MOST_LINES]
        _add_list(book, RETURN_DETAILS, request, every, names, (), 1)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == RETURN_LIST
    book.active = 0
    without_properties(book, request.title)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_list(
    book: Workbook,
    name: str,
    request: Request,
    rows: list[Line],
    names: dict[str, str],
    mend: tuple[str, ...],
    place: int,
) -> None:
    counted = Counter(found.severity for found in request.findings)
    about = f"文件：{request.shown_file}　　错误 {counted['error']} 处，提醒 {counted['warning']} 处"
    if len(rows) < len(request.findings):
        about += f"；同类的合并成 {len(rows)} 行，逐条见后面的“{RETURN_DETAILS}”"
    if name == RETURN_DETAILS and len(rows) == _MOST_LINES < len(request.findings):
        about += f"；只列出前 {_MOST_LINES} 处"
    draw(book.create_sheet(name, place), request.title, (about, *mend), rows, names, request.sent_back)


def _hide_personal(sheet: Worksheet, findings: list[CellFinding]) -> None:
    """Hide personal numbers where they were found, and below in the same column: one finding may stand for a column."""
    for found in findings:
        place = place_of(found.cell)
        if found.code not in _PERSONAL or place is None or place.letters is None:
            continue
        column = column_number(place.letters)
        for (cell,) in sheet.iter_rows(min_row=place.row, min_col=column, max_col=column):
            if isinstance(cell, Cell) and cell.value is not None and personal_kind(str(cell.value)):
                put_text(cell, HIDDEN)
