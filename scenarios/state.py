"""The tables between two changes (调整): immutable, asked by the same indicators, changed by making the next ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import pandas as pd

from data.model import TABLES
from data.policies import Policy, Target, policy_for
from data.tables import CityTables, empty
from indicators.context import Context
from indicators.engine import CityFigures, Default, PolicyChoice, lazily
from indicators.sharing import share
from scenarios.naming import names_of

#: Begins the id of every row that a scenario adds.
OWN = "~s"
_PROVENANCE = "derived"
#: The source of a target that a scenario sets (另设的目标).
_OWN = "情景推演"


class CannotApply(Exception):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """Why a change cannot be made, as half a sentence without a full stop."""


@dataclass(frozen=True)
class State:
    """Tables, the day they are asked about, and the document they are held against."""

    tables: CityTables
    as_of: date
    caliber: str | None
    #: The document chosen by the caller, or the city's own of the day.
    choice: PolicyChoice
    #: Id of the tables that the next change makes.
    next_id: str
    #: Targets taken otherwise: indicator, level (null for all) and value, the last one counts.
    targets: tuple[tuple[str, str | None, float | tuple[float, float]], ...] = ()
    #: The figures of the state before; what the change between does not touch is not worked out again.
    like: CityFigures | None = field(default=None, repr=False, compare=False)

    @cached_property
    def figures(self) -> CityFigures:
        """The figures of this state, worked out as they are asked for."""
        policy = self._document
        if policy is not None and self.targets:
            policy = _retargeted(policy, self.targets)
        return lazily(self.tables, self.as_of, self.caliber, policy, self.like)

    def adopt(self, figures: CityFigures) -> None:
        """Take figures for this state's own that were worked out before; others than its own are left alone."""
        own = (self.as_of, self.caliber, self._document)
        same = own == (figures.as_of, figures.caliber, figures.policy)
        if figures.tables is self.tables and same and not self.targets:
            self.__dict__["figures"] = figures

    def before(self, id: str) -> State:
        """Return the state whose next tables have this id, with all that has been worked out of it."""
        made = replace(self, next_id=id)
        made.__dict__["figures"] = self.figures
        return made

    @property
    def _document(self) -> Policy | None:
        """The document with its own targets."""
        return policy_for(self.tables.city_code, self.as_of) if isinstance(self.choice, Default) else self.choice

    @property
    def policy(self) -> Policy | None:
        """The document with its targets as this state takes them."""
        return self.figures.policy

    @property
    def context(self) -> Context:
        """What holds on the day."""
        return self.figures.context

    @property
    def day(self) -> pd.Timestamp:
        """The day, as the frames hold it."""
        return pd.Timestamp(self.as_of)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Chinese names of all there is, rows of the scenario included."""
        return names_of(self.tables)

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return the rows of a table."""
        return self.tables[table]

    def having(self, *, longer: bool = False, **frames: pd.DataFrame) -> State:
        """Return the state with some tables replaced; what is coded of the others is kept.

        ``longer`` says that of the institutions, where they are among them, only rows more stand at the end.
        """
        held = {**self.tables.frames, **frames}
        totals = {
            name: total + max(0, len(held[name]) - len(self.tables[name])) for name, total in self.tables.totals.items()
        }
        made = replace(
            self.tables, snapshot_id=self.next_id, frames=MappingProxyType(held), totals=MappingProxyType(totals)
        )
        share(made, self.tables, longer=longer)
        return replace(self, tables=made, like=self.figures)

    def asked(self, **terms: Any) -> State:
        """Return the state with another day or other targets; the tables stay."""
        return replace(self, like=self.figures, **terms)

    def require(self, *tables: str) -> None:
        """Refuse to go on where a register was not reported at all: what is added to nothing known says nothing."""
        missing = [TABLES[name].label for name in tables if not self.tables.reported(name)]
        if missing:
            raise CannotApply(f"{missing[0]}表没有上报，无从推演")


def own_id(index: int, number: int) -> str:
    """Return the id of the n-th row that a change adds; the same scenario always gives the same ids."""
    return f"{OWN}{index}-{number}"


def added(table: str, frame: pd.DataFrame, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a frame with rows put at its end, all of them derived (推算)."""
    if not rows:
        return frame
    told = [{**row, "provenance": _PROVENANCE} for row in rows]
    more = pd.DataFrame({name: pd.array([row.get(name) for row in told], dtype=of) for name, of in _columns(table)})
    return pd.concat([frame, more], ignore_index=True) if len(frame) else more


@cache
def _columns(table: str) -> tuple[tuple[Any, Any], ...]:
    """Return the columns of a table with their dtypes."""
    return tuple(empty(table).dtypes.items())


def changed(frame: pd.DataFrame, which: pd.Series[Any], **values: Any) -> pd.DataFrame:
    """Return a frame with columns of some rows set; those rows are then derived (推算)."""
    if not which.any():
        return frame
    made = frame.copy()
    for column, value in {**values, "provenance": _PROVENANCE}.items():
        made.loc[which, column] = value
    return made


def without(frame: pd.DataFrame, which: pd.Series[Any]) -> pd.DataFrame:
    """Return a frame without some rows; the very same where there are none of them."""
    return frame[~which].reset_index(drop=True) if which.any() else frame


def set_by_scenario(target: Target | None) -> bool:
    """Tell whether a scenario set a target (另设的目标): no document asks for it."""
    return target is not None and target.source == _OWN


def _retargeted(
    policy: Policy, targets: tuple[tuple[str, str | None, float | tuple[float, float]], ...]
) -> Policy:
    """Return the document with other values of some targets, each split off for the levels it is changed at."""
    held = list(policy.targets)
    for indicator, level, value in targets:
        split = []
        for target in held:
            meant = target.indicator == indicator and (level is None or level in target.levels)
            if not meant:
                split.append(target)
                continue
            others = tuple(one for one in target.levels if level is not None and one != level)
            if others:
                split.append(target.model_copy(update={"levels": others}))
            levels = tuple(one for one in target.levels if one not in others)
            split.append(
                target.model_copy(
                    update={"value": value, "levels": levels, "quote": "情景设定", "source": _OWN, "note": None}
                )
            )
        held = split
    return policy.model_copy(update={"targets": tuple(held)})
