"""Remote volumes by county: total, per 1,000 residents with its base, and against the year before (同比)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from indicators.change import change_of
from indicators.engine import CityFigures

THOUSAND = 1000.0


def volume_by_county(figures: CityFigures, scope: str, service: str | None = None) -> pd.DataFrame:
    """Return the year's remote volume of each county of a scope, largest per 1,000 residents first.

    The base of ``per_thousand`` is the county's permanent residents (常住人口); population and its year stand beside
    it. A consortium has no counties and gives no rows.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        service: A service type; null for the five that make up the total.

    Returns:
        Columns county_code, county, volume, population, population_year, per_thousand, year_change (%; NaN is
        无可比数据), year_base, basis (Chinese) and not_reported (how many institutions).
    """
    key = f"remote.volume.{service or 'total'}"
    counties = figures.context.base.counties
    rows: list[dict[str, Any]] = []
    for at, code in enumerate(counties.index):
        if not figures.holds(np.array([at]), np.array([-2]), scope)[0]:
            continue
        figure = figures.get(key, code)
        if figure is None:
            continue
        compared = change_of(figures, key, code, "year")
        people = float(counties.population[at])
        volume = np.nan if figure.value is None else figure.value
        rows.append(
            {
                "county_code": code,
                "county": counties.names[at],
                "volume": volume,
                "population": people,
                "population_year": counties.population_year[at],
                # No population, no rate: a share of nothing known is null.
                "per_thousand": THOUSAND * volume / people if people > 0 else np.nan,
                "year_change": np.nan if compared.value is None else compared.value,
                "year_base": np.nan if compared.base is None else compared.base,
                "basis": compared.basis,
                "not_reported": len(figure.not_reported),
            }
        )
    columns = ["county_code", "county", "volume", "population", "population_year", "per_thousand", "year_change",
               "year_base", "basis", "not_reported"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(
        "per_thousand", ascending=False, na_position="last", kind="stable", ignore_index=True
    )
