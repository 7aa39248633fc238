"""The engine: one pass over the catalogue gives every key for the city, every county and every consortium."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from data.model import TABLES
from data.policies import DEFAULT_CALIBER, Policy, load_calibers, policy_for
from data.tables import CityTables
from indicators import subjects
from indicators.aggregate import Sums, add_up, nothing
from indicators.catalogue import catalogue
from indicators.coding import coded
from indicators.context import Context
from indicators.counting import Rule
from indicators.model import Definition, Figure, Level
from indicators.months import Bools, Ints
from indicators.naming import unit_rows, unreported_names
from indicators.placing import keep
from indicators.reading import untouched
from indicators.registers import FLOWS
from indicators.scopes import Scopes, UnknownScope, level_of
from indicators.status import judge
from indicators.units import Units


class Default(Enum):
    """Stands for "the policy of this city", so that ``None`` can say "no policy"."""

    FROM_CITY = "from_city"


FROM_CITY: Literal[Default.FROM_CITY] = Default.FROM_CITY
PolicyChoice = Policy | None | Literal[Default.FROM_CITY]


class CityFigures:
    """All figures of one city on one day.

    A figure is given for the city, each county in the account and each consortium, where the catalogue gives
    the key at that level. For a county out of account (不在文件统计范围) every figure is null.
    """

    def __init__(
        self, tables: CityTables, as_of: date, caliber: str | None, policy: Policy | None,
        like: CityFigures | None = None,
    ) -> None:
        """Set the day, the calibers and the policy; nothing is worked out yet.

        Units and sums of keys that read only tables which ``like`` holds too are taken from there, where it is asked
        the same question.
        """
        self.tables = tables
        self.as_of = as_of
        #: The caliber chosen for all flows; null where each flow has the policy's.
        self.caliber = caliber
        self.policy = policy
        base = coded(tables)
        self.context = Context(base, as_of, rules(policy, caliber), policy)
        self._places: Scopes = base.scopes
        self._units: dict[str, Units | None] = {}
        self._sums: dict[str, Sums] = {}
        self._others: dict[date, CityFigures] = {}
        #: Other figures that work a family out, where they hold the tables it reads.
        self._origin: Mapping[str, CityFigures] = {}
        if like is not None and self._asked_as(like):
            held = like.tables
            same = {
                name for name, frame in tables.frames.items()
                if frame is held[name] and tables.reported(name) == held.reported(name)
            }  # fmt: skip
            self._origin = {family: like._origin.get(family, like) for family in untouched(same)}

    def on(self, day: date) -> CityFigures:
        """Return the same city under the same rules on another day, worked out when asked for and kept with these."""
        if day == self.as_of:
            return self
        if day not in self._others:
            self._others[day] = CityFigures(self.tables, day, self.caliber, self.policy)
        return self._others[day]

    @property
    def scopes(self) -> list[str]:
        """The city, its counties in the account, and the consortia that exist on the day."""
        return list(self._scopes)

    @cached_property
    def _scopes(self) -> tuple[str, ...]:
        base = self.context.base
        return (base.city, *base.counties.index.tolist(), *base.consortia.index[self.context.consortia].tolist())

    @property
    def counties(self) -> list[str]:
        """The counties in the account, in order of code."""
        return self.context.base.counties.index.tolist()

    def knows(self, scope: str) -> bool:
        """Whether the tables name such a city, county or consortium, in the account or not."""
        return self._places.knows(scope)

    def in_account(self, scope: str) -> bool:
        """Whether figures are given for a scope; false for a county 不在文件统计范围 and for what lies in it."""
        return self._places.in_account(scope)

    def name_of(self, scope: str) -> str:
        """Return the Chinese name of a scope; ``UnknownScope`` where there is none."""
        return self._places.name(scope)

    def level_of(self, scope: str) -> Level:
        """Return the kind of a scope."""
        return level_of(scope)

    def units(self, key: str) -> Units | None:
        """Return the units of a key, each once; null where the figure cannot be given at all."""
        if key not in self._units:
            definition = catalogue()[key]
            origin = self._origin.get(definition.family)
            if origin is not None:
                self._units[key] = origin.units(key)
            else:
                self._units[key] = self._make(definition) if self._reported(definition) else None
        return self._units[key]

    def sums(self, key: str) -> Sums:
        """Return the sums of a key over every scope."""
        if key not in self._sums:
            origin = self._origin.get(catalogue()[key].family)
            if origin is not None:
                self._sums[key] = origin.sums(key)
                return self._sums[key]
            units, places = self.units(key), self._places
            self._sums[key] = (
                nothing(places.counties, places.consortia)
                if units is None
                else add_up(units, catalogue()[key].measure, places.counties, places.consortia)
            )
        return self._sums[key]

    def prepare(self, keys: Iterable[str]) -> None:
        """Work out these keys now, so that asking for them later costs nothing."""
        for key in keys:
            self.sums(key)

    def detach(self) -> None:
        """Work out all that other figures were to work out and let go of these, and of their tables with them."""
        for key, definition in catalogue().items():
            if definition.family in self._origin:
                self.units(key)
                self.sums(key)
        self._origin = {}

    def value(self, key: str, scope: str) -> float | None:
        """Return the bare value of a key; null where it is null or not given at that level."""
        if level_of(scope) not in catalogue()[key].scopes or not self._places.in_account(scope):
            return None
        return _number(self.sums(key).value[self._places.position[scope]], catalogue()[key])

    def differing(self, key: str, other: CityFigures) -> list[str]:
        """Return the scopes of these and of other figures of the city in which a key has not the same value."""
        ours, theirs = self.sums(key), other.sums(key)
        if ours is theirs:
            return []
        scopes = list(dict.fromkeys([*other._scopes, *self._scopes]))
        if self._places is other._places:
            told = (ours.value != theirs.value) & ~(np.isnan(ours.value) & np.isnan(theirs.value))
            return [scope for scope in scopes if told[self._places.position[scope]]] if told.any() else []
        return [scope for scope in scopes if self.value(key, scope) != other.value(key, scope)]

    def get(self, key: str, scope: str) -> Figure | None:
        """Return one figure, or ``None`` where the key is not given for that kind of scope.

        Raises:
            KeyError: The catalogue has no such key.
            UnknownScope: The tables name no such scope.
        """
        definition = catalogue()[key]
        if not self._places.knows(scope):
            raise UnknownScope(scope)
        level = level_of(scope)
        if level not in definition.scopes:
            return None
        value = numerator = denominator = None
        unreported: tuple[str, ...] = ()
        if self._places.in_account(scope):
            at, sums, units = self._places.position[scope], self.sums(key), self.units(key)
            value = _number(sums.value[at], definition)
            numerator, denominator = _part(sums.numerator[at]), _part(sums.denominator[at])
            if units is not None:
                unreported = unreported_names(self.context, units, self._places.members(units, scope))
        target = self.policy.target(key, level) if self.policy is not None else None
        status, gap = judge(value, target, definition)
        if not self._places.in_account(scope):
            # A county out of account has no data whatever the document asks of the others.
            status = "no_data"
        return Figure(
            key=key, name=definition.name, scope=scope, as_of=self.as_of,
            caliber=self.context.rules[definition.flow].id if definition.flow else None,
            value=value, unit=definition.unit, numerator=numerator, denominator=denominator,
            status=status, target=target, gap=_number(gap, definition),
            not_reported=unreported, definition=definition,
            policy=self.policy.id if target is not None and self.policy is not None else None,
        )

    def of_scope(self, scope: str) -> list[Figure]:
        """Return every figure given for a scope, in the order of the catalogue."""
        return [figure for key in catalogue() if (figure := self.get(key, scope)) is not None]

    def frame(self) -> pd.DataFrame:
        """Return every figure as a row: key, scope, level, value, numerator, denominator, status, gap."""
        rows = [
            (f.key, f.scope, level_of(f.scope), f.value, f.numerator, f.denominator, f.status, f.gap)
            for scope in self.scopes
            for f in self.of_scope(scope)
        ]
        numbers = ["value", "numerator", "denominator"]
        frame = pd.DataFrame(rows, columns=["key", "scope", "level", *numbers, "status", "gap"])
        return frame.astype(dict.fromkeys([*numbers, "gap"], "float64"))

    def rows(self, key: str, scope: str) -> pd.DataFrame:
        """Return the rows behind a figure: one per unit, with what it adds and whether it reported.

        Columns: unit_id, name, month (null where units are no months), county_code, county, consortium_id,
        consortium, numerator, denominator, reported, and person_id where persons are counted.
        """
        if not self._places.knows(scope):
            raise UnknownScope(scope)
        units = self.units(key) if self._places.in_account(scope) else None
        return unit_rows(self.context, units, None if units is None else self._places.members(units, scope))

    def units_in(self, key: str, scope: str) -> Units | None:
        """Return the units of a key in one scope; null where the figure is not given or cannot be."""
        units = self.units(key)
        if units is None or level_of(scope) not in catalogue()[key].scopes or not self._places.in_account(scope):
            return None
        held = np.zeros(len(units), dtype=np.bool_)
        held[self._places.members(units, scope)] = True
        return keep(units, held)

    def holds(self, county: Ints, consortium: Ints, scope: str) -> Bools:
        """Tell which of some things, given by county and consortium, lie in a scope."""
        return self._places.holds(county, consortium, scope)

    def _asked_as(self, other: CityFigures) -> bool:
        """Whether other figures are of the same city and day, under a document that defines what is counted alike."""
        ours, theirs = self.context, other.context
        same = (ours.base.city, ours.day, ours.rules) == (theirs.base.city, theirs.day, theirs.rules)
        return same and ours.required_centres == theirs.required_centres

    def _make(self, definition: Definition) -> Units | None:
        return subjects.INDICATORS[definition.family](self.context, definition)

    def _reported(self, definition: Definition) -> bool:
        # An absent or empty register gives null; in any other table an absent row already means 未报.
        return all(self.tables.reported(table) for table in definition.tables if TABLES[table].register)


def compute(
    tables: CityTables, as_of: date, caliber: str | None = None, policy: PolicyChoice = FROM_CITY
) -> CityFigures:
    """Work out every indicator for the city, all its counties in the account and all its consortia, in one pass.

    Args:
        tables: The tables of one city.
        as_of: The as-of date (截止日期).
        caliber: A caliber for all flows, overriding the policy's; null leaves each flow its own.
        policy: The policy in force; ``None`` for none, left out for the city's own of that day.

    Raises:
        KeyError: There is no such caliber.
    """
    figures = lazily(tables, as_of, caliber, policy)
    figures.prepare(catalogue())
    return figures


def lazily(
    tables: CityTables,
    as_of: date,
    caliber: str | None = None,
    policy: PolicyChoice = FROM_CITY,
    like: CityFigures | None = None,
) -> CityFigures:
    """Return the figures of one day that are worked out only when asked for; see :func:`compute`.

    ``like`` gives figures of tables that differ in a few of them: what reads none of these is not worked out again.
    """
    held = policy_for(tables.city_code, as_of) if isinstance(policy, Default) else policy
    return CityFigures(tables, as_of, caliber, held, like)


def rules(policy: Policy | None, caliber: str | None) -> dict[str, Rule]:
    """Return the caliber of each flow: the chosen one, else the policy's, else the plain headcount."""
    known = load_calibers()
    named = policy.caliber if policy is not None else {}
    chosen = {flow: caliber or named.get(flow, DEFAULT_CALIBER) for flow in FLOWS}
    return {
        flow: Rule(id, known[id].name, known[id].min_title_grade, known[id].min_months) for flow, id in chosen.items()
    }


def _number(value: Any, definition: Definition) -> float | None:
    """Return a plain number: null for null and NaN, an integer where whole things are counted."""
    if value is None or np.isnan(value):
        return None
    return _part(value) if definition.is_whole else float(value)


def _part(value: Any) -> float | None:
    if np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
