"""The answer of a scenario (推演结果): the same indicators on the tables before and after, and what each change did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from data.tables import CityTables
from indicators.catalogue import catalogue
from indicators.engine import FROM_CITY, CityFigures, PolicyChoice
from indicators.model import Figure
from scenarios.applying import Note, Refusal, Step, walk
from scenarios.contributions import contributions, printed
from scenarios.cost import Cost, cost_of
from scenarios.covering import Covering, covering
from scenarios.model import Scenario


@dataclass(frozen=True)
class Moved:
    """A figure that is another one after the changes, or is judged otherwise."""

    key: str
    scope: str
    #: Null for a consortium that the scenario founds.
    before: Figure | None
    after: Figure
    #: The value before any change and after each of them.
    path: tuple[float | None, ...]

    @property
    def contributions(self) -> tuple[float, ...]:
        """What each change adds, in order; their sum is ``whole``. Empty where ``whole`` is null."""
        return contributions(self.path)

    @property
    def printed(self) -> tuple[Decimal, ...]:
        """The contributions as they are printed: added to the printed figure before they give the one after."""
        return printed(self.path, self.after.unit, self.after.definition.decimals)

    @property
    def whole(self) -> float | None:
        """The value after less the value before; null where either is null."""
        if self.before is None or self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def status_changed(self) -> bool:
        """Whether the figure is judged otherwise; it may only have no data (无数据) any longer, or some for once."""
        return self.before is not None and self.before.status != self.after.status

    @property
    def gained(self) -> bool:
        """Whether the figure missed its target before and meets it after; what had no data missed nothing."""
        return self.before is not None and (self.before.status, self.after.status) == ("not_met", "met")

    @property
    def lost(self) -> bool:
        """Whether the figure met its target before and misses it after."""
        return self.before is not None and (self.before.status, self.after.status) == ("met", "not_met")

    @property
    def retargeted(self) -> bool:
        """Whether the target is another than before (另设的目标): what is then met is not what the document asks."""
        if self.before is None or self.before.target is None or self.after.target is None:
            return False
        return self.before.target != self.after.target

    @property
    def shown_otherwise(self) -> bool:
        """Whether the value is printed otherwise, or was or is not reported (无数据)."""
        reported = [one is not None and one.value is not None for one in (self.before, self.after)]
        return reported[0] != reported[1] or sum(self.printed) != 0


@dataclass(frozen=True)
class Answer:
    """What a scenario changes; contributions and changes stand in the scenario's order."""

    scenario: Scenario
    #: The figures without any change, and after all of them.
    before: CityFigures
    after: CityFigures
    #: Every change as a sentence, refused ones included.
    changes: tuple[str, ...]
    #: In order of the catalogue, the city first.
    moved: tuple[Moved, ...]
    #: Who gains and who loses a posted person or a village service.
    covering: Covering
    cost: Cost
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]

    def of_scope(self, scope: str) -> tuple[Moved, ...]:
        """Return what moved in one scope."""
        return tuple(one for one in self.moved if one.scope == scope)


def compare(
    tables: CityTables,
    scenario: Scenario,
    policy: PolicyChoice = FROM_CITY,
    baseline: CityFigures | None = None,
) -> Answer:
    """Ask the same indicators before and after a scenario.

    A scenario without changes gives the live figures and nothing moved. Contributions are sequential: each change is
    measured on top of those before it, in the scenario's order; refused ones add 0.

    Args:
        tables: The tables of the scenario's city.
        scenario: The scenario.
        policy: The document; left out for the city's own of the day, ``None`` for none.
        baseline: The live figures of the scenario's day, where they have been worked out already; those of other
            tables, another day, caliber or document are not used.

    Raises:
        Unfit: The scenario is about another city, a day after the tables', or an unknown caliber.
    """
    steps = walk(tables, scenario, policy, baseline)
    before, after = steps[0].state.figures, steps[-1].state.figures
    state = steps[-1].state
    moved = () if before is after else tuple(_moved(steps))
    # An answer lives as long as a page: the tables between the first change and the last need not.
    after.detach()
    return Answer(
        scenario=scenario,
        before=before,
        after=after,
        changes=tuple(change.words(state.names) for change in scenario.changes),
        moved=moved,
        covering=covering(before, after),
        cost=cost_of(tables, state.tables, state.as_of),
        refusals=tuple(step.refusal for step in steps if step.refusal is not None),
        notes=tuple(note for step in steps for note in step.notes),
    )


def _moved(steps: list[Step]) -> Iterator[Moved]:
    """Yield what moved; the steps in between are asked only for the keys that did."""
    before, after = steps[0].state.figures, steps[-1].state.figures
    scopes = list(dict.fromkeys([*before.scopes, *after.scopes]))
    judged = _judged_otherwise(before, after)
    for key in catalogue():
        for scope in scopes if key in judged else after.differing(key, before):
            figure = after.get(key, scope)
            held = before.get(key, scope) if before.knows(scope) else None
            if figure is None or _state(held) == _state(figure):
                continue
            yield Moved(key, scope, held, figure, tuple(step.state.figures.value(key, scope) for step in steps))


def _state(figure: Figure | None) -> tuple[float | None, str, float | None]:
    """Return what a reader sees of a figure; one that was not there has no value."""
    return (None, "no_target", None) if figure is None else (figure.value, figure.status, figure.gap)


def _judged_otherwise(before: CityFigures, after: CityFigures) -> set[str]:
    """Return the keys whose targets are others after the changes."""
    targets = [set(figures.policy.targets) if figures.policy is not None else set() for figures in (before, after)]
    return {target.indicator for target in targets[0] ^ targets[1]}
