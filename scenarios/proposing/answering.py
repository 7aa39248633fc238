"""From the outcome of a program to the proposal a reader sees: proof or gap, and what is at odds, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indicators.wording import NBSP
from scenarios.model import Scenario
from scenarios.proposing.conflicts import conflicts
from scenarios.proposing.milp import Model, Outcome
from scenarios.proposing.proposal import Clock, Proposal

#: A space between a figure and a Han character, on either side.
_LOOSE = re.compile(r"(?<=[0-9%]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[0-9])")


def answer(
    model: Model, outcome: Outcome, clock: Clock, *, scenario: Scenario, summary: str, objective: str,
    constraints: Iterable[str], assumptions: Iterable[str], value: float | None, unit: str = "",
) -> Proposal:
    """Return the proposal; where the constraints cannot hold together, those that are at odds are looked for first."""
    sets = conflicts(model, clock) if outcome.status == "infeasible" else ()
    said = [tuple(tied(model.words[name]) for name in one) for one in sets]
    return Proposal(
        scenario=scenario, summary=tied(summary), objective=tied(objective),
        constraints=tuple(tied(one) for one in constraints), assumptions=tuple(tied(one) for one in assumptions),
        found=len(outcome.x) > 0 or outcome.status == "optimal", optimal=outcome.status == "optimal", gap=outcome.gap,
        seconds=clock.passed, stopped=outcome.stopped, value=value, unit=unit,
        impossible=outcome.status == "infeasible", infeasible=said[0] if said else (), also_infeasible=tuple(said[1:]),
    )  # fmt: skip


def tied(text: str) -> str:
    """Return a text in which no line breaks between a figure and its unit."""
    return _LOOSE.sub(NBSP, text)
