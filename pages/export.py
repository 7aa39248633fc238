"""材料导出: the view as slides, brief, tables and page, and 核对 of a file that comes back."""

import streamlit as st

from components import frame
from components.text import plain
from components.views import export_check, export_files, meeting_desk
from components.views.export import export
from components.views.export_desk import desk
from scenarios.words import WATERMARK

view = frame.current()
held = desk()
agenda = meeting_desk.desk(view)
model = export(view, agenda)

frame.heading(model.finding, mark=WATERMARK if WATERMARK in model.document.marks else "")
if model.problems:
    st.warning(plain("".join(model.problems)))
left, right = st.columns([1.55, 1], gap="medium")
with left:
    export_files.draw(view, model, held, agenda)
with right:
    export_check.draw_upload(held)
export_check.draw(view, held)
