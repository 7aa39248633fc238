"""Numbers as they are said (数字的说法): parts of figures, counts and what is left, each a fact; sentences of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefing.model import Fact, Part, Said
from briefing.standing import standing
from indicators.model import Figure
from indicators.wording import (
    NBSP,
    difference,
    least_that_meets,
    missed_by,
    number,
    quantity,
    short_quantity,
    surplus_words,
    target_words,
)
from scenarios.state import set_by_scenario


def of(figure: Figure, part: Part = "value", at: str = "") -> Fact:
    """Return one number of a figure as a fact; ``at`` is the month or state it speaks of, if not the deck's own."""
    decimals = figure.definition.decimals
    goal = figure.target.value if figure.target is not None else None
    held: dict[Part, tuple[float | None, str]] = {
        "value": (figure.value, quantity(figure.value, figure.unit, decimals)),
        "numerator": (figure.numerator, number(figure.numerator)),
        "denominator": (figure.denominator, number(figure.denominator)),
        "gap": (figure.gap, difference(figure.gap, figure.unit, decimals)),
        "target": (None if isinstance(goal, tuple) else goal, target_words(figure.target, figure.unit, decimals)),
    }
    value, text = held[part]
    return Fact(figure.key, figure.scope, part, value, text, at)


def counted(name: str, scope: str, value: float, unit: str = "", decimals: int = 0, at: str = "") -> Fact:
    """Return a number that is no part of a figure, such as how many a list names, under a name of its own."""
    return Fact(name, scope, "count", value, quantity(value, unit, decimals), at)


def changed(figure: Figure, change: float | None, words: str, part: Part = "change_year") -> Fact | None:
    """Return 同比 or 环比 as a fact, in the words that stand in the sentence; null where nothing can be compared."""
    return None if change is None else Fact(figure.key, figure.scope, part, change, words)


def left(figure: Figure | None, unit: str) -> Fact | None:
    """Return how many of the units of a rate are not there yet; null where that is not known."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return counted(f"{figure.key}.left", figure.scope, round(figure.denominator - figure.numerator), unit)


def silent(figure: Figure | None, unit: str) -> Fact | None:
    """Return how many did not report a figure; null for a figure that is not given."""
    return None if figure is None else counted(f"{figure.key}.missing", figure.scope, len(figure.not_reported), unit)


def said(text: str, facts: Iterable[Fact | None] = (), figures: Sequence[Figure | None] = ()) -> Said:
    """Return a sentence with the facts whose numbers stand in it, one for each, in the order of the text.

    Args:
        text: The sentence, finished.
        facts: Numbers that may stand in it.
        figures: Figures whose value, gap, target and shortened forms may stand in it, too.
    """
    known = [fact for fact in facts if fact is not None]
    known += [fact for figure in figures if figure is not None for fact in spoken(figure)]
    return Said(text, tuple(one.fact for one in standing(text, known)))


def joined(sentences: Iterable[Said], between: str = "") -> Said:
    """Return sentences as one, with the facts of all."""
    told = list(sentences)
    return Said(between.join(one.text for one in told), tuple(fact for one in told for fact in one.facts))


def spoken(figure: Figure) -> Iterator[Fact]:
    """Yield the ways in which sentences print the numbers of a figure."""
    yield of(figure)
    if figure.value is not None:
        short = short_quantity(figure.value, figure.unit, figure.definition.decimals)
        yield Fact(figure.key, figure.scope, "value", figure.value, short)
    yield of(figure, "gap")
    if figure.target is not None:
        yield of(figure, "target")
        over = surplus(figure)
        if over is not None:
            yield over


def surplus(figure: Figure) -> Fact | None:
    """Return by how much a target is exceeded; null where it is just met, missed or not set."""
    decimals = figure.definition.decimals
    words = surplus_words(figure.value, figure.target, figure.unit, decimals) if figure.status == "met" else ""
    if not words or figure.target is None or figure.value is None:
        return None
    edge = least_that_meets(figure.target, whole=decimals == 0) or 0.0
    return Fact(f"{figure.key}.over", figure.scope, "count", abs(figure.value - edge), words)


def aimed(text: str, figure: Figure | None) -> str:
    """Return a sentence on a figure's target with 另设的目标 for one that a scenario sets: no document asks for it."""
    own = figure is not None and set_by_scenario(figure.target)
    return text.replace("已过文件年度仍差", "距目标还差", 1).replace("目标", "另设的目标", 1) if own else text


def plain(figure: Figure) -> Said:
    """Return a figure by its short name, without a full stop: ``派驻覆盖率 93.5%``."""
    words = quantity(figure.value, figure.unit, figure.definition.decimals)
    return said(f"{figure.definition.short}{NBSP}{words}", (), [figure])


def against_target(figure: Figure, name: str = "") -> Said:
    """Return a figure and how it stands to its target: ``派驻覆盖率 93.5%，目标 100%，差 6.5 个百分点。``.

    Args:
        figure: A figure, reported or not.
        name: What it is called; left out, by its short name.
    """
    called, decimals = name or figure.definition.short, figure.definition.decimals
    if figure.value is None:
        return Said(f"{called}未报。")
    text = f"{called}{NBSP}{quantity(figure.value, figure.unit, decimals)}"
    if figure.target is not None:
        goal = target_words(figure.target, figure.unit, decimals)
        text += f"，目标{NBSP if goal[0].isdigit() else ''}{goal}"
        # Of a target of 0 the value is the gap.
        short = missed_by(figure.value, figure.gap, figure.target, figure.unit, decimals) if figure.target.value else ""
        text += "，已达标" if figure.status == "met" else f"，{short or '未达标'}"
    return said(f"{aimed(text, figure)}。", (), [figure])
