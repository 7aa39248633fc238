"""Tables (表格): sortable, with Chinese headings, a sentence when empty, and a download that opens safely in WPS.

The download is our own button, since Streamlit's is English and does not guard formulas. Its bytes are made when
somebody asks, not on a rerun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.text import plain

#: A spreadsheet reads a cell that begins so as a formula (full-width forms too, in East Asian editions).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ROW = {"laptop": 31, "wall": 35}
_HEADER = 36


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
        _guarded((headings or {}).get(str(column), str(column))): chosen[column].map(_guarded)
        if pd.api.types.is_object_dtype(chosen[column]) or pd.api.types.is_string_dtype(chosen[column])
        else chosen[column]
        for column in chosen.columns
    }
    text = pd.DataFrame(safe).to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n")
    return text.encode("utf-8-sig")


def _guarded(cell: Any) -> Any:
    """Return a text cell so that no spreadsheet takes it for a formula; anything but text is left alone."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \u00a0\u3000").startswith(_FORMULA) else cell


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    *,
    key: str,
    empty: str,
    alt: str,
    download: str | None = None,
    note: str = "",
    height: int | None = None,
    rows: int | None = None,
    screen: str = "laptop",
    styler: Any = None,
    on_select: Callable[[], None] | bool = False,
) -> None:
    """Draw one table with its download button, or one sentence when it has no rows.

    Args:
        frame: One row per thing; columns that ``columns`` does not name are neither shown nor downloaded.
        columns: Heading by column, or a column configuration of Streamlit whose label is the heading.
        key: Unique on the page.
        empty: The sentence for no rows.
        alt: What the table holds, for a reader who cannot see it.
        download: File name without suffix; None leaves the button out.
        note: Units and how to use the table, beneath it.
        height: Pixels; or give ``rows``, after how many rows it scrolls. Neither: as high as its rows.
        rows: See ``height``.
        screen: ``wall`` draws taller rows.
        styler: A pandas Styler of the same frame, for tints.
        on_select: Called when a reader picks a row, whose position is then in :func:`selected`; True only reruns.
    """
    if frame.empty:
        st.markdown(f":gray[{plain(empty)}]")
        return
    row = _ROW[screen]
    if height is None:
        height = _HEADER + row * (min(len(frame), rows) if rows else len(frame)) + 2
    st.dataframe(
        styler if styler is not None else frame,
        key=key,
        hide_index=True,
        column_order=list(columns),
        column_config=dict(columns),
        height=height,
        row_height=row,
        placeholder="—",
        alt=alt,
        on_select=on_select if callable(on_select) else "rerun" if on_select else "ignore",
        # A cell and not a row: rows would be picked by a column of boxes that takes the room of a figure.
        selection_mode="single-cell",
    )
    if note or download:
        _foot(frame, columns, key, note, download)


def _foot(frame: pd.DataFrame, columns: Mapping[str, Any], key: str, note: str, download: str | None) -> None:
    """Draw the note of units with the download button at its end."""
    headings = {name: config if isinstance(config, str) else config["label"] for name, config in columns.items()}
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        if note:
            st.markdown(f":gray[:small[{plain(note)}]]")
        if download:
            st.download_button(
                f"下载（{len(frame)} 行）",
                data=lambda: csv_bytes(frame, headings),
                file_name=f"{download}.csv",
                mime="text/csv",
                key=f"{key}.download",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )


def selected(key: str) -> int | None:
    """Return the position of the row picked in a table with ``on_select``; None when none is."""
    state = st.session_state.get(key)
    cells = state.selection.cells if state else []
    return cells[0][0] if cells else None
