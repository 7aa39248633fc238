"""Investments (投入) by county and item: this year and since the first month that was reported."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.months import month_text, months

COLUMNS = ["county_code", "county", "item", "amount_yuan", "ytd_yuan", "first_month", "last_month", "unreported"]


def investments(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per county and item, in order of code; a county that reported nothing has one row.

    What a document states as a total without months is a statement (已公布数据) and is not in here.

    Returns:
        Columns of :data:`COLUMNS`: ``item`` null and the amounts NaN for a county without any row; ``amount_yuan`` the
        sum of all ended months, ``ytd_yuan`` that of this year's (NaN where none was reported); ``first_month`` and
        ``last_month`` of the reported amounts (``YYYY-MM``); ``unreported`` the months that were sent without amount.
        None for a consortium, which the table does not know.
    """
    context = figures.context
    base = context.base
    counties = np.arange(len(base.counties))
    counties = counties[figures.holds(counties, np.full(len(counties), -2), scope)]
    held = figures.tables["investments"]
    number = months(held["month"])
    ended = held.assign(number=number)[(number >= 0) & (number <= context.last_month)]
    rows: list[tuple[object, ...]] = []
    for county in counties.tolist():
        code, name = base.counties.index[county], base.counties.names[county]
        own = ended[ended["county_code"] == code]
        if own.empty:
            rows.append((code, name, None, np.nan, np.nan, None, None, 0))
        for item, sent in own.groupby("item", sort=True):
            told = sent[sent["amount_yuan"].notna()]
            year = told.loc[told["number"] >= context.january, "amount_yuan"]
            rows.append((
                code, name, str(item),
                float(told["amount_yuan"].sum()) if len(told) else np.nan,
                float(year.sum()) if len(year) else np.nan,
                month_text(int(told["number"].min())) if len(told) else None,
                month_text(int(told["number"].max())) if len(told) else None,
                len(sent) - len(told),
            ))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"amount_yuan": "float64", "ytd_yuan": "float64", "unreported": "int64"})
