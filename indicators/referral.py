"""Referral within a consortium (双向转诊) and booking opened to the grassroots (预约转诊), year to date."""

from __future__ import annotations

import numpy as np

from data.model import DIRECTION
from indicators.context import Context
from indicators.model import Definition
from indicators.monthly import existing_months
from indicators.months import Floats, Ints
from indicators.placing import of_institutions
from indicators.registry import indicator
from indicators.units import Units


@indicator("referral.down_share")
def down_share(context: Context, _: Definition) -> Units:
    """Cases referred down ÷ cases referred up and down, %; a month needs both directions."""
    grids = direction_grids(context, context.january, context.last_month)
    return existing_months(context, [grids["down"], grids["up"] + grids["down"]])


def direction_grids(context: Context, first: int, last: int) -> dict[str, Floats]:
    """Return the cases of each direction (上转、下转), consortium × month; NaN is 未报."""
    register = context.base.consortia.index
    grids = {}
    for direction in DIRECTION:
        held = context.base.monthly("referrals", "consortium_id", register, where=("direction", direction))
        (grids[direction],) = held.grid(("cases",), len(register), first, last)
    return grids


@indicator("booking.grassroots_share")
def grassroots_share(context: Context, _: Definition) -> Units:
    """Slots given to the grassroots (定向基层) ÷ slots offered (投放), %.

    The unit is a provider's month over all resources, and it needs both numbers in every row. Every month of
    the year so far is expected of a provider that has a row in an ended month of that year or before it.
    """
    held = context.base.bookings
    width = max(0, context.last_month + 1 - context.january)
    known = np.unique(held.provider[(held.provider >= 0) & (held.month <= context.last_month)])
    rows = np.flatnonzero(
        (held.provider >= 0) & (held.month >= context.january) & (held.month <= context.last_month)
    )
    cell: Ints = np.searchsorted(known, held.provider[rows]) * width + held.month[rows] - context.january
    size = len(known) * width
    # A null in any row of the unit makes its sum NaN, and so the whole unit 未报; so does having no row at all.
    top = np.bincount(cell, weights=held.to_grassroots[rows], minlength=size).astype(np.float64)
    bottom = np.bincount(cell, weights=held.offered[rows], minlength=size).astype(np.float64)
    reported = (np.bincount(cell, minlength=size) > 0) & ~np.isnan(top + bottom)
    month = np.tile(np.arange(context.january, context.january + width), len(known))
    return of_institutions(context, np.repeat(known, width), top, bottom, reported=reported, month=month)


