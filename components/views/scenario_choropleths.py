"""A city's map before and after: its counties coloured by each of the indicators that moved most."""

from __future__ import annotations

from components.charts.choropleth import choropleth
from components.html import render
from components.map import serving
from components.map.classes import NOT_REPORTED, OUTSIDE, Classes, classify
from components.map.palette import class_colours
from components.map.source import MapSource
from components.panels import Tab
from components.view import View
from components.views import map_legend
from components.views.area import area, short_county
from components.views.cached import per_view
from components.views.scenario import asked
from data.approval import approval_line
from data.store import default_store
from indicators import Figure, catalogue
from indicators.scopes import level_of
from indicators.wording import NOT_REPORTED as MISSING
from indicators.wording import figure_number, joined
from scenarios.areas import areas
from scenarios.comparing import Answer
from scenarios.words import WATERMARK

#: Size of the words in the drawing's units.
_WORDS = 14.0
#: Indicators one may look at; two drawings each travel with every click.
_MOST = 4


def most_moved(found: Answer) -> tuple[str, ...]:
    """Return the indicators of counties that moved most: in how many a status changed, then in how many anything."""
    held: dict[str, list[int]] = {}
    for one in found.moved:
        if level_of(one.scope) == "county":
            counts = held.setdefault(one.key, [0, 0])
            counts[0] += one.status_changed
            counts[1] += 1
    return tuple(sorted(held, key=lambda key: (-held[key][0], -held[key][1])))[:_MOST]


@per_view(entries=32)
def tabs(view: View, text: str) -> tuple[Tab, ...]:
    """Return a pair of maps per indicator, the one that moved most in front; none where no county moved."""
    found = asked(view, text)
    source = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber, view.instead)
    # The legend asks for the counties, which are the same, and for their figures.
    after = MapSource(source.facts, found.after, source.boundaries, source.territories, source.around)
    return tuple(_tab(view, found, source, after, key) for key in most_moved(found))


def _tab(view: View, found: Answer, source: MapSource, after: MapSource, key: str) -> Tab:
    definition, held = catalogue()[key], areas(found, key)
    classes = _classes(key, [one.before for one in held] + [one.after for one in held])
    moved = [one for one in held if one.moved]
    title = f"{definition.short}：{joined([one.name for one in moved], 3, '个区县')}有变化"
    then = _drawn(view, source, key, classes, {one.code: one.before for one in held}, "现状", "")
    now = _drawn(view, source, key, classes, {one.code: one.after for one in held}, "情景", WATERMARK)
    approval = approval_line(default_store().root)
    legend = map_legend.legend(after, key, classes, frozenset(), None, view.theme, approval)
    body = render("scenario_maps", before=then, after=now, mark=WATERMARK) + render(
        "map_legend", legend=legend, wall=view.wall
    )
    return Tab(definition.short, title, body)


def _classes(key: str, figures: list[Figure | None]) -> Classes:
    """Return the classes of both maps together, so that a colour means the same on either."""
    definition = catalogue()[key]
    values = [figure.value for figure in figures if figure is not None]
    most = 100.0 if definition.is_rate else None
    target = next((figure.target for figure in reversed(figures) if figure is not None and figure.target), None)
    if target is None or isinstance(target.value, tuple) or target.op == "range":
        return classify(values, definition.decimals, most=most)
    return classify(values, definition.decimals, float(target.value), target.op, most=most)


def _drawn(
    view: View, source: MapSource, key: str, classes: Classes, figures: dict[str, Figure | None], which: str, mark: str
) -> str:
    definition, colours = catalogue()[key], class_colours(classes, view.theme)
    place = area(view)
    fills, words = {}, {}
    for shape in place.counties:
        figure = figures.get(shape.code)
        outside = shape.code in source.facts.outside
        value = figure.value if figure is not None else None
        fills[shape.code] = colours[OUTSIDE if outside else NOT_REPORTED if value is None else classes.of(value)]
        if not outside:
            words[shape.code] = (short_county(shape.name), MISSING if value is None else
                                 figure_number(value, definition.unit, definition.decimals))
    alt = f"{view.city_name}{which}地图，按{definition.short}着色{f'，{mark}' if mark else ''}"
    return choropleth(place.counties, fills, words, alt, place.frame.height, size=_WORDS, mark=mark)


