"""数据质量: what was due and came, what was odd when it was published, what looks wrong in it."""

import streamlit as st

from components import frame, panels
from components.views import listing
from components.views.quality import quality

view = frame.current()
model = quality(view)

frame.heading(model.finding)
panels.draw("quality.shares", model.panels, wall=view.wall)
left, right = st.columns([1, 1.5], gap="medium")
with left:
    listing.section("quality.missing", view, model.missing, height=360)
with right:
    listing.section("quality.doubts", view, model.doubts, height=360)
listing.section("quality.positions", view, model.positions, height=320)
listing.section("quality.warnings", view, model.warnings, height=360)
