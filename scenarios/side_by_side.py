"""Scenarios side by side (情景并列): up to four, each held against the one baseline they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.tables import CityTables
from indicators.catalogue import catalogue
from indicators.engine import FROM_CITY, CityFigures, PolicyChoice
from indicators.model import Figure
from indicators.wording import NBSP, date_words, quantity
from scenarios.applying import Unfit
from scenarios.comparing import Answer, Moved, compare
from scenarios.model import Scenario

#: More columns than this nobody can hold against each other.
MOST = 4


@dataclass(frozen=True)
class Row:
    """One figure that at least one of the scenarios moves."""

    key: str
    scope: str
    #: Null for a consortium that only a scenario founds.
    before: Figure | None
    #: One per scenario, in their order; that of a scenario which does not move it is the baseline's again, and null
    #: stands for a scenario in which there is no such consortium.
    after: tuple[Figure | None, ...]
    #: What moved, one per scenario; null where a scenario leaves the figure as it is.
    moved: tuple[Moved | None, ...]

    @property
    def wholes(self) -> tuple[float | None, ...]:
        """The value after less the value before, one per scenario: 0 where it stays, null where either is null."""
        return tuple(0.0 if one is None else one.whole for one in self.moved)


@dataclass(frozen=True)
class SideBySide:
    """The scenarios with their whole answers (cost, refusals, lists), and a row per figure that any of them moves."""

    #: The live figures, the same for all.
    before: CityFigures
    #: In the order given; the cost of each is ``answers[i].cost``.
    answers: tuple[Answer, ...]
    #: In order of the catalogue, the city first, then counties, then consortia.
    rows: tuple[Row, ...]

    def of_scope(self, scope: str) -> tuple[Row, ...]:
        """Return the rows of one scope."""
        return tuple(row for row in self.rows if row.scope == scope)


def side_by_side(
    tables: CityTables,
    scenarios: Sequence[Scenario],
    policy: PolicyChoice = FROM_CITY,
    baseline: CityFigures | None = None,
) -> SideBySide:
    """Answer up to four scenarios and lay what they move beside each other.

    Args:
        tables: The tables of the scenarios' city.
        scenarios: One to four, of the same day and caliber: figures of other days would stand on other baselines.
        policy: The document; left out for the city's own of the day, ``None`` for none.
        baseline: The live figures of that day, where they have been worked out already; see :func:`compare`.

    Raises:
        Unfit: There are none or too many, they differ in day or caliber, or one does not fit the tables.
    """
    if not 1 <= len(scenarios) <= MOST:
        given = quantity(len(scenarios), "个")
        raise Unfit(f"并列比较的情景应有{NBSP}1～{quantity(MOST, '个')}，这里是{NBSP}{given}")
    first = scenarios[0]
    for other in scenarios[1:]:
        if other.as_of != first.as_of:
            raise Unfit(
                f"情景“{other.name}”的截止日期{NBSP}{date_words(other.as_of)}"
                f"与“{first.name}”的{NBSP}{date_words(first.as_of)}不同，不能并列比较"
            )
        if other.caliber != first.caliber:
            raise Unfit(f"情景“{other.name}”与“{first.name}”的派驻人员口径不同，不能并列比较")
    answers: list[Answer] = []
    for scenario in scenarios:
        answers.append(compare(tables, scenario, policy, answers[0].before if answers else baseline))
    return SideBySide(answers[0].before, tuple(answers), tuple(_rows(answers)))


def _rows(answers: Sequence[Answer]) -> list[Row]:
    before = answers[0].before
    moved = [{(one.key, one.scope): one for one in answer.moved} for answer in answers]
    scopes = list(dict.fromkeys([*before.scopes, *(scope for answer in answers for scope in answer.after.scopes)]))
    wanted = {place for held in moved for place in held}
    return [
        Row(
            key, scope, before.get(key, scope) if before.knows(scope) else None,
            tuple(answer.after.get(key, scope) if answer.after.knows(scope) else None for answer in answers),
            tuple(held.get((key, scope)) for held in moved),
        )
        for key in catalogue()
        for scope in scopes
        if (key, scope) in wanted
    ]  # fmt: skip
