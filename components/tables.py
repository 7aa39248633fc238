"""Tables as files (下载): CSV that opens in Excel and WPS in Chinese, and in which no cell acts as a formula."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

#: A spreadsheet reads a cell that begins so as a formula (full-width forms too, in East Asian editions).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(frame: pd.DataFrame, headings: Mapping[str, str] | None = None) -> bytes:
    """Return a frame as CSV for Excel and WPS: UTF-8 with BOM, CRLF, Chinese headings, no cell that acts as a formula.

    Only text is guarded (by an apostrophe, which spreadsheets take for "this is text"); numbers stay numbers, dates are
    ISO days, null is empty.

    Args:
        frame: Rows in the order they are to stand; the index is left out.
        headings: Heading by column; columns not named are left out. None keeps all columns as they are called.
    """
    chosen = frame if headings is None else frame[[column for column in headings if column in frame.columns]]
    safe = {
        _guarded((headings or {}).get(str(column), str(column))): _cells(chosen[column])
        for column in chosen.columns
    }
    text = pd.DataFrame(safe).to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n")
    return text.encode("utf-8-sig")


def _cells(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column with its text guarded."""
    if not (pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)):
        return column
    guarded = column.map(_guarded)
    # A column without any text is left as it is: a count beside a rate (286, 93.5) would become 286.0.
    return column if pd.api.types.is_numeric_dtype(guarded) else guarded


def _guarded(cell: Any) -> Any:
    """Return a text cell so that no spreadsheet takes it for a formula; anything but text is left alone."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \u00a0\u3000").startswith(_FORMULA) else cell
