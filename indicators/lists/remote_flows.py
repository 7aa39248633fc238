"""Who asks whom (远程服务流向): institutions that ask and hospitals that answer, this year to date."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from indicators.coding import Coded, numbers
from indicators.engine import CityFigures
from indicators.lists.places import positions_of
from indicators.months import Floats, Ints, months
from indicators.registers import SERVICES, positions
from indicators.remote import CLINICAL

COLUMNS = ["from_id", "from_name", "to_id", "to_name", "county", "volume", "lon", "lat", "to_lon", "to_lat"]


@dataclass(frozen=True)
class _Volumes:
    """The rows of the volumes with a number above 0, by position; one entry per row."""

    asking: Ints
    answering: Ints
    service: Ints
    month: Ints
    volume: Floats


_HELD: WeakKeyDictionary[Coded, _Volumes] = WeakKeyDictionary()


def remote_flows(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per pair of asking and answering institution with a volume in the year to date, largest first.

    Counted are the services of ``remote.volume.total``. An asking institution is in scope by its county, or by its
    membership on the day; the answering one may lie anywhere.

    Returns:
        Columns of :data:`COLUMNS`; ``county`` is that of the asking institution (the city's name for a municipal
        one), positions are degrees (WGS-84), NaN where an institution has none.
    """
    context = figures.context
    base = context.base
    held = _volumes(base)
    clinical = np.isin(held.service, [SERVICES.index(code) for code in CLINICAL])
    rows = np.flatnonzero(clinical & (held.month >= context.january) & (held.month <= context.last_month))
    home = context.home_of_institutions(held.asking[rows])
    rows = rows[home.in_city & figures.holds(home.county, home.consortium, scope)]
    many = len(base.institutions)
    pairs, inverse = np.unique(held.asking[rows] * many + held.answering[rows], return_inverse=True)
    volume = np.bincount(inverse, weights=held.volume[rows], minlength=len(pairs)) if len(pairs) else np.zeros(0)
    order = np.argsort(-volume, kind="stable")
    asking, answering = pairs[order] // max(many, 1), pairs[order] % max(many, 1)
    county = base.institutions.county[asking]
    names, ids = base.institutions.names, base.institutions.index
    spots = positions_of(figures.tables).to_numpy()
    return pd.DataFrame(
        {
            "from_id": ids[asking],
            "from_name": [names[one] for one in asking],
            "to_id": ids[answering],
            "to_name": [names[one] for one in answering],
            "county": [base.counties.names[one] if one >= 0 else base.city_name for one in county],
            "volume": volume[order],
            "lon": spots[asking, 0],
            "lat": spots[asking, 1],
            "to_lon": spots[answering, 0],
            "to_lat": spots[answering, 1],
        },
        columns=COLUMNS,
    )


def _volumes(base: Coded) -> _Volumes:
    """Return the coded rows, made once for a city's tables."""
    if base not in _HELD:
        frame = base.frames["remote_volumes"]
        asking = base.institution(frame["requesting_institution_id"])
        answering = base.institution(frame["providing_institution_id"])
        service = positions(frame["service_type"], pd.Index(SERVICES))
        volume = numbers(frame["volume"])
        kept = np.flatnonzero((asking >= 0) & (answering >= 0) & (service >= 0) & (volume > 0))
        _HELD[base] = _Volumes(
            asking[kept], answering[kept], service[kept], months(frame["month"])[kept], volume[kept]
        )
    return _HELD[base]
