"""指标口径: what each number is, its numerator and denominator, what null means, the target, its quote and source."""

from components import frame
from components.views import definitions_sections as sections
from components.views.definitions import definitions, finding

view = frame.current()
model = definitions(view)

frame.heading(finding(model, view.city_name, view.policy))
sections.draw_list(view, model)
sections.draw_directions(model)
sections.draw_calibers(model)
