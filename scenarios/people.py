"""How many people (常住人口) live in a region, as far as the regions tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from indicators.coding import numbers
from indicators.months import Floats

_TOWNSHIP_DIGITS = 9


def people_of(regions: pd.DataFrame, codes: Sequence[str]) -> Floats:
    """Return the people of regions, in persons; NaN where that is not known.

    A region without a figure of its own has that of the regions right below it together, if all of these are known: a
    part of them would make a large township a small one.
    """
    people = numbers(regions["population"])
    own = pd.Series(people, index=regions["region_code"]).dropna().to_dict()
    parts = pd.DataFrame({"people": people, "unknown": np.isnan(people)}, index=regions["parent_code"]).groupby(level=0)
    below = parts["people"].sum()[~parts["unknown"].any()].to_dict()
    return np.array([own.get(code, below.get(code, np.nan)) for code in codes], dtype=np.float64)


def townships_of(codes: pd.Series[str]) -> pd.Series[str]:
    """Return the township (乡镇街道) each region is or lies in; empty for a county, a city and what is not known."""
    return codes.where(codes.str.len() >= _TOWNSHIP_DIGITS, "").fillna("").str[:_TOWNSHIP_DIGITS]
