"""The scopes (范围) of a city: itself, its counties in the account, its consortia; and what a code names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicators.model import Level
from indicators.months import Bools, Ints
from indicators.units import Units

if TYPE_CHECKING:
    from indicators.coding import Coded

_CITY_DIGITS, _COUNTY_DIGITS = 4, 6


class UnknownScope(LookupError):  # noqa: N818  # it names what is wrong; the message is the Chinese sentence shown
    """A code that names no city, county or consortium of these tables."""

    def __init__(self, scope: str) -> None:
        """Say in Chinese which code was not found."""
        super().__init__(f"没有编号为“{scope}”的市、区县或医共体")
        self.scope = scope


def level_of(scope: str) -> Level:
    """Return what kind of scope a code names: four digits a city, six a county, else a consortium."""
    if scope.isdigit() and len(scope) == _CITY_DIGITS:
        return "city"
    return "county" if scope.isdigit() and len(scope) == _COUNTY_DIGITS else "consortium"


class Scopes:
    """Where each scope stands in the sums: the city first, then the counties, then the consortia."""

    def __init__(self, base: Coded) -> None:
        """Lay out the scopes of one city."""
        self.base = base
        self.counties = len(base.counties)
        self.consortia = len(base.consortia)
        codes = [base.city, *base.counties.index, *base.consortia.index]
        self.position: dict[str, int] = {code: position for position, code in enumerate(codes)}
        regions = base.frames["regions"]
        held = regions[(regions["level"] == "county") & (regions["region_code"].str[:4] == base.city)]
        #: Names of every county, those out of account included.
        self.county_names: dict[str, str] = dict(zip(held["region_code"], held["name"], strict=True))

    def in_account(self, scope: str) -> bool:
        """Whether figures are given for a scope; false for a county out of account and for what lies in it."""
        position = self.position.get(scope)
        if position is None:
            return False
        if position <= self.counties:
            return True
        return bool(self.base.consortia.county[position - 1 - self.counties] >= 0)

    def knows(self, scope: str) -> bool:
        """Whether the scope is named in the tables at all."""
        return scope in self.position or scope in self.county_names

    def name(self, scope: str) -> str:
        """Return the Chinese name of a scope.

        Raises:
            UnknownScope: The tables name no such scope.
        """
        if scope == self.base.city:
            return self.base.city_name
        if scope in self.county_names:
            return self.county_names[scope]
        if scope in self.position:
            return self.base.consortia.names[self.position[scope] - 1 - self.counties]
        raise UnknownScope(scope)

    def county(self, scope: str) -> int:
        """Return the position of a scope's county; -1 for the city and for a county out of account."""
        position = self.position.get(scope, 0)
        if position <= self.counties:
            return position - 1
        return int(self.base.consortia.county[position - 1 - self.counties])

    def consortium(self, scope: str) -> int:
        """Return the position of a consortium; -1 for any other scope."""
        position = self.position.get(scope, 0)
        return position - 1 - self.counties if position > self.counties else -1

    def holds(self, county: Ints, consortium: Ints, scope: str) -> Bools:
        """Tell which of some things, given by county and consortium, lie in a scope; in a foreign scope none does."""
        if not self.in_account(scope):
            return np.zeros(len(county), dtype=np.bool_)
        if scope == self.base.city:
            return np.ones(len(county), dtype=np.bool_)
        held: Bools = (
            county == self.county(scope) if level_of(scope) == "county" else consortium == self.consortium(scope)
        )
        return held

    def members(self, units: Units, scope: str) -> Ints:
        """Return which units belong to a scope."""
        return np.flatnonzero(self.holds(units.county, units.consortium, scope))
