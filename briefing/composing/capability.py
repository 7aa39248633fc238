"""能力建设: what the lead hospitals, centres and specialties have reached, and what the brief says of it."""

from __future__ import annotations

from typing import Final

from briefing.composing import charts, saying, slide
from briefing.composing.ground import Ground
from briefing.model import Chart, Said, Slide
from indicators import CityFigures, Figure, sentences_capacity
from indicators.wording import parts_words, quantity

_FAMILIES: Final = ("capability.", "centre.", "pairing.", "specialty.")


def capability(ground: Ground, scope: str) -> Slide:
    """Return 能力建设: the target that is missed most in large, all rates side by side."""
    shown = _ordered(ground.figures, scope)
    return slide.slide(
        ground, "capability", scope, finding(ground, scope), shown[0].key,
        others=slide.figures(ground, scope, [one.key for one in shown[1:] if one.value is not None]),
        chart=_chart(_rates(ground.figures, scope)), notes="\n".join(one.text for one in more(ground, scope)),
    )


def key_of(figures: CityFigures, scope: str) -> str:
    """Return the indicator that the slide shows in large: the target missed most, without targets the lowest rate."""
    return _ordered(figures, scope)[0].key


def _ordered(figures: CityFigures, scope: str) -> list[Figure]:
    order = {"not_met": 0, "met": 1, "no_target": 2, "no_data": 3}
    return sorted(_rates(figures, scope),
                  key=lambda one: (3 if one.value is None else order[one.status], -(one.gap or 0.0), one.value or 0.0))


def _rates(figures: CityFigures, scope: str) -> list[Figure]:
    own = [one for one in figures.of_scope(scope) if one.key.startswith(_FAMILIES)]
    return [one for one in own if one.definition.is_rate]


def finding(ground: Ground, scope: str) -> Said:
    """Return of the rates with a target how many are missed, and the one missed most."""
    held = _rates(ground.figures, scope)
    text = sentences_capacity.capability(ground.figures.level_of(scope), ground.figures.name_of(scope), held)
    told = [one for one in held if one.value is not None]
    aimed = [one for one in told if one.target is not None]
    counts = {
        "all": len(aimed) or len(told), "missed": sum(one.status == "not_met" for one in aimed),
        "full": sum(one.value == 100 for one in told),
    }  # fmt: skip
    return saying.said(text, [saying.counted(f"capability.{name}", scope, count, "项")
                              for name, count in counts.items()], held)


def more(ground: Ground, scope: str) -> list[Said]:
    """Return what follows the finding: each target with how many units have got there; without any, each rate so."""
    held = [one for one in _rates(ground.figures, scope) if one.value is not None]
    aimed = [one for one in held if one.target is not None]
    if aimed:
        return [_counted(saying.against_target(one), one) for one in aimed]
    if not held:
        return []
    told = saying.joined([_counted(saying.plain(one), one) for one in held], "；")
    return [Said(f"其中，{told.text}。", told.facts)]


def _counted(said: Said, figure: Figure) -> Said:
    """Return a sentence about a rate with how many of how many it is: ``78.3%（18/23 家）``."""
    if figure.numerator is None or not figure.denominator:
        return said
    rate = quantity(figure.value, figure.unit, figure.definition.decimals)
    unit = "个" if figure.key.startswith("centre.") else "家"
    text = said.text.replace(rate, f"{rate}（{parts_words(figure.numerator, figure.denominator, unit)}）", 1)
    return saying.said(text, [saying.of(figure, "numerator"), saying.of(figure, "denominator")], [figure])


def _chart(held: list[Figure]) -> Chart | None:
    """Return the rates with a target, worst first; without any, all of them."""
    aimed = [one for one in held if one.target is not None] or held
    missed = {one.key for one in aimed if one.status == "not_met"}
    below = {one.value for one in aimed if one.key in missed}
    rows = [(one.definition.short, one.value, saying.of(one)) for one in aimed]
    return charts.bars("能力建设各项（%）", "%", 1, rows, lambda value: value in below, worst="low", measure="项")
