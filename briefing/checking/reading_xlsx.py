"""A workbook (数据表) that came back: its cells by sheet, row and column, counted from under the headings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from briefing.checking.content import COMMENT, HIDDEN, NAMELESS, PICTURE, Held, Places
from briefing.checking.formats import shows
from briefing.checking.properties import held_properties, said_in
from briefing.checking.remarks import comment_of

#: The column in which the manifest stands.
_MANIFEST_COLUMN: Final = 30
#: Most columns a sheet of ours has; what stands further right is of no table.
_COLUMNS: Final = _MANIFEST_COLUMN - 1
#: Stands in the line under the title of every sheet.
_DAY: Final = "数据快照"
#: Names of lines that are hidden, said of one sheet.
_MOST: Final = 3


def places(content: bytes) -> tuple[dict[str, Any] | None, dict[str, Held]]:
    """Return the manifest, null where it is gone, and what stands at each place.

    Headings are ``head.{column}@sheet@{name}``, the sheet's title ``title@…`` and its name ``tab@…``, what else stands
    above the headings ``?@…``, and the cells of the table ``cell{row}.{column}@…`` as in :mod:`briefing.manifest`; a
    formula is its own text and never a figure.
    """
    book = load_workbook(io.BytesIO(content))
    held = Places()
    for sheet in book.worksheets:
        _sheet(sheet, held)
    for other in book.chartsheets:
        held.put(f"{PICTURE}@sheet@{other.title}", "")
    if not any(place.startswith(PICTURE) for place in held.held) and _is_drawn_on(content):
        held.put(f"{PICTURE}@file", "")
    found = next((said for sheet in book.worksheets if (said := _manifest(sheet)) is not None), None)
    return found or said_in(held_properties(content)), held.held


def _is_drawn_on(content: bytes) -> bool:
    """Tell whether a text box or another drawing lies on a sheet, of which the library reads nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # LibreOffice writes such a part for every sheet, empty where nothing lies on it.
        return any(re.fullmatch(r"xl/drawings/drawing\d+\.xml", name) and b"Anchor" in archive.read(name)
                   for name in archive.namelist())


def _sheet(sheet: Worksheet, held: Places) -> None:
    at = f"sheet@{sheet.title}"
    held.put(f"tab@{at}", sheet.title)
    lines = [tuple(map(_plain, line)) for line in sheet.iter_rows(max_col=min(sheet.max_column, _COLUMNS))]
    head = _head(sheet, lines)
    title = next((row for row, line in enumerate(lines[:head]) if _DAY in str(line[0])), 1) - 1
    for row, line in enumerate(lines[:head]):
        for column, value in enumerate(line):
            if value is not None:
                held.put(f"title@{at}" if row == title and not column else f"{NAMELESS}@{at}", str(value))
    _hidden(sheet, lines, head, held)
    for _ in (*sheet._images, *sheet._charts):  # type: ignore[attr-defined]
        held.put(f"{PICTURE}@{at}", "")
    for _, cell in sorted(sheet._cells.items()):
        if comment := comment_of(cell):
            held.put(f"{COMMENT}@{at}", comment)
    if head == len(lines):
        return
    wide = max(column for column, value in enumerate(lines[head]) if value is not None) + 1
    for column, value in enumerate(lines[head][:wide]):
        held.put(f"head.{column}@{at}", value)
    for row, line in enumerate(lines[head + 1:]):
        if any(value is not None for value in line):
            for column, value in enumerate(line):
                if column < wide or value is not None:
                    held.put(f"cell{row}.{column}@{at}", value)


def _head(sheet: Worksheet, lines: Sequence[Sequence[Held | None]]) -> int:
    """Return the line of the headings, counted from 0: the fullest of those that could be."""
    # Title, day and marks stand in the first column alone; the headings are the first line that has a second one.
    counts = [sum(value is not None for value in line) for line in lines]
    guesses = [next((row for row, count in enumerate(counts) if count > 1), len(lines))]
    for told, beyond in ((sheet.freeze_panes, 2), (sheet.auto_filter.ref, 1)):
        first = range_boundaries(told)[1] if told else None
        if first is not None:
            guesses.insert(0, first - beyond)
    fit = [row for row in guesses if 0 <= row < len(lines) and counts[row]]
    return max(fit, key=lambda row: counts[row]) if fit else len(lines)


def _hidden(sheet: Worksheet, lines: Sequence[Sequence[Held | None]], head: int, held: Places) -> None:
    """Say what of a sheet its reader does not see."""
    at = f"sheet@{sheet.title}"
    if sheet.sheet_state != "visible":
        held.put(f"{HIDDEN}@{at}", "整张")
    rows = [str(line[0] or "") for row, line in enumerate(lines, 1)
            if sheet.row_dimensions[row].hidden and any(value is not None for value in line)]
    columns = [str(value) for column, value in enumerate(lines[head] if head < len(lines) else (), 1)
               if value is not None and _is_hidden(sheet, column)]
    for word, names in (("行", rows), ("列", columns)):
        if names:
            said = "、".join(f"“{name[:20]}”" for name in names[:_MOST]) + ("等" if len(names) > _MOST else "")
            held.put(f"{HIDDEN}@{at}", f"{len(names)}\u00a0{word}{said}")


def _is_hidden(sheet: Worksheet, column: int) -> bool:
    letter = get_column_letter(column)
    return any(one.hidden and (key == letter or (one.min or 0) <= column <= (one.max or 0))
               for key, one in sheet.column_dimensions.items())


def _plain(cell: Any) -> Held | None:
    value = cell.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return float(value) if shows(cell.number_format) else f"{value}（显示格式“{cell.number_format}”）"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _manifest(sheet: Worksheet) -> dict[str, Any] | None:
    """Return the manifest that stands in pieces to the right of a table; null where it is cut, or not there."""
    pieces = [str(value) for (value,) in sheet.iter_rows(min_col=_MANIFEST_COLUMN, max_col=_MANIFEST_COLUMN,
                                                         values_only=True) if value is not None]
    try:
        found = json.loads("".join(pieces))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
