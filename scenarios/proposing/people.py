"""How many people (人口) stand behind an institution, as far as the regions tell."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.months import Floats, Ints
from scenarios.people import people_of, townships_of


def of_grassroots(figures: CityFigures, at: Ints) -> Floats:
    """Return the people of the township of each institution, shared evenly among those of its level there.

    NaN where the township or its population is not known.
    """
    context = figures.context
    held = context.base.institutions
    codes = townships_of(figures.tables["institutions"]["region_code"]).to_numpy(dtype=object)
    open_ones = np.flatnonzero(held.township_level & held.in_city & context.is_open)
    sharing = pd.Series(codes[open_ones], dtype=object).value_counts()
    people = people_of(figures.tables["regions"], codes[at].tolist())
    return people / np.array([max(1, int(sharing.get(code, 1))) for code in codes[at]], dtype=np.float64)


def filled(people: Floats) -> Floats:
    """Return the numbers with unknown ones at the middle of the known; 1 each where none is known."""
    known = people[~np.isnan(people)]
    return np.where(np.isnan(people), np.median(known) if len(known) else 1.0, people)
