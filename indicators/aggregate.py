"""Adding units up: one set of units gives the city, every county and every consortium at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.model import Measure
from indicators.months import Bools, Floats, Ints
from indicators.units import Units

#: A rate is given in percent, 0 to 100.
PERCENT = 100.0


@dataclass(frozen=True)
class Sums:
    """Value, numerator and denominator per scope: the city first, then counties, then consortia. NaN is null."""

    value: Floats
    numerator: Floats
    denominator: Floats


def nothing(counties: int, consortia: int) -> Sums:
    """Return null for every scope."""
    null = np.full(1 + counties + consortia, np.nan)
    return Sums(null, null, null)


def add_up(units: Units, measure: Measure, counties: int, consortia: int) -> Sums:
    """Add the units that reported, for every scope.

    sum: numerators. persons: distinct persons. rate: 100 × numerators ÷ denominators. mean: numerators ÷
    denominators. Nothing reported is null (but 0 in a register, where an absent row means none), and so is
    anything over 0.
    """
    held = np.flatnonzero(units.reported)
    places = [
        (np.zeros(len(held), dtype=np.int64), 1),
        (units.county[held], counties),
        (units.consortium[held], consortia),
    ]
    told = _stack(places, np.ones(len(held)))
    if measure == "persons":
        person = units.person[held] if units.person is not None else held
        value = _distinct(places, person)
    else:
        value = _stack(places, units.numerator[held])
    bottom = np.full(len(value), np.nan) if units.denominator is None else _stack(places, units.denominator[held])
    top = value
    if not units.register:
        known = (told > 0) | _only_idle(units, counties, consortia)
        top, bottom = np.where(known, top, np.nan), np.where(known, bottom, np.nan)
    if units.denominator is None:
        return Sums(top, top, bottom)
    # Nothing to divide by gives null: a share of nothing is unknown, not 0 and not 100.
    # Multiplied before it is divided: 29 of 100 are exactly 29 %, while 29 / 100 * 100 falls short of a target of 29.
    times = PERCENT if measure == "rate" else 1.0
    value = np.divide(top * times, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return Sums(value, top, bottom)


def _only_idle(units: Units, counties: int, consortia: int) -> Bools:
    """Tell which scopes have units, but none to which the question applied."""
    if units.idle is None or units.asked is None:
        return np.zeros(1 + counties + consortia, dtype=np.bool_)
    places = [
        (np.zeros(len(units), dtype=np.int64), 1),
        (units.county, counties),
        (units.consortium, consortia),
    ]
    idle, asked = (_stack(places, which.astype(np.float64)) for which in (units.idle, units.asked))
    only: Bools = (idle > 0) & (asked == 0)
    return only


def _stack(places: list[tuple[Ints, int]], weights: Floats) -> Floats:
    return np.concatenate([_by_place(at, count, weights) for at, count in places])


def _by_place(at: Ints, count: int, weights: Floats) -> Floats:
    # Position -1 (no county, no consortium) falls into an extra first cell, which is cut off.
    sums: Floats = np.bincount(at + 1, weights=weights, minlength=count + 1)[1:].astype(np.float64)
    return sums


def _distinct(places: list[tuple[Ints, int]], person: Ints) -> Floats:
    size = int(person.max()) + 1 if len(person) else 1
    counts = []
    for at, count in places:
        pairs = np.unique((at + 1) * size + person)
        counts.append(np.bincount(pairs // size, minlength=count + 1)[1:])
    return np.concatenate(counts).astype(np.float64)
