"""One indicator against its target: as a card (指标卡) with figure, state, bar, trend and 口径, or as a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from components import charts, source
from components.grid import Cell
from components.kpi import KpiCard
from components.view import View
from indicators import Figure, change, trend
from indicators.trend import foreseen
from indicators.wording import (
    NBSP,
    cell_words,
    change_words,
    joined,
    least_that_meets,
    number,
    quantity,
    reach_words,
    shortened,
    state_words,
    target_words,
    trend_words,
)

#: Characters of a card's label.
_LONGEST = 9
#: A cell of a table without a value.
UNREPORTED = Cell(f"—{NBSP}未报", None, "no_data")


def card(view: View, figure: Figure, side: Sequence[str], below: str, *, bar: bool = True) -> KpiCard:
    """Return the card of a figure.

    Args:
        view: The view of the page.
        figure: What the card is of.
        side: Lines beside the figure; empty ones are left out.
        below: A line under it.
        bar: Whether a rate is drawn as a bar against its target; without one the target stands among the lines.
    """
    definition = figure.definition
    value, unit = shortened(figure.value, figure.unit, definition.decimals)
    return KpiCard(
        label=definition.name if len(definition.name) <= _LONGEST else definition.short,
        value=value,
        unit=unit if figure.value is not None else "",
        status=figure.status,
        state=state_words(figure.status, figure.value, figure.gap, figure.target, figure.unit, definition.decimals),
        side=tuple(line for line in (*side, "" if bar else target_line(figure)) if line),
        chart=_bar(figure) if bar else None,
        below=below,
        caliber=source.pairs(figure),
    )


def target_line(figure: Figure) -> str:
    """Return the target in words; nothing where none is set."""
    if figure.target is None:
        return ""
    return f"目标{NBSP}{target_words(figure.target, figure.unit, figure.definition.decimals)}"


def silent_line(names: Sequence[str], measure: str, most: int = 2) -> str:
    """Return who did not report (未报), the first by name; nothing where everybody did.

    Args:
        names: Who did not report.
        measure: Measure word with its noun, such as 个区县.
        most: How many are named.
    """
    return f"未报：{joined(names, most, measure)}" if names else ""


def trend_line(view: View, figure: Figure) -> str:
    """Return how the figure moved in half a year, or a volume of the year so far in a year; nothing without one."""
    if figure.value is None:
        return ""
    definition = figure.definition
    if definition.is_year_volume:
        compared = change(view.tables, figure.key, view.scope, view.as_of, "year", view.caliber, view.policy)
        return change_words("同比", compared.value, figure.unit, definition.decimals)
    moved = trend(view.tables, figure.key, view.scope, view.as_of, view.caliber, view.policy)
    way = trend_words(moved.change, len(moved.points), figure.unit, definition.decimals)
    reaches = foreseen(moved, view.as_of)
    return f"{way}，{reach_words(reaches, view.as_of)}" if reaches else way


def _bar(figure: Figure) -> Markup | None:
    """Return the bar of a rate: against its target, or on a scale to 100 where the document sets none."""
    if not figure.definition.is_rate:
        return None
    goal = target_words(figure.target, figure.unit, figure.definition.decimals)
    edge = least_that_meets(figure.target, whole=False) if figure.target else None
    words = quantity(figure.value, "%", figure.definition.decimals)
    return charts.bullet(
        figure.value, edge, f"目标{NBSP}{goal}" if figure.target else "", f"{figure.name}{words}，{goal}",
        top=None if figure.target else 100.0,
    )


def told(value: float, words: Callable[[float], str] = number) -> Cell:
    """Return a number as a cell of a table, sorted by its value; 未报 for NaN."""
    return UNREPORTED if value != value else Cell(words(value), value)


def cell(figure: Figure | None) -> Cell:
    """Return a figure as a cell of a table: state, value and gap; 未报 without a value."""
    if figure is None or figure.value is None:
        return UNREPORTED
    words = cell_words(figure.status, figure.value, figure.gap, figure.unit, figure.definition.decimals)
    return Cell(words, figure.value, figure.status if figure.status in ("met", "not_met") else "")
