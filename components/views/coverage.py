"""What 服务覆盖 says: which villages are served and how, which are not, family doctors, straight-line distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from components import charts, controls, frame, panels
from components.controls import Slider, Switches
from components.kpi import KpiCard
from components.panels import Panel
from components.view import View
from components.views import coverage_cards, coverage_lists, coverage_places, listing
from components.views.bar_rows import drawn
from components.views.cached import per_view
from components.views.listing import Listing
from indicators import sentences
from indicators import sentences_coverage as said
from indicators.lists.distance import Facility, within_distance
from indicators.wording import NBSP, number, quantity, short_quantity

KEYS = coverage_cards.KEYS
#: The facilities one can measure to, and from where each slider starts (km). No document writes a radius.
FACILITIES: Final[dict[Facility, tuple[str, float]]] = {"clinic": ("村卫生室", 2.0), "hospital": ("乡级机构", 5.0)}
#: Ends and steps of the slider (km); the nearest is a step, too.
_NEAREST, _FARTHEST = 0.5, 15.0
#: Where it is kept to which kind of place one asks; beneath it, how far for each.
_TO = "coverage.to"


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that 服务覆盖 draws, in words."""

    finding: str
    cards: tuple[KpiCard, ...]
    panels: tuple[Panel, ...]
    uncovered: Listing
    family: Listing


@per_view()
def coverage(view: View) -> Coverage:
    """Return the view model, from the cache when anyone has looked at the same view before."""
    figures, scope = view.figures, view.scope
    village = [figures.get(f"village.{what}", scope) for what in ("coverage", "unserved", "unserved_planned")]
    return Coverage(
        finding=sentences.coverage(view.level, view.scope_name, *village),
        cards=coverage_cards.cards(view),
        panels=(coverage_places.village_map(view), coverage_places.by_part(view)),
        uncovered=coverage_lists.uncovered(view),
        family=coverage_lists.family(view),
    )


@st.fragment
def draw_distances() -> None:
    """Draw the share within a distance that a reader moves, and who lies beyond; nothing else is redrawn."""
    view = frame.current()
    facility, km = _distance()
    name, _ = FACILITIES[facility]
    left, right = st.columns(2, gap="medium")
    with left:
        places: dict[str, str] = {code: f"到最近{words}" for code, (words, _) in FACILITIES.items()}
        moved = Slider("km", f"到最近{name}的直线距离", km, _NEAREST, _FARTHEST, _NEAREST, "公里")
        kind = Switches("facility", "到哪里", places, (facility,), many=False)
        controls.panel("coverage.distance", [kind, moved], _moved)
        panel = _within(view, facility, km)
        panels.draw("coverage.within", [panel], columns=1, wall=view.wall)
    with right:
        far = _far(view, facility, km)
        listing.section("coverage.far", view, far, height=400, content=(facility, km))


def _distance() -> tuple[Facility, float]:
    """Return to which kind of place, and how far, the reader asks; each kind keeps its own distance."""
    facility: Facility = st.session_state.get(_TO, "clinic")
    return facility, st.session_state.get(f"{_TO}.{facility}", FACILITIES[facility][1])


def _moved(name: str, value: object) -> None:
    """Answer a choice: another kind of place, or another distance within the ends of the slider."""
    if name == "facility" and isinstance(value, str) and value in FACILITIES:
        st.session_state[_TO] = value
    elif name == "km" and isinstance(value, int | float) and _NEAREST <= value <= _FARTHEST:
        st.session_state[f"{_TO}.{_distance()[0]}"] = round(value / _NEAREST) * _NEAREST


@per_view(entries=256)
def _within(view: View, facility: Facility, km: float) -> Panel:
    name = FACILITIES[facility][0]
    found = within_distance(view.figures, view.scope, km, facility)
    rows = [
        charts.Bar(row["county"], [], "— 无法计算")
        if row["share"] != row["share"]
        else charts.Bar(
            row["county"], [charts.Segment("", row["share"], view.theme.series)], quantity(row["share"], "%", 1)
        )
        for row in found.by_county.sort_values("share", na_position="last", kind="stable").to_dict("records")
    ]
    title = said.within(found.share, km, name, found.unit)
    base = f"基数{NBSP}{short_quantity(found.base, found.unit)}，{found.basis}。"
    lost = f"{number(found.without_position)}{NBSP}个村没有坐标，不在基数中。" if found.without_position else ""
    return Panel(
        title=title,
        body=drawn(view, rows, f"{title}。", top=100.0) if rows else "没有可列的区县。",
        note=f"直线距离示意（椭球面测地线），不是行车距离。{base}{lost}",
    )


@per_view()
def _far(view: View, facility: Facility, km: float) -> Listing:
    return coverage_lists.far(view, km, facility, FACILITIES[facility][0])
