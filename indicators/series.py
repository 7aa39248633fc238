"""Figures over time: only the asked keys, at the asked month-ends, for charts and trends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from data.tables import CityTables
from indicators.engine import FROM_CITY, PolicyChoice, lazily
from indicators.months import month_number, month_text


def series(
    tables: CityTables,
    keys: Iterable[str],
    scopes: Iterable[str],
    month_ends: Sequence[date],
    caliber: str | None = None,
    policy: PolicyChoice = FROM_CITY,
) -> pd.DataFrame:
    """Return the value of each key and scope on each day.

    Args:
        tables: The tables of one city.
        keys: Keys of the catalogue.
        scopes: Codes of the city, its counties and consortia.
        month_ends: The days, in the order wanted.
        caliber: A caliber for all flows, or null for the policy's.
        policy: The policy; left out, the city's own.

    Returns:
        Columns month_end (datetime64), key, scope, value (float; NaN is no data, so a line breaks there).
    """
    keys, scopes = list(keys), list(scopes)
    values: list[float | None] = []
    for day in month_ends:
        figures = lazily(tables, day, caliber, policy)
        values.extend(figures.value(key, scope) for key in keys for scope in scopes)
    frame = pd.DataFrame({"value": np.array([np.nan if v is None else v for v in values], dtype=np.float64)})
    each = len(keys) * len(scopes)
    frame.insert(0, "month_end", pd.to_datetime(np.repeat(np.array(month_ends, dtype="datetime64[D]"), each)))
    frame.insert(1, "key", np.tile(np.repeat(np.array(keys, dtype=object), len(scopes)), len(month_ends)))
    frame.insert(2, "scope", np.tile(np.array(scopes, dtype=object), len(keys) * len(month_ends)))
    return frame.astype({"key": "str", "scope": "str"})


def months_with_data(tables: CityTables) -> list[str]:
    """Return the months for which 截止月份 can be chosen, newest last: all from the first monthly row to the last.

    Without any monthly row, only the month of the as-of date.
    """
    last = f"{tables.as_of:%Y-%m}"
    found: set[str] = set()
    for frame in tables.frames.values():
        if "month" in frame.columns:
            found.update(frame["month"].dropna().unique())
    told = sorted(month for month in found if month <= last)
    if not told:
        return [last]
    return [month_text(month) for month in range(month_number(told[0]), month_number(told[-1]) + 1)]
