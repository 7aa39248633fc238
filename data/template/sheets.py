"""One form (报表) as a sheet: title, header with its 口径, rows, drop-downs, and how it prints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.codes import CAPABILITY
from data.forms.model import Field, Form
from data.template.cells import write_text, write_value
from data.template.choices import Choices, capability_choices, day, names_for, number, words_of
from data.template.known import Known
from data.template.look import LINE_HEIGHT, TABS, Look, format_of, lines_of, width_of
from data.template.printing import set_up_print

HEADER_ROW, FIRST_ROW = 2, 3
#: Rows below the known ones that drop-downs reach to.
SPARE_ROWS = 300
_REQUIRED = "*"
#: The columns that stay in sight are not wider than this.
_WIDEST_FROZEN = 55
#: A column grows with what is in it up to this width.
_WIDEST = 40
#: Who served last month may not be who serves now.
_MAY_CHANGE = {("remote", "providing_institution_id"), ("remote", "providing_institution_name")}
#: The mark 示例数据 stands right of the title.
_TITLE_WIDTH = 44


def write_form(
    book: Workbook, form: Form, rows: pd.DataFrame, known: Known, look: Look, choices: Choices, *, sample: bool
) -> None:
    """Add the sheet of a form.

    Args:
        book: Workbook to add to.
        form: The form.
        rows: Rows of :func:`data.template.filling.filled`.
        known: Whose template it is, and the names for its drop-downs.
        look: Styles of the workbook.
        choices: Lists of the workbook.
        sample: The workbook holds sample data (示例数据), which every sheet has to say.
    """
    sheet = book.create_sheet(form.sheet)
    sheet.sheet_properties.tabColor = TABS[form.keeping]
    _write_title(sheet, f"{known.sender.name} {known.sender.month_words} {form.sheet}", form, look, sample)
    last = FIRST_ROW + len(rows) + SPARE_ROWS - 1
    for column, field in enumerate(form.fields, start=1):
        letter = get_column_letter(column)
        _write_header(sheet, column, form, field, look)
        _write_column(sheet, column, form, field, rows, look)
        for cells, rule in _rules(form, field, rows, known, choices, letter, last):
            rule.add(cells)
            sheet.add_data_validation(rule)
    _set_heights(sheet, form, len(rows))
    sheet.freeze_panes = f"{get_column_letter(_frozen(form) + 1)}{FIRST_ROW}"
    set_up_print(sheet, f"$1:${HEADER_ROW}", sample)


def _write_title(sheet: Worksheet, title: str, form: Form, look: Look, sample: bool) -> None:
    cell: Any = sheet.cell(1, 1)
    write_text(cell, title)
    cell.style = look.text("title")
    sheet.row_dimensions[1].height = 27
    if sample:
        mark: Any = sheet.cell(1, _beside_title(form))
        write_text(mark, "示例数据")
        mark.style = look.text("sample")


def _beside_title(form: Form) -> int:
    reached = 0
    for column, field in enumerate(form.fields, start=1):
        if reached >= _TITLE_WIDTH:
            return column
        reached += field.width
    return len(form.fields)


def _write_header(sheet: Worksheet, column: int, form: Form, field: Field, look: Look) -> None:
    cell: Any = sheet.cell(HEADER_ROW, column)
    write_text(cell, field.label + (_REQUIRED if field.required else ""))
    cell.style = look.header(field.required)
    words = words_of(form, field)
    lines = ["必填。" if field.required else "可以留空。", field.note]
    if words is not None:
        lines.append("可选：" + "、".join(words.values()))
    note = Comment("\n".join(lines), "口径", width=300)
    # About 40 widths of a column fit into a line of the note.
    note.height = 24 + 20 * sum(lines_of(line, 40) for line in lines)
    cell.comment = note
    sheet.row_dimensions[HEADER_ROW].height = 36


def _write_column(sheet: Worksheet, column: int, form: Form, field: Field, rows: pd.DataFrame, look: Look) -> None:
    mixed = (form.key, field.name) == ("capability", "value")
    shown = "General" if mixed else format_of(field)
    numeric = field.kind in ("int", "float")
    dimension: Any = sheet.column_dimensions[get_column_letter(column)]
    look.column(dimension, shown, left=not numeric)
    held, longest = is_given(form, field), 0.0
    items = rows["item"] if mixed else [None] * len(rows)
    for row, (value, item) in enumerate(zip(rows[field.name], items, strict=True), start=FIRST_ROW):
        cell: Any = sheet.cell(row, column)
        write_value(cell, field, value, item)
        text = isinstance(cell.value, str)
        left = not isinstance(cell.value, int | float) and not (cell.value is None and numeric)
        cell.style = look.cell(shown, "given" if held and cell.value is not None else "open", left=left)
        longest = max(longest, width_of(cell.value) if text else 0)
    # Names fit into one line; what is longer still, such as a quotation, takes several.
    # A header takes two lines at most.
    dimension.width = max(field.width, min(longest + 2, _WIDEST), 2 + 0.6 * width_of(field.label))


def _set_heights(sheet: Worksheet, form: Form, count: int) -> None:
    """Make each row as high as its text asks: not every program does so when it opens the file."""
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, len(form.fields) + 1)]
    for row in range(FIRST_ROW, FIRST_ROW + count):
        cells = [sheet.cell(row, column).value for column in range(1, len(widths) + 1)]
        lines = max(lines_of(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str))
        sheet.row_dimensions[row].height = 2 + LINE_HEIGHT * lines


def is_given(form: Form, field: Field) -> bool:
    """Tell whether a column's known values are not for the sender to change: numbers, and what a monthly row is of."""
    if (form.key, field.name) in _MAY_CHANGE:
        return False
    if form.keeping in ("month", "state"):
        numbered = {one.named_by for one in form.fields}
        return field.kind == "month" or field.named_by is not None or field.name in {*form.key_fields, *numbered}
    return field.kind == "code" and field.refers_to != "regions" and field.name in form.key_fields[:1]


