"""医共体地图: which consortia each county has, who leads them, whom they manage, and who is left over."""

from components import frame, source
from components.map import panel
from components.views import map_tables, map_view, stated

view = frame.current()
model = panel.model_of(view)
key = panel.colour_key(model)

frame.heading(map_view.finding(model.source, view.county, view.consortium, key))
panel.draw(view, model)
map_tables.draw(view, model.source)
stated.draw("map", view)
source.button([key, "consortium.count", "consortium.township_coverage"], key="map.caliber")
