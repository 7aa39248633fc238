"""Straight-line distance (直线距离示意) from each village to the nearest open clinic and township-level institution."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from data.geography import nearest
from data.tables import CityTables
from indicators.context import Context
from indicators.engine import CityFigures
from indicators.lists.frames import pick, sorted_by
from indicators.lists.places import positions_of
from indicators.months import NONE, Bools, Floats, Ints
from indicators.registers import MODES

METRES = 1000.0
PERCENT = 100.0
Facility = Literal["clinic", "hospital"]


@dataclass(frozen=True, slots=True)
class WithinDistance:
    """The share of people (or, where that is not known, of villages) within some distance of a facility."""

    #: Percent, 0 to 100; null where no village has a position or no facility has one.
    share: float | None
    within: float
    base: float
    #: ``人`` or ``个村``.
    unit: str
    #: Chinese sentence that says what the share is a share of.
    basis: str
    #: county_code, county, within, base, share (NaN where there is no base).
    by_county: pd.DataFrame
    #: Villages left out of the base for want of a position.
    without_position: int


def nearest_facilities(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return each village of a scope with its nearest open clinic and township-level institution, farthest first.

    Facilities anywhere in the city count, not only those of the village's own county. Distances are geodesic. A
    consortium has no villages of its own and gives no rows.

    Returns:
        Columns village_code, name, township, county_code, county, lon, lat, mode (null is 未报), clinic, clinic_km,
        hospital, hospital_km (NaN where a position is missing) and position_source of the village.
    """
    context = figures.context
    villages = context.base.villages
    at = np.flatnonzero(figures.holds(villages.county, np.full(len(villages), -2), scope))
    regions = figures.tables["regions"].set_index("region_code")
    held = regions[["lon", "lat", "position_source"]].reindex(villages.index[at])
    found = _nearest(figures)
    codes = villages.index[at]
    frame = pd.DataFrame(
        {
            "village_code": codes,
            "name": pick(villages.names, at),
            "township": regions["name"].reindex(codes.str[:9]).to_numpy(),
            "county_code": pick(context.base.counties.index, villages.county[at]),
            "county": pick(context.base.counties.names, villages.county[at]),
            "lon": held["lon"].to_numpy(),
            "lat": held["lat"].to_numpy(),
            "mode": pick(MODES, context.village_mode[at]),
            "clinic": pick(context.base.institutions.names, found.clinic[at]),
            "clinic_km": found.clinic_km[at],
            "hospital": pick(context.base.institutions.names, found.hospital[at]),
            "hospital_km": found.hospital_km[at],
            "position_source": held["position_source"].to_numpy(),
        }
    )
    return sorted_by(frame, ["clinic_km", "hospital_km", "village_code"], ascending=[False, False, True])


def farther_than(
    figures: CityFigures, scope: str, km: float, to: Facility = "clinic", most: int = 60
) -> tuple[int, pd.DataFrame]:
    """Return how many villages of a scope lie farther than ``km`` from the nearest facility, and the farthest of them.

    Returns:
        The count, and for at most ``most`` villages the columns village_code, name, township, county, mode (null is
        未报), nearest (name of the facility) and km, farthest first.
    """
    context = figures.context
    villages = context.base.villages
    found = _nearest(figures)
    facility, distance = (found.clinic, found.clinic_km) if to == "clinic" else (found.hospital, found.hospital_km)
    inside = figures.holds(villages.county, np.full(len(villages), -2), scope)
    far = np.flatnonzero(inside & (np.nan_to_num(distance, nan=-1.0) > km))
    at = far[np.argsort(-distance[far], kind="stable")][:most]
    regions = figures.tables["regions"]
    known = regions[regions["region_code"].isin(set(villages.index[at].str[:9]))]
    townships = dict(zip(known["region_code"], known["name"], strict=True))
    codes = villages.index[at]
    frame = pd.DataFrame(
        {
            "village_code": codes,
            "name": pick(villages.names, at),
            "township": [townships.get(code[:9]) for code in codes],
            "county": pick(context.base.counties.names, villages.county[at]),
            "mode": pick(MODES, context.village_mode[at]),
            "nearest": pick(context.base.institutions.names, facility[at]),
            "km": distance[at],
        }
    )
    return len(far), frame


