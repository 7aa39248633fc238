"""就医格局: where residents are treated, who pulls the city down, which specialties they leave for."""

from functools import partial

import streamlit as st

from components import frame, kpi, panels, source
from components.opening import opening
from components.views import care_explore, listing, stated
from components.views.care import care, draw_slots

view = frame.current()
model = care(view)

frame.heading(model.finding)
kpi.cards("care.cards", model.cards, columns=5, wall=view.wall)
if model.pulls:
    left, right = st.columns(2, gap="medium")
    with left:
        panels.tabs("care.months", "逐月", model.by_month, wall=view.wall)
    with right:
        panels.tabs("care.pulls", "谁拉低", model.pulls, wall=view.wall)
else:
    panels.tabs("care.months", "逐月", model.by_month, wall=view.wall)
listing.section("care.counties", view, model.counties, height=420)
opening(care_explore.LABEL, "care.explore.open", partial(care_explore.draw, view))
left, right = st.columns([1, 1.15], gap="medium")
with left:
    panels.draw("care.outward", [model.outward], columns=1, wall=view.wall)
with right:
    listing.section("care.specialties", view, model.specialties, height=420)
left, right = st.columns(2, gap="medium")
with left:
    listing.section("care.referrals", view, model.referrals, height=420)
with right:
    draw_slots()
stated.draw("care", view)
source.button(model.keys, key="care.caliber")
