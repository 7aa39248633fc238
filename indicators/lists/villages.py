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
    """Return how many villages of each county of a city, or each township of a county, are served in which way.

    Returns:
        Columns part_id, part, one per mode, ``unreported`` (未报) and ``planned_unserved`` (应设未设; of the unserved),
        in order of code; none for a consortium. A county of the city stands here also without any village.
    """
    context = figures.context
    base = context.base
    if figures.level_of(scope) == "city":
        codes, names = list(base.counties.index), base.counties.names
        of_village = base.villages.county
        at = np.flatnonzero(figures.holds(np.arange(len(codes)), np.full(len(codes), -2), scope))
    else:
        townships = base.villages.index.str[:9]
        codes = sorted(set(townships[figures.holds(base.villages.county, np.full(len(townships), -2), scope)]))
        regions = figures.tables["regions"]
        known = regions[regions["level"] == "township"]
        named = dict(zip(known["region_code"], known["name"], strict=True))
        names = [named.get(code, code) for code in codes]
        of_village = pd.Index(codes).get_indexer(townships)
        at = np.arange(len(codes))
    width = len(MODES) + 1
    inside = of_village >= 0
    mode = np.where(context.village_mode < 0, len(MODES), context.village_mode)
    place = of_village[inside] * width + mode[inside]
    counts = np.bincount(place, minlength=len(codes) * width).reshape(len(codes), width)
    bare = inside & (context.village_mode == MODES.index("none")) & (context.village_planned == 1)
    planned = np.bincount(of_village[bare], minlength=len(codes))
    frame = pd.DataFrame(counts[at], columns=[*MODES, UNREPORTED])
    frame.insert(0, "part_id", [codes[one] for one in at])
    frame.insert(1, "part", [names[one] for one in at])
    frame["planned_unserved"] = planned[at]
    return frame
