"""Change (同比, 环比) and trend against the oracle: volumes over matched units, stocks at two days, six month-ends."""

from __future__ import annotations

from datetime import date

import pytest

from indicators import Change
from indicators.change import change
from indicators.trend import trend
from tests.indicators.oracle import remote
from tests.indicators.oracle.answers import answers, scopes, whole
from tests.indicators.oracle.asking import random_policy, same, tables_of
from tests.indicators.oracle.movement import Compared, compared, last_month_ends, reaches
from tests.indicators.oracle.rules import end_of, ended_months
from tests.indicators.oracle.view import View
from tests.world_places import month_last, month_of, shift_months
from tests.worlds import as_of_dates, random_world

SEEDS = range(100, 108)
SERVICES = {"remote.volume.total": remote.TOTAL, "remote.volume.ecg": ("ecg",), "remote.volume.sterile": ("sterile",)}
#: Stocks of every kind: a register's count, a rate of units, a state.
STOCKS = (
    "consortium.count", "consortium.township_coverage", "posting.lead_to_member.persons", "pairing.lead_coverage",
    "posting.municipal_to_county.coverage", "village.unserved", "specialty.county_feature_count",
)  # fmt: skip
TRENDS = (*STOCKS, "remote.volume.total", "care.in_county_rate", "village.coverage", "cost.drug_share")


def agrees(expected: Compared, got: Change, note: object) -> None:
    assert same(expected.current, got.current, exact=True), (note, expected, got)
    assert same(expected.base, got.base, exact=True), (note, expected, got)
    assert same(expected.percent, got.value, exact=False), (note, expected, got)
    assert bool(got.reason) == (got.value is None), (note, got)


@pytest.mark.parametrize("seed", SEEDS)
def test_volumes_are_compared_over_the_units_reported_in_both_periods(seed: int) -> None:
    world = random_world(seed)
    for city in world.cities():
        for day in as_of_dates(world):
            for scope in scopes(world, city, day):
                for key, services in SERVICES.items():
                    for kind in ("year", "month"):
                        note = (seed, city, day, scope, key, kind)
                        view = View(world, scope, day)
                        got = change(tables_of(world, city), key, scope, day, kind)
                        if not view.rows("remote_volumes") or (kind == "year" and not view.months):
                            assert (got.value, got.current, got.base) == (None, None, None), note
                            continue
                        expected = compared(view, services, kind)
                        agrees(expected, got, note)
                        assert (got.units, got.units_of) == (expected.units, expected.units_of), (note, expected, got)
                        agrees(compared(view, services, kind, by_site=True), got.same_sites, note)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stock_compares_two_month_ends(seed: int) -> None:
    world = random_world(seed)
    day = end_of(ended_months(world.as_of, 1)[0])
    for city in world.cities():
        policy = random_policy(seed, city)
        now = answers(world, city, day, None, policy)
        for kind, months in (("year", -12), ("month", -1)):
            earlier = month_last(month_of(shift_months(day.replace(day=1), months)))
            then = answers(world, city, earlier, None, policy)
            for (key, scope), answer in now.items():
                if key not in STOCKS:
                    continue
                got = change(tables_of(world, city), key, scope, day, kind, None, policy)
                before = then[key, scope].value
                note = (seed, day, earlier, key, scope)
                assert same(before, got.base, exact=False), (note, before, got)
                assert same(answer.value, got.current, exact=False), (note, answer, got)
                assert same(expected_change(key, before, answer.value), got.value, exact=False), (note, got)


def expected_change(key: str, before: float | None, now: float | None) -> float | None:
    """Rates change in 百分点; a base of 0 or null gives 无可比数据."""
    if before is None or now is None or before == 0:
        return None
    return 100 * (now - before) / before if whole(key) else now - before


@pytest.mark.parametrize("seed", SEEDS)
def test_the_trend_is_that_of_the_last_six_month_ends(seed: int) -> None:
    world = random_world(seed)
    for city in world.cities():
        policy = random_policy(seed, city)
        for day in as_of_dates(world, 2):
            days = last_month_ends(day)
            held = [answers(world, city, one, None, policy) for one in days]
            for scope in scopes(world, city, day):
                for key in TRENDS:
                    if (key, scope) not in held[-1]:
                        continue
                    points = [(one, found[key, scope].value) for one, found in zip(days, held, strict=True)]
                    got = trend(tables_of(world, city), key, scope, day, None, policy)
                    check_trend(points, policy.target(key, View(world, scope, day).level), got, (seed, day, key, scope))


def check_trend(points: list[tuple[date, float | None]], target: object, got: object, note: object) -> None:
    assert [point.as_of for point in got.points] == [day for day, _ in points], note
    for (_, value), point in zip(points, got.points, strict=True):
        assert same(value, point.value, exact=False), (note, points, got)
    told = [(day, value) for day, value in points if value is not None]
    if len(told) < 2:
        assert (got.change, got.per_month, got.reaches) == (None, None, None), note
        return
    (first, before), (last, now) = told[0], told[-1]
    months = (last.year - first.year) * 12 + last.month - first.month
    assert same(now - before, got.change, exact=False), (note, points, got)
    assert same((now - before) / months, got.per_month, exact=False), (note, points, got)
    expected = reaches(told, (now - before) / months, target, whole=whole(got.key))
    assert got.reaches == expected, (note, points, target, got, expected)
    assert bool(got.reason) == (expected is None), (note, got)
