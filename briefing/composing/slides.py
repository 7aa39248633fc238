"""The slides (放映页) of a scope by id: each one finding, one key figure and one picture; which have no data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from briefing.composing import capability as ability
from briefing.composing.capability import capability
from briefing.composing.care import care
from briefing.composing.coverage import coverage
from briefing.composing.ground import Ground
from briefing.composing.overview import overview
from briefing.composing.postings import posting
from briefing.composing.published import published
from briefing.composing.remote import remote
from briefing.model import Slide
from data.model import FLOW
from indicators import CityFigures
from indicators.lists.statements import statements

#: What makes each slide that is of live figures and a scenario's alike; a scenario's own is made of its answer.
SLIDES: Final[Mapping[str, Callable[[Ground, str], Slide]]] = {
    "overview": overview,
    **{f"posting.{flow}": posting(flow) for flow in FLOW},
    "remote": remote,
    "coverage": coverage,
    "care": care,
    "capability": capability,
    "published": published,
}
#: The indicator that a slide shows in large, where that is always the same.
_KEYS: Final[Mapping[str, str]] = {
    "overview": "posting.lead_to_member.persons",
    **{f"posting.{flow}": f"posting.{flow}.persons" for flow in FLOW},
    "remote": "remote.volume.total", "coverage": "village.coverage", "care": "care.in_county_rate",
}


def missing(figures: CityFigures, id: str, scope: str) -> bool:
    """Tell whether a slide says in large words that its data is missing; that of a scenario never does."""
    if id == "published":
        return statements(figures, scope).empty
    key = ability.key_of(figures, scope) if id == "capability" else _KEYS.get(id)
    figure = figures.get(key, scope) if key is not None else None
    return key is not None and (figure is None or figure.value is None)
