"""What 能力建设 says: who can do what, since when, and what nobody reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.kpi import KpiCard
from components.panels import Tab
from components.view import View
from components.views import capability_lists, capability_trends, listing, rate_card
from components.views.cached import per_view
from components.views.listing import Listing
from indicators import Figure
from indicators import sentences_capacity as said
from indicators.wording import parts_words

_FAMILIES = ("capability.", "governance.", "centre.", "pairing.", "beds.", "specialty.")
#: Cards where the policy sets no target.
_USUAL = ("centre.open_rate", "capability.lead_standard_rate", "pairing.lead_coverage", "beds.grassroots")
_MOST_CARDS = 8


@dataclass(frozen=True, slots=True)
class Capability:
    """All that 能力建设 draws, in words."""

    finding: str
    cards: tuple[KpiCard, ...]
    matrix: Mapping[str, Listing]
    trends: tuple[Tab, ...]
    pairings: Listing
    features: Listing
    money: Listing
    keys: tuple[str, ...]


@per_view()
def capability(view: View) -> Capability:
    """Return the view model, made once per view for all readers."""
    scope = view.scope
    figures = [one for one in view.figures.of_scope(scope) if one.key.startswith(_FAMILIES)]
    shown = [one for one in figures if one.target is not None or (one.key in _USUAL and one.value is not None)]
    rates = [one for one in figures if one.definition.is_rate]
    return Capability(
        finding=said.capability(view.level, view.scope_name, rates),
        cards=tuple(_card(view, one) for one in shown[:_MOST_CARDS]),
        matrix=capability_lists.matrix(view),
        trends=capability_trends.trends(view),
        pairings=capability_lists.pairings(view),
        features=capability_lists.features(view),
        money=capability_lists.money(view),
        keys=tuple(one.key for one in figures),
    )


def _card(view: View, figure: Figure) -> KpiCard:
    measure = "个" if figure.key.startswith("centre.") else "家"
    parts = parts_words(figure.numerator, figure.denominator, measure) if figure.definition.is_rate else ""
    silent = rate_card.silent_line(figure.not_reported, measure)
    return rate_card.card(
        view, figure, (parts, rate_card.trend_line(view, figure)),
        silent or ("" if figure.target else "文件未设目标"), bar=False,
    )


def draw_matrix() -> None:
    """Draw the matrix, a section at a time; a choice in it redraws nothing else."""
    listing.switched(
        "capability.matrix", lambda view: capability(view).matrix, height=lambda view: 620 if view.wall else 460
    )
