"""The consortia of a county as trees (医共体树): lead, county-level members, township level, its clinics, counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.model import CATEGORY
from indicators.context import Context
from indicators.engine import CityFigures
from indicators.months import NONE, Ints
from indicators.registers import CATEGORIES


@dataclass(frozen=True, slots=True)
class Node:
    """One open institution (机构) and the village clinics (村卫生室) under it."""

    institution_id: str
    name: str
    category: str
    category_label: str
    #: Names of the clinics of the same consortium that name it as their supervisor (上级卫生院), in order of code.
    clinics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """One consortium that exists on the day, with its open members; a ``lead`` of null is one that is not open."""

    consortium_id: str
    name: str
    county_code: str
    county: str
    lead: Node | None
    #: Members that are neither the lead, nor township level, nor clinics.
    county_level: tuple[Node, ...]
    township_level: tuple[Node, ...]
    #: Clinics that name no open township-level member of this consortium above them.
    other_clinics: tuple[str, ...]
    #: All clinics of the consortium.
    clinics: int

    @property
    def institutions(self) -> int:
        """How many open institutions it has, the lead and the clinics among them."""
        return (self.lead is not None) + len(self.county_level) + len(self.township_level) + self.clinics


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of a scope and what stands beside them (未归属): open institutions without a membership in force."""

    trees: tuple[Tree, ...]
    township_level: tuple[Node, ...]
    clinics: tuple[str, ...]


def consortium_trees(figures: CityFigures, scope: str) -> Forest:
    """Return the consortia of a scope as trees, in order of county and code, and the unaffiliated of the scope.

    Only open institutions are counted. Hospitals and public-health institutions without a consortium are not listed as
    unaffiliated: no document asks them to join. Where memberships were not reported at all nothing is called so.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
    """
    context = figures.context
    base, held = context.base, context.base.institutions
    at = np.flatnonzero(held.in_city & context.is_open)
    clinic = held.of("village_clinic")
    home = base.consortia.county[context.consortia]
    wanted = context.consortia[figures.holds(home, context.consortia, scope)]
    trees = tuple(_tree(context, int(one), at[context.consortium_of[at] == one]) for one in wanted)
    alone = at[context.consortium_of[at] == NONE]
    alone = alone[figures.holds(held.county[alone], context.consortium_of[alone], scope)]
    if not figures.tables.reported("memberships"):
        alone = alone[:0]
    return Forest(trees, _nodes(context, alone[held.township_level[alone]]), _names(context, alone[clinic[alone]]))


def _tree(context: Context, consortium: int, own: Ints) -> Tree:
    base, held = context.base, context.base.institutions
    clinic, lead = held.of("village_clinic")[own], context.is_lead[own]
    township = held.township_level[own] & ~lead
    leads = own[lead]
    clinics, above = own[clinic & ~lead], own[township]
    supervisor = context.supervisor_of[clinics]
    county = int(base.consortia.county[consortium])
    return Tree(
        base.consortia.index[consortium], base.consortia.names[consortium],
        base.counties.index[county], base.counties.names[county],
        _nodes(context, leads[:1])[0] if len(leads) else None,
        _nodes(context, own[~lead & ~township & ~clinic]),
        tuple(_node(context, int(one), clinics[supervisor == one]) for one in _ordered(context, above)),
        _names(context, clinics[~np.isin(supervisor, above)]),
        len(clinics),
    )


def _nodes(context: Context, at: Ints) -> tuple[Node, ...]:
    return tuple(_node(context, int(one), at[:0]) for one in _ordered(context, at))


def _node(context: Context, at: int, clinics: Ints) -> Node:
    held = context.base.institutions
    category = CATEGORIES[held.category[at]]
    return Node(held.index[at], held.names[at], category, CATEGORY[category], _names(context, clinics))


def _names(context: Context, at: Ints) -> tuple[str, ...]:
    return tuple(context.base.institutions.names[one] for one in _ordered(context, at))


def _ordered(context: Context, at: Ints) -> list[int]:
    register = context.base.institutions.index
    return sorted(at.tolist(), key=lambda one: str(register[one]))
