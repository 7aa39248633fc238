"""Units: what an indicator function returns, before anything is added up.

A unit is the smallest thing a figure is made of: an institution, a consortium, a county, a village, a
posting, or one of these in one month. Each knows its county and its consortium, so that one set of units
gives the figure of the city, of every county and of every consortium.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.months import Bools, Floats, Ints

Kind = Literal["institution", "consortium", "county", "village", "posting", "specialty"]


@dataclass(frozen=True)
class Units:
    """Units of one indicator on one day, all of them in scope of the city.

    All arrays have one entry per unit.
    """

    kind: Kind
    #: Position in the register of this kind.
    subject: Ints
    #: Position of the county; -1 where the unit belongs to the city only.
    county: Ints
    #: Position of the consortium; -1 where it belongs to none.
    consortium: Ints
    #: What the unit adds to the numerator; NaN where it reported nothing.
    numerator: Floats
    #: What it adds to the denominator; ``None`` for sums.
    denominator: Floats | None
    #: Whether it reported all that the figure needs; only these are added up.
    reported: Bools
    #: Whether it is named among those who did not report; the opposite of ``reported`` unless given.
    missing: Bools | None = None
    #: Month of the unit, where units are months.
    month: Ints | None = None
    #: Position in ``details`` of what else tells the unit apart (the type of a centre), where needed.
    detail: Ints | None = None
    details: tuple[str, ...] = ()
    #: Person of each unit, where distinct persons are counted.
    person: Ints | None = None
    #: A register (名册): no unit means none, so a sum over nothing is 0 and not null.
    register: bool = False
    #: Units to which the question did not apply (a served village, asked whether its missing clinic was planned).
    #: Where a scope has such units and none to which it did, its sum is 0 and not null.
    idle: Bools | None = None
    #: Units to which the question applied, whether they answered or not.
    asked: Bools | None = None

    def __len__(self) -> int:
        """Return how many units there are."""
        return len(self.subject)

    @property
    def unreported(self) -> Bools:
        """Which units are named among those who did not report."""
        return ~self.reported if self.missing is None else self.missing


def ones(count: int) -> Floats:
    """Return a column of ones, for units that are simply counted."""
    return np.ones(count)
