"""Remote volume by the parts of a scope (远程服务分布), and per 1,000 permanent residents of a county."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.engine import CityFigures

KEY = "remote.volume.total"
PER = 1000
COLUMNS = ["part_id", "part", "volume", "missing", "population", "population_year", "per_thousand"]


def remote_parts(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the volume of the year to date for each part of a scope.

    A city's parts are its counties in the account; a county's and a consortium's are the institutions that have a
    site or a volume, largest first.

    Returns:
        Columns of :data:`COLUMNS`. ``volume`` is NaN where nothing was reported; ``missing`` counts the institutions
        with a due month missing; population (常住人口) and its year are those of ``regions``, NaN for an institution.
    """
    if figures.level_of(scope) != "city":
        return _institutions(figures, scope)
    counties = figures.context.base.counties
    rows = []
    for at, (code, name) in enumerate(zip(counties.index, counties.names, strict=True)):
        figure = figures.get(KEY, code)
        volume = np.nan if figure is None or figure.value is None else figure.value
        people = counties.population[at]
        rows.append((
            code, name, volume, len(figure.not_reported) if figure is not None else 0, people,
            counties.population_year[at], volume * PER / people if people > 0 else np.nan,
        ))
    return _frame(rows)


def _institutions(figures: CityFigures, scope: str) -> pd.DataFrame:
    units = figures.units_in(KEY, scope)
    if units is None:
        return _frame([])
    held = figures.context.base.institutions
    unreported = units.unreported
    order = np.argsort(-np.nan_to_num(units.numerator, nan=-1.0), kind="stable")
    return _frame([
        (
            held.index[units.subject[at]], held.names[units.subject[at]],
            units.numerator[at] if units.reported[at] else np.nan, int(unreported[at]), np.nan, np.nan, np.nan,
        )
        for at in order
    ])


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    numbers = [column for column in COLUMNS[2:] if column != "missing"]
    return frame.astype({"part_id": "str", "part": "str", "missing": "int64", **dict.fromkeys(numbers, "float64")})
