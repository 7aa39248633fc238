"""国家监测: the names of the national monitoring system, what can be computed of them here, and what cannot."""

import streamlit as st

from components import frame, source
from components.views import listing
from components.views.monitoring import monitoring

view = frame.current()
model = monitoring(view)

frame.heading(model.finding)
left, right = st.columns([2.3, 1], gap="medium")
with left:
    listing.section("monitoring.names", view, model.names)
with right:
    listing.section("monitoring.counties", view, model.counties)
source.button(model.keys, key="monitoring.caliber")
