"""Remote volume by asking institution (申请机构), where the scope is a county or a consortium."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures

KEY = "remote.volume.total"
COLUMNS = ["institution_id", "name", "volume", "not_reported"]


def volume_by_institution(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the volume of the year to date of each institution that reported or should have, largest first.

    Returns:
        Columns institution_id, name, volume (NaN where nothing was reported) and not_reported (a month that was due
        is missing; the months reported still count).
    """
    units = figures.units_in(KEY, scope)
    if units is None:
        return pd.DataFrame({column: pd.Series(dtype="object") for column in COLUMNS})
    held = figures.context.base.institutions
    volume = np.where(units.reported, units.numerator, np.nan)
    order = np.argsort(-np.nan_to_num(volume, nan=-1.0), kind="stable")
    at = units.subject[order]
    return pd.DataFrame(
        {
            "institution_id": held.index[at],
            "name": [held.names[one] for one in at],
            "volume": volume[order],
            "not_reported": units.unreported[order],
        }
    )
