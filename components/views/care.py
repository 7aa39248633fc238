"""What 就医格局 says: where residents are treated, who pulls the city down, which specialties they leave for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.kpi import KpiCard
from components.panels import Panel, Tab
from components.view import View
from components.views import care_lists, care_panels, listing, rate_card
from components.views.cached import per_view
from components.views.listing import Listing
from indicators import Figure, sentences_care
from indicators.lists.care_months import CARE_KEYS
from indicators.wording import parts_words

#: Unit of numerator and denominator, by family of indicators.
_PARTS = {"care": "人次", "referral": "例", "booking": "个"}
KEYS = (*CARE_KEYS, "referral.down_share", "booking.grassroots_share")


@dataclass(frozen=True, slots=True)
class Care:
    """All that 就医格局 draws, in words."""

    finding: str
    cards: tuple[KpiCard, ...]
    by_month: tuple[Tab, ...]
    pulls: tuple[Tab, ...]
    outward: Panel
    counties: Listing
    specialties: Listing
    referrals: Listing
    #: Slots for the grassroots, by hospital and by resource.
    slots: Mapping[str, Listing]
    #: Indicators whose 口径 the page offers: those given at this level.
    keys: tuple[str, ...]


@per_view()
def care(view: View) -> Care:
    """Return the view model, made once per view for all readers."""
    scope = view.scope
    figures = {key: view.figures.get(key, scope) for key in KEYS}
    return Care(
        finding=sentences_care.care(view.level, view.scope_name, [figures[key] for key in CARE_KEYS]),
        cards=tuple(_card(view, figure) for figure in figures.values() if figure is not None),
        by_month=(*care_panels.by_month(view), *care_panels.between(view)),
        pulls=care_panels.pulls(view),
        outward=care_panels.outward(view),
        counties=care_lists.counties(view),
        specialties=care_lists.outward(view),
        referrals=care_lists.referrals(view),
        slots={"按医院": care_lists.providers(view), "按资源": care_lists.resources(view)},
        keys=tuple(key for key, figure in figures.items() if figure is not None),
    )


def _card(view: View, figure: Figure) -> KpiCard:
    parts = parts_words(figure.numerator, figure.denominator, _PARTS[figure.key.split(".")[0]])
    silent = rate_card.silent_line(figure.not_reported, "处")
    return rate_card.card(
        view, figure, (parts, rate_card.trend_line(view, figure)),
        silent or ("" if figure.target else "文件未设目标"),
    )


def draw_slots() -> None:
    """Draw the slots for the grassroots, by hospital or by resource; a choice redraws nothing else."""
    listing.switched("care.providers", lambda view: care(view).slots, height=lambda _: 420)
