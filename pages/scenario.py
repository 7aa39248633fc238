"""情景推演: what would come of it, on the same indicators, and what could be taken away."""

import streamlit as st

from components import frame
from components.views import (
    scenario_compare,
    scenario_contributions,
    scenario_editor,
    scenario_lists,
    scenario_maps,
    scenario_notices,
    scenario_proposals,
    scenario_results,
    scenario_takeaway,
)
from components.views.scenario import scenario
from components.views.scenario_desk import desk
from scenarios.words import WATERMARK

view = frame.current()
held = desk(view)
model = scenario(view, held)

frame.heading(model.finding, mark=WATERMARK if model.changed else "")
scenario_notices.draw(view, held, model)
left, right = st.columns([1, 1.3], gap="medium")
with left:
    scenario_editor.draw(view, held, model)
with right:
    scenario_results.draw(view, model)
    scenario_lists.draw_refused(held, model)
scenario_contributions.draw(view, model)
scenario_maps.draw(view, held, model)
scenario_lists.draw(view, model)
scenario_proposals.draw(view, held)
scenario_compare.draw(view, held, model)
scenario_takeaway.draw(view, held, model)
