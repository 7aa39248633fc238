"""How many people (人口) stand behind an institution, as far as the regions tell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.tables import CityTables
from indicators.coding import numbers
from indicators.engine import CityFigures
from indicators.months import Floats, Ints

_TOWNSHIP = 9


def of_townships(tables: CityTables) -> dict[str, float]:
    """Return the population of each township (乡镇街道): its own, else the sum over its villages if all are known."""
    regions = tables["regions"]
    known = pd.Series(numbers(regions["population"]), index=regions["region_code"])
    level = regions["level"].to_numpy()
    villages = known[level == "village"]
    summed = villages.groupby(villages.index.str[:_TOWNSHIP]).sum(min_count=1)
    whole = villages.notna().groupby(villages.index.str[:_TOWNSHIP]).all()
    own = known[level == "township"].dropna()
    return {**summed[whole].to_dict(), **own.to_dict()}


def of_grassroots(figures: CityFigures, at: Ints) -> Floats:
    """Return the people of the township of each institution, shared evenly among those of its level there.

    NaN where the township or its population is not known.
    """
    context = figures.context
    held = context.base.institutions
    codes = figures.tables["institutions"]["region_code"].fillna("").str[:_TOWNSHIP].to_numpy(dtype=object)
    people = of_townships(figures.tables)
    open_ones = np.flatnonzero(held.township_level & held.in_city & context.is_open)
    sharing = pd.Series(codes[open_ones], dtype=object).value_counts()
    return np.array(
        [people.get(codes[one], np.nan) / max(1, int(sharing.get(codes[one], 1))) for one in at], dtype=np.float64
    )


def filled(people: Floats) -> Floats:
    """Return the numbers with unknown ones at the middle of the known; 1 each where none is known."""
    known = people[~np.isnan(people)]
    return np.where(np.isnan(people), np.median(known) if len(known) else 1.0, people)
