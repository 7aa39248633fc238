"""区县档案: one county on two sheets: where it stands, its consortia, its gaps, what was published of it."""

import streamlit as st

from components import filters, frame, html, kpi, source
from components.views import listing, questions
from components.views.county import county

view = frame.current()

if view.level == "city":
    frame.heading("请选择区县：在左侧选择，或点下面的名称。")
    with st.container(horizontal=True, gap="small"):
        for code, name in view.places.counties.items():
            st.button(name, key=f"county.open.{code}", on_click=filters.goto, args=(code,), type="tertiary")
else:
    model = county(view)
    frame.heading(model.finding)
    kpi.cards("county.cards", model.cards, wall=view.wall)
    left, right = st.columns(2, gap="medium")
    with left:
        questions.draw("county.gaps", model.gaps, wall=view.wall)
        questions.draw("county.questions", model.questions, wall=view.wall)
    with right:
        html.draw("trees", key="county.trees", title=model.trees_title, trees=model.trees, note=model.trees_note,
                  wall=view.wall)
    listing.section("county.statements", view, model.statements)
    filters.page_link("map", "在地图上看")
    source.button(model.keys, key="county.caliber")
