"""医共体地图: which consortia each county has, who leads them, whom they manage, and who is left over."""

from components import filters, frame, source
from components.map import panel
from components.views import map_tables, map_view

view = frame.current()
model = panel.model_of(view)
key = panel.colour_key(model)

frame.heading(map_view.finding(model.source, view.county, view.consortium, key))
panel.draw(view, model)
if view.county:
    filters.page_link("county", f"打开{view.county_name}的区县档案")
map_tables.draw(view, model.source)
source.button([key, "consortium.count", "consortium.township_coverage"], key="map.caliber")
