"""A workbook (数据表) that came back: its cells by sheet, row and column, counted from under the headings."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from briefing.checking.content import Held, Places

#: Sheets of the workbook that are not tables of figures, and the column in which the manifest stands.
CHECK: Final = "核对"
_MANIFEST_COLUMN: Final = 30
#: Most columns a sheet of ours has; what stands further right was added.
_COLUMNS: Final = _MANIFEST_COLUMN - 1


def places(content: bytes) -> tuple[dict[str, Any] | None, dict[str, Held]]:
    """Return the manifest, null where it is gone, and what stands at each place.

    Headings are ``head.{column}@sheet@{name}``, what stands above them ``top.{line}@…``, and the cells of the table
    ``cell{row}.{column}@…`` as in :mod:`briefing.manifest`; a formula is its own text and never a figure.
    """
    book = load_workbook(io.BytesIO(content))
    held = Places()
    for sheet in book.worksheets:
        _sheet(sheet, held)
    return (_manifest(book[CHECK]) if CHECK in book.sheetnames else None), held.held


def _sheet(sheet: Worksheet, held: Places) -> None:
    at = f"sheet@{sheet.title}"
    lines = [tuple(_plain(value) for value in line)
             for line in sheet.iter_rows(max_col=min(sheet.max_column, _COLUMNS), values_only=True)]
    # Title, day and marks stand in the first column alone; the headings are the first line that has a second one.
    head = next((row for row, line in enumerate(lines) if sum(value is not None for value in line) > 1), len(lines))
    for row, line in enumerate(lines[:head]):
        if line[0] is not None:
            held.put(f"title@{at}" if row == 0 else f"top.{row}@{at}", line[0])
    if head == len(lines):
        return
    wide = max(column for column, value in enumerate(lines[head]) if value is not None) + 1
    for column, value in enumerate(lines[head][:wide]):
        held.put(f"head.{column}@{at}", value)
    for row, line in enumerate(lines[head + 1:]):
        if any(value is not None for value in line):
            for column, value in enumerate(line[:wide]):
                held.put(f"cell{row}.{column}@{at}", value)


def _plain(value: Any) -> Held | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _manifest(sheet: Worksheet) -> dict[str, Any] | None:
    """Return the manifest that stands in pieces to the right of the list; null where it is cut or gone."""
    pieces = [str(value) for (value,) in sheet.iter_rows(min_col=_MANIFEST_COLUMN, max_col=_MANIFEST_COLUMN,
                                                         values_only=True) if value is not None]
    try:
        found = json.loads("".join(pieces))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
