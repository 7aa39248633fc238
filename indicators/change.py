"""Change (同比、环比): like months against like months, and only over what reported in both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from data.tables import CityTables
from indicators.aggregate import PERCENT, add_up
from indicators.catalogue import catalogue
from indicators.engine import FROM_CITY, CityFigures, PolicyChoice, lazily
from indicators.model import Change, Definition
from indicators.months import MONTHS_A_YEAR, Bools, last_day, month_of, month_words, year_before
from indicators.placing import keep
from indicators.registers import SERVICES
from indicators.remote import CLINICAL
from indicators.units import Units
from indicators.volume_change import volume_change
from indicators.wording import date_label

Kind = Literal["year", "month"]
#: What a page prints where two periods cannot be compared.
NOTHING = "无可比数据"


@dataclass(frozen=True)
class Periods:
    """Two periods to compare: months (as numbers) of now and, as many months earlier, of the base."""

    first: int
    last: int
    lag: int

    @property
    def words(self) -> str:
        """The periods in Chinese: 2022年1至9月比2021年1至9月."""
        return f"{_span(self.first, self.last)}比{_span(self.first - self.lag, self.last - self.lag)}"


def change(
    tables: CityTables, key: str, scope: str, as_of: date, kind: Kind = "year", caliber: str | None = None,
    policy: PolicyChoice = FROM_CITY,
) -> Change:
    """Compare a figure with the year before (同比, ``year``) or the month before (环比, ``month``).

    Year-to-date figures compare the ended months of the year with the same months of the year before, or the last
    ended month with the one before, over the units that reported both periods. A stock compares the day with the
    same month-end a year before, or with the month-end before. Rates change in 百分点, all else in % of the base;
    a base of 0 or null gives no value (无可比数据).

    Args:
        tables: The tables of one city.
        key: A key of the catalogue.
        scope: Code of the city, a county or a consortium.
        as_of: The as-of date.
        kind: ``year`` for 同比, ``month`` for 环比.
        caliber: A caliber for all flows, or null for the policy's.
        policy: The policy; left out, the city's own.
    """
    return change_of(lazily(tables, as_of, caliber, policy), key, scope, kind)


def change_of(now: CityFigures, key: str, scope: str, kind: Kind = "year") -> Change:
    """Compare a figure of figures at hand; see :func:`change`."""
    definition = catalogue()[key]
    as_of = now.as_of
    if definition.period != "year_to_date":
        then = year_before(as_of) if kind == "year" else last_day(month_of(as_of) - 1)
        return _of_stock(definition, scope, kind, now, now.on(then))
    context = now.context
    last, lag = context.last_month, MONTHS_A_YEAR if kind == "year" else 1
    periods = Periods(context.january if kind == "year" else last, last, lag)
    if periods.first > periods.last:
        return Change(kind, None, _unit(definition), None, None, None, "", reason="本年还没有已结束的月份")
    if definition.family.startswith("remote.volume"):
        services = [SERVICES.index(code) for code in ([definition.item] if definition.item else CLINICAL)]
        current, base, units, units_of = volume_change(now, scope, services, periods.first, periods.last, lag)
        same_now, same_base, same, same_of = volume_change(
            now, scope, services, periods.first, periods.last, lag, same_sites=True
        )
        beside = _changed(definition, kind, same_now, same_base, f"{periods.words}（同口径）", same, same_of)
        return _changed(definition, kind, current, base, periods.words, units, units_of, beside)
    before = now.on(last_day(last - lag))
    return _of_months(definition, scope, kind, now, before, periods)


def _of_stock(definition: Definition, scope: str, kind: Kind, now: CityFigures, then: CityFigures) -> Change:
    key = definition.key
    words = f"{date_label(now.as_of)}比{date_label(then.as_of)}"
    if not definition.matched:
        return _changed(definition, kind, now.value(key, scope), then.value(key, scope), words)
    pair = _matched(_in_scope(now, key, scope), _in_scope(then, key, scope), lag=0)
    return _of_pair(definition, kind, pair, words)


def _of_months(
    definition: Definition, scope: str, kind: Kind, now: CityFigures, before: CityFigures, periods: Periods
) -> Change:
    current, base = _in_scope(now, definition.key, scope), _in_scope(before, definition.key, scope)
    if current is not None:
        current = keep(current, _within(current, periods.first, periods.last))
    if base is not None:
        base = keep(base, _within(base, periods.first - periods.lag, periods.last - periods.lag))
    return _of_pair(definition, kind, _matched(current, base, periods.lag), periods.words)


def _of_pair(definition: Definition, kind: Kind, pair: tuple[Units, Units, int] | None, words: str) -> Change:
    if pair is None:
        return _changed(definition, kind, None, None, words)
    current, base, units_of = pair
    values = [add_up(units, definition.measure, 0, 0).value[0] for units in (current, base)]
    first, second = (None if np.isnan(value) else float(value) for value in values)
    return _changed(definition, kind, first, second, words, len(current), units_of)


def _in_scope(figures: CityFigures, key: str, scope: str) -> Units | None:
    units = figures.units_in(key, scope)
    return None if units is None else keep(units, units.reported)


def _matched(current: Units | None, base: Units | None, lag: int) -> tuple[Units, Units, int] | None:
    """Return the units that reported both periods, in one order, and how many reported the current one."""
    if current is None or base is None:
        return None
    own, earlier = _keys(current, 0), _keys(base, lag)
    both = np.intersect1d(own, earlier)
    return keep(current, np.isin(own, both)), keep(base, np.isin(earlier, both)), len(current)


def _keys(units: Units, lag: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    month = np.zeros(len(units), dtype=np.int64) if units.month is None else units.month + lag
    # Months are small numbers (a year has twelve), so subject and month share one integer.
    return np.asarray(units.subject * 1_000_000 + month, dtype=np.int64)


def _within(units: Units, first: int, last: int) -> Bools:
    if units.month is None:
        return np.ones(len(units), dtype=np.bool_)
    held: Bools = (units.month >= first) & (units.month <= last)
    return held


def _changed(
    definition: Definition, kind: Kind, current: float | None, base: float | None, words: str,
    units: int | None = None, units_of: int | None = None, same_sites: Change | None = None,
) -> Change:
    """Return the change between two values; a base of 0 or null, or a null current value, gives none."""
    difference = None if current is None or base is None else current - base
    value = None
    if difference is not None and base:
        value = difference if definition.is_rate else PERCENT * difference / base
    reason = "" if value is not None else NOTHING
    return Change(kind, value, _unit(definition), current, base, difference, words, units, units_of, same_sites, reason)


def _unit(definition: Definition) -> str:
    return "百分点" if definition.is_rate else "%"


def _span(first: int, last: int) -> str:
    words = month_words(first)
    return words if first == last else f"{words.removesuffix('月')}至{last % MONTHS_A_YEAR + 1}月"
