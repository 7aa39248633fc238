"""Who pulls the city's figure down, and by how much (差距分解): each county's part of the city's gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from indicators.aggregate import PERCENT
from indicators.engine import CityFigures
from indicators.model import Figure
from indicators.months import month_text
from indicators.units import Units

if TYPE_CHECKING:
    from data.policies import Target

#: The rule, as a page states it.
RULE = "各区县的影响＝占全市分母的比重×（目标－本区县比率），各区县相加即全市与目标的差距；负数为抵回"
COLUMNS = [
    "county_code", "county", "numerator", "denominator", "rate", "share", "distance", "contribution", "months",
    "months_due", "missing",
]


@dataclass(frozen=True, slots=True)
class CareGap:
    """The distance of a city's rate to its target, divided among its counties."""

    figure: Figure
    #: The edge that the rate is to reach, in percent; the lower end of a range.
    goal: float
    #: ``goal`` less the city's rate, in 百分点; negative where the rate lies above it.
    distance: float
    #: One row per county that reported, the strongest pull down first; columns of :data:`COLUMNS`.
    counties: pd.DataFrame
    #: Chinese names of the counties that reported no month in full, and so have no part.
    silent: tuple[str, ...]


def care_gap(figures: CityFigures, key: str) -> CareGap | None:
    """Divide the distance between the city's rate of the year to date and its target among the counties.

    A county's contribution is its share of the city's denominator × (target − its own rate): what the city's rate
    would gain if this county stood exactly at the target and all else stayed. A county above the target has a negative
    one (it makes up for others), and all of them together are the city's distance.

    Args:
        figures: The figures of the day.
        key: A rate of care seeking, such as ``care.in_county_rate``.

    Returns:
        ``counties`` has numerator and denominator of the reported months, rate (%, NaN over a denominator of 0, whose
        contribution is that of its numerator alone), share (of the city's denominator, %), distance (target − rate)
        and contribution (百分点), months reported of months_due, and missing (the months not reported, ``YYYY-MM``).
        None where the policy sets no lower bound for the city, and where nothing was reported.
    """
    city = figures.context.base.city
    figure, units = figures.get(key, city), figures.units_in(key, city)
    if figure is None or figure.value is None or units is None or units.denominator is None:
        return None
    goal = lower_bound(figure.target)
    if goal is None:
        return None
    frame = _counties(figures, units, goal)
    silent = tuple(frame.loc[frame["months"] == 0, "county"])
    told = frame[frame["months"] > 0].sort_values(
        ["contribution", "county_code"], ascending=[False, True], ignore_index=True
    )
    return CareGap(figure, goal, goal - figure.value, told, silent)


def lower_bound(target: Target | None) -> float | None:
    """Return the least value that meets a target; none for an upper bound, which no rate of care seeking has."""
    if target is None or target.op == "<=":
        return None
    return target.value[0] if isinstance(target.value, tuple) else target.value


def _counties(figures: CityFigures, units: Units, goal: float) -> pd.DataFrame:
    counties = figures.context.base.counties
    size, held = len(counties), units.reported
    bottoms = np.zeros(0) if units.denominator is None else units.denominator
    top = np.bincount(units.county[held], weights=units.numerator[held], minlength=size)
    bottom = np.bincount(units.county[held], weights=bottoms[held], minlength=size)
    share = bottom / bottom.sum()
    rate = np.divide(top * PERCENT, bottom, out=np.full(size, np.nan), where=bottom > 0)
    distance = goal - rate
    months = np.zeros(0, dtype=np.int64) if units.month is None else units.month
    return pd.DataFrame(
        {
            "county_code": list(counties.index),
            "county": counties.names,
            "numerator": top,
            "denominator": bottom,
            "rate": rate,
            "share": share * PERCENT,
            "distance": distance,
            # Share × distance, written so that a county without a denominator adds what it adds to the city: nothing,
            # unless its numerator was reported all the same.
            "contribution": (goal * bottom - PERCENT * top) / bottom.sum(),
            "months": np.bincount(units.county[held], minlength=size),
            "months_due": np.bincount(units.county, minlength=size),
            "missing": pd.Series(
                [tuple(month_text(int(m)) for m in months[(units.county == at) & ~held]) for at in range(size)],
                dtype="object",
            ),
        },
        columns=COLUMNS,
    )


def pulls_down(gap: CareGap) -> pd.DataFrame:
    """Return the counties that stand below the target, the strongest pull first."""
    return gap.counties[gap.counties["contribution"] > 0].reset_index(drop=True)
