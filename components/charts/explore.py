"""A chart one explores (可缩放图): many lines over months, to zoom into and to switch one by one, drawn by Plotly.

It costs two thirds of an empty page per click, so it is made and sent only when a reader opens it.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from components.charts.line import Series
from components.theme import FONT_FAMILY, Theme
from indicators.wording import month_words, quantity

#: No bar of tools: its words are English, and a double click and the legend do what it does.
CONFIG = {"displayModeBar": False, "displaylogo": False}
#: How strongly a line in the grey of what does not stand out is drawn.
_BEHIND = 0.45


def explore(
    months: Sequence[str], series: Sequence[Series], theme: Theme, *, unit: str, decimals: int, target: float | None,
    height: int,
) -> go.Figure:
    """Return lines over months; hovering names all values of a month, the legend switches lines, a double click resets.

    Args:
        months: ``YYYY-MM``, in order; every month, also those nobody reported.
        series: The lines; a null breaks its line. The first is drawn thick, in the colour of values.
        theme: Colours.
        unit: Written behind each value.
        decimals: Of the values.
        target: Drawn as a dashed line; null for none.
        height: Pixels.
    """
    names = [month_words(month) for month in months]
    figure = go.Figure()
    for at, one in enumerate(series):
        figure.add_scatter(
            x=names, y=list(one.values), name=one.name, mode="lines", connectgaps=False,
            line={"color": one.colour, "width": 3 if at == 0 else 1.8},
            opacity=_BEHIND if one.colour == theme.no_data.mark else 1,
            customdata=[quantity(value, unit, decimals) for value in one.values], hovertemplate="%{customdata}",
        )
    if target is not None:
        figure.add_hline(y=target, line={"color": theme.ink, "dash": "dash", "width": 1.5})
    axis = {"gridcolor": theme.table_line, "linecolor": theme.secondary, "zeroline": False, "title": None}
    figure.update_layout(
        height=height, margin={"l": 52, "r": 8, "t": 8, "b": 8}, paper_bgcolor=theme.page, plot_bgcolor=theme.page,
        font={"family": FONT_FAMILY, "size": 13, "color": theme.ink}, hovermode="x unified", dragmode="zoom",
        hoverlabel={"bgcolor": theme.page, "bordercolor": theme.line, "font": {"color": theme.ink}},
        legend={"orientation": "h", "y": -0.14, "x": 0},
        xaxis={**axis, "type": "category", "nticks": 10, "showgrid": False}, yaxis={**axis, "ticksuffix": unit},
    )
    return figure
