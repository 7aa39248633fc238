"""Villages (行政村) with and without a service."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indicators.context import Context
from indicators.model import Definition
from indicators.months import NONE, Bools, Floats
from indicators.registers import MODES
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("village.coverage")
def coverage(context: Context, _: Definition) -> Units:
    """Villages with clinic, extension or mobile service in force ÷ villages with a row in force, %."""
    mode = context.village_mode
    served = (mode >= 0) & (mode != MODES.index("none"))
    return _villages(context, served.astype(np.float64), ones(len(mode)), mode >= 0)


@indicator("village.unserved")
def unserved(context: Context, _: Definition) -> Units:
    """Villages whose service in force is none."""
    mode = context.village_mode
    return _villages(context, (mode == MODES.index("none")).astype(np.float64), None, mode >= 0)


@indicator("village.unserved_planned")
def unserved_planned(context: Context, _: Definition) -> Units:
    """Of the villages without a service, those that by the plan should have a clinic (应设未设).

    A village without a service whose plan is blank is 未报; where that is so of all of them the figure is null,
    and where every village has a service it is 0.
    """
    mode, planned = context.village_mode, context.village_planned
    bare = mode == MODES.index("none")
    units = _villages(context, (bare & (planned == 1)).astype(np.float64), None, bare & ~np.isnan(planned))
    served = (mode >= 0) & ~bare
    return replace(units, missing=~units.reported & ~served, idle=served, asked=bare)


def _villages(context: Context, numerator: Floats, denominator: Floats | None, reported: Bools) -> Units:
    held = context.base.villages
    return Units(
        "village", np.arange(len(held)), held.county, np.full(len(held), NONE, dtype=np.int64),
        numerator, denominator, reported,
    )
