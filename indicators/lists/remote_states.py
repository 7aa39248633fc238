"""The states of every township-level institution's remote services as plain text, for a matrix on a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.engine import CityFigures
from indicators.lists.remote_matrix import state_of_sites
from indicators.registers import SERVICES


@dataclass(frozen=True)
class RemoteStates:
    """One entry of ``rows`` per open township-level institution, in order of county and code."""

    #: The services that anyone in the city has a site of, in the order of the contract.
    services: tuple[str, ...]
    #: Name, county (null for a municipal one), consortium (null for none) and a state code per service.
    rows: tuple[tuple[str, str | None, str | None, tuple[str, ...]], ...]


def remote_states(figures: CityFigures, scope: str) -> RemoteStates:
    """Return what :func:`indicators.lists.remote_matrix.remote_matrix` says, without the frame: for each run of a page.

    Empty where sites were not reported at all.
    """
    context = figures.context
    base = context.base
    held, remote = base.institutions, base.remote
    at = np.flatnonzero(held.township_level & held.in_city & context.is_open)
    consortium = context.consortium_of
    at = at[figures.holds(held.county[at], consortium[at], scope)]
    known = remote.site_row >= 0
    inside = held.in_city[remote.subject[remote.site_row[known]]]
    present = set(remote.site_service[known][inside].tolist())
    services = tuple(code for place, code in enumerate(SERVICES) if place in present)
    if not figures.tables.reported("remote_sites") or not services:
        return RemoteStates(services, ())
    at = at[np.argsort(held.county[at], kind="stable")]
    states = zip(*(state_of_sites(context, service, at) for service in services), strict=True)
    rows = tuple(
        (
            held.names[one],
            base.counties.names[held.county[one]] if held.county[one] >= 0 else None,
            base.consortia.names[consortium[one]] if consortium[one] >= 0 else None,
            own,
        )
        for one, own in zip(at.tolist(), states, strict=True)
    )
    return RemoteStates(services, rows)
