"""Monthly numbers of counties and consortia that look wrong (存疑), beside those of the remote services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.model import DIRECTION, TABLES
from indicators.engine import CityFigures
from indicators.lists.suspicious import KINDS, SMALL, suspicious_volumes
from indicators.lists.volume_jumps import jumps, median_before, shifted, typical_change
from indicators.months import NONE, Bools, Floats, Ints, month_text, month_words
from indicators.wording import NBSP, number

COLUMNS = [
    "table", "table_label", "subject_id", "subject", "county_code", "county", "item", "item_label", "month",
    "month_label", "value", "before", "kind", "kind_label", "sentence",
]
#: The part of the larger month that a jump exceeds: visits and money of a whole county or consortium are steadier.
SHARES = {"care_seeking": 0.2, "costs": 0.2, "referrals": 0.5}
#: One number equal to the month before is chance, as one in a hundred is; so many at once were copied.
TOGETHER = 2
#: Round numbers of up to so many digits are multiples of this; with each digit more, of ten times as much.
ROUND, DIGITS = 50, 4


@dataclass(frozen=True)
class _Series:
    """The columns of one monthly table: subject × column × month, from the first reported month to the last ended."""

    table: str
    #: Code and Chinese name of each column.
    items: tuple[tuple[str, str], ...]
    ids: list[str]
    names: list[str]
    #: Position of each subject's county; all are in the account.
    county: Ints
    consortium: Ints
    first: int
    grid: Floats


def plausibility(figures: CityFigures, scope: str, *, year_to_date: bool = True) -> pd.DataFrame:
    """Return the monthly numbers that look wrong, of remote services, care-seeking, referrals and costs.

    Kinds are those of :func:`indicators.lists.suspicious.suspicious_volumes`; without a site is told of remote services
    only, and the same as the month before is told of a county or a consortium where at least two numbers of one table
    are. A round number is a multiple of 50 two months running, of larger numbers in proportion. A jump exceeds the part
    of the larger month that :data:`SHARES` sets for the table. Each month is told once, by the gravest kind.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium (which has no care-seeking of its own).
        year_to_date: Only the ended months of the year, else all.

    Returns:
        Columns of :data:`COLUMNS`: gravest kind first, jumps last; ``item`` is a service, a direction or a column.
    """
    volumes = suspicious_volumes(figures, scope, year_to_date=year_to_date).rename(columns={
        "institution_id": "subject_id", "name": "subject", "service_type": "item", "service_label": "item_label",
        "volume": "value",
    })
    volumes = volumes.assign(table="remote_volumes", table_label=TABLES["remote_volumes"].label)[COLUMNS]
    rows = [row for one in _all(figures) for row in _rows(figures, one, scope, year_to_date=year_to_date)]
    others = pd.DataFrame(rows, columns=COLUMNS)
    held = [frame for frame in (volumes, others) if len(frame)]
    found = pd.concat(held, ignore_index=True) if held else others
    order = found["kind"].map({kind: place for place, kind in enumerate(KINDS)})
    return found.iloc[np.argsort(order.to_numpy(dtype=np.int64), kind="stable")].reset_index(drop=True)


def _all(figures: CityFigures) -> Iterator[_Series]:
    base = figures.context.base
    counties = np.arange(len(base.counties))
    yield _series(figures, "care_seeking", "county_code", list(base.counties.index), base.counties.names, counties,
                  np.full(len(counties), NONE))
    at = figures.context.consortia
    ids = [base.consortia.index[one] for one in at]
    names = [base.consortia.names[one] for one in at]
    yield _series(figures, "costs", "consortium_id", ids, names, base.consortia.county[at], at)
    yield _series(figures, "referrals", "consortium_id", ids, names, base.consortia.county[at], at,
                  {code: ("direction", code) for code in DIRECTION})


def _series(
    figures: CityFigures, table: str, subject: str, ids: list[str], names: list[str], county: Ints, consortium: Ints,
    parts: dict[str, tuple[str, str]] | None = None,
) -> _Series:
    """Code a table, each column by itself or, where its rows are told apart by a code, each code."""
    context = figures.context
    register = context.base.counties.index if subject == "county_code" else context.base.consortia.index
    whole = context.base.monthly(table, subject, register)
    numbers = tuple(column.name for column in TABLES[table].columns if column.kind in ("int", "float"))
    labels = DIRECTION if parts else {name: TABLES[table].column(name).label for name in numbers}
    ended = whole.month[(whole.month >= 0) & (whole.month <= context.last_month)]
    first = int(ended.min()) if len(ended) else context.last_month + 1
    told = [context.base.monthly(table, subject, register, where) for where in parts.values()] if parts else [whole]
    grids = [
        grid for held in told for grid in held.grid(numbers, len(register), first, context.last_month)
    ]
    at = np.array([register.get_loc(one) for one in ids], dtype=np.int64)
    grid = np.stack(grids, axis=1)[at]
    return _Series(table, tuple(labels.items()), ids, names, county, consortium, first, grid)


def _tests(one: _Series) -> dict[str, Bools]:
    values, before = one.grid, shifted(one.grid)
    full = _is_round(values)
    copied = (values == before) & (values >= SMALL)
    copied &= copied.sum(axis=1, keepdims=True) >= TOGETHER
    zero = (values == 0) & (before != 0) & (median_before(values) >= SMALL)
    zero &= np.nansum(values, axis=0) > 0
    rounded = full & shifted(full.astype(np.float64), 0.0).astype(np.bool_) & ~copied
    return {"copied": copied, "zero": zero, "round": rounded,
            "jump": jumps(values, SHARES[one.table]) & ~copied & ~zero & ~rounded}


def _is_round(values: Floats) -> Bools:
    known = np.nan_to_num(values)
    digits = np.floor(np.log10(np.maximum(known, 1.0))) + 1
    full: Bools = (known >= ROUND) & (np.mod(known, ROUND * 10.0 ** np.maximum(digits - DIGITS, 0)) == 0)
    return full


def _rows(figures: CityFigures, one: _Series, scope: str, *, year_to_date: bool) -> Iterator[dict[str, Any]]:
    context = figures.context
    if one.grid.shape[2] == 0:
        return
    inside = figures.holds(one.county, one.consortium, scope)
    start = context.january - one.first if year_to_date else 0
    before, typical = shifted(one.grid), typical_change(one.grid)
    for kind, hits in _tests(one).items():
        for i, c, m in np.argwhere(hits & inside[:, None, None]).tolist():
            if m < start:
                continue
            code, label = one.items[c]
            month, value, earlier = one.first + m, float(one.grid[i, c, m]), float(before[i, c, m])
            yield {
                "table": one.table, "table_label": TABLES[one.table].label,
                "subject_id": one.ids[i], "subject": one.names[i],
                "county_code": context.base.counties.index[one.county[i]],
                "county": context.base.counties.names[one.county[i]],
                "item": code, "item_label": label, "month": month_text(month), "month_label": month_words(month),
                "value": value, "before": earlier, "kind": kind, "kind_label": KINDS[kind],
                "sentence": f"{one.names[i]}{month_words(month)}{label}"
                            + _said(kind, value, earlier, float(typical[i, c])),
            }


def _said(kind: str, value: float, before: float, typical: float) -> str:
    if kind == "copied":
        return f"报{NBSP}{number(value)}，与上月完全相同"
    if kind == "zero":
        return f"报{NBSP}0，而前几个月都有数，可能是以 0 代未报"
    if kind == "round":
        return f"报{NBSP}{number(value)}，连续两个月为整数"
    return f"由上月{NBSP}{number(before)}{NBSP}变为{NBSP}{number(value)}，平常每月变动约{NBSP}{number(typical)}"
