"""Workforce by month (人员力量): doctors, nurses, technicians and village doctors, by level of institution."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.months import Floats, Ints, day_of, last_day, month_text

NUMBERS = ("physicians", "nurses", "technicians", "village_doctors")
#: Levels of institutions; municipal ones are no part of any county's workforce and are left out.
LEVELS = {"county": "县级机构", "township": "乡级机构", "village": "村卫生室"}
COLUMNS = ["month", "level", "level_label", *NUMBERS, "reported", "open"]


def workforce_months(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per month and level that anyone of the scope reported, oldest first.

    Institutions are those of the scope on the figures' day. A month that nobody of a level reported has no row: the
    table may be half-yearly, and what was not asked for is not missing.

    Returns:
        Columns of :data:`COLUMNS`: ``month`` (``YYYY-MM``); the four numbers are sums over those that told them (NaN
        where nobody did); ``reported`` is how many institutions told any, ``open`` how many were open at the month's
        end, so that a fall can be told from a gap.
    """
    context = figures.context
    held = context.base.institutions
    table = context.base.monthly("workforce", "institution_id", held.index)
    home = context.home_of_institutions(np.arange(len(held)))
    inside = (home.county >= 0) & figures.holds(home.county, home.consortium, scope)
    level = np.where(held.township_level, 1, np.where(held.of("village_clinic"), 2, 0))
    known = (table.subject >= 0) & (table.month >= 0) & (table.month <= context.last_month)
    known &= np.append(inside, False)[table.subject]
    told = np.zeros(len(table.subject), dtype=np.bool_)
    for name in NUMBERS:
        told |= ~np.isnan(table.values[name])  # noqa: PD011  # a dict of columns, no frame
    rows = []
    for month in sorted(set(table.month[known & told].tolist())):
        end = day_of(last_day(month))
        is_open = inside & (held.opened <= end) & (held.closed > end)
        for place, (code, label) in enumerate(LEVELS.items()):
            own = np.flatnonzero(known & told & (table.month == month) & (np.append(level, -1)[table.subject] == place))
            if len(own) == 0:
                continue
            numbers = [_total(table.values[name], own) for name in NUMBERS]  # noqa: PD011
            rows.append((month_text(month), code, label, *numbers, len(own), int((is_open & (level == place)).sum())))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({**dict.fromkeys(NUMBERS, "float64"), "reported": "int64", "open": "int64"})


def _total(column: Floats, at: Ints) -> float:
    told = column[at][~np.isnan(column[at])]
    return float(told.sum()) if len(told) else float("nan")
