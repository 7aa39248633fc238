"""Change (同比, 环比) of remote volumes and the trend of any figure, written from the words of data-model.md."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.indicators.oracle.rules import end_of, ended_months, months_later, start_of
from tests.indicators.oracle.view import View

#: Whose volumes are matched: a county (or consortium) or one institution, with the service type and the month.
Unit = tuple[str, str, str]


@dataclass(frozen=True)
class Compared:
    """The sums of two periods over the units reported in both, and how many units there are."""

    current: float | None
    base: float | None
    units: int
    units_of: int

    @property
    def percent(self) -> float | None:
        """A base of 0 or null gives 无可比数据."""
        return 100 * (self.current - self.base) / self.base if self.base else None


def month_before(month: str, back: int) -> str:
    """Return the month ``back`` months before."""
    return f"{months_later(start_of(month), -back):%Y-%m}"


def volumes(view: View, services: tuple[str, ...], months: Iterable[str], *, by_site: bool) -> dict[Unit, int]:
    """Return volume per unit; a unit is there when any of its sites reported."""
    wanted, found = set(months), {}
    for row in view.rows("remote_volumes"):
        requester = row["requesting_institution_id"]
        if row["month"] not in wanted or row["service_type"] not in services or row["volume"] is None:
            continue
        if not view.covers(requester):
            continue
        who = requester if by_site else str(view.institution(requester)["county_code"])
        unit = (who, row["service_type"], row["month"])
        found[unit] = found.get(unit, 0) + row["volume"]
    return found


def compared(view: View, services: tuple[str, ...], kind: str, *, by_site: bool = False) -> Compared:
    """同比 against the same months of the year before, 环比 the last ended month against the one before.

    For remote volumes the unit is county × type × month, reported when any of its sites reported; only units
    reported in both periods enter (by_site: 同口径, the very same sites).
    """
    months = view.months if kind == "year" else ended_months(view.day, 1)
    back = 12 if kind == "year" else 1
    now = volumes(view, services, months, by_site=by_site)
    then = volumes(view, services, [month_before(month, back) for month in months], by_site=by_site)
    matched = {unit: (unit[0], unit[1], month_before(unit[2], back)) for unit in now}
    both = {unit: old for unit, old in matched.items() if old in then}
    if not both:
        return Compared(None, None, 0, len(now))
    return Compared(sum(now[unit] for unit in both), sum(then[old] for old in both.values()), len(both), len(now))


def last_month_ends(day: date, count: int = 6) -> list[date]:
    """Return the last month-ends ≤ D, oldest first."""
    return [end_of(month) for month in reversed(ended_months(day, count))]


def meets(value: float, target: Any) -> bool:
    """Whether a value meets a target by its op."""
    if target.op == "range":
        return target.value[0] <= value <= target.value[1]
    return {">": value > target.value, ">=": value >= target.value, "<=": value <= target.value}[target.op]


def reaches(told: list[tuple[date, float]], per_month: float, target: Any, *, whole: bool) -> str | None:
    """Return the month in which the target would be met if it went on so.

    None where it does not move that way, is met already, or under four reported points. A count of whole things
    passes > 300 with 301. ``told`` are the reported points, oldest first.
    """
    last_day, last = told[-1]
    if target is None or len(told) < 4 or per_month == 0 or meets(last, target):
        return None
    for ahead in range(1, 1201):
        # whole steps from a whole start: rounding only takes away what floating point adds
        value = round(last + per_month * ahead, 9)
        reached = value >= math.floor(target.value) + 1 if whole and target.op == ">" else meets(value, target)
        if reached:
            return f"{months_later(date(last_day.year, last_day.month, 1), ahead):%Y-%m}"
    return None
