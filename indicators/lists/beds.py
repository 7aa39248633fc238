"""Grassroots beds over time (基层床位): the same institutions at the end of each year and on the day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.months import Floats, Ints, date_of, day_of, days

COLUMNS = ["as_of", "beds", "reported", "institutions", "change", "base", "matched"]


def grassroots_beds(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the beds of the township-level members at each year's end since the first report, and on the day.

    The institutions are the open members of the figures' day, those among them that were open at each earlier day: a
    consortium that grew gained no beds by it. The last row is the indicator ``beds.grassroots``.

    Returns:
        Columns of :data:`COLUMNS`: ``as_of`` (a date); ``beds`` (NaN where nobody reported); ``reported`` of so many
        ``institutions``; ``change`` in beds since the row before, over the ``matched`` institutions that reported both
        times and had ``base`` beds then (NaN without any). None where beds were never reported.
    """
    context = figures.context
    base, held = context.base, context.base.institutions
    table = figures.tables["capability"]
    begun = days(table.loc[(table["item"] == "beds") & table["value"].notna(), "since"])
    members = context.grassroots_members
    members = members[figures.holds(held.county[members], context.consortium_of[members], scope)]
    rows: list[tuple[date, float, int, int, float, float, int]] = []
    before: Floats = np.full(len(members), np.nan)
    if len(begun) and int(begun.min()) <= context.day:
        for day in _days(date_of(int(begun.min())), figures.as_of):
            now = _beds(base.states("capability").on("beds", held.index, day), members)
            is_open = (held.opened[members] <= day) & (held.closed[members] > day)
            now[~is_open] = np.nan
            told, both = ~np.isnan(now), ~np.isnan(now + before)
            rows.append((
                date_of(day), float(now[told].sum()) if told.any() else np.nan, int(told.sum()), int(is_open.sum()),
                float((now - before)[both].sum()) if both.any() else np.nan,
                float(before[both].sum()) if both.any() else np.nan, int(both.sum()),
            ))
            before = now
    frame = pd.DataFrame(rows, columns=COLUMNS)
    numbers = dict.fromkeys(("beds", "change", "base"), "float64")
    return frame.astype({**numbers, **dict.fromkeys(("reported", "institutions", "matched"), "int64")})


def _days(first: date, last: date) -> list[int]:
    ends = [date(year, 12, 31) for year in range(first.year, last.year + 1)]
    return [day_of(end) for end in ends if end < last] + [day_of(last)]


def _beds(values: np.ndarray[tuple[int, ...], np.dtype[np.object_]], members: Ints) -> Floats:
    numbers: Floats = pd.to_numeric(pd.Series(values[members], dtype="object"), errors="coerce").to_numpy(np.float64)
    return numbers.copy()
