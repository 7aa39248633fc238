"""Charts of an export (图表): bars by county, worst first, and lines over months."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from briefing.composing import saying
from briefing.composing.ground import Ground
from briefing.model import Chart, Fact, Series
from indicators import Figure
from indicators.wording import NBSP, month_label, quantity, target_words

#: Most bars of one chart; what is beyond is one bar of its own.
MOST = 7


def bars(
    title: str, unit: str, decimals: int, rows: Sequence[tuple[str, float | None, Fact | None]],
    behind: Callable[[float], bool], *, worst: str = "high", target: float | None = None, target_words: str = "",
    rest: Callable[[Sequence[float]], float] | None = None, measure: str = "个",
) -> Chart | None:
    """Return bars, worst first; null where no row has a value.

    Args:
        title: What is shown, with its unit.
        unit: Unit of the values.
        decimals: How exact they are printed.
        rows: Name, value (null: 未报) and fact of each.
        behind: Tells whether a value falls short, so that its bar is coloured.
        worst: ``high`` where the largest value is the worst, ``low`` where the smallest is.
        target: Where the line of the target is drawn.
        target_words: Its words.
        rest: What one bar for all beyond the first says of them together, such as their sum; null leaves them out,
            named so, and of those that are as the last one shown it is said that they are.
        measure: Measure word of what has a bar.
    """
    told = [(name, value, fact) for name, value, fact in rows if value is not None]
    if not told:
        return None
    silent = [name for name, value, _ in rows if value is None]
    ordered = sorted(told, key=lambda row: row[1], reverse=worst == "high")
    # A bar for all beyond takes the place of the last.
    most = MOST if rest is None or len(ordered) <= MOST else MOST - 1
    shown = ordered[:most]
    names, values = [name for name, _, _ in shown], [value for _, value, _ in shown]
    facts: list[Fact | None] = [fact for _, _, fact in shown]
    left = ordered[len(shown):]
    said = title
    if left and rest is not None:
        names.append(f"其余{NBSP}{len(left)}{NBSP}{measure}合计")
        values.append(rest([value for _, value, _ in left]))
        facts.append(None)
    elif left:
        ends = ("最高", "最低") if unit == "%" else ("最多", "最少")
        which = ends[0] if worst == "high" else ends[1]
        said += f"，{which}的{NBSP}{len(shown)}{NBSP}{measure}"
        alike = sum(value == values[-1] for _, value, _ in left)
        if alike:
            said += f"（另有{NBSP}{alike}{NBSP}{measure}同为{NBSP}{quantity(values[-1], unit, decimals)}）"
    if silent:
        said += f"，{len(silent)}{NBSP}{measure}未报"
    coloured = frozenset(at for at, (_, value, _) in enumerate(shown) if behind(value))
    if rest is not None and any(behind(value) for _, value, _ in left):
        coloured |= {len(shown)}
    return Chart("bar", said, unit, decimals, tuple(names), (Series(title, tuple(values), tuple(facts)),), coloured,
                 target, target_words)


def of_counties(ground: Ground, key: str, title: str) -> Chart | None:
    """Return one indicator of every county of the city against its target, worst first."""
    figures = [figure for code in ground.figures.counties if (figure := ground.get(key, code)) is not None]
    if not figures:
        return None
    definition = figures[0].definition
    goal = figures[0].target
    line = float(goal.value) if goal is not None and not isinstance(goal.value, tuple) and goal.value else None
    missed = {figure.value for figure in figures if figure.status == "not_met"}
    return bars(
        f"{title}（{definition.unit}）", definition.unit, definition.decimals,
        [(ground.figures.name_of(figure.scope), figure.value, saying.of(figure)) for figure in figures],
        lambda value: value in missed, worst="low" if definition.direction == "up" else "high", target=line,
        target_words=f"目标 {target_words(goal, definition.unit, definition.decimals)}" if line is not None else "",
    )


def over_months(
    title: str, unit: str, decimals: int, months: Sequence[str], lines: Mapping[str, Sequence[float | None]],
    facts: Callable[[str, str, float | None], Fact | None], target: Figure | None = None,
) -> Chart | None:
    """Return lines over months; null where nothing was reported in any. A month without data leaves a gap."""
    if not any(value is not None for values in lines.values() for value in values):
        return None
    goal = target.target if target is not None else None
    series = tuple(
        Series(name, tuple(values), tuple(None if value is None else facts(name, month, value)
                                          for month, value in zip(months, values, strict=True)))
        for name, values in lines.items()
    )
    line = float(goal.value) if goal is not None and not isinstance(goal.value, tuple) else None
    return Chart("line", f"{title}（{unit}）", unit, decimals, tuple(month_label(month) for month in months), series,
                 target=line, target_words=f"目标 {target_words(goal, unit, decimals)}" if goal is not None else "")
