"""总览: how far the place is from its targets, which county it is due to, and what is missing."""

import streamlit as st

from components import cards, frame, source
from components.views import overview_sections as sections
from components.views.overview import overview
from components.views.overview_map import draw_map

view = frame.current()
model = overview(view)

frame.heading(model.finding)
cards.draw(model.cards)
left, right = st.columns([2.35, 1], gap="medium")
with left:
    sections.draw_scorecard(view, model.scorecard)
with right:
    draw_map(model.scorecard.keys, model.coloured)
sections.draw_notes(model)
source.button(model.keys, key="overview.caliber")
