"""数据管理: the counties' workbooks come in, are checked cell by cell, and are published or sent back."""

from components import frame
from components.views import manage_answer, manage_store, manage_upload
from components.views.manage import manage
from components.views.manage_desk import desk

view = frame.current()
held = desk()
model = manage(view, held)

frame.heading(model.finding)
manage_upload.draw(view, model, held)
manage_answer.draw(model, held)
manage_store.draw(model, held)
