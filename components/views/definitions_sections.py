"""The parts of 指标口径, drawn: the searchable list with the chosen indicator beside it, directions and calibers."""

from __future__ import annotations

import streamlit as st

from components import filters, source
from components.tables import selected, table
from components.text import plain
from components.view import View
from components.views.definitions import Definitions, entry, found

_TABLE = "definitions.list"


def draw_list(view: View, model: Definitions) -> None:
    """Draw the list with its search and, beside it, the indicator whose row was picked."""
    _list(model)


@st.fragment
def _list(model: Definitions) -> None:
    # Searching and picking redraw only this part.
    view = filters.current()
    words = st.text_input(
        "查找指标", key="q", bind="query-params", type="search", width=420,
        placeholder="名称、公式或主题，如：派驻 覆盖",
    )
    rows = found(model.list, words or "")
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        table(
            rows,
            {
                "subject": st.column_config.TextColumn(label="主题", width=90),
                "name": st.column_config.TextColumn(label="指标", width=230),
                "unit": st.column_config.TextColumn(label="单位", width=60),
                "target": st.column_config.TextColumn(label="目标", width=200),
            },
            key=_TABLE,
            empty="没有符合的指标，请换一个词。",
            alt="指标列表，选一行看口径",
            rows=13 if view.screen == "laptop" else 20,
            screen=view.screen,
            on_select=True,
            download="指标口径",
        )
    with right:
        row = selected(_TABLE)
        if rows.empty:
            return
        _entry(view, rows["key"].iloc[row if row is not None and row < len(rows) else 0])


def _entry(view: View, key: str) -> None:
    definition, said, targets = entry(key, view.policy)
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(definition.name)}**　:gray[:small[{plain(definition.subject)}]]")
        st.markdown(source.markdown(said))
        if not targets:
            st.markdown(source.markdown(source.target_pairs(None, definition)))
        for levels, pairs in targets:
            st.markdown(source.markdown((("对象", levels), *pairs)))


def draw_directions(model: Definitions) -> None:
    """Draw what the document asks for without a number."""
    st.subheader("文件提出而未设数值的要求", anchor=False)
    table(
        model.directions,
        {"subject": "事项", "asked": "要求", "quote": "原文", "source": "出处", "note": "说明"},
        key="definitions.directions",
        empty="没有这类要求。",
        alt="文件提出而未设数值的要求",
        download="文件未设数值的要求",
    )


def draw_calibers(model: Definitions) -> None:
    """Draw the calibers of posted staff."""
    st.subheader("派驻人员的口径", anchor=False)
    table(
        model.calibers,
        {"name": "口径", "asks": "计入条件", "default": "作默认的派驻方向", "quote": "原文", "source": "出处"},
        key="definitions.calibers",
        empty="没有登记口径。",
        alt="派驻人员的口径",
    )
