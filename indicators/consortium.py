"""Consortia (医共体) and whom they cover."""

from __future__ import annotations

import numpy as np

from indicators.context import Context
from indicators.model import Definition
from indicators.months import Bools
from indicators.placing import of_consortia, of_counties, of_institutions
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("consortium.count")
def count(context: Context, _: Definition) -> Units:
    """Consortia that exist on the day; a scope without any counts 0."""
    return of_consortia(context, context.consortia, ones(len(context.consortia)), register=True)


@indicator("consortium.counties_in_range")
def counties_in_range(context: Context, definition: Definition) -> Units:
    """Counties whose number of consortia lies between ``low`` and ``high`` ÷ counties, %."""
    counties = len(context.base.counties)
    held = np.bincount(context.base.consortia.county[context.consortia], minlength=counties)
    fits = (held >= definition.parameters["low"]) & (held <= definition.parameters["high"])
    return of_counties(np.arange(counties), fits.astype(np.float64), ones(counties), register=True)


@indicator("consortium.township_coverage")
def township_coverage(context: Context, _: Definition) -> Units:
    """Open township hospitals and community health centres with a membership in force ÷ all open ones, %."""
    return _covered(context, context.base.institutions.township_level)


@indicator("consortium.clinic_coverage")
def clinic_coverage(context: Context, _: Definition) -> Units:
    """Open village clinics (村卫生室) with a membership in force ÷ all open ones, %."""
    return _covered(context, context.base.institutions.of("village_clinic"))


def _covered(context: Context, of_kind: Bools) -> Units:
    at = np.flatnonzero(of_kind & context.is_open & context.base.institutions.in_city)
    belongs = (context.consortium_of[at] >= 0).astype(np.float64)
    return of_institutions(context, at, belongs, ones(len(at)), register=True)
