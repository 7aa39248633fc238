"""Remote services (远程服务): volumes of the year to date, sites opened, sites used."""

from __future__ import annotations

import numpy as np

from indicators.context import Context
from indicators.model import Definition
from indicators.months import NEVER, NONE, Bools, Ints, month_of_days
from indicators.placing import of_institutions
from indicators.registers import SERVICES
from indicators.registry import indicator
from indicators.units import Units, ones

#: What ``remote.volume.total`` adds up: services asked for one patient at a time.
CLINICAL = ("ecg", "imaging", "consultation", "lab", "pathology")


@indicator("remote.volume")
def volume(context: Context, definition: Definition) -> Units:
    """Sum of volume, year to date, by requesting institution (申请机构); nothing reported in scope is null.

    Named as not reported is an institution whose site is open on the day and that has an ended month of
    the year, overlapping the site's life, without a number.
    """
    return _volume(context, [SERVICES.index(definition.item)])


@indicator("remote.volume.total")
def total(context: Context, _: Definition) -> Units:
    """Sum over ECG, imaging, consultation, laboratory and pathology, year to date."""
    return _volume(context, [SERVICES.index(code) for code in CLINICAL])


@indicator("remote.open_rate")
def open_rate(context: Context, definition: Definition) -> Units:
    """Open township-level members with an open site on the day ÷ all open township-level members, %."""
    at = context.grassroots_members
    return of_institutions(
        context, at, _has_site(context, at, definition.item).astype(np.float64), ones(len(at)), register=True
    )


@indicator("remote.use_rate")
def use_rate(context: Context, definition: Definition) -> Units:
    """Sites with volume > 0 in the last ended months ÷ open sites that reported in any of them, %.

    The sites are those of open township-level members that are open on the day; the number of months is the
    catalogue's. A site that reported in none of them is listed and left out.
    """
    at = context.grassroots_members
    at = at[_has_site(context, at, definition.item)]
    service = SERVICES.index(definition.item)
    recent = context.recent_volume(int(definition.parameters["months"]))[context.base.remote.row[at], service]
    told = ~np.isnan(recent)
    used = (told & (recent > 0)).any(axis=1)
    return of_institutions(context, at, used.astype(np.float64), ones(len(at)), reported=told.any(axis=1))


def missing_months(context: Context) -> Bools:
    """Tell which volumes of the year to date are due and absent: remote subject × service × month.

    Due is a month that has ended and overlaps the life of a site that is open on the day.
    """
    months = np.arange(context.january, context.last_month + 1)
    since = context.site_since
    first = np.where(since == NEVER, NEVER, month_of_days(np.where(since == NEVER, 0, since)))
    due: Bools = months >= first[:, :, None]
    return due & np.isnan(context.year_volume)


def _volume(context: Context, services: list[int]) -> Units:
    held = context.year_volume[:, services, :]
    reported = np.asarray((~np.isnan(held)).any(axis=(1, 2)))
    missing = np.asarray(missing_months(context)[:, services, :].any(axis=(1, 2)))
    at = np.flatnonzero(reported | missing)
    return of_institutions(
        context,
        context.base.remote.subject[at],
        np.where(reported, np.nansum(held, axis=(1, 2)), np.nan)[at],
        reported=reported[at],
        missing=missing[at],
    )


def _has_site(context: Context, at: Ints, service: str) -> Bools:
    """Tell which institutions have an open site of a service."""
    row = context.base.remote.row[at]
    opened = np.append(context.site_since[:, SERVICES.index(service)], NEVER)
    has: Bools = opened[np.where(row >= 0, row, NONE)] != NEVER
    return has
