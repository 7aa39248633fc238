"""Township-level institutions × remote services: 未开通, 已开通未使用, 使用中, 未报."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.model import SERVICE
from indicators.catalogue import catalogue
from indicators.context import Context
from indicators.engine import CityFigures
from indicators.lists.frames import dates, institution_columns, sorted_by
from indicators.months import NEVER, NONE, Floats, Ints, month_text
from indicators.registers import SERVICES

#: States of an institution's service, worst first.
STATES = {"not_open": "未开通", "unused": "已开通未使用", "not_reported": "未报", "in_use": "使用中"}


def remote_matrix(figures: CityFigures, scope: str, services: list[str] | None = None) -> pd.DataFrame:
    """Return one row per open township-level institution and service, whether it belongs to a consortium or not.

    A site that is open on the day is in use with a volume above 0 in the last ended months, unused where those that
    were reported are all 0, and 未报 where none was reported; the number of months is that of ``remote.use_rate``.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        services: Service types; null for all that anyone in the city has a site of.

    Returns:
        Columns institution_id, name, category, category_label, county_code, county, consortium_id, consortium,
        service_type, service_label, state, state_label, volume_ytd (NaN is 未报), last_used (last month with a volume
        above 0, null for none) and opened_on of the site.
        Empty where sites were not reported at all.
    """
    context = figures.context
    held = context.base.institutions
    at = np.flatnonzero(held.township_level & held.in_city & context.is_open)
    at = at[figures.holds(held.county[at], context.consortium_of[at], scope)]
    if not figures.tables.reported("remote_sites"):
        at = at[:0]
    parts = [_service(context, at, service) for service in services or offered(context)]
    if not parts:
        return _service(context, at[:0], SERVICES[0])
    return sorted_by(pd.concat(parts, ignore_index=True), ["county_code", "institution_id"])


def state_of_sites(context: Context, service: str, at: Ints) -> list[str]:
    """Return the state of one service at each institution."""
    since, recent = _since(context, service, at), _recent(context, service, at)
    told = ~np.isnan(recent)
    used, known = np.asarray((told & (recent > 0)).any(axis=1)), np.asarray(told.any(axis=1))
    return [
        "not_open" if day == NEVER else "in_use" if use else "unused" if any_told else "not_reported"
        for day, use, any_told in zip(since, used, known, strict=True)
    ]


def _service(context: Context, at: Ints, service: str) -> pd.DataFrame:
    position = SERVICES.index(service)
    frame = pd.DataFrame(institution_columns(context, at))
    states = state_of_sites(context, service, at)
    frame["service_type"] = service
    frame["service_label"] = SERVICE[service]
    frame["state"] = states
    frame["state_label"] = [STATES[state] for state in states]
    year = _of_rows(context, context.year_volume[:, position, :], at)
    frame["volume_ytd"] = np.where(np.isnan(year).all(axis=1), np.nan, np.nansum(year, axis=1))
    frame["last_used"] = _last_used(context, position, at)
    frame["opened_on"] = dates(_since(context, service, at))
    return frame


def offered(context: Context) -> list[str]:
    """Return the services of which anyone in the city has, or had, a site."""
    remote = context.base.remote
    known = np.flatnonzero(remote.site_row >= 0)
    inside = known[context.base.institutions.in_city[remote.subject[remote.site_row[known]]]]
    present = set(remote.site_service[inside].tolist())
    return [service for position, service in enumerate(SERVICES) if position in present]


def _since(context: Context, service: str, at: Ints) -> Ints:
    opened = np.append(context.site_since[:, SERVICES.index(service)], NEVER)
    since: Ints = opened[context.base.remote.row[at]]
    return since


def _recent(context: Context, service: str, at: Ints) -> Floats:
    window = int(catalogue()[f"remote.use_rate.{service}"].parameters["months"])
    return _of_rows(context, context.recent_volume(window)[:, SERVICES.index(service), :], at)


def _of_rows(context: Context, volume: Floats, at: Ints) -> Floats:
    """Return the volumes (institution × month) of institutions; one without any row is all NaN."""
    blank = np.full((1, volume.shape[1]), np.nan)
    return np.concatenate([volume, blank])[context.base.remote.row[at]]


def _last_used(context: Context, position: int, at: Ints) -> list[str | None]:
    remote = context.base.remote
    through = max(remote.first_month, context.last_month + 1)
    volume = _of_rows(context, remote.months(remote.first_month, through - 1)[:, position, :], at)
    used = np.nan_to_num(volume) > 0
    last = np.where(used.any(axis=1), through - 1 - used[:, ::-1].argmax(axis=1) if used.shape[1] else NONE, NONE)
    return [month_text(int(month)) if month != NONE else None for month in last]
