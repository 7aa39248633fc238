"""Posted staff (派驻、下沉人员) and whom they reach, by flow and caliber."""

from __future__ import annotations

import numpy as np

from indicators.context import Context
from indicators.model import Definition
from indicators.months import Floats, Ints
from indicators.placing import of_counties, of_institutions
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("posting.persons")
def persons(context: Context, definition: Definition) -> Units:
    """Distinct persons with at least one counted posting of the flow.

    A person counts once per scope; whether the receiving institution is open is not asked.
    """
    held, home = context.base.postings, context.posting_home
    at = context.counted(definition.flow)
    at = at[home.in_city[at]]
    return Units(
        "posting", at, home.county[at], home.consortium[at], ones(len(at)), None, np.ones(len(at), dtype=np.bool_),
        person=held.person[at], register=True,
    )


@indicator("posting.lead_to_member.coverage")
def member_coverage(context: Context, definition: Definition) -> Units:
    """Open township-level members with at least one counted posting ÷ all open township-level members, %."""
    at = context.grassroots_members
    return of_institutions(context, at, _reached(context, definition, at), ones(len(at)), register=True)


@indicator("posting.municipal_to_lead.coverage")
def lead_coverage(context: Context, definition: Definition) -> Units:
    """Lead hospitals with at least one counted posting ÷ lead hospitals, %."""
    at = context.leads
    return of_institutions(context, at, _reached(context, definition, at), ones(len(at)), register=True)


@indicator("posting.municipal_to_county.coverage")
def county_coverage(context: Context, definition: Definition) -> Units:
    """Counties with at least one counted posting ÷ counties, %."""
    counties = np.arange(len(context.base.counties))
    to = context.base.postings.county[context.counted(definition.flow)]
    return of_counties(counties, np.isin(counties, to).astype(np.float64), ones(len(counties)), register=True)


def _reached(context: Context, definition: Definition, at: Ints) -> Floats:
    to = context.base.postings.receiver[context.counted(definition.flow)]
    return np.isin(at, to).astype(np.float64)
