"""The ground of a village plan (村级布点): villages and their people, sites that are there, and where one may come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.cells import local_plane
from indicators.coding import numbers
from indicators.engine import CityFigures
from indicators.lists.distance import village_weights
from indicators.lists.places import positions_of
from indicators.months import Bools, Floats, Ints
from indicators.registers import MODES
from scenarios.proposing.travel import TravelTimes

Where = Literal["any", "unserved", "planned"]

#: How a village is served when it is a point for its neighbours too.
_POINTS = ("clinic", "extension")


@dataclass(frozen=True)
class Ground:
    """The villages of one county; positions are those of the context's register of villages."""

    #: Villages whose people are to be covered.
    villages: Ints
    #: People of each (or 1 where nobody tells), the unit of that, and the sentence that says so.
    weight: Floats
    unit: str
    basis: str
    #: Which of them a site that is there covers already.
    covered: Bools
    #: Villages where a point may be set up.
    candidates: Ints
    #: villages × candidates: whom a point there would cover.
    reach: Bools
    #: How many sites are kept, and how many villages have no position and are left out.
    fixed: int
    without_position: int


def ground(
    figures: CityFigures, county: str, *, metres: float | None, times: TravelTimes | None, minutes: float | None,
    where: Where, kind: str,
) -> Ground:
    """Lay out one county.

    Sites that are there (现有服务点): open village clinics and township-level institutions anywhere in the city, and
    the villages with clinic or extension service in force. Patrols (巡回医疗) serve their own village and are no site.

    Args:
        figures: The figures of the day.
        county: Six digits.
        metres: Straight line within which a site covers; used where no table is given.
        times: The user's table of travel times; with it ``minutes`` is the limit and no position is needed.
        minutes: Limit in minutes.
        where: Any village without such a point, those without service (无服务), or those that should have a clinic and
            have none (应设未设).
        kind: ``clinic`` or ``extension``.
    """
    context = figures.context
    held = context.base.villages
    inside = figures.holds(held.county, np.full(len(held), -2), county)
    weight, unit, basis = village_weights(figures, inside)
    own = np.flatnonzero(inside)
    spots = _spots(figures, own)
    located = ~np.isnan(spots).any(axis=1)
    mode = context.village_mode
    clinics = context.is_open & context.base.institutions.of("village_clinic")
    homes = figures.tables["institutions"]["region_code"]
    hosts = set(homes[clinics].dropna())
    has_clinic = np.array([code in hosts for code in held.index], dtype=np.bool_)
    is_point = np.isin(mode, [MODES.index(one) for one in _POINTS]) | has_clinic
    usable = located if times is None else np.ones(len(own), dtype=np.bool_)
    # A point in the village itself serves it, wherever that is.
    asked = own[usable | is_point[own]]
    free = own[usable & ~_taken(mode, has_clinic, kind)[own]]
    if where != "any":
        bare = mode[free] == MODES.index("none")
        free = free[bare & (context.village_planned[free] == 1)] if where == "planned" else free[bare]
    sites = np.flatnonzero(context.is_open & context.base.institutions.in_city & (
        clinics | context.base.institutions.township_level))  # fmt: skip
    points = own[is_point[own]]
    if times is None:
        covered, reach = _straight(figures, asked, points, sites, free, float(metres or 0))
    else:
        covered, reach = _travelled(figures, asked, points, sites, free, times, float(minutes or 0))
    covered |= is_point[asked]
    useful = reach[~covered].any(axis=0) if len(free) else np.zeros(0, dtype=np.bool_)
    return Ground(
        asked, weight[asked], unit, basis, covered, free[useful], reach[:, useful],
        len(sites) + len(points), int((~usable & ~is_point[own]).sum()),
    )  # fmt: skip


def _taken(mode: Ints, has_clinic: Bools, kind: str) -> Bools:
    """Tell which villages have such a point already, or a better one."""
    clinic = (mode == MODES.index("clinic")) | has_clinic
    taken: Bools = clinic if kind == "clinic" else clinic | (mode == MODES.index("extension"))
    return taken


