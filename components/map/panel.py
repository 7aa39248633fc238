"""The map on the page (地图区): toolbar, deck, legend, and the card beside it; clicks and searches choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from components import controls, filters, html, visiting
from components.controls import Control, Search, Selector, Switches
from components.map import drawing, serving
from components.map.addresses import LayerAddress
from components.map.chosen import Chosen, Kind, chosen
from components.map.classes import Classes
from components.map.deck import CompactDeck
from components.map.drawing import TOGGLES, Picture
from components.map.geometry import MapView
from components.map.layers import classes_of
from components.map.searching import SearchEntry, search_entries
from components.map.source import MapSource
from components.routes_paths import base
from components.view import View
from components.views import map_legend, map_view
from components.views.cached import per_view
from components.views.map_cards import Card, card
from components.views.map_legend import Legend
from data.approval import approval_line
from data.store import default_store
from indicators import catalogue

_DECK, _COLOURED = "map.deck", "map.coloured"
#: The address's word for the indicator that colours the counties.
COLOUR = "colour"
_CHOSEN = "map.chosen"
HEIGHTS = {"laptop": 478, "wall": 790}
#: Layers on at first: village clinics are too many for a whole city.
_ON = {True: tuple(TOGGLES), False: ("lead", "grassroots", "links")}


@dataclass(frozen=True)
class MapModel:
    """Everything of one view that does not change with a click: worked out once for all readers."""

    source: MapSource
    keys: list[str]
    entries: Mapping[str, SearchEntry]


@per_view()
def model_of(view: View) -> MapModel:
    """Return the model of a view, from the cache if anyone has seen it before."""
    source = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber, view.instead)
    return MapModel(source, map_view.colouring_keys(source), search_entries(source, view.county))


def colour_key(model: MapModel) -> str:
    """Return the indicator the address asks for, so that a link shows the same colours; the usual one without any.

    Who comes back to the page by the menu finds the colours left before.
    """
    key = st.query_params.get(COLOUR)
    if key is None and not filters.history_step():
        key = st.session_state.get(_COLOURED)
    return key if key in model.keys else map_view.default_key(model.keys)


@dataclass(frozen=True)
class Sight:
    """What one sees of the map: the deck, its legend and the card beside it."""

    deck: CompactDeck
    legend: Legend
    card: Card


def draw(view: View, model: MapModel) -> None:
    """Draw toolbar, map, legend and card."""
    left, right = st.columns([2.75, 1], gap="small")
    with left:
        shown, key = _toolbar(view, model)
        what = _held(view)
        sight = _sight(view, key, shown, (what.kind, what.id) if what else None,
                       approval_line(default_store().root))
        st.pydeck_chart(sight.deck, height=HEIGHTS[view.screen], key=_DECK, on_select=_clicked, alt=_alt(view, key))
        html.draw("map_legend", key="map.legend", legend=sight.legend, wall=view.wall)
    with right, st.container(border=True, height="stretch"):
        said = sight.card
        county = said.scope if said.scope in view.places.counties else view.county
        profile = visiting.address(visiting.PROFILE, county) if county else ""
        html.draw("map_card", key="map.card", on_open=_open, wall=view.wall, card=said, profile=profile)


@per_view(entries=512)
def _sight(
    view: View, key: str, shown: tuple[str, ...], chosen: tuple[Kind, str] | None, approval: str
) -> Sight:
    """Return what is seen of a view coloured by ``key``, with some layers on and something chosen."""
    source, what, on = model_of(view).source, Chosen(*chosen) if chosen else None, frozenset(shown)
    classes = classes_of(source, key)
    return Sight(
        drawing.deck(_picture(view, source, key, classes, on, what)),
        map_legend.legend(source, key, classes, on, view.county, view.theme, approval),
        card(source, view.scope, what, key),
    )


def _toolbar(view: View, model: MapModel) -> tuple[tuple[str, ...], str]:
    """Draw search, layer switches and colours in one row; return the layers that are on and what colours the map."""
    # A county has its own set of layers, so that switching clinics on there does not flood the city.
    switches, on = _layers(view), _on(county=view.county is not None)
    key = colour_key(model)
    search = Search("search", "查找机构、乡镇、区县", _search_url(view), "没有名称含“{}”的机构、乡镇或区县")
    row: list[Control] = [search, Switches("layers", "图层", switches, on)]
    if view.county is None and model.keys:
        _hold(key, map_view.default_key(model.keys))
        row.append(Selector("colour", "着色指标", {each: _short(each) for each in model.keys}, key))
    controls.panel("map.toolbar", row, _asked, row=True)
    return on, key


def _on(*, county: bool) -> tuple[str, ...]:
    """Return the layers that are on, in a county's view or in the city's: as the reader left them."""
    kept: tuple[str, ...] = st.session_state.get(_switched(county=county), _ON[county])
    return kept


def _layers(view: View) -> dict[str, str]:
    """Return the layers that can be switched: a city has no territories to show."""
    return {code: words for code, words in TOGGLES.items() if view.county is not None or code != "territory"}


def _switched(*, county: bool) -> str:
    """Return where the layers that are on are kept."""
    return f"map.layers.{'county' if county else 'city'}"


def _search_url(view: View) -> str:
    county = () if view.county is None else (view.county,)
    return base() + LayerAddress(view.snapshot.id, view.city, view.as_of, "search", county).url


def _asked(name: str, value: object) -> None:
    """Answer a choice in the toolbar; what was not offered changes nothing."""
    view = filters.current()
    model = model_of(view)
    if name == "layers" and isinstance(value, list):
        on = tuple(code for code in _layers(view) if code in value)
        st.session_state[_switched(county=view.county is not None)] = on
    elif name == "colour" and value in model.keys:
        st.query_params[COLOUR] = str(value)
        st.session_state[_COLOURED] = value
    elif name == "search" and isinstance(value, str) and (entry := model.entries.get(value)) is not None:
        scope = view.scope if view.county == entry.scope else entry.scope
        choose(entry.chosen, scope)
        if scope != view.scope:
            filters.goto(scope)


def _hold(key: str, usual: str) -> None:
    """Keep address and memory in step with the colours shown; the usual ones need no word in the address."""
    st.session_state[_COLOURED] = key
    filters.keep(COLOUR, "" if key == usual else key)


@lru_cache(maxsize=512)
def _short(key: str) -> str:
    return catalogue()[key].short


def _picture(view: View, source: MapSource, key: str, classes: Classes, shown: frozenset[str],
             what: Chosen | None) -> Picture:
    snapshot = view.snapshot
    group = source.facts.groups.get(view.consortium or "")
    chosen_group = source.facts.groups.get(what.id) if what is not None and what.kind == "consortium" else None
    point = source.positions(view.county).get(what.id) if what is not None and what.kind == "institution" else None
    outlined = what is not None and what.kind == "county" and what.id in source.facts.counties
    return Picture(
        address=LayerAddress(snapshot.id, view.city, view.as_of, "", (), view.caliber, view.instead),
        constant=LayerAddress(snapshot.id, view.city, snapshot.manifest.as_of, ""),
        theme=view.theme, screen=view.screen, views=_views(source, view.screen),
        origin=source.origin(view.county),
        key=key, classes=classes, shown=shown,
        county=view.county, consortium=view.consortium, order=group.order if group else None,
        orders=len(source.facts.groups_of(view.county)) if view.county else 0,
        county_chosen=what.id if outlined and what is not None else None,
        order_chosen=chosen_group.order if chosen_group else None,
        point_chosen=point,
        base=base(), small=serving.small,
    )


def _views(source: MapSource, screen: str) -> dict[str, MapView]:
    """Return where the map looks in the city and in each of its counties."""
    counties = {code: source.view(code, screen) for code in source.facts.counties}
    return {source.facts.city: source.view(None, screen), **counties}


def _alt(view: View, key: str) -> str:
    if view.county is None:
        return f"{view.city_name}各区县地图，按{_short(key)}着色，标出牵头医院与基层机构"
    return f"{view.county_name}医共体地图：医共体范围、牵头医院、基层机构与村卫生室"


def _open(scope: str) -> None:
    st.session_state.pop(_CHOSEN, None)
    filters.goto(scope)


def _held(view: View) -> Chosen | None:
    """Return what was chosen, as long as the page still shows the scope it was chosen in."""
    scope, what = st.session_state.get(_CHOSEN, ("", None))
    return what if scope == view.scope else None


def choose(what: Chosen, scope: str) -> None:
    """Make something the chosen thing of a scope; the next run shows its card."""
    st.session_state[_CHOSEN] = (scope, what)


def _clicked() -> None:
    """Answer a click on the map. A click beside everything keeps the card, as does the deck's own forgetting."""
    what = chosen(st.session_state.get(_DECK))
    if what is not None:
        choose(what, filters.current().scope)
