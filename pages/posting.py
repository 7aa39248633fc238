"""人员下沉: how many are posted against the targets, who has nobody, and what is not counted."""

from functools import partial

import streamlit as st

from components import frame, kpi, panels, source
from components.opening import opening
from components.views import listing, stated
from components.views.posting import KEYS, draw_uncounted, posting

view = frame.current()
model = posting(view)

frame.heading(model.finding)
kpi.cards("posting.cards", model.cards, columns=3, wall=view.wall)
left, right = st.columns(2, gap="medium")
with left:
    panels.tabs("posting.course", "派驻方向", model.course, wall=view.wall)
with right:
    listing.section("posting.unposted", view, model.unposted, height=470 if view.wall else 290)
panels.draw("posting.panels", model.panels, columns=3, wall=view.wall)
opening("未计入的在派人员：逐条查看", "posting.uncounted", partial(draw_uncounted, view))
listing.section("posting.overdue", view, model.overdue, height=300)
listing.section("posting.senders", view, model.senders, height=420)
stated.draw("posting", view)
source.button(KEYS, key="posting.caliber")
