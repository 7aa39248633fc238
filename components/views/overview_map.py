"""The small map of 总览: counties coloured by each indicator of the scorecard; a click opens the county."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components.charts.choropleth import choropleth
from components.charts.outline import frame, outlines
from components.html import render
from components.map import serving
from components.map.classes import NOT_REPORTED, OUTSIDE
from components.map.layers import classes_of, county_figures
from components.map.palette import class_colours
from components.theme import theme_of
from components.view import View
from components.views import map_legend
from components.views.area import short_county
from data.approval import approval_line
from data.store import default_store
from indicators import CityFigures, catalogue, sentences
from indicators.wording import figure_number

#: Tallest drawing, in its own units of which the width has 480.
_TALLEST = 560


@dataclass(frozen=True, slots=True)
class MapTab:
    """One indicator's map: the name of its tab, its finding, the drawing with its legend."""

    name: str
    title: str
    body: Markup
    note: str


def tabs(view: View, keys: tuple[str, ...], first: str) -> tuple[MapTab, ...]:
    """Return a map per indicator, ``first`` in front; made once per view and theme."""
    ordered = tuple(sorted(keys, key=lambda key: key != first))
    day = view.as_of.isoformat()
    return _tabs(view.snapshot.id, view.city, day, view.caliber, view.instead, ordered, view.theme.kind, view)


@st.cache_resource(show_spinner=False, max_entries=64)
def _tabs(
    snapshot: str, city: str, as_of: str, caliber: str | None, policy: str | None, keys: tuple[str, ...], kind: str,
    _view: View,
) -> tuple[MapTab, ...]:
    theme = theme_of(kind)
    shapes = _view.snapshot.boundaries(city)
    to = frame(shapes.total_bounds, _TALLEST)
    drawn = outlines(shapes["region_code"], shapes["name"], shapes.geometry, to)
    source = serving.source_of(_view.snapshot, city, _view.as_of, caliber, policy)
    approval = approval_line(default_store().root)
    made = []
    for key in keys:
        definition = catalogue()[key]
        classes, figures = classes_of(source, key), county_figures(source, key)
        colours = class_colours(classes, theme)
        fills, words = {}, {}
        for shape in drawn:
            figure = figures.get(shape.code)
            outside = shape.code not in source.facts.counties
            value = figure.value if figure is not None else None
            fills[shape.code] = colours[OUTSIDE if outside else NOT_REPORTED if value is None else classes.of(value)]
            if not outside:
                said = "未报" if value is None else figure_number(value, definition.unit, definition.decimals)
                words[shape.code] = (short_county(shape.name), said)
        legend = map_legend.legend(source, key, classes, frozenset(), None, theme, approval)
        title = extreme(_view.figures, key)
        alt = f"{_view.city_name}各区县地图，按{definition.short}着色。{title}"
        body = choropleth(drawn, fills, words, alt, to.height)
        made.append(MapTab(definition.short, title, body + render("map_legend", legend=legend, wall=False), ""))
    return tuple(made)


def extreme(figures: CityFigures, key: str) -> str:
    """Return the map's finding: the county with the worst value, ties together."""
    definition = catalogue()[key]
    values = {
        figures.name_of(scope): value
        for scope in figures.scopes
        if figures.level_of(scope) == "county" and (value := figures.value(key, scope)) is not None
    }
    worst = (min if definition.direction == "up" else max)(values.values(), default=None)
    names = [name for name, value in values.items() if value == worst]
    return sentences.extreme(definition.short, names, definition.direction, any_value=bool(values))
