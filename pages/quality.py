"""数据质量: what was due and came, what looks wrong in it, and what the check warned of."""

from functools import partial

import streamlit as st

from components import frame, panels
from components.opening import opening
from components.views import listing, quality_lists, quality_months
from components.views.quality import quality

view = frame.current()
model = quality(view)

frame.heading(model.finding)
quality_months.draw()
left, right = st.columns([1.1, 1.5], gap="medium")
with left:
    listing.section("quality.missing", view, model.missing, height=330)
with right:
    panels.draw("quality.shares", model.panels, columns=len(model.panels), wall=view.wall)
listing.section("quality.doubts", view, model.doubts, height=360)
listing.section("quality.positions", view, model.positions, height=320)
opening("校验提示：逐条查看", "quality.warnings.open", partial(quality_lists.draw_warnings, view))
