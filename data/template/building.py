"""The template as a file: the instruction sheet, one sheet per form, and the hidden sheet of choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from openpyxl import Workbook

from data.forms import VERSION, forms_of
from data.template.choices import Choices
from data.template.filling import filled
from data.template.instructions import write_instructions
from data.template.known import Known
from data.template.look import Look
from data.template.packing import packed
from data.template.sender import sender_of
from data.template.sheets import write_form


def template(
    live: Mapping[str, pd.DataFrame], sender: str, month: str, *, today: date | None = None
) -> tuple[str, bytes]:
    """Make the template (空白模板) of a county or the city for a month, with what is known filled in.

    The same frames give the same bytes.

    Args:
        live: Frames of the live snapshot, of the whole or of the sender's city.
        sender: Six digits of a county (区县), four of a city (市).
        month: ``YYYY-MM``.
        today: Months that begin after it are refused; null refuses none.

    Returns:
        Name of the file, such as ``330203海曙区_2022-12.xlsx``, and its bytes.

    Raises:
        TemplateError: No such sender, one outside the account (文件统计范围), or no such month.
    """
    known = Known(live, sender_of(live, sender, month, today))
    forms = forms_of(known.sender.kind)
    book = Workbook()
    first: Any = book.active
    look = Look(book)
    choices = Choices(book)
    rows = {form.key: filled(form, known) for form in forms}
    sample = any((frame["provenance"] == "sample").any() for frame in rows.values())
    write_instructions(first, known.sender, forms, {key: len(frame) for key, frame in rows.items()}, look, sample)
    for form in forms:
        write_form(book, form, rows[form.key], known, look, choices, sample=sample)
    # The choices stand last, where a hidden sheet is least in the way.
    book.move_sheet(book.worksheets[1], len(forms))
    properties = book.properties
    properties.creator = properties.lastModifiedBy = "医共体一张图"
    properties.title = f"{known.sender.name} {known.sender.month_words} 县域医共体月报"
    properties.description = f"模板版本 {VERSION}"
    return known.sender.file_name, packed(book, known.sender.last)
