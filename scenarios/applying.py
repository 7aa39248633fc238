"""Applying a scenario: tables in, changed tables out; a change that cannot be made is refused with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.policies import Policy
from data.tables import CityTables
from scenarios.cost import Cost
from scenarios.model import Change, Scenario


@dataclass(frozen=True)
class Refusal:
    """A change that was not made, and the Chinese sentence that says why."""

    index: int
    change: Change
    sentence: str


@dataclass(frozen=True)
class Applied:
    """The tables after every change that could be made, the day they are asked about, and what it took."""

    frames: Mapping[str, pd.DataFrame]
    as_of: date
    policy: Policy | None
    refusals: tuple[Refusal, ...]
    cost: Cost


def apply(tables: CityTables, scenario: Scenario, policy: Policy | None) -> Applied:
    """Apply a scenario to the tables of its city; the tables themselves stay as they are."""
    return Applied(tables.frames, scenario.as_of, policy, (), Cost())
