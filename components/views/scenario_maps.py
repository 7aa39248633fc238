"""The map before and after (调整前后的地图): a city's counties by what moved, a county's institutions and villages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from components import filters, html
from components.charts.place_map import Kind, Sign
from components.map import serving
from components.map.source import MapSource
from components.view import View
from components.views import county_map, scenario_choropleths
from components.views.cached import per_view
from components.views.scenario import Model, asked
from components.views.scenario_desk import Desk, answer
from components.views.scenario_source import after_source, sites_moved
from indicators.wording import quantity
from scenarios.areas import Spot, village_spots
from scenarios.words import WATERMARK

_GAINED, _LOST = "新获服务", "失去服务"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two drawings of one county beside each other."""

    title: str
    before: Markup
    after: Markup
    legend: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    #: Ids of the institutions that can be picked.
    known: frozenset[str]


def draw(view: View, desk: Desk, model: Model) -> None:
    """Draw the maps: of a city where a county moved, of a county (or a consortium in it) always."""
    if model.answer is None:
        return
    if view.county is None:
        tabs = scenario_choropleths.tabs(view, model.text)
        if tabs:
            html.draw(
                "tabs", key="scenario.map", name="scenario-map", label="地图的指标", tabs=tabs, wall=view.wall,
                on_open=_open_county,
            )
        return
    made = pair(view, model.text)
    html.draw(
        "scenario_pair", key="scenario.map", on_open=partial(_pick, desk, made.known), pair=made, wall=view.wall,
        changed=model.changed, mark=WATERMARK,
    )
    if desk.picked in made.known:
        html.draw("scenario_picked", key="scenario.picked", picked=desk.picked, theme=view.theme)


def _open_county(code: str) -> None:
    if code in filters.current().places.counties:
        filters.goto(code)


def _pick(desk: Desk, known: frozenset[str], id: str) -> None:
    """Remember the institution that was clicked; what comes from a browser need not be one that was drawn."""
    if id in known:
        desk.picked = id


@per_view(entries=64)
def pair(view: View, text: str) -> Pair:
    """Return a county's map before and after, to the same scale."""
    found = asked(view, text)
    county, called = view.county or "", view.county_name or ""
    before = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber, view.instead)
    spots = village_spots(found, county)
    then = _then(view)
    if not found.scenario.changes:
        known = _known(before, county)
        return Pair(_title(called, 0, spots), then.body, then.body, then.legend, then.notes, known)
    after = after_source(before, found, county)
    drawn = [spot for spot in spots if spot.lon is not None and False in (spot.before, spot.after)]
    moved = sites_moved(before, after, county)
    now = county_map.drawing(
        after, county, called, clicked=True, circled=moved, box=then.box,
        villages=[_village(before, county, spot, _became(spot)) for spot in drawn if spot.after is not None],
        mark=WATERMARK,
    )
    legend = tuple(dict.fromkeys([*now.legend, *then.legend]))
    return Pair(_title(called, len(moved), spots), then.body, now.body, legend, now.notes, _known(after, county))


@per_view(entries=64)
def _then(view: View) -> county_map.CountyMap:
    """Return a county's map as things are, the same whatever the scenario."""
    source = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber, view.instead)
    county = view.county or ""
    bare = [spot for spot in village_spots(answer(view, Desk().scenario(view)), county) if spot.before is False]
    villages = [_village(source, county, spot, "无服务") for spot in bare if spot.lon is not None]
    return county_map.drawing(source, county, view.county_name or "", clicked=True, villages=villages)


def _known(source: MapSource, county: str) -> frozenset[str]:
    return frozenset(site.id for site in source.facts.of_county(county) if site.placed and site.kind != "clinic")


def _title(called: str, moved: int, spots: tuple[Spot, ...]) -> str:
    gained = sum(spot.after is True and spot.before is False for spot in spots)
    lost = sum(spot.after is False and spot.before is True for spot in spots)
    parts = [f"{quantity(moved, '家')}机构有变化"] if moved else []
    parts += [f"{quantity(gained, '个')}村新获服务"] if gained else []
    parts += [f"{quantity(lost, '个')}村失去服务"] if lost else []
    return f"{called}地图：{'，'.join(parts) if parts else '点一家机构，在它上面加调整'}"


def _became(spot: Spot) -> str:
    """Return what a village that lacks a service before or after is after."""
    if spot.after:
        return _GAINED
    return _LOST if spot.before else "无服务"


def _village(source: MapSource, county: str, spot: Spot, words: str) -> Sign:
    x, y = county_map.place(source, county, spot.lon or 0.0, spot.lat or 0.0)
    kind: Kind = "served" if words == _GAINED else "gap"
    return Sign(x, y, kind, None, f"{spot.name}（{words}）", circled=words == _LOST)
