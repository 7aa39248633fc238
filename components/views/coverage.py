"""What 服务覆盖 says: which villages are served and how, which are not, family doctors, straight-line distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from components import charts, frame, panels
from components.kpi import KpiCard
from components.panels import Panel
from components.view import View
from components.views import coverage_cards, coverage_lists, coverage_places, listing
from components.views.bar_rows import drawn
from components.views.listing import Listing
from indicators import sentences
from indicators import sentences_coverage as said
from indicators.lists.distance import Facility, within_distance
from indicators.wording import NBSP, number, quantity, short_quantity

KEYS = coverage_cards.KEYS
#: The facilities one can measure to, and from where each slider starts (km). No document writes a radius.
FACILITIES: Final[dict[Facility, tuple[str, float]]] = {"clinic": ("村卫生室", 2.0), "hospital": ("乡级机构", 5.0)}
_FARTHEST = 15.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that 服务覆盖 draws, in words."""

    finding: str
    cards: tuple[KpiCard, ...]
    panels: tuple[Panel, ...]
    uncovered: Listing
    family: Listing


def coverage(view: View) -> Coverage:
    """Return the view model, from the cache when anyone has looked at the same view before."""
    return _coverage(*view.key, view.theme.kind, view.screen, view)


@st.cache_resource(show_spinner=False, max_entries=128)
def _coverage(
    snapshot: str, scope: str, as_of: str, caliber: str | None, policy: str | None, theme: str, screen: str,
    _view: View,
) -> Coverage:
    figures = _view.figures
    village = [figures.get(f"village.{what}", scope) for what in ("coverage", "unserved", "unserved_planned")]
    return Coverage(
        finding=sentences.coverage(_view.level, _view.scope_name, *village),
        cards=coverage_cards.cards(_view),
        panels=(coverage_places.village_map(_view), coverage_places.by_part(_view)),
        uncovered=coverage_lists.uncovered(_view),
        family=coverage_lists.family(_view),
    )


@st.fragment
def draw_distances() -> None:
    """Draw the share within a distance that a reader moves, and who lies beyond; nothing else is redrawn."""
    view = frame.current()
    left, right = st.columns(2, gap="medium")
    with left:
        facility = st.segmented_control(
            "到哪里", list(FACILITIES), format_func=lambda code: f"到最近{FACILITIES[code][0]}",
            key="coverage.facility", label_visibility="collapsed", default="clinic", required=True,
        ) or "clinic"
        name, start = FACILITIES[facility]
        km = st.slider(
            f"到最近{name}的直线距离（公里）", 0.5, _FARTHEST, start, 0.5, key=f"coverage.km.{facility}", format="%.1f",
        )
        panel = _within(*view.key, view.theme.kind, view.screen, facility, km, view)
        panels.draw("coverage.within", [panel], columns=1, wall=view.wall)
    with right:
        far = _far(*view.key, facility, km, view)
        listing.section("coverage.far", view, far, height=400)


@st.cache_resource(show_spinner=False, max_entries=256)
def _within(
    snapshot: str, scope: str, as_of: str, caliber: str | None, policy: str | None, theme: str, screen: str,
    facility: Facility, km: float, _view: View,
) -> Panel:
    name = FACILITIES[facility][0]
    found = within_distance(_view.figures, scope, km, facility)
    rows = [
        charts.Bar(row["county"], [], "— 无法计算")
        if row["share"] != row["share"]
        else charts.Bar(
            row["county"], [charts.Segment("", row["share"], _view.theme.series)], quantity(row["share"], "%", 1)
        )
        for row in found.by_county.sort_values("share", na_position="last").to_dict("records")
    ]
    title = said.within(found.share, km, name, found.unit)
    base = f"基数{NBSP}{short_quantity(found.base, found.unit)}，{found.basis}。"
    lost = f"{number(found.without_position)}{NBSP}个村没有坐标，不在基数中。" if found.without_position else ""
    return Panel(
        title=title,
        body=drawn(_view, rows, f"{title}。", top=100.0) if rows else "没有可列的区县。",
        note=f"直线距离示意（椭球面测地线），不是行车距离。{base}{lost}",
    )


@st.cache_resource(show_spinner=False, max_entries=128)
def _far(
    snapshot: str, scope: str, as_of: str, caliber: str | None, policy: str | None, facility: Facility, km: float,
    _view: View,
) -> Listing:
    return coverage_lists.far(_view, km, facility)
