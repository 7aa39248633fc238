"""The parts of 总览 beneath the cards, drawn: scorecard, map, notes."""

from __future__ import annotations

import streamlit as st

from components import filters
from components.tables import selected, table
from components.text import plain
from components.view import View
from components.views.overview import Overview
from components.views.scorecard import COUNTY, MISSED, Scorecard
from indicators import catalogue

_TABLE = "overview.scorecard"
_OPENED = "overview.opened"
#: Notes shown at once; more are a click away.
_NOTES = 6


def draw_scorecard(view: View, card: Scorecard) -> None:
    """Draw counties × key indicators; a row opens its county, the open county's row returns to the city."""
    st.subheader(plain(card.finding), anchor=False)
    columns = {
        COUNTY: st.column_config.TextColumn(label="区县", width=66),
        **({MISSED: st.column_config.NumberColumn(label="未达标", width=58)} if card.aimed else {}),
        **{
            key: st.column_config.NumberColumn(
                label=catalogue()[key].short, width=112, alignment="left" if key in card.aimed else "right"
            )
            for key in card.keys
        },
    }
    table(
        card.values,
        columns,
        key=_TABLE,
        empty="没有在统计范围内的区县。",
        alt="各区县主要指标与达标情况",
        screen=view.screen,
        styler=card.styled(view.theme),
        on_select=lambda: _open(card.codes),
        download="各区县主要指标",
        note=card.note,
    )


def _open(codes: tuple[str, ...]) -> None:
    """Answer a click on a row of the scorecard."""
    row = selected(_TABLE)
    view = filters.current()
    if row is not None:
        st.session_state[_OPENED] = codes[row]
        filters.goto(codes[row])
        return
    # The selected row was clicked again: it closes the county it had opened, or opens it anew after the reader
    # went elsewhere by the selectors.
    last = st.session_state.get(_OPENED)
    if last and view.county != last:
        filters.goto(last)
    else:
        filters.goto(view.city)


def draw_notes(model: Overview) -> None:
    """Draw what was not reported and what is in doubt, then what documents report of the place."""
    notes = model.notes
    st.subheader(f"未报与存疑：{len(notes)} 项" if len(notes) else "未报与存疑：没有", anchor=False)
    if len(notes):
        lines = [f"- {plain(kind)}：{plain(sentence)}" for kind, sentence in _pairs(model)[:_NOTES]]
        st.markdown("\n".join(lines))
        if len(notes) > _NOTES:
            more = st.expander(f"其余 {len(notes) - _NOTES} 项", on_change="rerun", key="overview.more")
            if more.open:
                table(
                    notes,
                    {"kind_label": "类别", "sentence": "说明"},
                    key="overview.notes",
                    empty="",
                    alt="未报与存疑的全部条目",
                    rows=12,
                    download="未报与存疑",
                )
    if len(model.statements):
        said = st.expander(f"文件已公布的数据：{len(model.statements)} 条，原文照录，不参与计算", on_change="rerun",
                           key="overview.statements")
        if said.open:
            with said:
                table(
                    model.statements,
                    {"subject": "事项", "value_text": "数值", "period_text": "时期", "quote": "原文", "note": "说明"},
                    key="overview.said",
                    empty="",
                    alt="文件中已公布的数据",
                    download="文件已公布的数据",
                )


def _pairs(model: Overview) -> list[tuple[str, str]]:
    return list(zip(model.notes["kind_label"], model.notes["sentence"], strict=True))