def within_distance(figures: CityFigures, scope: str, km: float, to: Facility = "clinic") -> WithinDistance:
    """Return the share within ``km`` of the nearest facility, by people where their number is known.

    Villages are weighted by their own population where every one of the scope has it, else by an even part of their
    township's where every township has it, else each village counts once. What was done is said in ``basis``.
    """
    context = figures.context
    villages, counties = context.base.villages, context.base.counties
    found = _nearest(figures)
    distance = (found.clinic_km if to == "clinic" else found.hospital_km)[:]
    inside = figures.holds(villages.county, np.full(len(villages), -2), scope)
    known = inside & ~np.isnan(distance)
    weight, unit, basis = village_weights(figures, inside)
    near = known & (np.nan_to_num(distance, nan=np.inf) <= km)
    base = np.bincount(villages.county[known], weights=weight[known], minlength=len(counties))
    close = np.bincount(villages.county[near], weights=weight[near], minlength=len(counties))
    shown = np.flatnonzero(figures.holds(np.arange(len(counties)), np.full(len(counties), -2), scope))
    share = np.divide(close, base, out=np.full(len(counties), np.nan), where=base > 0) * PERCENT
    by_county = pd.DataFrame(
        {
            "county_code": pick(counties.index, shown),
            "county": pick(counties.names, shown),
            "within": close[shown],
            "base": base[shown],
            "share": share[shown],
        }
    )
    total = float(base.sum())
    return WithinDistance(
        share=PERCENT * float(close.sum()) / total if total > 0 else None,
        within=float(close.sum()), base=total, unit=unit, basis=basis, by_county=by_county,
        without_position=int((inside & ~known).sum()),
    )


@dataclass(frozen=True)
class _Nearest:
    """Nearest clinic and township-level institution of every village; ``NONE`` and NaN where there is none."""

    clinic: Ints
    clinic_km: Floats
    hospital: Ints
    hospital_km: Floats


#: Moving the threshold asks the same distances again; they change only with who is open.
_HELD: dict[tuple[int, bytes], tuple[weakref.ref[CityTables], _Nearest]] = {}


def _nearest(figures: CityFigures) -> _Nearest:
    context, tables = figures.context, figures.tables
    institutions = context.base.institutions
    clinics = context.is_open & institutions.of("village_clinic") & institutions.in_city
    hospitals = context.is_open & institutions.township_level & institutions.in_city
    key = (id(tables), np.packbits(clinics | hospitals).tobytes())
    held = _HELD.get(key)
    if held is not None and held[0]() is tables:
        return held[1]
    made = _Nearest(*_to(context, tables, clinics), *_to(context, tables, hospitals))
    _HELD[key] = (weakref.ref(tables, lambda _: _HELD.pop(key, None)), made)
    return made


def _to(context: Context, tables: CityTables, which: Bools) -> tuple[Ints, Floats]:
    at = np.flatnonzero(which)
    places = positions_of(tables)
    regions = tables["regions"].set_index("region_code")[["lon", "lat"]].reindex(context.base.villages.index)
    found, metres = nearest(
        regions["lon"].to_numpy(), regions["lat"].to_numpy(),
        places["lon"].to_numpy()[at], places["lat"].to_numpy()[at],
    )
    none = np.append(at, NONE)
    return np.asarray(none[found], dtype=np.int64), metres / METRES


def village_weights(figures: CityFigures, inside: Bools) -> tuple[Floats, str, str]:
    """Return the weight of every village, its unit and the sentence that says so."""
    villages = figures.context.base.villages
    people = figures.tables["regions"].set_index("region_code")["population"]
    own = people.reindex(villages.index).to_numpy(dtype=np.float64, na_value=np.nan)
    if inside.any() and not np.isnan(own[inside]).any():
        return own, "人", "按各村常住人口计"
    townships = villages.index.str[:9]
    counted = pd.Series(1, index=townships).groupby(level=0).transform("size").to_numpy(dtype=np.float64)
    shared = people.reindex(townships).to_numpy(dtype=np.float64, na_value=np.nan) / counted
    if inside.any() and not np.isnan(shared[inside]).any():
        return shared, "人", "村级人口未报，按乡镇常住人口平均分到各村计"
    return np.ones(len(villages)), "个村", "村级和乡镇人口未报，按村数计，每村同等，不是人口比例"
