"""Columns that most lists begin with: who an institution is and to whom it belongs, who is posted where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from data.model import CATEGORY, FLOW
from indicators.context import Context
from indicators.months import NEVER, NO_DAY, NONE, Floats, Ints
from indicators.registers import CATEGORIES, FLOWS

#: Words for an institution that belongs to no consortium.
UNAFFILIATED = "未归属"


def institution_columns(context: Context, at: Ints) -> dict[str, list[Any]]:
    """Return id, name, category, county and consortium of institutions, by column name.

    A municipal institution has no county; ``consortium`` of one that belongs to none is null.
    """
    base = context.base
    held = base.institutions
    consortium = context.consortium_of[at]
    return {
        "institution_id": pick(held.index, at),
        "name": pick(held.names, at),
        "category": [CATEGORIES[one] if one >= 0 else None for one in held.category[at]],
        "category_label": [CATEGORY[CATEGORIES[one]] if one >= 0 else None for one in held.category[at]],
        "county_code": pick(base.counties.index, held.county[at]),
        "county": pick(base.counties.names, held.county[at]),
        "consortium_id": pick(base.consortia.index, consortium),
        "consortium": pick(base.consortia.names, consortium),
    }


def posting_columns(context: Context, at: Ints, county: Ints, consortium: Ints) -> dict[str, list[Any]]:
    """Return who is posted (派驻) in which flow, from where to where, by column name.

    Args:
        context: What is known on the day.
        at: Rows of the postings.
        county: Position of the county each of these is told of; ``NONE`` gives null.
        consortium: The same for the consortium.
    """
    base = context.base
    held, rows = base.postings, base.frames["postings"].iloc[at]
    flows = [FLOWS[one] for one in held.flow[at]]
    return {
        "posting_id": rows["posting_id"].tolist(),
        "person_id": rows["person_id"].tolist(),
        "flow": flows,
        "flow_label": [FLOW[one] for one in flows],
        "from_name": pick(base.institutions.names, held.sender[at]),
        "to_name": pick(base.institutions.names, held.receiver[at]),
        "county": pick(base.counties.names, county),
        "consortium": pick(base.consortia.names, consortium),
    }


def pick(register: Sequence[Any] | pd.Index[Any], at: Ints) -> list[Any]:
    """Return the entries at some positions; ``NONE`` gives null."""
    return [None if one == NONE else register[int(one)] for one in at]


def nullable(values: Floats) -> tuple[float | None, ...]:
    """Return numbers with null in the place of NaN."""
    return tuple(None if np.isnan(value) else float(value) for value in values)


def dates(numbers: Ints) -> pd.Series[Any]:
    """Return day numbers as dates; a blank start or end is null."""
    blank = (numbers == NEVER) | (numbers == NO_DAY)
    days = np.where(blank, 0, numbers).astype("datetime64[D]").astype("datetime64[ms]")
    days[blank] = np.datetime64("NaT")
    return pd.Series(days)


def sorted_by(frame: pd.DataFrame, columns: list[str], *, ascending: bool | list[bool] = True) -> pd.DataFrame:
    """Return a frame in order, numbered anew; nulls stand last."""
    return frame.sort_values(columns, ascending=ascending, kind="stable", na_position="last", ignore_index=True)
