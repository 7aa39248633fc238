"""One table: columns, rows and cells ready to read, drawn by a small component of our own.

Streamlit's data frame keeps an English toolbar and adds one and a half empty pages to every click; this one is plain
table markup that sorts in the browser, can be read aloud, and speaks Chinese.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from components import code, files, html, visiting
from components.rows import Row
from components.theme import Theme, current_theme
from indicators.wording import number

_HERE = Path(__file__).parent
_GRID = st.components.v2.component(
    "consortium_atlas_grid",
    html='<div class="grid"></div>\n',
    js=code.fetched(
        "grid", visiting.SCRIPT + (_HERE / "grid.js").read_text("utf-8"), (_HERE / "grid.css").read_text("utf-8")
    ),
)

#: Tone of a cell: a target status, ``quiet`` for what is secondary, ``code`` for an id that no browser may translate.
Tone = Literal["met", "not_met", "no_data", "quiet", "code", ""]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell whose words differ from what it sorts by; ``sort`` null sorts last whichever way."""

    text: str
    sort: float | str | None = None
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Col:
    """A column: the field of each row it shows, its header, its side, a least width in pixels, a hover text."""

    field: str
    label: str
    align: Literal["left", "right", "center"] = "left"
    width: int | None = None
    hint: str = ""


def table(
    key: str,
    label: str,
    columns: Sequence[Col],
    rows: Sequence[Row],
    *,
    title: str = "",
    choices: Mapping[str, str] | None = None,
    chosen: str = "",
    on_choose: Callable[[str], None] | None = None,
    row_id: str | None = None,
    on_open: Callable[[str], None] | None = None,
    selected: str | None = None,
    linked: bool = True,
    height: int | None = None,
    caption: str = "",
    empty: str = "没有符合条件的记录。",
    download: tuple[str, tuple[object, ...], Callable[[], bytes]] | None = None,
) -> str | None:
    """Draw a table and return the id of the row just opened by a click, once.

    Args:
        key: Unique on the page; keeps the sort order chosen by the reader.
        label: Name of the table for screen readers.
        columns: What to show, in order.
        rows: One mapping each; a value is text, a number, None (shown "—") or a :class:`Cell`. ``columns`` name fields.
        title: The finding over the table, as a heading.
        choices: Words by code of what the table may show instead (筛选), as switches over it.
        chosen: The code of the switch that is on.
        on_choose: Called with the code of a switch, before the run that follows; it comes from a browser.
        row_id: Field whose value is returned when a row is clicked; rows cannot be clicked without it.
        on_open: Called with that id before the run that follows, for a click that changes the view.
        selected: The row drawn as chosen.
        linked: Whether a county's name leads to its 区县档案; False where a click on it means the row.
        height: Pixels, beyond which the table scrolls.
        caption: A line under the table: its unit, its base.
        empty: Sentence shown instead of an empty table.
        download: File name, cache key of its content, and what builds it (called when somebody downloads).
    """
    cells, shared = _sharing([[_sent(row.get(col.field)) for col in columns] for row in rows])
    data: dict[str, Any] = {
        "label": label,
        "columns": [{"label": col.label, "align": col.align, "width": col.width, "hint": col.hint} for col in columns],
        "rows": [
            {"id": row[row_id], "cells": line} if row_id else {"cells": line}
            for row, line in zip(rows, cells, strict=True)
        ],
        "shared": shared,
        "select": row_id is not None,
        "selected": selected,
        "height": height,
        "caption": caption,
        "empty": empty,
    }
    if title:
        data["title"] = title
    if choices:
        data["choices"], data["chosen"] = list(choices.items()), chosen
    if linked and (links := _links(cells, shared)):
        data["links"] = links
    if download:
        name, content_key, build = download
        data["download"] = {
            "url": files.register((key, *content_key), name, build),
            "name": name,
            "label": "下载表格",
        }
    tokens = current_theme()
    # Our own JSON as bytes: Streamlit's would write every Chinese character in six bytes instead of three.
    sent = json.dumps({**data, "tones": _tones(tokens)}, ensure_ascii=False, separators=(",", ":")).encode()
    result = _GRID(
        key=key, data=sent,
        on_opened_change=html.opener(key, on_open), on_chosen_change=html.opener(key, on_choose, "chosen"),
    )
    opened = getattr(result, "opened", None)
    return None if opened is None else str(opened)


def _sharing(lines: list[list[Any]]) -> tuple[list[list[Any]], list[Any]]:
    """Return the rows with every cell that occurs more than once as its place in a list of such cells.

    A county's name or a state stands in hundreds of rows; it is sent once.
    """
    keys = [[cell if isinstance(cell, str) else tuple(cell) for cell in line] for line in lines]
    counts = Counter(key for line in keys for key in line)
    place: dict[Any, int] = {}
    for key, count in counts.items():
        if count > 1:
            place[key] = len(place)
    found = [
        [place.get(key, cell) for key, cell in zip(line, cells, strict=True)]
        for line, cells in zip(keys, lines, strict=True)
    ]
    return found, list(place)


def _links(lines: list[list[Any]], shared: list[Any]) -> dict[str, str]:
    """Return the address of 区县档案 for each county that is a cell of the table, by its name."""
    said = {cell for cell in (*shared, *(cell for line in lines for cell in line)) if isinstance(cell, str)}
    return {name: address for name, address in visiting.profiles().items() if name in said}


def _tones(tokens: Theme) -> dict[str, str]:
    return {
        "--cell-not-met": tokens.cell_not_met,
        "--text-not-met": tokens.not_met.text,
        "--text-met": tokens.met.text,
        "--cell-no-data": tokens.cell_no_data,
        "--text-no-data": tokens.no_data.text,
    }


def _sent(value: Any) -> Any:
    """Return a cell as the component takes it: text, or [words, sort value, tone]."""
    if isinstance(value, Cell):
        return [value.text, _sortable(value.sort), value.tone]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ["—", None, "quiet"]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return [
            number(value, 0 if float(value).is_integer() else 1),
            value,
            "",
        ]
    return str(value)


def _sortable(value: float | str | None) -> float | str | None:
    return None if isinstance(value, float) and math.isnan(value) else value
