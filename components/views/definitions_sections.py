"""The parts of 指标口径, drawn: the searchable list with the chosen indicator beside it, directions and calibers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components import filters, grid, html, source
from components.rows import Row
from components.tables import csv_bytes
from components.view import View
from components.views.definitions import Definitions, entry, found

_CHOSEN = "definitions.chosen"


@st.fragment
def draw_list(model: Definitions) -> None:
    """Draw the list with its search and, beside it, the indicator whose row was picked; only this part is redrawn."""
    view = filters.current()
    words = st.text_input(
        "查找指标", key="q", bind="query-params", type="search", width=420,
        placeholder="名称、公式或主题，如：派驻 覆盖",
    )
    rows = found(model.list, words or "")
    keys = list(rows["key"])
    shown = set(keys)
    chosen = st.session_state.get(_CHOSEN)
    if chosen not in keys:
        chosen = keys[0] if keys else None
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        _table(
            "definitions.list", "指标列表，选一行看口径", rows,
            [row for row in model.rows["list"] if row["key"] in shown],
            {"name": "指标", "subject": "主题", "unit": "单位", "target": "目标"},
            file="指标口径.csv", empty="没有符合的指标，请换一个词。", height=700 if view.wall else 440, chosen=chosen,
        )
    with right:
        if chosen is not None:
            _entry(view, chosen)


def _remember(key: str) -> None:
    st.session_state[_CHOSEN] = key


def _entry(view: View, key: str) -> None:
    definition, said, targets = entry(key, view.policy)
    blocks = [("", said), *((levels, pairs) for levels, pairs in targets)]
    if not targets:
        blocks.append(("", tuple(source.target_pairs(None, definition))))
    html.draw(
        "definition", key="definitions.entry", name=definition.name, subject=definition.subject,
        blocks=[(levels, [(term, words) for term, words in pairs if words]) for levels, pairs in blocks],
    )


def draw_directions(model: Definitions) -> None:
    """Draw what the document asks for without a number."""
    html.draw("section", key="definitions.directions.title", title="文件提出而未设数值的要求", body="", note="")
    _table(
        "definitions.directions", "文件提出而未设数值的要求", model.directions, model.rows["directions"],
        {"subject": "事项", "asked": "要求", "quote": "原文", "source": "出处", "note": "说明"},
        file="文件未设数值的要求.csv", empty="文件没有这类要求。",
    )


def draw_calibers(model: Definitions) -> None:
    """Draw the calibers of posted staff."""
    html.draw("section", key="definitions.calibers.title", title="派驻人员的口径", body="", note="")
    _table(
        "definitions.calibers", "派驻人员的口径", model.calibers, model.rows["calibers"],
        {"name": "口径", "asks": "计入条件", "default": "作默认的派驻方向", "quote": "原文", "source": "出处"},
        file="派驻口径.csv", empty="没有登记口径。",
    )


def _table(
    key: str,
    label: str,
    frame: pd.DataFrame,
    rows: Sequence[Row],
    headings: Mapping[str, str],
    *,
    file: str,
    empty: str,
    height: int | None = None,
    chosen: str | None = None,
) -> None:
    """Draw rows of text, of the frame that a download has; where one is ``chosen``, a click on another chooses it."""
    picking = "key" in frame.columns
    policy = filters.current().policy
    content = (label, *frame.get("key", ()), policy.id if policy else "")
    grid.table(
        key,
        label,
        [grid.Col(field, heading) for field, heading in headings.items()],
        rows,
        row_id="key" if picking else None,
        on_open=_remember if picking else None,
        selected=chosen,
        height=height,
        empty=empty,
        caption=f"共 {len(frame)} 行",
        download=(file, content, lambda: csv_bytes(frame, headings)),
    )
