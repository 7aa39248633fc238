"""Units in words: who did not report, and the rows behind a figure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from indicators.context import Context
from indicators.months import Ints, month_text, month_words
from indicators.units import Units

COLUMNS = [
    "unit_id", "name", "month", "county_code", "county", "consortium_id", "consortium", "numerator", "denominator",
    "reported",
]


def unreported_names(context: Context, units: Units, at: Ints) -> tuple[str, ...]:
    """Return the Chinese names of the units that did not report, in order of register and month.

    A month is named with its subject (``余姚市 2022年3月``), a centre with its consortium. Where no village of a
    county reported anything, the county is named and not each of its villages.

    Args:
        context: The day.
        units: The units of one indicator.
        at: Which of them are in scope.
    """
    wanted = at[units.unreported[at]]
    if not len(wanted):
        return ()
    if units.kind == "village":
        return _villages(context, units, at, wanted)
    if units.month is not None:
        wanted = wanted[np.lexsort((units.month[wanted], units.subject[wanted]))]
    return tuple(dict.fromkeys(_name(context, units, one) for one in wanted))


def unit_rows(context: Context, units: Units | None, at: Ints | None) -> pd.DataFrame:
    """Return units as a frame with names; empty, with all columns, where there are none."""
    if units is None or at is None:
        return pd.DataFrame({column: pd.Series(dtype="object") for column in COLUMNS}).astype({"reported": "bool"})
    base = context.base
    county, consortium = units.county[at], units.consortium[at]
    frame = pd.DataFrame(
        {
            "unit_id": _ids(context, units, at),
            "name": [_subject(context, units, one) for one in at],
            "month": None if units.month is None else [month_text(m) if m >= 0 else None for m in units.month[at]],
            "county_code": _pick(base.counties.index, county),
            "county": _pick(base.counties.names, county),
            "consortium_id": _pick(base.consortia.index, consortium),
            "consortium": _pick(base.consortia.names, consortium),
            "numerator": units.numerator[at],
            "denominator": np.nan if units.denominator is None else units.denominator[at],
            "reported": units.reported[at],
        }
    )
    if units.person is not None:
        frame["person_id"] = base.frames["postings"]["person_id"].to_numpy()[units.subject[at]]
    return frame


def _ids(context: Context, units: Units, at: Ints) -> list[Any]:
    base, subject = context.base, units.subject[at]
    if units.kind == "posting":
        return list(base.frames["postings"]["posting_id"].to_numpy()[subject])
    if units.kind == "specialty":
        return list(base.frames["specialties"]["subject_id"].to_numpy()[subject])
    register = {
        "institution": base.institutions.index,
        "consortium": base.consortia.index,
        "county": base.counties.index,
        "village": base.villages.index,
    }[units.kind]
    return [register[one] for one in subject]


def _subject(context: Context, units: Units, one: int) -> str:
    """Return the name of one unit without its month."""
    base, at = context.base, units.subject[one]
    if units.kind == "posting":
        sender, receiver = base.postings.sender[at], base.postings.receiver[at]
        names = base.institutions.names
        return f"{names[sender] if sender >= 0 else '未知'} → {names[receiver] if receiver >= 0 else '区县'}"
    if units.kind == "specialty":
        return str(base.specialties.names[at])
    name = context.names(units.kind)[at]
    return name if units.detail is None else f"{name} {units.details[units.detail[one]]}"


def _name(context: Context, units: Units, one: int) -> str:
    name = _subject(context, units, one)
    if units.month is None or units.month[one] < 0:
        return name
    return f"{name} {month_words(units.month[one])}"


def _villages(context: Context, units: Units, at: Ints, wanted: Ints) -> tuple[str, ...]:
    counties = len(context.base.counties)
    told = np.bincount(units.county[at[units.reported[at]]], minlength=counties)
    names: dict[str, None] = {}
    for one in wanted:
        county = units.county[one]
        silent = told[county] == 0
        names[context.base.counties.names[county] if silent else _subject(context, units, one)] = None
    return tuple(names)


def _pick(register: Any, at: Ints) -> list[Any]:
    return [register[one] if one >= 0 else None for one in at]
