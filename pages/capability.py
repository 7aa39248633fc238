"""能力建设: who can do what, since when, and what nobody reported."""

import streamlit as st

from components import frame, kpi, panels, source
from components.views import listing, stated
from components.views.capability import capability, draw_matrix

view = frame.current()
model = capability(view)

frame.heading(model.finding)
kpi.cards("capability.cards", model.cards, wall=view.wall)
draw_matrix()
left, right = st.columns(2, gap="medium")
with left:
    listing.section("capability.pairings", view, model.pairings, height=420)
with right:
    panels.tabs("capability.trends", "逐期", model.trends, wall=view.wall)
left, right = st.columns(2, gap="medium")
with left:
    listing.section("capability.features", view, model.features, height=360)
with right:
    listing.section("capability.money", view, model.money, height=360)
stated.draw("capability", view)
source.button(model.keys, key="capability.caliber")
