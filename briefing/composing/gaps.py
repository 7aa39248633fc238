"""差距: the largest gaps of a scope, and of a city those of each county."""

from __future__ import annotations

from briefing.composing import saying
from briefing.composing.ground import Ground
from briefing.model import Fact, Said
from indicators import Figure, lists, sentences_questions
from indicators.catalogue import catalogue
from indicators.lists.gaps import Gap, largest_gaps, ranked_gaps, targeted
from indicators.wording import NBSP, missed_by, quantity
from scenarios.state import set_by_scenario

#: Gaps that are named of one county.
_NAMED = 3


def largest(ground: Ground, scope: str) -> tuple[Said, ...]:
    """Return one sentence for each of the largest gaps: value, target, what is lacking, the term."""
    return tuple(_gap(gap) for gap in largest_gaps(ground.figures, scope).largest)


def _gap(gap: Gap) -> Said:
    key, scope = gap.figure.key, gap.figure.scope
    share = Fact(f"{key}.shortfall", scope, "count", gap.shortfall, quantity(gap.shortfall, "%", 1))
    own = set_by_scenario(gap.figure.target)
    sentence = gap.sentence.partition("；")[0] if own else gap.sentence  # the term is the document's
    return saying.said(f"{saying.aimed(sentence, gap.figure)}。", [share], [gap.figure])


def aimed(ground: Ground) -> bool:
    """Tell whether the document sets any target for counties; without one they can only be compared."""
    return any(targeted(ground.figures, code) for code in ground.figures.counties)


def counties(ground: Ground, scope: str) -> tuple[Said, ...]:
    """Return one sentence for each county of a city: how many targets it misses, and which most.

    Where the document sets none for a county, one sentence for each of the main rates: which counties stand last.
    """
    if ground.figures.level_of(scope) != "city":
        return ()
    if not aimed(ground):
        keys = ground.figures.policy.cards if ground.figures.policy else ()
        return tuple(said for key in keys if (said := _last(ground, key, scope)) is not None)
    return tuple(said for code in ground.figures.counties if (said := _county(ground, code)) is not None)


def _county(ground: Ground, code: str) -> Said | None:
    held = targeted(ground.figures, code)
    missed = [figure for figure, _ in ranked_gaps(ground.figures, code)]
    name = ground.figures.name_of(code)
    if not missed:
        told = [one for one in held if one.status == "met"]
        return Said(f"{name}有数据的目标全部达标。") if told else None
    count = saying.counted("targets.missed", code, len(missed), "项")
    worst = "、".join(map(_by, missed[:_NAMED]))
    more = "等" if len(missed) > _NAMED else ""
    return saying.said(f"{name}{NBSP}{count.text}未达标：{worst}{more}。", [count], missed[:_NAMED])


def _by(figure: Figure) -> str:
    """Return by how much a target is missed: ``派驻覆盖率差 5.9 个百分点``; of one of 0 how many are left."""
    decimals = figure.definition.decimals
    if figure.target is not None and figure.target.value == 0:
        return f"{figure.definition.short}{NBSP}{quantity(figure.value, figure.unit, decimals)}"
    words = missed_by(figure.value, figure.gap, figure.target, figure.unit, decimals)
    return f"{figure.definition.short}{words}"


def _last(ground: Ground, key: str, scope: str) -> Said | None:
    """Return the counties that stand last in a rate; null where a rank says nothing."""
    rows, definition = lists.lowest(ground.figures, key), catalogue()[key]
    if rows.empty:
        return None
    word = "最低" if definition.direction == "up" else "最高"
    base = saying.counted(f"{key}.ranked", scope, int(rows["base"].iloc[0]), "个区县")
    text = f"{definition.short}{word}的是{sentences_questions.lowest(rows, definition)}"
    return saying.said(text, [base], [ground.get(key, code) for code in rows["county_code"]])
