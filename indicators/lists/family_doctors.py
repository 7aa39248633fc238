"""Family doctors (家庭医生) of each county: teams, doctors and contract rates, each of its latest reported month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.months import Ints, month_text
from indicators.registers import Monthly

#: Each figure of a county and the columns that must be reported for it.
FIGURES: dict[str, tuple[str, ...]] = {
    "contract_rate": ("contracted",),
    "key_contract_rate": ("key_contracted", "key_population"),
    "teams": ("teams",),
    "doctors": ("doctors",),
    "patrol_teams": ("patrol_teams",),
}
COLUMNS = ["county_code", "county", *(name for figure in FIGURES for name in (figure, f"{figure}_month"))]


def family_doctors(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per county of a scope: each figure of the latest ended month in which it was reported.

    The two rates are the indicators ``family.contract_rate`` and ``family.key_contract_rate`` of the county. Beside
    each figure ``<figure>_month`` is its own month (``YYYY-MM``), as a county may report one without the others; both
    are null where it was never reported. A consortium has no rows, as the table is the counties'.
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
        row: dict[str, object] = {"county_code": code, "county": base.counties.names[county]}
        for figure, columns in FIGURES.items():
            at = _latest(held, own, columns)
            value = None
            if figure.endswith("_rate"):
                value = figures.value(f"family.{figure}", code)
            elif at is not None:
                value = float(held.values[figure][at])  # noqa: PD011  # a dict of columns, no frame
            row[figure] = value
            row[f"{figure}_month"] = month_text(int(held.month[at])) if at is not None and value is not None else None
        rows.append(row)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(FIGURES, "float64"))


def _latest(held: Monthly, own: Ints, columns: tuple[str, ...]) -> int | None:
    """Return the last of a county's rows, which are in order of month, with every column reported."""
    parts = [held.values[column] for column in columns]  # noqa: PD011  # a dict of columns, no frame
    told = [at for at in own.tolist() if not any(np.isnan(part[at]) for part in parts)]
    return told[-1] if told else None
