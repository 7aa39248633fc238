"""Capability (能力建设): standards, centres, key specialties and beds, by the state on the day."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.context import Context
from indicators.model import Definition
from indicators.months import Floats, Ints
from indicators.placing import of_consortia, of_institutions
from indicators.registry import indicator
from indicators.units import Units, ones


@indicator("capability.lead_standard_rate")
def lead_standard_rate(context: Context, _: Definition) -> Units:
    """Lead hospitals at the county-strong-hospital standard (县级强院) ÷ those that reported, %."""
    return _institutions_with_yes(context, context.leads, "county_strong_hospital")


@indicator("capability.central_town_grade2_rate")
def central_town_grade2_rate(context: Context, _: Definition) -> Units:
    """Open institutions of central towns (中心镇) with grade 2B capability (二级乙等) ÷ those that reported, %."""
    held = context.base.institutions
    at = np.flatnonzero(held.central_town & held.in_city & context.is_open)
    return _institutions_with_yes(context, at, "grade2_b_capability")


@indicator("capability.key_specialties_rate")
def key_specialties_rate(context: Context, definition: Definition) -> Units:
    """Consortia with at least ``minimum`` key specialties (重点专科) ÷ those that reported, %."""
    at = context.consortia
    value = _numbers(_of_consortia(context, "capability", "key_specialties")[at])
    enough = (value >= definition.parameters["minimum"]).astype(np.float64)
    return of_consortia(context, at, enough, ones(len(at)), reported=~np.isnan(value))


@indicator("capability.consortium_rate")
def consortium_rate(context: Context, definition: Definition) -> Units:
    """Consortia with yes for an item ÷ those that reported it, %."""
    return consortia_with_yes(context, "capability", definition.item)


@indicator("beds.grassroots")
def grassroots_beds(context: Context, _: Definition) -> Units:
    """Sum of the beds (床位) of open township-level members that reported them; none reported is null."""
    at = context.grassroots_members
    value = _numbers(_of_institutions(context, "beds")[at])
    return of_institutions(context, at, value, reported=~np.isnan(value))


def consortia_with_yes(context: Context, table: str, item: str) -> Units:
    """Return the consortia that exist, with whether their state for an item is yes; null is 未报."""
    at = context.consortia
    state = _of_consortia(context, table, item)[at]
    return of_consortia(context, at, _yes(state), ones(len(at)), reported=told(state))


def _institutions_with_yes(context: Context, at: Ints, item: str) -> Units:
    state = _of_institutions(context, item)[at]
    return of_institutions(context, at, _yes(state), ones(len(at)), reported=told(state))


def told(state: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell which states were reported."""
    reported: npt.NDArray[np.bool_] = np.array([value is not None for value in state], dtype=np.bool_)
    return reported


def _yes(state: npt.NDArray[Any]) -> Floats:
    return np.array([value == "yes" for value in state], dtype=np.float64)


def _of_institutions(context: Context, item: str) -> npt.NDArray[Any]:
    return context.base.states("capability").on(item, context.base.institutions.index, context.day)


def _of_consortia(context: Context, table: str, item: str) -> npt.NDArray[Any]:
    return context.base.states(table).on(item, context.base.consortia.index, context.day)


def _numbers(state: npt.NDArray[Any]) -> Floats:
    """Read numbers written as text; what cannot be read, as what is absent, is NaN."""
    return pd.to_numeric(pd.Series(state, dtype=object), errors="coerce").to_numpy(dtype=np.float64)
