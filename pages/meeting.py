"""会议放映: the agenda of a meeting, its slides in small, and the wall they are shown on."""

import streamlit as st

from components import frame
from components.text import plain
from components.views.meeting import draw, meeting
from components.views.meeting_desk import desk
from scenarios.words import WATERMARK

view = frame.current()
held = desk(view)
model = meeting(view, held)

frame.heading(model.finding, mark=WATERMARK if model.scenario is not None else "")
for notice in model.notices:
    st.warning(plain(notice))
draw(held, model)
