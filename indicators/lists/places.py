"""Where institutions stand (机构位置): longitude and latitude in WGS-84, worked out once per set of tables."""

from __future__ import annotations

import weakref

import pandas as pd

from data.geography import wgs84_points
from data.tables import CityTables

_HELD: dict[int, tuple[weakref.ref[CityTables], pd.DataFrame]] = {}


def positions_of(tables: CityTables) -> pd.DataFrame:
    """Return columns lon and lat (WGS-84 degrees; NaN without coordinates) by institution id."""
    key = id(tables)
    held = _HELD.get(key)
    if held is not None and held[0]() is tables:
        return held[1]
    found = wgs84_points(tables["institutions"])
    found.index = pd.Index(tables["institutions"]["institution_id"])
    _HELD[key] = (weakref.ref(tables, lambda _: _HELD.pop(key, None)), found)
    return found
