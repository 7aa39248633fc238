"""Resource-sharing centres (资源共享中心) of each consortium: built, building, planned, none or 未报."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.model import CENTRE_STATUS
from indicators.context import Context
from indicators.engine import CityFigures
from indicators.months import NONE, Ints
from indicators.registers import SERVICES

COLUMNS = ["consortium_id", "consortium", "county", "required", "required_built", "built", *SERVICES]
_STATUS = tuple(CENTRE_STATUS)


def centres(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per consortium that exists on the day, with the state of each type of centre.

    A centre whose status is open but whose day of opening lies ahead is not built yet and stands as building.

    Returns:
        Columns of :data:`COLUMNS`: ``required`` is how many the policy asks of a consortium (0: it asks for none),
        ``required_built`` how many of those are open, ``built`` how many types are open at all; then a status code
        (``open``, ``building``, ``planned``, ``none``) per type, null for 未报.
    """
    context = figures.context
    base = context.base
    required = context.policy.required_centres if context.policy is not None else ()
    states, _ = centre_states(figures.context)
    found = []
    for at in context.consortia:
        if not figures.holds(base.consortia.county[[at]], np.array([at]), scope)[0]:
            continue
        state = {service: _STATUS[code] if code >= 0 else None
                 for service, code in zip(SERVICES, states[at].tolist(), strict=True)}
        found.append({
            "consortium_id": base.consortia.index[at],
            "consortium": base.consortia.names[at],
            "county": base.counties.names[base.consortia.county[at]],
            "required": len(required),
            "required_built": sum(state[service] == "open" for service in required),
            "built": sum(value == "open" for value in state.values()),
            **state,
        })
    return pd.DataFrame(found, columns=COLUMNS)


def centre_states(context: Context) -> tuple[Ints, Ints]:
    """Return status (a position in ``CENTRE_STATUS``) and row of each centre, consortium × type; ``NONE`` is 未报.

    A centre whose status is open but whose day of opening lies ahead stands as building.
    """
    held = context.base.centres
    states = np.full((len(context.base.consortia), len(SERVICES)), NONE, dtype=np.int64)
    found = states.copy()
    rows = np.flatnonzero((held.consortium >= 0) & (held.centre >= 0) & (held.status >= 0))
    status = held.status[rows].copy()
    status[(status == _STATUS.index("open")) & (held.opened[rows] > context.day)] = _STATUS.index("building")
    states[held.consortium[rows], held.centre[rows]] = status
    found[held.consortium[rows], held.centre[rows]] = rows
    return states, found
