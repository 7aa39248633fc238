"""Who gains and who loses (新覆盖、失去覆盖): institutions with a posted person, villages with a service."""

from __future__ import annotations

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
    posted = [_posted(figures) for figures in (before, after)]
    served = [_served(figures) for figures in (before, after)]
    return Covering(*_differences(posted), *_differences(served))


def _differences(held: list[dict[str, Place]]) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    before, after = held
    gained, lost = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
    return tuple(after[id] for id in gained), tuple(before[id] for id in lost)


def _posted(figures: CityFigures) -> dict[str, Place]:
    context = figures.context
    held = context.base.institutions
    at = np.intersect1d(context.grassroots_members, context.base.postings.receiver[context.counted(_FLOW)])
    return _places(figures, held, at, held.county)


def _served(figures: CityFigures) -> dict[str, Place]:
    context = figures.context
    held = context.base.villages
    at = np.flatnonzero((context.village_mode >= 0) & (context.village_mode != MODES.index("none")))
    return _places(figures, held, at, held.county)


def _places(figures: CityFigures, register: Register, at: Ints, county: Ints) -> dict[str, Place]:
    counties = figures.context.base.counties
    found = {}
    for one in at:
        id, home = str(register.index[one]), int(county[one])
        where = (str(counties.index[home]), counties.names[home]) if home >= 0 else ("", "")
        found[id] = Place(id, register.names[one], *where)
    return found
