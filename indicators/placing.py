"""Builders of units that know where their subjects belong on the day."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from indicators.context import Context
from indicators.months import NONE, Bools, Floats, Ints
from indicators.units import Units

_Scalar = TypeVar("_Scalar", bound=np.generic)


def of_institutions(
    context: Context, at: Ints, numerator: Floats, denominator: Floats | None = None, *,
    reported: Bools | None = None, missing: Bools | None = None, month: Ints | None = None, register: bool = False,
) -> Units:
    """Return units that are institutions, with their county and the consortium they belong to on the day.

    Institutions outside the scope of the city are left out.
    """
    home = context.home_of_institutions(at)
    units = Units(
        "institution", at, home.county, home.consortium, numerator, denominator,
        np.ones(len(at), dtype=np.bool_) if reported is None else reported, missing, month, register=register,
    )
    return units if home.in_city.all() else keep(units, home.in_city)


def of_consortia(
    context: Context, at: Ints, numerator: Floats, denominator: Floats | None = None, *,
    reported: Bools | None = None, missing: Bools | None = None, month: Ints | None = None,
    detail: Ints | None = None, details: tuple[str, ...] = (), register: bool = False,
) -> Units:
    """Return units that are consortia of counties in the account, with their county."""
    return Units(
        "consortium", at, context.base.consortia.county[at], at, numerator, denominator,
        np.ones(len(at), dtype=np.bool_) if reported is None else reported, missing, month, detail, details,
        register=register,
    )


def of_counties(
    at: Ints, numerator: Floats, denominator: Floats | None = None, *,
    reported: Bools | None = None, month: Ints | None = None, register: bool = False,
) -> Units:
    """Return units that are counties in the account; they belong to no consortium."""
    return Units(
        "county", at, at, np.full(len(at), NONE, dtype=np.int64), numerator, denominator,
        np.ones(len(at), dtype=np.bool_) if reported is None else reported, None, month, register=register,
    )


def keep(units: Units, held: Bools) -> Units:
    """Return the units for which ``held`` is true."""

    def cut(values: npt.NDArray[_Scalar] | None) -> npt.NDArray[_Scalar] | None:
        return None if values is None else values[held]

    return replace(
        units,
        subject=units.subject[held], county=units.county[held], consortium=units.consortium[held],
        numerator=units.numerator[held], denominator=cut(units.denominator), reported=units.reported[held],
        missing=cut(units.missing), month=cut(units.month), detail=cut(units.detail), person=cut(units.person),
        idle=cut(units.idle), asked=cut(units.asked),
    )


def months_of(grids: list[Floats], first: int) -> tuple[Ints, Ints, list[Floats]]:
    """Flatten subject × month grids to one entry per subject and month: subject, month number, values."""
    subjects, width = grids[0].shape
    subject = np.repeat(np.arange(subjects, dtype=np.int64), width)
    month = np.tile(np.arange(first, first + width, dtype=np.int64), subjects)
    return subject, month, [grid.ravel() for grid in grids]
