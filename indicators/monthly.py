"""Rates over monthly tables: the unit is one subject's month, and it enters only with all its parts."""

from __future__ import annotations

import numpy as np

from indicators.context import Context
from indicators.months import Floats, day_of, last_day
from indicators.placing import keep, months_of, of_consortia, of_counties
from indicators.units import Units


def county_months(context: Context, table: str, numerator: tuple[str, ...], denominator: tuple[str, ...]) -> Units:
    """Return one unit per county and month of the year to date; each part is a sum of columns.

    A month without a row, or with a null in any column the rate needs, is 未报.
    """
    grids = county_grids(context, table, numerator, denominator, context.january, context.last_month)
    at, month, (top, bottom) = months_of(list(grids), context.january)
    return of_counties(at, top, bottom, reported=~np.isnan(top + bottom), month=month)


def county_grids(
    context: Context, table: str, numerator: tuple[str, ...], denominator: tuple[str, ...], first: int, last: int
) -> tuple[Floats, Floats]:
    """Return numerator and denominator of each county in the account in each month; NaN where a part is 未报."""
    register = context.base.counties.index
    columns = tuple(dict.fromkeys((*numerator, *denominator)))
    grids = context.base.monthly(table, "county_code", register).grid(columns, len(register), first, last)
    return _sum(columns, grids, numerator), _sum(columns, grids, denominator)


def consortium_months(context: Context, table: str, numerator: tuple[str, ...], denominator: tuple[str, ...]) -> Units:
    """Return one unit per consortium that exists and month of the year to date.

    A month is expected, and named when it is absent, from the one in which the consortium was established.
    """
    register = context.base.consortia.index
    columns = tuple(dict.fromkeys((*numerator, *denominator)))
    held = context.base.monthly(table, "consortium_id", register)
    grids = held.grid(columns, len(register), context.january, context.last_month)
    return existing_months(context, [_sum(columns, grids, numerator), _sum(columns, grids, denominator)])


def existing_months(context: Context, parts: list[Floats]) -> Units:
    """Turn numerator and denominator grids (consortium × month of the year to date) into units."""
    at, month, (top, bottom) = months_of([part[context.consortia] for part in parts], context.january)
    at = context.consortia[at]
    reported = ~np.isnan(top + bottom)
    ends = np.array([day_of(last_day(m)) for m in range(context.january, context.last_month + 1)], dtype=np.int64)
    due = context.base.consortia.established[at] <= ends[month - context.january]
    units = of_consortia(context, at, top, bottom, reported=reported, month=month)
    return keep(units, reported | due)


def _sum(columns: tuple[str, ...], values: list[Floats], wanted: tuple[str, ...]) -> Floats:
    total = values[columns.index(wanted[0])]
    for column in wanted[1:]:
        total = total + values[columns.index(column)]
    return total