def _rules(
    form: Form, field: Field, rows: pd.DataFrame, known: Known, choices: Choices, letter: str, last: int
) -> Iterator[tuple[str, DataValidation]]:
    """Yield the validations of a column with the cells each is for."""
    whole = f"{letter}{FIRST_ROW}:{letter}{last}"
    if (form.key, field.name) == ("capability", "value"):
        yield from _capability_rules(field, rows, choices, letter, last)
    elif words := words_of(form, field):
        yield whole, choices.drop_down(field.label, tuple(words.values()))
    elif field.kind in ("int", "float"):
        signed = form.keeping == "text"
        yield whole, number(field.label, whole=field.kind == "int", least=None if signed else 0)
    elif field.kind == "date":
        yield whole, day(field.label)
    elif names := names_for(form, field, known):
        yield whole, choices.drop_down(field.label, names, strict=False)


def _capability_rules(
    field: Field, rows: pd.DataFrame, choices: Choices, letter: str, last: int
) -> Iterator[tuple[str, DataValidation]]:
    """Yield one validation per run of rows whose items take the same words, then all words for the spare rows."""
    each = [capability_choices(item) for item in rows["item"]]
    row = FIRST_ROW
    for words, run in groupby(each):
        length = len(list(run))
        cells = f"{letter}{row}:{letter}{row + length - 1}"
        yield cells, number(field.label, whole=False) if words is None else choices.drop_down(field.label, words)
        row += length
    item_words = dict.fromkeys(word for words in map(capability_choices, CAPABILITY) if words for word in words)
    yield f"{letter}{row}:{letter}{last}", choices.drop_down(field.label, tuple(item_words), strict=False)


def _frozen(form: Form) -> int:
    """Return how many columns stay in sight: what a row is of, as far as that leaves room for the rest."""
    monthly = form.keeping in ("month", "state")
    count, width = 0, 0
    for field in form.fields:
        width += field.width
        if width > _WIDEST_FROZEN or (monthly and not is_given(form, field)):
            break
        count += 1
        if not monthly and field.required:
            break
    return count
