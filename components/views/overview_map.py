"""The small map of 总览: counties coloured by one indicator of the scorecard; a click opens the county."""

from __future__ import annotations

import streamlit as st

from components import filters
from components.map import drawing, serving
from components.map.addresses import LayerAddress
from components.map.chosen import chosen
from components.map.layers import classes_of
from components.map.source import SIZES, MapSource
from components.text import plain
from components.view import View
from components.views import map_legend
from data.store import default_store
from indicators import CityFigures, catalogue, sentences

_DECK, _COLOUR = "overview.deck", "overview.colour"


@st.fragment
def draw_map(keys: tuple[str, ...], usual: str) -> None:
    """Draw the map with its selector; another colour redraws only this part.

    Args:
        keys: Indicators to choose from.
        usual: The one shown until the reader chooses.
    """
    view = filters.current()
    source = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber)
    held = st.session_state.get(_COLOUR)
    key = held if held in keys else usual
    st.subheader(plain(extreme(view.figures, key)), anchor=False)
    size = "small_wall" if view.wall else "small"
    st.pydeck_chart(
        _deck(view, source, key, size), height=SIZES[size][1], key=_DECK, on_select=_clicked,
        alt=f"{view.city_name}各区县地图，按{catalogue()[key].short}着色",
    )
    st.markdown(legend(view, source, key))
    st.selectbox(
        "着色指标", keys, index=keys.index(key), format_func=lambda code: catalogue()[code].short, key=_COLOUR,
        label_visibility="collapsed", placeholder="选择着色指标",
    )


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


def legend(view: View, source: MapSource, key: str) -> str:
    """Return the legend of the classes as Markdown: a swatch and its range each, met and missed told by words too."""
    approval = map_legend.approval_line(default_store().root)
    made = map_legend.legend(source, key, classes_of(source, key), frozenset(), None, view.theme, approval)
    groups = []
    for group in made.groups:
        signs = [f':color[■]{{foreground="{sign.colour}"}}{chr(0xA0)}{plain(sign.words)}' for sign in group.entries]
        groups.append("　".join([plain(group.word), *signs] if group.word else signs))
    notes = f":gray[:small[{'　'.join(plain(note) for note in made.notes)}]]"
    return f":small[{'　'.join(group for group in groups if group)}]  \n{notes}"


def _deck(view: View, source: MapSource, key: str, size: str) -> object:
    snapshot = view.snapshot
    home = source.view(None, size)
    return drawing.deck(
        drawing.Picture(
            address=LayerAddress(snapshot.id, view.city, view.as_of, "", (), view.caliber),
            constant=LayerAddress(snapshot.id, view.city, snapshot.manifest.as_of, ""),
            theme=view.theme,
            screen=size,
            view=home,
            home=home,
            key=key,
            classes=classes_of(source, key),
            shown=frozenset(),
            county_chosen=view.county,
            base=serving_base(),
        )
    )


def serving_base() -> str:
    """Return the path under which a proxy serves the application; empty without one."""
    prefix = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{prefix}" if prefix else ""


def _clicked() -> None:
    """Open the county that was clicked."""
    what = chosen(st.session_state.get(_DECK))
    if what is not None and what.kind == "county":
        filters.goto(what.id)
