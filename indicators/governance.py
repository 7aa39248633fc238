"""Governance (体制机制): who has done what the documents ask, by the state on the day."""

from __future__ import annotations

import numpy as np

from indicators.capability import consortia_with_yes, told
from indicators.context import Context
from indicators.model import Definition
from indicators.placing import of_counties
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("governance.consortium_rate")
def consortium_rate(context: Context, definition: Definition) -> Units:
    """Consortia with yes for an item ÷ those that reported it, %; partial (部分) is not yes."""
    return consortia_with_yes(context, "governance", definition.item)


@indicator("governance.county_rate")
def county_rate(context: Context, definition: Definition) -> Units:
    """Counties with yes for an item ÷ those that reported it, %; partial (部分) is not yes."""
    counties = len(context.base.counties)
    state = context.base.states("governance").on(definition.item, context.base.counties.index, context.day)
    yes = np.array([value == "yes" for value in state], dtype=np.float64)
    return of_counties(np.arange(counties), yes, ones(counties), reported=told(state))