def _spots(figures: CityFigures, at: Ints) -> Floats:
    regions = figures.tables["regions"].set_index("region_code")[["lon", "lat"]]
    held = regions.reindex(figures.context.base.villages.index[at])
    return np.column_stack([numbers(held["lon"]), numbers(held["lat"])])


def _straight(
    figures: CityFigures, asked: Ints, points: Ints, sites: Ints, free: Ints, metres: float
) -> tuple[Bools, Bools]:
    """Return whom the sites that are there cover and whom each candidate would, in a plane round the county."""
    here = _spots(figures, asked)
    known = here[~np.isnan(here).any(axis=1)]
    if not len(known):
        return np.zeros(len(asked), dtype=np.bool_), np.zeros((len(asked), len(free)), dtype=np.bool_)
    to_plane, _ = local_plane((float(known[:, 0].mean()), float(known[:, 1].mean())))
    places = positions_of(figures.tables)[["lon", "lat"]].to_numpy()[sites]
    there = np.concatenate([_spots(figures, points), places])
    covered: Bools = np.asarray(_within(to_plane(here), to_plane(there), metres).any(axis=1), dtype=np.bool_)
    return covered, _within(to_plane(here), to_plane(_spots(figures, free)), metres)


def _within(here: Floats, there: Floats, metres: float) -> Bools:
    """Tell which places lie within some metres of which; one without coordinates (infinite in a plane) of none."""
    usable = np.logical_and.outer(np.isfinite(here).all(axis=1), np.isfinite(there).all(axis=1))
    first, second = (np.where(np.isfinite(ends), ends, 0.0) for ends in (here, there))
    apart = np.hypot(first[:, None, 0] - second[None, :, 0], first[:, None, 1] - second[None, :, 1])
    near: Bools = usable & (apart <= metres)
    return near


def _travelled(
    figures: CityFigures, asked: Ints, points: Ints, sites: Ints, free: Ints, times: TravelTimes, minutes: float
) -> tuple[Bools, Bools]:
    base = figures.context.base
    codes = [str(code) for code in base.villages.index]
    there = {codes[one] for one in points} | {str(base.institutions.index[one]) for one in sites}
    place = {codes[one]: at for at, one in enumerate(free.tolist())}
    row = {codes[one]: at for at, one in enumerate(asked.tolist())}
    covered = np.zeros(len(asked), dtype=np.bool_)
    reach = np.zeros((len(asked), len(free)), dtype=np.bool_)
    for code, at in place.items():
        if code in row:
            reach[row[code], at] = True
    for (start, end), length in times.minutes.items():
        if start in row and length <= minutes:
            covered[row[start]] |= end in there
            if end in place:
                reach[row[start], place[end]] = True
    return covered, reach


def nearest_hospital(figures: CityFigures, county: str, villages: Ints) -> list[str | None]:
    """Return the nearest open township-level institution of the county for each village, that of its township first.

    Null where the county has none.
    """
    context = figures.context
    institutions = context.base.institutions
    own = np.flatnonzero(context.is_open & institutions.township_level)
    own = own[figures.holds(institutions.county[own], np.full(len(own), -2), county)]
    if not len(own):
        return [None] * len(villages)
    homes = figures.tables["institutions"]["region_code"].fillna("").to_numpy(dtype=object)[own]
    places = positions_of(figures.tables)[["lon", "lat"]].to_numpy()[own]
    spots = _spots(figures, villages)
    centre = np.nanmean(np.concatenate([spots, places]), axis=0) if len(spots) else np.zeros(2)
    to_plane, _ = local_plane((float(np.nan_to_num(centre[0])), float(np.nan_to_num(centre[1]))))
    here, there = to_plane(spots), to_plane(places)
    found: list[str | None] = []
    for at, village in enumerate(villages.tolist()):
        apart = np.nan_to_num(np.hypot(*(there - here[at]).T), nan=np.inf, posinf=np.inf)
        same = np.array([str(home)[:9] == context.base.villages.index[village][:9] for home in homes], dtype=np.bool_)
        order = np.lexsort((np.arange(len(own)), apart, ~same))
        found.append(str(institutions.index[own[order[0]]]))
    return found


