"""The cards of 服务覆盖: villages served and not served, contracts with family doctors."""

from __future__ import annotations

from components import charts, source
from components.kpi import KpiCard
from components.view import View
from indicators import Figure, trend
from indicators.wording import (
    NBSP,
    joined,
    least_that_meets,
    number,
    quantity,
    shortened,
    state_words,
    target_words,
    trend_words,
)

KEYS = (
    "village.coverage", "village.unserved", "village.unserved_planned", "family.contract_rate",
    "family.key_contract_rate",
)
#: Characters of a card's label.
_LONGEST = 9
_CARDS = ("village.coverage", "village.unserved_planned", "family.contract_rate", "family.key_contract_rate")


def cards(view: View) -> tuple[KpiCard, ...]:
    """Return the cards of a city or a county; a consortium has none, as villages belong to counties."""
    return tuple(
        _card(view, figure) for key in _CARDS if (figure := view.figures.get(key, view.scope)) is not None
    )


def _card(view: View, figure: Figure) -> KpiCard:
    definition = figure.definition
    value, unit = shortened(figure.value, figure.unit, definition.decimals)
    state = state_words(figure.status, figure.value, figure.gap, figure.target, figure.unit, definition.decimals)
    goal = target_words(figure.target, figure.unit, definition.decimals)
    return KpiCard(
        label=definition.name if len(definition.name) <= _LONGEST else definition.short,
        value=value,
        unit=unit if figure.value is not None else "",
        status=figure.status,
        state=state,
        side=tuple(line for line in (_parts(view, figure), _trend(view, figure)) if line),
        chart=_bar(figure, goal),
        below=_silent(figure),
        caliber=source.pairs(figure),
    )


def _parts(view: View, figure: Figure) -> str:
    """Return numerator over denominator of a rate; of 应设未设, of how many villages without service it is a part."""
    if figure.definition.is_rate and figure.denominator:
        unit = "万人" if figure.key.startswith("family.") else "个村"
        parts = (figure.numerator, figure.denominator)
        if unit == "万人":
            return "/".join(number((part or 0) / 10_000, 1) for part in parts) + f"{NBSP}{unit}"
        return "/".join(number(part) for part in parts) + f"{NBSP}{unit}"
    bare = view.figures.get("village.unserved", view.scope)
    return f"无服务村{NBSP}{quantity(bare.value, '个')}" if bare is not None and bare.value is not None else ""


def _trend(view: View, figure: Figure) -> str:
    if figure.value is None:
        return ""
    moved = trend(view.tables, figure.key, view.scope, view.as_of, view.caliber, view.policy)
    return trend_words(moved.change, len(moved.points), figure.unit, figure.definition.decimals, moved.reaches)


def _bar(figure: Figure, goal: str) -> object | None:
    """Return the bar of a rate: against its target, or on a scale to 100 where the document sets none."""
    if not figure.definition.is_rate:
        return None
    edge = least_that_meets(figure.target, whole=False) if figure.target else None
    words = quantity(figure.value, "%", figure.definition.decimals)
    return charts.bullet(
        figure.value, edge, f"目标{NBSP}{goal}" if figure.target else "", f"{figure.name}{words}，{goal}",
        top=None if figure.target else 100.0,
    )


def _silent(figure: Figure) -> str:
    names = figure.not_reported
    if not names:
        return "" if figure.target else "文件未设目标"
    whom = "个村" if figure.key.startswith("village.") else "个区县"
    return f"未报：{joined(names, 2, whom)}"
