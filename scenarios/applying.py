"""Applying a scenario: tables in, changed tables out; a change that cannot be made is refused with a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.policies import Policy, load_calibers
from data.tables import CityTables
from indicators.engine import FROM_CITY, CityFigures, PolicyChoice
from indicators.wording import NBSP, date_words
from scenarios.change import quoted
from scenarios.cost import Cost, cost_of
from scenarios.doing_places import found_consortium, merge_consortia, reassign_member
from scenarios.doing_services import close_remote_site, open_remote_site, scale_remote_volume, set_capability
from scenarios.doing_staff import add_postings, end_postings, extend_postings, move_posting
from scenarios.doing_terms import set_target, shift_as_of
from scenarios.doing_villages import add_clinic, set_village_mode
from scenarios.done import Done
from scenarios.model import Change, Scenario
from scenarios.state import CannotApply, State

#: What makes each kind of change; typed ``Any`` because each takes its own kind only.
DOERS: Mapping[str, Callable[[State, Any, int], Done]] = {
    "add_postings": add_postings,
    "end_postings": end_postings,
    "extend_postings": extend_postings,
    "move_posting": move_posting,
    "reassign_member": reassign_member,
    "found_consortium": found_consortium,
    "merge_consortia": merge_consortia,
    "open_remote_site": open_remote_site,
    "close_remote_site": close_remote_site,
    "scale_remote_volume": scale_remote_volume,
    "set_village_mode": set_village_mode,
    "add_clinic": add_clinic,
    "set_capability": set_capability,
    "set_target": set_target,
    "shift_as_of": shift_as_of,
}


class Unfit(ValueError):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """A scenario that cannot be asked of these tables at all."""


@dataclass(frozen=True)
class Refusal:
    """A change that was not made, and the Chinese sentence that names it and says why."""

    index: int
    change: Change
    sentence: str


@dataclass(frozen=True)
class Note:
    """What is to be said about how a change was made, as a Chinese sentence."""

    index: int
    sentence: str


@dataclass(frozen=True)
class Step:
    """The state after one change; that before it where the change was refused."""

    state: State
    refusal: Refusal | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Applied:
    """The tables after every change that could be made, the day they are asked about, and what it took."""

    tables: CityTables
    as_of: date
    policy: Policy | None
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]
    cost: Cost

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """The rows of every table."""
        return self.tables.frames


def apply(tables: CityTables, scenario: Scenario, policy: PolicyChoice = FROM_CITY) -> Applied:
    """Apply a scenario to the tables of its city; the tables themselves stay as they are.

    Changes are made one after the other, each on what those before it left. One that cannot be made is left out
    whole, and the others go on.

    Args:
        tables: The tables of the scenario's city.
        scenario: The scenario.
        policy: The document; left out for the city's own of the day, ``None`` for none.

    Raises:
        Unfit: The scenario is about another city, a day after the tables', or an unknown caliber.
    """
    steps = walk(tables, scenario, policy)
    last = steps[-1].state
    return Applied(
        last.tables,
        last.as_of,
        last.policy,
        tuple(step.refusal for step in steps if step.refusal is not None),
        tuple(note for step in steps for note in step.notes),
        cost_of(tables, last.tables, last.as_of),
    )


def walk(
    tables: CityTables, scenario: Scenario, policy: PolicyChoice = FROM_CITY, baseline: CityFigures | None = None
) -> list[Step]:
    """Return the state before any change and after each of them, in order; see :func:`apply`.

    The first state takes the figures of the baseline for its own where they are what it would work out.
    """
    require_fit(tables, scenario)
    state = State(tables, scenario.as_of, scenario.caliber, policy, "")
    if baseline is not None:
        state.adopt(baseline)
    steps = [Step(state)]
    for index, (change, id) in enumerate(zip(scenario.changes, _ids(tables, scenario), strict=True)):
        state = state.before(id)
        title = f"第{NBSP}{index + 1}{NBSP}项调整{quoted(change.words(state.names))}"
        try:
            done = DOERS[change.kind](state, change, index)
        except CannotApply as why:
            # The step keeps the state before, and with it all that has been worked out of it.
            steps.append(Step(steps[-1].state, Refusal(index, change, f"{title}没有执行：{why}。")))
        else:
            state = done.state
            steps.append(Step(state, None, tuple(Note(index, f"{title}：{note}。") for note in done.notes)))
    return steps


def require_fit(tables: CityTables, scenario: Scenario) -> None:
    """Refuse a scenario that is not about these tables.

    Raises:
        Unfit: See :func:`apply`.
    """
    if scenario.scope != tables.city_code:
        raise Unfit(f"情景“{scenario.name}”的范围是 {scenario.scope}，与数据的城市 {tables.city_code} 不同")
    if scenario.as_of > tables.as_of:
        raise Unfit(
            f"情景“{scenario.name}”的截止日期{NBSP}{date_words(scenario.as_of)}"
            f"晚于数据的截止日期{NBSP}{date_words(tables.as_of)}；要看以后的日子，请用“调整截止日期”"
        )
    if scenario.caliber is not None and scenario.caliber not in load_calibers():
        raise Unfit(f"没有口径“{scenario.caliber}”，可用: {'、'.join(load_calibers())}")


def _ids(tables: CityTables, scenario: Scenario) -> list[str]:
    """Return the id of the tables after 1, 2, … changes: nothing kept for the snapshot may be taken for them."""
    told = hashlib.sha256(scenario.model_copy(update={"name": "", "changes": ()}).model_dump_json().encode())
    ids = []
    for change in scenario.changes:
        told.update(change.model_dump_json().encode())
        ids.append(f"{tables.snapshot_id}~{told.hexdigest()[:16]}")
    return ids
