"""总览: how far the place is from its targets, which county it is due to, and what is missing."""

import streamlit as st

from components import frame, kpi
from components.views import overview_sections as sections
from components.views import stated
from components.views.overview import overview
from components.views.overview_map import tabs

view = frame.current()
model = overview(view)

frame.heading(model.finding)
kpi.cards("overview.cards", model.cards, wall=view.wall)
left, right = st.columns([2.35, 1], gap="medium")
with left:
    sections.draw_scorecard(view, model.scorecard)
with right:
    sections.draw_map(tabs(view, model.scorecard.keys, model.coloured))
sections.draw_questions(view)
sections.draw_notes(view, model)
stated.draw("overview", view)
