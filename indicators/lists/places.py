"""Where institutions stand (机构位置): longitude and latitude in WGS-84, worked out once per register."""

from __future__ import annotations

import weakref

import pandas as pd

from data.geography import wgs84_points
from data.tables import CityTables

_HELD: dict[int, tuple[weakref.ref[pd.DataFrame], pd.DataFrame]] = {}


def positions_of(tables: CityTables) -> pd.DataFrame:
    """Return columns lon and lat (WGS-84 degrees; NaN without coordinates) by institution id."""
    # Tables that differ in other frames share the register and its positions.
    frame = tables["institutions"]
    key = id(frame)
    held = _HELD.get(key)
    if held is not None and held[0]() is frame:
        return held[1]
    found = wgs84_points(frame)
    found.index = pd.Index(frame["institution_id"])
    _HELD[key] = (weakref.ref(frame, lambda _: _HELD.pop(key, None)), found)
    return found
