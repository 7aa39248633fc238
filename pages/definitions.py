"""指标口径: what each number is, its numerator and denominator, what null means, the target, its quote and source.

Here the reader also chooses the document that targets are taken from.
"""

import streamlit as st

from components import filters, frame
from components.views import definitions_sections as sections
from components.views.definitions import definitions, finding

view = frame.current()
model = definitions(view)

frame.heading(finding(model, view.city_name, view.policy))
filters.policy_selector(view)
sections.draw_list(model)
with st.container(gap="xxsmall"):
    sections.draw_directions(model)
with st.container(gap="xxsmall"):
    sections.draw_calibers(model)
