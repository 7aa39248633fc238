"""Remote volumes of two periods, over the units that reported both: county × type × month, or site × month."""

from __future__ import annotations

import numpy as np

from indicators.engine import CityFigures
from indicators.months import Floats, Ints

Compared = tuple[float | None, float | None, int, int]


def volume_change(
    figures: CityFigures, scope: str, services: list[int], first: int, last: int, lag: int, *, same_sites: bool = False
) -> Compared:
    """Return both periods' volumes, how many units entered, and how many reported the current period.

    The unit is county × type × month and reported when any of its sites reported; only units reported in both
    periods enter. With ``same_sites`` the unit is institution × type × month (同口径). Institutions of no county
    (municipal ones) are a unit of their own in the city's figure.

    Args:
        figures: The figures of the day; a consortium's sites are those of its members on that day.
        scope: Code of the city, a county or a consortium.
        services: Positions of the service types.
        first: First month of the current period.
        last: Its last month.
        lag: How many months earlier the base lies.
        same_sites: Whether the unit is one institution rather than a county.
    """
    remote = figures.context.base.remote
    home = figures.context.home_of_institutions(remote.subject)
    rows = np.flatnonzero(home.in_city & figures.holds(home.county, home.consortium, scope))
    current, base = (
        remote.months(first - back, last - back)[rows][:, services, :] for back in (0, lag)
    )
    if not same_sites:
        counties = home.county[rows] + 1
        current, base = _by_county(current, counties), _by_county(base, counties)
    told, both = ~np.isnan(current), ~np.isnan(current) & ~np.isnan(base)
    if not both.any():
        return None, None, 0, int(told.sum())
    return float(current[both].sum()), float(base[both].sum()), int(both.sum()), int(told.sum())


def _by_county(volume: Floats, county: Ints) -> Floats:
    """Add institutions up to counties; a county's month is NaN where none of its sites reported."""
    shape = (int(county.max(initial=-1)) + 1, *volume.shape[1:])
    total, reports = np.zeros(shape), np.zeros(shape)
    np.add.at(total, county, np.nan_to_num(volume))
    np.add.at(reports, county, ~np.isnan(volume))
    total[reports == 0] = np.nan
    return total
