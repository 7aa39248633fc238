"""Villages by how they are served (村级服务方式): where each stands, and how many of each county."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.registers import MODES

#: Columns of :func:`village_modes` beside the modes.
UNREPORTED = "unreported"


def village_points(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return every village of a scope with its position and how it is served on the day.

    Villages belong to counties; in the scope of a consortium there are none.

    Returns:
        Columns village_code, name, county, lon, lat (WGS-84 degrees, NaN where unknown), mode (null for 未报) and
        planned (应设卫生室: true, false or null for 未报).
    """
    context = figures.context
    held = context.base.villages
    regions = figures.tables["regions"]
    places = regions.loc[regions["level"] == "village", ["region_code", "lon", "lat"]].set_index("region_code")
    inside = figures.holds(held.county, np.full(len(held), -2), scope)
    at = np.flatnonzero(inside)
    codes = held.index[at]
    spots = places.reindex(codes)
    mode = context.village_mode[at]
    planned = context.village_planned[at]
    return pd.DataFrame(
        {
            "village_code": codes,
            "name": [held.names[one] for one in at],
            "county": [context.base.counties.names[held.county[one]] for one in at],
            "lon": spots["lon"].to_numpy(dtype=np.float64),
            "lat": spots["lat"].to_numpy(dtype=np.float64),
            "mode": [MODES[one] if one >= 0 else None for one in mode],
            "planned": [None if np.isnan(one) else bool(one) for one in planned],
        }
    )


def village_modes(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return how many villages of each county are served in which way; 未报 apart.

    Returns:
        Columns county_code, county, one per mode, ``unreported`` and ``planned_unserved`` (应设未设; those of the
        unserved), for the counties of the scope; none for a consortium.
    """
    context = figures.context
    base = context.base
    counties = len(base.counties)
    width = len(MODES) + 1
    place = base.villages.county * width + np.where(context.village_mode < 0, len(MODES), context.village_mode)
    counts = np.bincount(place, minlength=counties * width).reshape(counties, width)
    bare = (context.village_mode == MODES.index("none")) & (context.village_planned == 1)
    planned = np.bincount(base.villages.county[bare], minlength=counties)
    inside = np.flatnonzero(figures.holds(np.arange(counties), np.full(counties, -2), scope))
    frame = pd.DataFrame(counts[inside], columns=[*MODES, UNREPORTED])
    frame.insert(0, "county_code", [base.counties.index[at] for at in inside])
    frame.insert(1, "county", [base.counties.names[at] for at in inside])
    frame["planned_unserved"] = planned[inside]
    return frame
