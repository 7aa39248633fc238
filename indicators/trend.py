"""Trend (趋势): the last six month-ends, and when the target would be met if it went on so (按近半年速度)."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Literal

from data.tables import CityTables
from indicators.catalogue import catalogue
from indicators.engine import FROM_CITY, PolicyChoice, lazily
from indicators.model import Definition, Point, Trend
from indicators.months import last_ended_month, last_month_ends, month_text
from indicators.status import meets, nearest

if TYPE_CHECKING:
    from data.policies import Target

POINTS = 6
#: With fewer reported points than this a pace says nothing.
ENOUGH = 4
#: Beyond a century the extrapolation is called standing still.
_LIMIT = 1200

Reason = Literal["", "met", "no_target", "too_few", "standing", "away", "overshoots"]


def trend(
    tables: CityTables, key: str, scope: str, as_of: date, caliber: str | None = None, policy: PolicyChoice = FROM_CITY
) -> Trend:
    """Return the trend of one figure over the last six month-ends up to a day.

    ``change`` is the last less the first reported point, ``per_month`` that change ÷ the months between them, and
    ``reaches`` the first month whose extrapolated value meets the target: none where it is met already, does not
    move that way, has no target, or has fewer than four reported points.

    Args:
        tables: The tables of one city.
        key: A key of the catalogue.
        scope: Code of the city, a county or a consortium.
        as_of: The day; the points are the month-ends up to it.
        caliber: A caliber for all flows, or null for the policy's.
        policy: The policy; left out, the city's own.
    """
    days = last_month_ends(as_of, POINTS)
    held = [lazily(tables, day, caliber, policy) for day in days]
    points = tuple(Point(day, one.value(key, scope)) for day, one in zip(days, held, strict=True))
    last = held[-1]
    target = last.policy.target(key, last.level_of(scope)) if last.policy is not None else None
    return of_points(key, scope, points, target)


def of_points(key: str, scope: str, points: tuple[Point, ...], target: Target | None) -> Trend:
    """Return the trend of given points; see :func:`trend`."""
    told = [(last_ended_month(point.as_of), point.value) for point in points if point.value is not None]
    if len(told) <= 1:
        return Trend(key, scope, points, None, None, None, "no_target" if target is None else "too_few")
    (first, before), (last, now) = told[0], told[-1]
    change = now - before
    per_month = change / (last - first)
    reaches, reason = _reaches(catalogue()[key], now, last, per_month, target, len(told))
    return Trend(key, scope, points, change, per_month, reaches, reason)


def foreseen(moved: Trend, as_of: date) -> str | None:
    """Return the month in which the target would be met, where it may be said of the figure; null otherwise.

    A figure of the year so far (本年累计) begins anew in January, so its pace says nothing of the next year.
    """
    ends = moved.reaches is not None and int(moved.reaches[:4]) > as_of.year
    return None if ends and catalogue()[moved.key].period == "year_to_date" else moved.reaches


def _reaches(
    definition: Definition, now: float, month: int, per_month: float, target: Target | None, points: int
) -> tuple[str | None, Reason]:
    if target is None:
        return None, "no_target"
    if meets(now, target):
        return None, "met"
    if points < ENOUGH:
        return None, "too_few"
    goal = nearest(now, target, whole=definition.is_whole)
    # A rate that must exceed its target stands exactly on it: any step up is enough.
    way = goal - now
    if per_month == 0 or (way != 0 and abs(way / per_month) > _LIMIT):
        return None, "standing"
    if (per_month > 0) != ((way > 0) if way != 0 else target.op != "<="):
        return None, "away"
    steps = max(1, math.ceil(round(way / per_month, 9)))
    # Whole things are met by the goal itself; for other values the step after may be the first beyond it.
    reached = next((n for n in (steps, steps + 1) if _met(now + n * per_month, goal, target, definition)), None)
    return (month_text(month + reached), "") if reached is not None else (None, "overshoots")


def _met(value: float, goal: float, target: Target, definition: Definition) -> bool:
    # Adding the monthly step many times leaves an error of rounding; it may not cost a month.
    value = round(value, 9)
    if definition.is_whole and target.op == ">":
        return value >= goal
    return meets(value, target)
