"""Pairing (结对帮扶) of lead hospitals with a higher hospital."""

from __future__ import annotations

import numpy as np

from indicators.context import Context
from indicators.model import Definition
from indicators.placing import of_institutions
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("pairing.lead_coverage")
def lead_coverage(context: Context, _: Definition) -> Units:
    """Lead hospitals with at least one pairing in force ÷ lead hospitals, %."""
    held = context.base.pairings
    paired = held.institution[held.in_force(context.day)]
    at = context.leads
    return of_institutions(context, at, np.isin(at, paired).astype(np.float64), ones(len(at)), register=True)
