"""Average costs and shares by month (次均费用、药占比、耗占比): each month by itself, and who is in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.aggregate import PERCENT
from indicators.engine import CityFigures
from indicators.months import Bools, Floats, day_of, last_day, month_text

#: Each figure of a month: numerator columns, denominator columns, and what it is multiplied by.
_FEES = ("outpatient_fee_yuan", "inpatient_fee_yuan")
FIGURES: dict[str, tuple[tuple[str, ...], tuple[str, ...], float]] = {
    "cost.outpatient_mean": (("outpatient_fee_yuan",), ("outpatient_visits",), 1.0),
    "cost.inpatient_mean": (("inpatient_fee_yuan",), ("discharges",), 1.0),
    "cost.drug_share": (("drug_fee_yuan",), _FEES, PERCENT),
    "cost.consumable_share": (("consumable_fee_yuan",), _FEES, PERCENT),
    "fund.in_county_share": (("fund_in_county_yuan",), ("fund_all_yuan",), PERCENT),
}
COLUMNS = ["month", "key", "value", "numerator", "denominator", "reported", "due"]


def cost_months(figures: CityFigures, scope: str, first: str | None = None) -> pd.DataFrame:
    """Return one row per ended month and figure: the sums over the consortia of the scope that reported all parts.

    Unlike the indicators of the same keys, which are year to date, each row is of one month alone.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        first: First month ``YYYY-MM``; null for the first that anyone in the scope reported.

    Returns:
        Columns of :data:`COLUMNS`: ``month`` (``YYYY-MM``), ``key`` one of :data:`FIGURES`, ``value`` in yuan or in %
        (NaN where nobody reported, or the denominator is 0), ``numerator`` and ``denominator`` as summed, ``reported``
        how many consortia are in it, ``due`` how many existed by the end of the month.
    """
    context = figures.context
    base = context.base
    held = base.monthly("costs", "consortium_id", base.consortia.index)
    at = context.consortia[figures.holds(base.consortia.county[context.consortia], context.consortia, scope)]
    own = np.isin(held.subject, at) & (held.month >= 0) & (held.month <= context.last_month)
    if first is None and not own.any():
        return _frame([])
    start = int(held.month[own].min()) if first is None else int(first[:4]) * 12 + int(first[5:]) - 1
    columns = tuple(dict.fromkeys(name for top, bottom, _ in FIGURES.values() for name in (*top, *bottom)))
    grids = dict(zip(columns, held.grid(columns, len(base.consortia), start, context.last_month), strict=True))
    months = np.arange(start, context.last_month + 1)
    ends = np.array([day_of(last_day(int(month))) for month in months], dtype=np.int64)
    due = (base.consortia.established[at][:, None] <= ends).sum(axis=0)
    rows = []
    for key, (top, bottom, times) in FIGURES.items():
        up, down = _sum(grids, top)[at], _sum(grids, bottom)[at]
        told: Bools = ~np.isnan(up + down)
        for place, month in enumerate(months.tolist()):
            known = told[:, place]
            above, below = float(up[known, place].sum()), float(down[known, place].sum())
            value = times * above / below if below else np.nan
            parts = (above, below) if known.any() else (np.nan, np.nan)
            rows.append((month_text(month), key, value, *parts, int(known.sum()), int(due[place])))
    return _frame(rows)


def _sum(grids: dict[str, Floats], columns: tuple[str, ...]) -> Floats:
    total = grids[columns[0]]
    for name in columns[1:]:
        total = total + grids[name]
    return total


def _frame(rows: list[tuple[str, str, float, float, float, int, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame = frame.astype({"value": "float64", "numerator": "float64", "denominator": "float64",
                          "reported": "int64", "due": "int64"})
    return frame.sort_values(["month", "key"], kind="stable", ignore_index=True)
