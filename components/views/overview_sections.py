"""The parts of 总览 beneath the cards, drawn: scorecard, map, notes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import files, filters, grid, html
from components.view import View
from components.views import questions
from components.views.cached import per_view
from components.views.listing import builder, file_name
from components.views.overview import Overview
from components.views.overview_map import MapTab
from components.views.scorecard import COUNTY, MISSED, Scorecard
from indicators import catalogue

#: Notes shown at once; more are a click away.
_NOTES = 6


def draw_scorecard(view: View, card: Scorecard) -> None:
    """Draw counties × key indicators; a row opens its county, the open county's row returns to the city."""
    columns = [
        grid.Col(COUNTY, "区县", width=66),
        *([grid.Col(MISSED, "未达标", "right", width=58)] if card.aimed else []),
        *(grid.Col(key, catalogue()[key].short, "left" if key in card.aimed else "right") for key in card.keys),
    ]
    with st.container(gap="xxsmall"):
        html.draw("section", key="overview.scorecard.finding", title=card.finding, body="", note="")
        _grid(view, card, columns)


def _grid(view: View, card: Scorecard, columns: Sequence[grid.Col]) -> None:
    grid.table(
        "overview.scorecard",
        "各区县主要指标与达标情况",
        columns,
        card.rows,
        row_id="code",
        on_open=lambda code: filters.goto(view.city if code == view.county else code),
        selected=view.county,
        caption=card.note,
        empty="没有在统计范围内的区县。",
        download=(
            file_name(view.whole, "各区县主要指标"),
            (*view.whole.key, "scorecard"),
            builder(view.whole, card.numbers, {COUNTY: "区县", MISSED: "未达标项数", **card.headings}),
        ),
    )


def draw_map(made: Sequence[MapTab]) -> None:
    """Draw the small maps, one in front; a county opens when it is clicked.

    They are the same whichever county is chosen, so that a choice does not send them again; the notes mark it.
    """
    html.draw(
        "tabs", key="overview.map", tabs=made, name="overview-map", label="着色指标", wall=False, on_open=filters.goto
    )


def draw_questions(view: View) -> None:
    """Draw what a leader may ask of a city or a county, each answer with its rows one click away."""
    if view.level != "consortium":
        questions.draw("overview.questions", view, _questions(view))


_questions = per_view()(questions.questions)


def draw_notes(view: View, model: Overview) -> None:
    """Draw what was not reported and what is in doubt."""
    lines = model.note_lines
    html.draw(
        "overview_notes",
        key="overview.notes",
        title=f"未报与存疑：{len(lines)} 项" if lines else "未报与存疑：没有",
        county=view.county or "",
        theme=view.theme,
        first=lines[:_NOTES],
        rest=lines[_NOTES:],
        file=file_name(view, "未报与存疑"),
        url=files.register(
            (*view.key, "notes"),
            file_name(view, "未报与存疑"),
            builder(view, model.notes, {"kind_label": "类别", "sentence": "说明"}),
        ),
    )
