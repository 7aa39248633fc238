"""Two-way referral (双向转诊) inside each consortium: up, down, and the share that goes down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.aggregate import PERCENT
from indicators.engine import CityFigures
from indicators.lists.frames import nullable
from indicators.months import Floats, day_of, last_day, month_number, month_text
from indicators.referral import direction_grids

KEY = "referral.down_share"
COLUMNS = ["consortium_id", "consortium", "county", "up", "down", "down_share", "months", "months_due", "missing"]


@dataclass(frozen=True)
class MonthlyReferrals:
    """Referrals of one scope over the asked months; all run beside each other."""

    scope: str
    name: str
    #: ``YYYY-MM``, none later than the last month that has ended.
    months: tuple[str, ...]
    #: Cases over the consortia that reported both directions; null where none did.
    up: tuple[float | None, ...]
    down: tuple[float | None, ...]
    #: Down ÷ (up + down), %; null also where nobody was referred.
    down_share: tuple[float | None, ...]
    #: Consortia that existed by the month's end and did not report both directions.
    missing: tuple[tuple[str, ...], ...]


def two_way_referrals(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return each consortium's referrals of the year to date, in the order of the register.

    Only months with both directions enter, as in ``referral.down_share``, so that the parts make up the share.

    Returns:
        Columns consortium_id, consortium, county, up, down (cases; NaN where no month was reported in full),
        down_share (%, NaN over no case), months (reported in full), months_due, and missing (``YYYY-MM``).
    """
    rows: list[dict[str, Any]] = []
    units = figures.units_in(KEY, scope)
    base = figures.context.base
    for at in figures.context.consortia:
        if units is None or not figures.holds(base.consortia.county[[at]], np.array([at]), scope)[0]:
            continue
        own = units.subject == at
        told, silent = own & units.reported, own & units.unreported
        both = np.zeros(0) if units.denominator is None else units.denominator
        month = np.zeros(0, dtype=np.int64) if units.month is None else units.month
        down, cases = float(units.numerator[told].sum()), float(both[told].sum())
        some = bool(told.any())
        rows.append(
            {
                "consortium_id": base.consortia.index[at],
                "consortium": base.consortia.names[at],
                "county": base.counties.names[base.consortia.county[at]],
                "up": cases - down if some else np.nan,
                "down": down if some else np.nan,
                "down_share": PERCENT * down / cases if cases > 0 else np.nan,
                "months": int(told.sum()),
                "months_due": int((told | silent).sum()),
                "missing": tuple(month_text(int(one)) for one in np.sort(month[silent])),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(["up", "down", "down_share"], "float64"))


def referral_months(figures: CityFigures, scope: str, first: str, last: str) -> tuple[MonthlyReferrals, ...]:
    """Return the referrals by month: of the scope as a whole, then of each of its consortia that exist on the day.

    A consortium's own scope gives one. Months that have not ended are left out.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        first: First month, ``YYYY-MM``.
        last: Last month.
    """
    context, base = figures.context, figures.context.base
    start, stop = month_number(first), min(month_number(last), context.last_month)
    grids = direction_grids(context, start, stop)
    at = context.consortia[figures.holds(base.consortia.county[context.consortia], context.consortia, scope)]
    if not len(at):
        return ()
    numbers = range(start, start + grids["up"].shape[1])
    ends = np.array([day_of(last_day(month)) for month in numbers], dtype=np.int64)
    due = base.consortia.established[at][:, None] <= ends
    groups = [(scope, at)]
    if figures.level_of(scope) != "consortium":
        groups += [(base.consortia.index[one], np.array([one])) for one in at.tolist()]
    found = []
    for code, held in groups:
        up, down = grids["up"][held], grids["down"][held]
        expected = due[np.isin(at, held)]
        silent = np.isnan(up + down)
        ups, downs = _sums(up, silent), _sums(down, silent)
        both = ups + downs
        share = np.divide(PERCENT * downs, both, out=np.full(len(both), np.nan), where=both > 0)
        found.append(
            MonthlyReferrals(
                code, figures.name_of(code), tuple(month_text(month) for month in numbers),
                nullable(ups), nullable(downs), nullable(share),
                tuple(
                    tuple(base.consortia.names[held[one]] for one in np.flatnonzero(month))
                    for month in (expected & silent).T
                ),
            )
        )
    return tuple(found)


def _sums(cases: Floats, silent: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """Add consortia up by month; NaN where none reported both directions."""
    total: Floats = np.where(silent, 0.0, cases).sum(axis=0)
    total[silent.all(axis=0)] = np.nan
    return total
