"""Values in cells: text that can never become a formula, codes as their words, dates and numbers as such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from data.forms.model import Field
from data.forms.words import BOOLEAN, capability_words


def clean(text: str) -> str:
    """Return a text without the control characters that no workbook may hold: Excel would not open it."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def write_text(cell: Any, text: str) -> None:
    """Write text with the string type, past openpyxl's own guess that takes a leading ``=`` for a formula."""
    cell._value = clean(text)
    cell.data_type = "s"


def write_value(cell: Any, field: Field, value: Any, item: str | None = None) -> None:
    """Write one value of the contract as the form shows it; a null is left empty.

    Args:
        cell: Cell of a worksheet.
        field: The column.
        value: As in a typed frame.
        item: The capability item whose value this is, which decides its words; null elsewhere.
    """
    if pd.isna(value):
        return
    if field.kind == "bool":
        write_text(cell, BOOLEAN["true" if value else "false"])
    elif field.kind == "date":
        cell.value = pd.Timestamp(value).date()
    elif field.kind == "int":
        cell.value = int(value)
    elif field.kind == "float":
        cell.value = float(value)
    elif item is not None:
        _write_capability(cell, item, str(value))
    else:
        words: Mapping[str, str] = field.choices or {}
        write_text(cell, words.get(str(value), str(value)))


def _write_capability(cell: Any, item: str, value: str) -> None:
    words = capability_words(item)
    if words is None:
        try:
            cell.value = float(value) if "." in value else int(value)
            return
        except ValueError:
            words = {}
    write_text(cell, words.get(value, value))
