"""区县档案: one county on two sheets: where it stands, its consortia, its gaps, what was published of it."""

from components import frame, kpi, source
from components.views import listing
from components.views.county import county, draw_body

view = frame.current()

if view.level == "city":
    counties = [(name, code) for code, name in view.places.counties.items()]
    frame.heading("请选择区县：在左侧选择，或点下面的名称。", counties)
else:
    model = county(view)
    frame.heading(model.finding)
    kpi.cards("county.cards", model.cards, wall=view.wall)
    draw_body(view, model)
    if model.statements.rows:
        listing.section("county.statements", view, model.statements)
    source.button(model.keys, key="county.caliber")
