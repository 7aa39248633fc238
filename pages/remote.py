"""远程服务: how much was done against the year before, who asks whom, who opened and did not use, what is built."""

from components import frame, kpi, panels, source
from components.views import listing, stated
from components.views.remote import draw_matrix, remote

view = frame.current()
model = remote(view)

frame.heading(model.finding)
kpi.cards("remote.cards", model.cards, columns=4, wall=view.wall)
panels.draw("remote.panels", model.panels, wall=view.wall)
draw_matrix()
listing.section("remote.doubts", view, model.doubts, height=300)
listing.section("remote.centres", view, model.centres, height=420)
stated.draw("remote", view)
source.button(model.keys, key="remote.caliber")
