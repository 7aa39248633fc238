"""Care seeking by month (就医格局逐月): the rate of each county and of the city, and who is missing from a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.aggregate import PERCENT
from indicators.care import PARTS, TABLE
from indicators.engine import CityFigures
from indicators.lists.frames import nullable
from indicators.monthly import county_grids
from indicators.months import Floats, month_number, month_text

#: The three rates of care seeking, in the order of the catalogue.
CARE_KEYS = tuple(PARTS)


@dataclass(frozen=True)
class MonthlyRate:
    """One rate of a city or a county over the asked months; all five run beside each other."""

    key: str
    scope: str
    #: Chinese name of the city or the county.
    name: str
    #: ``YYYY-MM``, none later than the last month that has ended.
    months: tuple[str, ...]
    #: Percent, 0 to 100; null where nobody reported all parts, or where there was nothing to divide by.
    values: tuple[float | None, ...]
    #: Sums over the counties that reported all parts; null where none did.
    numerators: tuple[float | None, ...]
    denominators: tuple[float | None, ...]
    #: Chinese names of the counties left out of each month because a part was not reported.
    missing: tuple[tuple[str, ...], ...]


def care_months(
    figures: CityFigures, scope: str, first: str, last: str, keys: Sequence[str] = CARE_KEYS
) -> tuple[MonthlyRate, ...]:
    """Return the rates of care seeking by month: for a city its own and those of its counties, for a county its own.

    A county's month enters the city's only with all its parts. Months that have not ended by the figures' day are left
    out. A consortium has none: the table is the counties', and 县域内就诊率 is not divided among consortia.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        first: First month, ``YYYY-MM``.
        last: Last month.
        keys: Keys of :data:`CARE_KEYS`.

    Returns:
        By key, the city first and then its counties in order of code.
    """
    counties = figures.context.base.counties
    start, stop = month_number(first), min(month_number(last), figures.context.last_month)
    held = np.flatnonzero(figures.holds(np.arange(len(counties)), np.full(len(counties), -2), scope))
    found = []
    for key in keys:
        top, bottom = _parts(figures, key, start, stop)
        if figures.level_of(scope) == "city":
            found.append(_rate(figures, key, scope, start, top, bottom))
        for at in held.tolist():
            own = slice(at, at + 1)
            found.append(_rate(figures, key, counties.index[at], start, top[own], bottom[own], counties.names[at]))
    return tuple(found)


def _parts(figures: CityFigures, key: str, first: int, last: int) -> tuple[Floats, Floats]:
    """Return both parts of a rate, county × month; both NaN where either was not reported."""
    top, bottom = county_grids(figures.context, TABLE, *PARTS[key], first, last)
    silent = np.isnan(top + bottom)
    return np.where(silent, np.nan, top), np.where(silent, np.nan, bottom)


def _rate(
    figures: CityFigures, key: str, scope: str, first: int, top: Floats, bottom: Floats, name: str | None = None
) -> MonthlyRate:
    """Add counties up; ``name`` is the one county's, null for the city."""
    told = ~np.isnan(bottom)
    names = figures.context.base.counties.names if name is None else [name]
    some = told.any(axis=0)
    tops, bottoms = np.nansum(top, axis=0), np.nansum(bottom, axis=0)
    # Nothing to divide by gives null: a share of no visits is unknown.
    rates = np.divide(tops * PERCENT, bottoms, out=np.full(len(tops), np.nan), where=some & (bottoms > 0))
    return MonthlyRate(
        key, scope, figures.name_of(scope),
        tuple(month_text(first + at) for at in range(top.shape[1])),
        nullable(rates),
        nullable(np.where(some, tops, np.nan)),
        nullable(np.where(some, bottoms, np.nan)),
        tuple(tuple(names[at] for at in np.flatnonzero(~month)) for month in told.T),
    )
