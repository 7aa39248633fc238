"""Remote services by month (远程服务逐月): what each month adds up to, and which institutions are missing from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.engine import CityFigures
from indicators.months import month_number, month_of_days, month_text
from indicators.registers import SERVICES
from indicators.remote import CLINICAL


@dataclass(frozen=True)
class MonthlyVolume:
    """One service over the asked months; all three run beside each other."""

    service: str
    months: tuple[str, ...]
    #: Sum over the institutions of the scope that reported; null is a month that nobody reported.
    values: tuple[float | None, ...]
    #: Institutions whose site was open in that month and that did not report it.
    missing: tuple[int, ...]


def clinical_total(volumes: Sequence[MonthlyVolume]) -> MonthlyVolume | None:
    """Return the services of ``remote.volume.total`` added up by month; null where none of them was reported.

    ``missing`` is the largest number of institutions missing from any of them. None without any such service.
    """
    held = [one for one in volumes if one.service in CLINICAL]
    if not held:
        return None
    values = tuple(
        sum(told) if (told := [value for value in month if value is not None]) else None
        for month in zip(*(one.values for one in held), strict=True)
    )
    missing = tuple(max(month) for month in zip(*(one.missing for one in held), strict=True))
    return MonthlyVolume("", held[0].months, values, missing)


def monthly_volumes(figures: CityFigures, scope: str, first: str, last: str) -> tuple[MonthlyVolume, ...]:
    """Return the volume of each service by month, services without any site or volume in the scope left out.

    An institution is in scope by its county, or by its membership on the figures' day. Due is a month that overlaps
    the life of one of its sites.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        first: First month, ``YYYY-MM``.
        last: Last month.
    """
    context = figures.context
    remote = context.base.remote
    months = np.arange(month_number(first), month_number(last) + 1)
    home = context.home_of_institutions(remote.subject)
    held = home.in_city & figures.holds(home.county, home.consortium, scope)
    volume = remote.months(int(months[0]), int(months[-1])) if len(months) else remote.volume[:, :, :0]
    told = ~np.isnan(volume)

    due = np.zeros(volume.shape, dtype=np.bool_)
    rows = np.flatnonzero((remote.site_row >= 0) & (remote.site_service >= 0))
    opened = month_of_days(remote.site_opened[rows])
    # A blank closing day is further off than a month number reaches, so it is cut to the last month first.
    # The closing day itself no longer counts: a site closed on the first of a month is not due in that month.
    closed = month_of_days(np.minimum(remote.site_closed[rows], np.datetime64(f"{last}-28").astype(np.int64) + 62) - 1)
    alive = (months >= opened[:, None]) & (months <= closed[:, None])
    np.logical_or.at(due, (remote.site_row[rows], remote.site_service[rows]), alive)

    found = []
    for at, service in enumerate(SERVICES):
        own, own_told = volume[held, at, :], told[held, at, :]
        if not own_told.any() and not due[held, at, :].any():
            continue
        sums = np.nansum(own, axis=0)
        known = np.asarray(own_told.any(axis=0))
        values = tuple(float(total) if any_told else None for total, any_told in zip(sums, known, strict=True))
        absent = (due[held, at, :] & ~own_told).sum(axis=0)
        found.append(MonthlyVolume(service, tuple(month_text(int(m)) for m in months), values, tuple(absent.tolist())))
    return tuple(found)
