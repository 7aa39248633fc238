"""Resource-sharing centres (资源共享中心) built, of those the policy requires."""

from __future__ import annotations

import numpy as np

from data.model import CENTRE, CENTRE_STATUS
from indicators.context import Context
from indicators.model import Definition
from indicators.placing import of_consortia
from indicators.registers import SERVICES
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("centre.open_rate")
def open_rate(context: Context, _: Definition) -> Units | None:
    """Required centres with status open by the day ÷ required ones with a status reported, %.

    The unit is a consortium that exists × a centre the policy requires. No row, or a row without status, is
    未报. Where the policy requires none the figure cannot be given.
    """
    required = context.required_centres
    if not required:
        return None
    held = context.base.centres
    wanted = np.array([SERVICES.index(code) for code in required], dtype=np.int64)
    shape = (len(context.base.consortia), len(SERVICES))
    told, is_open = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    rows = np.flatnonzero((held.consortium >= 0) & (held.centre >= 0) & (held.status >= 0))
    told[held.consortium[rows], held.centre[rows]] = True
    built = rows[(held.status[rows] == tuple(CENTRE_STATUS).index("open")) & (held.opened[rows] <= context.day)]
    is_open[held.consortium[built], held.centre[built]] = True
    at = np.repeat(context.consortia, len(wanted))
    centre = np.tile(wanted, len(context.consortia))
    return of_consortia(
        context, at, is_open[at, centre].astype(np.float64), ones(len(at)), reported=told[at, centre],
        detail=centre, details=tuple(CENTRE.values()),
    )
