"""服务覆盖: which villages are served and how, which are not, family doctors, straight-line distances."""

import streamlit as st

from components import frame, kpi, panels, source
from components.views import listing, stated
from components.views.coverage import KEYS, coverage, draw_distances

view = frame.current()
model = coverage(view)

around = [(f"查看{view.county_name}的服务覆盖", view.county)] if view.consortium and view.county else []
frame.heading(model.finding, around)
if not view.consortium:
    kpi.cards("coverage.cards", model.cards, columns=4, wall=view.wall)
    panels.draw("coverage.panels", model.panels, wall=view.wall)
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        listing.section("coverage.uncovered", view, model.uncovered, height=420)
    with right:
        listing.section("coverage.family", view, model.family, height=420)
    draw_distances()
stated.draw("coverage", view)
source.button(KEYS, key="coverage.caliber")
