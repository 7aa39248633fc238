"""What somebody who asks for a plan can choose (可选项): hospitals that send, with their limits, and that lead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.engine import CityFigures
from scenarios.proposing.demands import demands
from scenarios.proposing.moments import moments
from scenarios.proposing.sending import pairs
from scenarios.proposing.staffing_model import MUST_REACH
from scenarios.proposing.supply import Spare, spare

#: Kinds of institution that may lead a consortium (牵头医院).
_MAY_LEAD = ("county_hospital", "tcm_hospital")


@dataclass(frozen=True, slots=True)
class Sender:
    """A hospital that may send persons, and what it can spare where nobody says otherwise."""

    id: str
    name: str
    spare: Spare


@dataclass(frozen=True, slots=True)
class Leader:
    """A hospital that may lead a consortium, and whether it leads one now."""

    id: str
    name: str
    leads: bool


def senders(figures: CityFigures, scope: str, share: float) -> tuple[Sender, ...]:
    """Return who may send persons in the scope's staffing plan, in the order of the register.

    Args:
        figures: The figures of the day; their policy says which flows a plan is about.
        scope: City, county or consortium.
        share: Share of its physicians that a hospital may spare.
    """
    now = moments(figures, scope, None)[0]
    flows = dict.fromkeys([MUST_REACH, *(one.flow for one in demands(figures, scope, figures.policy))])
    who = np.unique(np.concatenate([pairs(now, flow).sender for flow in flows]))
    held = figures.context.base.institutions
    return tuple(
        Sender(str(held.index[one]), str(held.names[one]), own) for one, own in spare(figures, who, share, {}).items()
    )


def leaders(figures: CityFigures, county: str) -> tuple[Leader, ...]:
    """Return the open hospitals of a county that may lead a consortium, those that do first."""
    context = figures.context
    held = context.base.institutions
    may = np.any([held.of(kind) for kind in _MAY_LEAD], axis=0) | context.is_lead
    at = np.flatnonzero(may & context.is_open & (held.county == context.base.counties.index.get_loc(county)))
    found = [Leader(str(held.index[one]), str(held.names[one]), bool(context.is_lead[one])) for one in at.tolist()]
    return tuple(sorted(found, key=lambda one: not one.leads))
