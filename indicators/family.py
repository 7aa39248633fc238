"""Family doctors (家庭医生): contract rates of each county's latest month in which all parts are reported."""

from __future__ import annotations

import numpy as np

from indicators.context import Context
from indicators.model import Definition
from indicators.months import NONE, Floats, newest
from indicators.placing import of_counties
from indicators.registry import indicator
from indicators.units import Units


@indicator("family.contract_rate")
def contract_rate(context: Context, _: Definition) -> Units:
    """Contracted residents ÷ permanent residents (签约率), %; the population is that of ``regions``."""
    (contracted,), first = _grids(context, ("contracted",))
    population = np.repeat(context.base.counties.population[:, None], contracted.shape[1], axis=1)
    return _latest(contracted, population, first)


@indicator("family.key_contract_rate")
def key_contract_rate(context: Context, _: Definition) -> Units:
    """Contracted key population ÷ key population (重点人群签约率), %."""
    (contracted, population), first = _grids(context, ("key_contracted", "key_population"))
    return _latest(contracted, population, first)


def _grids(context: Context, columns: tuple[str, ...]) -> tuple[list[Floats], int]:
    """Return county × month grids of every ended month that has a row, and the first of these months."""
    register = context.base.counties.index
    held = context.base.monthly("family_doctors", "county_code", register)
    last = min(context.last_month, newest(held.month.tolist()))
    first = int(held.month.min()) if len(held.month) else last + 1
    return held.grid(columns, len(register), first, last), first


def _latest(top: Floats, bottom: Floats, first: int) -> Units:
    """Return one unit per county: its latest month with both parts, or an unreported one."""
    counties, width = top.shape
    told = ~np.isnan(top + bottom)
    reported = np.asarray(told.any(axis=1))
    at = np.arange(counties)
    if width == 0:
        blank = np.full(counties, np.nan)
        return of_counties(at, blank, blank, reported=reported)
    latest = width - 1 - told[:, ::-1].argmax(axis=1)
    month = np.where(reported, first + latest, NONE)
    return of_counties(at, top[at, latest], bottom[at, latest], reported=reported, month=month)
