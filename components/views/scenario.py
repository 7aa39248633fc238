"""What 情景推演 says: the scenario in hand, its answer, and the one sentence over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.view import View
from components.views import scenario_words as said
from components.views.scenario_desk import Desk, answer
from indicators.scopes import level_of
from scenarios.applying import Unfit
from scenarios.comparing import Answer, Moved
from scenarios.files import differences, from_json, to_json
from scenarios.headline import headline
from scenarios.model import Scenario
from scenarios.naming import names_of


@dataclass(frozen=True, slots=True)
class Model:
    """All that the parts of the page share; whoever draws asks it and not the desk for the answer."""

    finding: str
    scenario: Scenario
    #: Null only for a scenario that cannot be asked of this city's data at all.
    answer: Answer | None
    #: What was wrong with a link or a file, in Chinese; empty where nothing was.
    problem: str
    #: What differs from the data an opened scenario was made on, in sentences.
    differences: tuple[str, ...]
    #: The scenario as text: what every part of the page is kept by.
    text: str

    @property
    def changed(self) -> bool:
        """Tell whether this is a scenario at all, so that all figures must bear its mark."""
        return bool(self.scenario.changes)

    @property
    def names(self) -> Mapping[str, str]:
        """Return Chinese names by code, with what the scenario adds."""
        return {} if self.answer is None else names_of(self.answer.after.tables)


def scenario(view: View, desk: Desk) -> Model:
    """Return the model of this run; the answer comes from the cache where it was asked before."""
    held = desk.scenario(view)
    problem, desk.problem = desk.problem, ""
    found: Answer | None = None
    try:
        found = answer(view, held)
    except Unfit as why:
        problem = problem or f"{why}。"
    if found is None:
        finding = said.unfit(view.level, view.scope_name)
    elif not held.changes:
        finding = said.idle(found.after, view.level, view.scope_name, view.scope)
    else:
        finding = headline(found, names_of(found.after.tables), view.scope)
    opened = desk.opened if desk.opened is not None and desk.opened.changes == desk.changes else None
    differs: list[str] = []
    if opened is not None and found is not None:
        differs += differences(opened, view.snapshot.id, view.as_of) or said.other_day(opened.as_of, view.as_of)
        differs += said.other_caliber(opened.caliber, view.caliber)
        differs += [said.redone(len(held.changes), len(found.refusals))] if differs and held.changes else []
    return Model(finding, held, found, problem, tuple(differs), to_json(held))


def asked(view: View, text: str) -> Answer:
    """Return the answer to a scenario that is given as text, as the parts of the page are kept by that."""
    return answer(view, from_json(text))


def ordered(moved: tuple[Moved, ...]) -> tuple[Moved, ...]:
    """Return what moved, in the order of how much it matters: another status, then targets, then the rest."""
    return tuple(sorted(moved, key=lambda one: (not one.status_changed, one.after.target is None)))


def of_scope(found: Answer, scope: str) -> tuple[Moved, ...]:
    """Return what moved in a scope, what matters most first."""
    return ordered(found.of_scope(scope))


def counties_moved(found: Answer) -> dict[str, tuple[Moved, ...]]:
    """Return what moved in each county where anything did, by code."""
    held: dict[str, list[Moved]] = {}
    for one in found.moved:
        if level_of(one.scope) == "county":
            held.setdefault(one.scope, []).append(one)
    return {code: ordered(tuple(several)) for code, several in sorted(held.items())}
