"""Charts as SVG (图表): fluid in width, fixed in height, drawn from plain numbers, coloured by the style sheet.

Each function returns markup for :mod:`components.html`; positions along the width are percentages, so text keeps its
size in a card of any width. Plotly is not used for these: one Plotly chart costs two thirds of an empty page per
click, these cost nothing that can be measured. It draws what one explores (:mod:`components.charts.explore`).
"""

from components.charts.bars import Bar, Segment, bars
from components.charts.bullet import bullet
from components.charts.line import Series, lines

__all__ = ["Bar", "Segment", "Series", "bars", "bullet", "lines"]
