"""Who gains and who loses (新覆盖、失去覆盖): institutions with a posted person, villages with a service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from indicators.engine import CityFigures
from indicators.months import Ints
from indicators.registers import MODES, Register

_FLOW = "lead_to_member"


@dataclass(frozen=True)
class Place:
    """An institution or a village, with the county it lies in."""

    id: str
    name: str
    county_code: str
    county: str


@dataclass(frozen=True)
class Covering:
    """Places in order of their ids; a scenario that changes nothing has none."""

    #: Grassroots members (基层成员单位) that get, and that no longer have, a counted person from their lead hospital.
    institutions_covered: tuple[Place, ...]
    institutions_lost: tuple[Place, ...]
    #: Villages that get, and that no longer have, a service (clinic, extension or mobile).
    villages_covered: tuple[Place, ...]
    villages_lost: tuple[Place, ...]


def covering(before: CityFigures, after: CityFigures) -> Covering:
    """Return who is covered after and not before, and the other way round."""
    if before is after:
        return Covering((), (), (), ())
    return Covering(*_differences(before, after, _posted), *_differences(before, after, _served))


def _differences(
    before: CityFigures, after: CityFigures, held: Callable[[CityFigures], tuple[Register, Ints, Ints]]
) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Return the places that are held after and not before, and before and not after."""
    (old, old_at, old_county), (new, new_at, new_county) = held(before), held(after)
    if old is new or new.index[: len(old)].equals(old.index):
        # Who was there stands where he stood: a scenario puts what it adds behind.
        gained, lost = new_at[~np.isin(new_at, old_at)], old_at[~np.isin(old_at, new_at)]
    else:
        gained = new_at[~np.isin(new_at, new.index.get_indexer(old.index[old_at]))]
        lost = old_at[~np.isin(old_at, old.index.get_indexer(new.index[new_at]))]
    # Ids and names are looked up of those that differ only: a city has thousands of villages.
    return _places(after, new, gained, new_county), _places(before, old, lost, old_county)


def _posted(figures: CityFigures) -> tuple[Register, Ints, Ints]:
    """Return the institutions, which of them are members with a counted person, and the county of each."""
    context = figures.context
    held = context.base.institutions
    receivers = context.base.postings.receiver[context.counted(_FLOW)]
    return held, np.intersect1d(context.grassroots_members, receivers), held.county


def _served(figures: CityFigures) -> tuple[Register, Ints, Ints]:
    """Return the villages, which of them have a service, and the county of each."""
    context = figures.context
    held, mode = context.base.villages, context.village_mode
    return held, np.flatnonzero((mode >= 0) & (mode != MODES.index("none"))), held.county


def _places(figures: CityFigures, register: Register, at: Ints, county: Ints) -> tuple[Place, ...]:
    counties = figures.context.base.counties
    found = []
    for one in at:
        home = int(county[one])
        where = (str(counties.index[home]), counties.names[home]) if home >= 0 else ("", "")
        found.append(Place(str(register.index[one]), register.names[one], *where))
    return tuple(sorted(found, key=lambda place: place.id))
