"""A list ready for the table (清单): columns, rows, caption and the file that a reader may take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import filters, grid
from components.rows import Row
from components.tables import csv_bytes
from components.view import View
from indicators.wording import date_words


@dataclass(frozen=True, slots=True)
class Listing:
    """One table of a page, in words; ``frame`` holds the rows for the download, or makes them when asked for."""

    title: str
    columns: tuple[grid.Col, ...]
    rows: tuple[Row, ...]
    frame: pd.DataFrame | Callable[[], pd.DataFrame]
    #: Heading by column of the frame, for the file.
    headings: Mapping[str, str]
    file: str
    caption: str = ""
    empty: str = "没有符合条件的记录。"


def file_name(view: View, what: str) -> str:
    """Return a file name that says what, where and when, whether the data is sample and the document not in force."""
    sample = "（示例数据）" if view.has_sample else ""
    document = "（非现行文件）" if view.instead else ""
    return f"{what}_{view.scope_name}_{view.as_of:%Y-%m-%d}{sample}{document}.csv"


def draw(
    key: str,
    view: View,
    listing: Listing,
    *,
    height: int | None = None,
    content: Sequence[object] = (),
    titled: bool = False,
    choices: Mapping[str, str] | None = None,
    chosen: str = "",
    on_choose: Callable[[str], None] | None = None,
) -> None:
    """Draw a list as a sortable table with its download, in one element.

    Args:
        key: Unique on the page.
        view: What is shown.
        listing: The list.
        height: Pixels, beyond which the table scrolls.
        content: What the rows depend on beside the view.
        titled: Whether its finding stands over it.
        choices: Words by code of what the list may show instead, as switches over it.
        chosen: The code of the switch that is on.
        on_choose: Called with the code of a switch.
    """
    grid.table(
        key,
        listing.title,
        listing.columns,
        listing.rows,
        title=listing.title if titled else "",
        choices=choices,
        chosen=chosen,
        on_choose=on_choose,
        height=height,
        caption=listing.caption,
        empty=listing.empty,
        download=(listing.file, (*view.key, *content), builder(view, listing.frame, listing.headings))
        if listing.rows else None,
    )


def section(
    key: str, view: View, listing: Listing, *, height: int | None = None, content: Sequence[object] = ()
) -> None:
    """Draw a list under its finding; ``content`` is what the rows depend on beside the view."""
    draw(key, view, listing, height=height, content=content, titled=True)


@st.fragment
def switched(
    key: str, lists: Callable[[View], Mapping[str, Listing]], names: Mapping[str, str] | None = None,
    *, height: Callable[[View], int | None], content: Sequence[object] = (),
) -> None:
    """Draw one of several lists, with switches between them; a choice redraws nothing else.

    Args:
        key: Unique on the page; the choice is kept under it while the session lasts.
        lists: Gives the lists of a view by code, the first of them shown at first; nothing is drawn for none.
        names: Words by code on the switches; the codes themselves when left out.
        height: Pixels by view, beyond which the table scrolls; null where it does not.
        content: What the rows depend on beside the view.
    """
    view = filters.current()
    found = lists(view)
    if not found:
        return
    kept = f"{key}.switch"
    asked = st.session_state.get(kept)
    chosen = asked if isinstance(asked, str) and asked in found else next(iter(found))

    def choose(code: str) -> None:
        st.session_state[kept] = code

    draw(
        key, view, found[chosen], height=height(view), content=(*content, chosen), titled=True,
        choices=names or {code: code for code in found}, chosen=chosen, on_choose=choose,
    )


def builder(
    view: View, frame: pd.DataFrame | Callable[[], pd.DataFrame], headings: Mapping[str, str] | None = None
) -> Callable[[], bytes]:
    """Return what makes a file: the rows, each with its day, whether it is sample data, and the document.

    Args:
        view: What the rows are of.
        frame: The rows, or what makes them when the file is asked for.
        headings: Heading by column; null where the columns are called by their headings.
    """

    def build() -> bytes:
        rows = frame() if callable(frame) else frame
        marked = rows.assign(as_of=date_words(view.as_of).replace("\u00a0", ""), snapshot=view.snapshot.id)
        names = dict(headings or {column: column for column in rows.columns})
        names |= {"as_of": "截止日期", "snapshot": "数据快照"}
        if view.has_sample:
            marked = marked.assign(sample="示例数据")
            names["sample"] = "数据性质"
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
