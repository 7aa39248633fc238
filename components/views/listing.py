"""A list ready for the table (清单): columns, rows, caption and the file that a reader may take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from components import grid, html
from components.tables import csv_bytes
from components.view import View
from indicators.wording import date_words


@dataclass(frozen=True, slots=True)
class Listing:
    """One table of a page, in words; ``frame`` holds the rows for the download, or makes them when asked for."""

    title: str
    columns: tuple[grid.Col, ...]
    rows: tuple[dict[str, Any], ...]
    frame: pd.DataFrame | Callable[[], pd.DataFrame]
    #: Heading by column of the frame, for the file.
    headings: Mapping[str, str]
    file: str
    caption: str = ""
    empty: str = "没有符合条件的记录。"
    #: Field and whether descending, until the reader sorts otherwise.
    sort: tuple[str, bool] | None = None


def file_name(view: View, what: str) -> str:
    """Return a file name that says what, where and when, whether the data is sample and the document not in force."""
    sample = "（示例数据）" if view.has_sample else ""
    document = "（非现行文件）" if view.instead else ""
    return f"{what}_{view.scope_name}_{view.as_of:%Y-%m-%d}{sample}{document}.csv"


def draw(
    key: str, view: View, listing: Listing, *, height: int | None = None, content: Sequence[object] = ()
) -> None:
    """Draw a list as a sortable table with its download; ``content`` is what the rows depend on beside the view."""
    grid.table(
        key,
        listing.title,
        listing.columns,
        listing.rows,
        sort=listing.sort,
        height=height,
        caption=listing.caption,
        empty=listing.empty,
        download=(listing.file, (*view.key, *content), _builder(view, listing)) if listing.rows else None,
    )


def title(key: str, words: str) -> None:
    """Draw the finding over a list."""
    html.draw("section", key=key, title=words, body="", note="")


def section(key: str, view: View, listing: Listing, *, height: int | None = None) -> None:
    """Draw a list under its finding."""
    with st.container(gap="xxsmall"):
        title(f"{key}.title", listing.title)
        draw(key, view, listing, height=height)


def _builder(view: View, listing: Listing) -> Callable[[], bytes]:
    """Return what makes the file: the rows, each with its day, whether it is sample data, and the document."""
    frame, headings = listing.frame, dict(listing.headings)

    def build() -> bytes:
        rows = frame() if callable(frame) else frame
        marked = rows.assign(as_of=date_words(view.as_of).replace("\u00a0", ""), snapshot=view.snapshot.id)
        names = headings | {"as_of": "截止日期", "snapshot": "数据快照"}
        if view.has_sample:
            marked = marked.assign(sample="示例数据")
            names["sample"] = "说明"
        if view.instead and view.policy:
            marked = marked.assign(policy=f"{view.policy.title}（非现行文件）")
            names["policy"] = "目标依据"
        return csv_bytes(marked, names)

    return build


def text(value: object) -> str:
    """Return a value for a cell: null is "—", a date is its ISO day."""
    if value is None or value is pd.NaT or value != value:
        return "—"
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
