"""What a rate of care seeking would reach at the due date if it went on so (按现在的趋势)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indicators.engine import CityFigures
from indicators.forecast import WINDOW, Line, line
from indicators.lists.care_gap import lower_bound
from indicators.lists.care_months import MonthlyRate, care_months
from indicators.months import MONTHS_A_YEAR, month_number, month_of, month_text

if TYPE_CHECKING:
    from data.policies import Target

#: How far back reported months are looked for: six years hold 36 of them unless most were not reported.
_LOOK_BACK = 72

#: Whether the interval lies wholly at or above the target, wholly below it, or across it; empty: nothing to compare.
Outlook = Literal["", "reaches", "misses", "open"]


@dataclass(frozen=True, slots=True)
class CareForecast:
    """A monthly rate carried on along a straight line to one month, with the month's 95 % prediction interval."""

    key: str
    scope: str
    #: The month asked for, ``YYYY-MM``.
    month: str
    #: Whether that is the month of the target's due date, or the end of a year for want of one that lies ahead.
    at_due: bool
    #: The line and its interval; null with fewer than 12 reported months (数据不足).
    line: Line | None
    #: Mean of January to ``month`` of that year: reported months as they are, the others along the line, each weighing
    #: the same. It stands for the year-to-date figure on which a target is judged; null without a line.
    year_mean: float | None
    #: Reported months at hand, at most 36.
    reported: int
    #: Of those, months in which some county of the city was missing, so that the sum is of others.
    incomplete: int
    #: First and last month that the line is drawn through, ``YYYY-MM``; null where no month was reported.
    first: str | None
    last: str | None
    target: Target | None
    outlook: Outlook


def care_forecast(figures: CityFigures, key: str, scope: str) -> CareForecast | None:
    """Return what the monthly rate would be in the month of the target's due date if it went on so.

    The interval and ``outlook`` speak of that single month, while a target is judged on the year to date;
    ``year_mean``, which carries no interval, stands beside them for that reason. Where no due date lies after the last
    ended month (the target has none, it is this month or it has passed, or there is no target) the month is the next
    December after the last ended month. The method is that of :mod:`indicators.forecast`.

    Args:
        figures: The figures of the day.
        key: A rate of care seeking, such as ``care.in_county_rate``.
        scope: Code of a city or a county.

    Returns:
        None for a consortium and for a county out of account, of which no rate is given.
    """
    last = figures.context.last_month
    held = care_months(figures, scope, month_text(last - _LOOK_BACK + 1), month_text(last), [key])
    if not held:
        return None
    own: MonthlyRate = held[0]
    figure = figures.get(key, scope)
    target = None if figure is None else figure.target
    month, at_due = horizon(last, target)
    told = [
        (month_number(text), value, bool(names))
        for text, value, names in zip(own.months, own.values, own.missing, strict=True)
        if value is not None
    ][-WINDOW:]
    known = {one: value for one, value, _ in told}
    drawn = line(list(known), list(known.values()), month)
    incomplete = sum(partial for _, _, partial in told)
    return CareForecast(
        key, scope, month_text(month), at_due, drawn, _year_mean(known, month), len(told), incomplete,
        month_text(told[0][0]) if told else None, month_text(told[-1][0]) if told else None, target,
        _outlook(drawn, target),
    )


def horizon(last_month: int, target: Target | None) -> tuple[int, bool]:
    """Return the month to forecast and whether it is the due date's; see :func:`care_forecast`.

    Args:
        last_month: The last ended month, as a number.
        target: The target; null for none.
    """
    if target is not None and target.due is not None and month_of(target.due) > last_month:
        return month_of(target.due), True
    return (last_month + 1) // MONTHS_A_YEAR * MONTHS_A_YEAR + MONTHS_A_YEAR - 1, False


def _year_mean(known: dict[int, float], month: int) -> float | None:
    """Return the mean of January to a month: what is known, the rest along the line through it."""
    span = range(month // MONTHS_A_YEAR * MONTHS_A_YEAR, month + 1)
    drawn = {one: line(list(known), list(known.values()), one) for one in span if one not in known}
    rest = [one.value for one in drawn.values() if one is not None]
    if len(rest) < len(drawn):
        return None
    return (sum(known.get(one, 0.0) for one in span) + sum(rest)) / len(span)


def _outlook(drawn: Line | None, target: Target | None) -> Outlook:
    goal = lower_bound(target)
    if drawn is None or goal is None:
        return ""
    if _reaches(drawn.low, goal, target):
        return "reaches"
    return "open" if _reaches(drawn.high, goal, target) else "misses"


def _reaches(value: float, goal: float, target: Target | None) -> bool:
    return value > goal if target is not None and target.op == ">" else value >= goal
