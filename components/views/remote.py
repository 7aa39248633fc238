"""What 远程服务 says: how much was done, how that moved, who asks whom, who opened and did not use, what is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.kpi import KpiCard
from components.panels import Panel
from components.view import View
from components.views import listing, remote_cards, remote_lists, remote_places
from components.views.cached import per_view
from components.views.listing import Listing
from components.views.remote_lists import FILTERS
from data.model import SERVICE
from indicators import sentences
from indicators.change import change_of

KEYS = (
    "remote.volume.total",
    *(f"remote.{what}.{code}" for code in SERVICE for what in ("volume", "open_rate", "use_rate")),
    "centre.open_rate",
)


@dataclass(frozen=True, slots=True)
class Remote:
    """All that 远程服务 draws, in words."""

    finding: str
    cards: tuple[KpiCard, ...]
    panels: tuple[Panel, ...]
    matrix: Mapping[str, Listing]
    doubts: Listing
    centres: Listing
    #: Indicators whose 口径 the page offers: those of services in use here.
    keys: tuple[str, ...]


@per_view()
def remote(view: View) -> Remote:
    """Return the view model, made once per view for all readers."""
    scope = view.scope
    figures = view.figures
    total = figures.get(remote_cards.TOTAL, scope)
    given = [key for key in KEYS if (found := figures.get(key, scope)) is not None and found.value is not None]
    return Remote(
        finding=sentences.remote(
            view.level, view.scope_name, total, change_of(figures, remote_cards.TOTAL, scope, "year")
        ),
        cards=remote_cards.cards(view),
        panels=(remote_places.flows(view), remote_places.places(view)),
        matrix=remote_lists.matrix(view),
        doubts=remote_lists.doubts(view),
        centres=remote_lists.resource_centres(view),
        keys=tuple(given) or KEYS[:1],
    )


def draw_matrix() -> None:
    """Draw the matrix under its finding, with the filter; a choice in it redraws nothing else."""
    listing.switched(
        "remote.matrix", lambda view: remote(view).matrix, FILTERS, height=lambda view: 560 if view.wall else 420
    )
