"""What is asked of the program (求方案): a question, the work that answers it beside the page, and the plan found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from components.view import View
from components.views.scenario_plan_rows import Plan, plan_of
from data.policies import Policy
from data.store import Snapshot
from data.tables import CityTables
from indicators.scopes import UnknownScope
from scenarios.applying import Unfit, apply
from scenarios.model import Change, Scenario
from scenarios.proposing.affiliation import AffiliationWish, propose_affiliation
from scenarios.proposing.proposal import CannotProposeError, Control, Progress, Proposal
from scenarios.proposing.staffing import StaffingWish, propose_staffing
from scenarios.proposing.travel import read_travel_times
from scenarios.proposing.villages import VillageWish, propose_villages

Kind = Literal["staffing", "villages", "affiliation"]
KINDS: Final[dict[Kind, str]] = {"staffing": "派驻方案", "villages": "村级服务点方案", "affiliation": "归属方案"}
#: What a reader is told in its own words.
EXPECTED: Final = (CannotProposeError, UnknownScope, Unfit)
Wish = StaffingWish | VillageWish | AffiliationWish


@dataclass(frozen=True)
class Question:
    """What was asked, of which view, on top of which changes; two that are equal have the same answer."""

    kind: Kind
    #: :attr:`components.view.View.key`.
    view: tuple[Any, ...]
    #: Where it was asked, in words: the scope and what the view shows.
    where: str
    #: The changes the plan comes on top of; empty for the state of things.
    base: tuple[Change, ...]
    #: A village plan by travel times has its table in ``travel`` and not here.
    wish: Wish
    travel: bytes | None = None

    def same_place(self, other: Question) -> bool:
        """Tell whether both are asked of the same view and about the same kind of plan, however it is wished for."""
        return (self.kind, self.view) == (other.kind, other.view)


@dataclass(frozen=True)
class Found:
    """The plan that answers a question, and what it changes, row by row."""

    question: Question
    proposal: Proposal
    plan: Plan
    #: Changes of the base that could not be made, so that the plan does without them.
    refused: int

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes of the plan alone."""
        return self.proposal.scenario.changes


def work(view: View, question: Question, scenario: Scenario) -> Callable[[Control], Found]:
    """Return what answers a question in a thread of its own: all it needs is taken from the view before.

    Args:
        view: The view.
        question: What is asked.
        scenario: The scenario on the desk; asked for where the question has a base.
    """
    tables, policy, snapshot, scope, county = view.tables, view.policy, view.snapshot, view.scope, view.county
    around = (view.city_name, view.county_name or "")

    def ask(control: Control) -> Found:
        held, day, document, refused = tables, view.as_of, policy, 0
        if question.base:
            if control.progress is not None:
                control.progress(Progress("套用当前情景", 0.0))
            applied = apply(tables, scenario, policy)
            held, day, document, refused = applied.tables, applied.as_of, applied.policy, len(applied.refusals)
        proposal = _proposal(question, snapshot, held, day, document, scope, county or "", control)
        return Found(question, proposal, plan_of(proposal.scenario.changes, held, day, around), refused)

    return ask


def _proposal(
    question: Question, snapshot: Snapshot, tables: CityTables, day: Any, policy: Policy | None, scope: str,
    county: str, control: Control,
) -> Proposal:
    wish = question.wish
    if isinstance(wish, StaffingWish):
        caliber = question.view[3]
        return propose_staffing(tables, day, scope, wish=wish, caliber=caliber, policy=policy, control=control)
    if isinstance(wish, VillageWish):
        if question.travel is not None:
            known = {*tables["regions"]["region_code"], *tables["institutions"]["institution_id"]}
            wish = replace(wish, times=read_travel_times(question.travel, known))
        return propose_villages(tables, day, county, wish, control=control)
    land = snapshot.boundaries(tables.city_code)
    return propose_affiliation(tables, day, county, wish, boundaries=land, control=control)
