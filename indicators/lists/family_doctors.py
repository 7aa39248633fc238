"""Family doctors (家庭医生) of each county: teams, doctors and contract rates, each of its latest reported month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.months import month_text

COLUMNS = ["county_code", "county", "teams", "doctors", "contract_rate", "key_contract_rate", "patrol_teams", "month"]
_NUMBERS = ("teams", "doctors", "patrol_teams")


def family_doctors(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per county of a scope: each number of the latest ended month in which it was reported.

    The two rates are the indicators ``family.contract_rate`` and ``family.key_contract_rate`` of the county. ``month``
    is the latest month of any of the three numbers (``YYYY-MM``), null where nothing was reported. A consortium has
    no rows, as the table is the counties'.
    """
    context = figures.context
    base = context.base
    counties = np.flatnonzero(
        figures.holds(np.arange(len(base.counties)), np.full(len(base.counties), -2), scope)
    )
    held = base.monthly("family_doctors", "county_code", base.counties.index)
    rows = []
    for county in counties.tolist():
        code = base.counties.index[county]
        own = np.flatnonzero((held.subject == county) & (held.month >= 0) & (held.month <= context.last_month))
        own = own[np.argsort(held.month[own], kind="stable")]
        latest: dict[str, float | None] = {}
        newest = -1
        for column in _NUMBERS:
            numbers = held.values[column]  # noqa: PD011  # a dict of columns, no frame
            told = own[~np.isnan(numbers[own])]
            latest[column] = float(numbers[told[-1]]) if len(told) else None
            newest = max(newest, int(held.month[told[-1]]) if len(told) else -1)
        rows.append({
            "county_code": code,
            "county": base.counties.names[county],
            **latest,
            "contract_rate": figures.value("family.contract_rate", code),
            "key_contract_rate": figures.value("family.key_contract_rate", code),
            "month": month_text(newest) if newest >= 0 else None,
        })
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys([*_NUMBERS, "contract_rate", "key_contract_rate"], "float64"))
