"""Villages without any service (无服务村), those that by the plan should have a clinic first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.lists.frames import dates, pick, sorted_by
from indicators.registers import MODES


def uncovered_villages(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the villages whose service in force is none, 应设未设 first, then those vacant longest.

    Villages without a row in force are 未报 and not in this list. A consortium has no villages and gives no rows.

    Returns:
        Columns village_code, name, township, county_code, county, planned (true, false, null for 未报), planned_label,
        since (first day without a service), days.
    """
    context = figures.context
    villages, regions = context.base.villages, figures.tables["regions"]
    bare = context.village_mode == MODES.index("none")
    at = np.flatnonzero(bare & figures.holds(villages.county, np.full(len(villages), -2), scope))
    codes = villages.index[at]
    planned = [None if np.isnan(one) else bool(one) for one in context.village_planned[at]]
    since = context.base.village_services.valid_from[context.village_rows[at]]
    townships = regions.set_index("region_code")["name"]
    frame = pd.DataFrame(
        {
            "village_code": codes,
            "name": pick(villages.names, at),
            "township": townships.reindex(codes.str[:9]).to_numpy(),
            "county_code": pick(context.base.counties.index, villages.county[at]),
            "county": pick(context.base.counties.names, villages.county[at]),
            "planned": pd.Series(planned, dtype="object"),
            "planned_label": ["未报是否应设" if one is None else "应设未设" if one else "规划不设" for one in planned],
            "since": dates(since),
            "days": context.day - since,
            "order": [2 if one is None else int(not one) for one in planned],
        }
    )
    return sorted_by(frame, ["order", "days", "village_code"], ascending=[True, False, True]).drop(columns="order")
