"""The most important gaps (最重要的差距): the targets a scope misses, ranked by one stated rule."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.lists.behind import Behind, behind
from indicators.model import Figure
from indicators.sentences_gaps import gap_sentence

#: How many are named.
MOST = 5
#: The rule, as a page states it.
RULE = "按差距占目标值的比例从大到小排列；目标为 0 的，按未达到的占全部对象的比例；并列的按指标目录顺序"
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Gap:
    """One target that is missed."""

    figure: Figure
    #: How far it is missed, in % of the target.
    shortfall: float
    #: Chinese sentence: value, target, what is lacking, and whether its date has passed.
    sentence: str
    behind: Behind


@dataclass(frozen=True, slots=True)
class Gaps:
    """The targets of a scope: missed, not reported, met."""

    #: The most important ones, the largest shortfall first.
    largest: tuple[Gap, ...]
    #: How many targets are missed in all, and how many are met.
    missed: int
    met: int
    #: Targets without data (未报); they are no gaps, and how large one would be is not known.
    silent: tuple[Figure, ...]
    #: How many others are missed by as much as the first.
    tied: int = 0


def largest_gaps(figures: CityFigures, scope: str, most: int = MOST) -> Gaps:
    """Return the most important gaps of a city, a county or a consortium against the targets set at its level.

    The rule is :data:`RULE`. Everything is empty where the policy sets no target at this level, and for a county out of
    account.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        most: How many gaps.
    """
    held = targeted(figures, scope)
    ranked = ranked_gaps(figures, scope)
    return Gaps(
        tuple(
            Gap(one, size, gap_sentence(one, size), behind(figures, one.key, scope)) for one, size in ranked[:most]
        ),
        len(ranked),
        sum(one.status == "met" for one in held),
        tuple(one for one in held if one.status == "no_data"),
        sum(round(size, 9) == round(ranked[0][1], 9) for _, size in ranked[1:]),
    )


def targeted(figures: CityFigures, scope: str) -> list[Figure]:
    """Return the figures of a scope that have a target, in the order of the catalogue."""
    if figures.policy is None or scope not in figures.scopes:
        return []
    level = figures.level_of(scope)
    wanted = [key for key in catalogue() if figures.policy.target(key, level) is not None]
    return [one for key in wanted if (one := figures.get(key, scope)) is not None]


def ranked_gaps(figures: CityFigures, scope: str) -> list[tuple[Figure, float]]:
    """Return the missed targets with their shortfall in %, largest first; ties keep the order of the catalogue."""
    missed = [(one, shortfall(figures, one)) for one in targeted(figures, scope) if one.status == "not_met"]
    return sorted(missed, key=lambda pair: -round(pair[1], 9))


def shortfall(figures: CityFigures, figure: Figure) -> float:
    """Return how far a target is missed, in % of the target.

    The gap ÷ the target, of a range the end that is missed. A target of 0 (none may be left) is measured by how many of
    all those asked still fall short, as a target of 100 % would be; with nobody known to be asked, it is missed wholly.
    """
    if figure.target is None or figure.gap is None or figure.value is None:
        return 0.0
    value = figure.target.value
    goal = value if not isinstance(value, tuple) else value[0] if figure.value < value[0] else value[1]
    if goal != 0:
        return _WHOLE * figure.gap / abs(goal)
    units = figures.units_in(figure.key, figure.scope)
    asked = 0
    if units is not None:
        asked = int((units.reported | units.idle).sum() if units.idle is not None else units.reported.sum())
    return _WHOLE * figure.gap / asked if asked else _WHOLE
