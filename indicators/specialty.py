"""Specialties of the grassroots (基层特色专科) in force on the day."""

from __future__ import annotations

import numpy as np

from indicators.context import Context
from indicators.model import Definition
from indicators.months import NONE, Bools, Ints
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("specialty.count")
def count(context: Context, definition: Definition) -> Units:
    """Specialties of one kind in force: a consortium's that exists, or an institution's.

    They belong to the county of their subject, and to the consortium itself or the one of the institution.
    """
    held = context.base.specialties
    at = np.flatnonzero(held.of(definition.item) & held.in_force(context.day))
    county, consortium, in_city = homes(context, at)
    return Units(
        "specialty", at[in_city], county[in_city], consortium[in_city], ones(int(in_city.sum())), None,
        np.ones(int(in_city.sum()), dtype=np.bool_), register=True,
    )


def homes(context: Context, at: Ints) -> tuple[Ints, Ints, Bools]:
    """Return county and consortium of some specialties, and whether they are in scope of the city at all."""
    held, base = context.base.specialties, context.base
    home = context.home_of_institutions(held.institution[at])
    own = held.consortium[at]
    exists = (own >= 0) & np.append(context.exists, False)[own]
    consortium = np.where(exists, own, home.consortium)
    county = np.where(exists, np.append(base.consortia.county, NONE)[own], home.county)
    return county, consortium, home.in_city | (exists & (county >= 0))
