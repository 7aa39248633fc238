"""Targets met and missed at the edge of every op, the gap, the trend and the pace."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators import Point, catalogue, pace, past_due, trend
from indicators.status import judge
from indicators.trend import foreseen, of_points
from tests.indicators.city import CITY, EAST, City, policy, target

PERSONS = "posting.lead_to_member.persons"
RATE = "care.in_county_rate"


@pytest.mark.parametrize(
    ("key", "op", "bound", "value", "status", "gap"),
    [
        (PERSONS, ">", 300, 286, "not_met", 15),
        (PERSONS, ">", 300, 300, "not_met", 1),
        (PERSONS, ">", 300, 301, "met", 0),
        (PERSONS, ">=", 100, 99, "not_met", 1),
        (PERSONS, ">=", 100, 100, "met", 0),
        (PERSONS, ">=", 99.5, 99, "not_met", 1),
        (PERSONS, "<=", 5, 6, "not_met", 1),
        (PERSONS, "<=", 5, 5, "met", 0),
        (PERSONS, "range", (1, 3), 0, "not_met", 1),
        (PERSONS, "range", (1, 3), 1, "met", 0),
        (PERSONS, "range", (1, 3), 3, "met", 0),
        (PERSONS, "range", (1, 3), 4, "not_met", 1),
        (RATE, ">=", 90, 89.75, "not_met", 0.25),
        (RATE, ">=", 90, 90.0, "met", 0),
        (RATE, ">", 90, 89.75, "not_met", 0.25),
        (RATE, ">", 90, 90.0, "not_met", 0),
        (RATE, ">=", 90, None, "no_data", None),
    ],
)
def test_status_and_gap(key: str, op: str, bound: Any, value: float | None, status: str, gap: float | None) -> None:
    assert judge(value, target(key, op, bound), catalogue()[key]) == (status, gap)


def test_a_target_binds_only_at_its_levels() -> None:
    held = policy(target(PERSONS, ">=", 1, ("city",)))
    city = City().posting()
    assert city.get(PERSONS, CITY, policy=held).status == "met"
    county = city.get(PERSONS, EAST, policy=held)
    assert (county.status, county.target, county.gap, county.policy) == ("no_target", None, None, None)


def test_no_target_stays_no_target_without_data() -> None:
    figure = City().get(RATE)
    assert (figure.value, figure.status) == (None, "no_target")


@pytest.mark.parametrize(("day", "past"), [("2019-12-31", False), ("2020-01-01", True)])
def test_a_due_date_is_past_on_the_day_after(day: str, past: bool) -> None:
    held = policy(target(PERSONS, ">", 3, due=date(2019, 12, 31)))
    assert past_due(City().posting().get(PERSONS, day=day, policy=held)) is past


def points(*values: float | None) -> tuple[Point, ...]:
    ends = (31, 31, 30, 31, 30, 31)
    days = [date(2022, 7 + at, end) for at, end in enumerate(ends)]
    return tuple(Point(day, value) for day, value in zip(days, values, strict=True))


@pytest.mark.parametrize(
    ("values", "op", "bound", "reaches", "reason"),
    [
        ((290, 292, 294, 296, 298, 300), ">", 300, "2023-01", ""),
        ((290, 291, 292, 293, 294, 295), ">", 300, "2023-06", ""),
        ((290, 291, 292, 293, 294, 295), ">=", 300, "2023-05", ""),
        ((300, 301, 301, 301, 301, 301), ">", 300, None, "met"),
        ((295, 295, 295, 295, 295, 295), ">", 300, None, "standing"),
        ((299, 298, 297, 296, 295, 294), ">", 300, None, "away"),
        ((None, None, None, 290, 292, 294), ">", 300, None, "too_few"),
        ((None, None, 288, 290, 292, 294), ">", 300, "2023-04", ""),
        ((10, 9, 8, 7, 6, 5), "<=", 2, "2023-03", ""),
        ((10, 10, 10, 10, 10, 0), "range", (4, 5), None, "away"),
        ((-50, -40, -30, -20, -10, 0), "range", (4, 5), None, "overshoots"),
    ],
)
def test_the_month_in_which_a_target_would_be_met(
    values: tuple[float | None, ...], op: str, bound: Any, reaches: str | None, reason: str
) -> None:
    found = of_points(PERSONS, CITY, points(*values), target(PERSONS, op, bound))
    assert (found.reaches, found.reason) == (reaches, reason)


def test_the_change_is_between_the_first_and_the_last_reported_point() -> None:
    found = of_points(PERSONS, CITY, points(None, 10, None, 14, None, 18), None)
    assert (found.change, found.per_month, found.reason) == (8, 2, "no_target")
    assert of_points(PERSONS, CITY, points(None, None, None, None, None, 18), None).change is None


def test_tenths_added_up_do_not_cost_a_month() -> None:
    found = of_points(RATE, CITY, points(89.0, 89.1, 89.2, 89.3, 89.4, 89.5), target(RATE, ">=", 90))
    assert found.reaches == "2023-05"


@pytest.mark.parametrize(
    ("key", "values", "month"),
    [
        (RATE, (84, 85, 86, 87, 88, 89), None),  # met in January, when it begins anew
        (PERSONS, (84, 85, 86, 87, 88, 89), "2023-01"),
        (RATE, (84, 85, 86, 87, 89, None), "2022-12"),  # one step after November
    ],
)
def test_what_begins_anew_in_january_is_not_foreseen_beyond_it(
    key: str, values: tuple[float | None, ...], month: str | None
) -> None:
    assert foreseen(of_points(key, CITY, points(*values), target(key, ">=", 90)), date(2022, 12, 31)) == month


def test_a_trend_has_the_six_month_ends_up_to_the_day() -> None:
    city = City().posting("a").posting("b", start_on="2022-10-15")
    found = trend(city.tables(), PERSONS, CITY, date(2022, 12, 15), policy=None)
    assert [f"{point.as_of}" for point in found.points] == [
        "2022-06-30", "2022-07-31", "2022-08-31", "2022-09-30", "2022-10-31", "2022-11-30"
    ]  # fmt: skip
    assert [point.value for point in found.points] == [1, 1, 1, 1, 2, 2]


def test_pace_measures_time_and_way_from_the_documents_day() -> None:
    held = policy(target(PERSONS, ">", 2, due=date(2019, 12, 31)))
    city = City().posting("a", start_on="2019-01-01").posting("b", start_on="2019-06-01")
    found = pace(city.tables(), PERSONS, CITY, date(2019, 9, 30), policy=held)
    assert found is not None
    assert (found.baseline_on, found.baseline_value) == (date(2019, 3, 1), 1)
    # 213 of 305 days; one of two persons.
    assert found.time_share == pytest.approx(100 * 213 / 305)
    assert found.way_share == 50
    assert (found.gap, found.months_left, found.on_pace) == (1, 3, False)
    assert found.per_month_needed == pytest.approx(1 / 3)


def test_pace_takes_the_targets_own_baseline() -> None:
    own = target(PERSONS, ">=", 5, due=date(2020, 12, 31), baseline_on=date(2019, 12, 31), baseline_value=0)
    found = pace(City().posting().tables(), PERSONS, CITY, date(2020, 12, 31), policy=policy(own))
    assert found is not None
    assert (found.time_share, found.way_share, found.months_left, found.per_month_needed) == (100, 20, 0, None)


def test_there_is_no_pace_without_a_due_date_or_after_it() -> None:
    tables = City().posting().tables()
    undated, dated = policy(target(PERSONS, ">", 2)), policy(target(PERSONS, ">", 2, due=date(2019, 12, 31)))
    assert pace(tables, PERSONS, CITY, date(2019, 9, 30), policy=undated) is None
    assert pace(tables, PERSONS, CITY, date(2019, 9, 30), policy=None) is None
    assert pace(tables, PERSONS, CITY, date(2019, 12, 31), policy=dated) is not None
    assert pace(tables, PERSONS, CITY, date(2020, 1, 1), policy=dated) is None


def test_there_is_no_pace_before_the_day_it_is_measured_from() -> None:
    tables = City().posting().tables()
    dated = policy(target(PERSONS, ">", 2, due=date(2019, 12, 31)))
    assert dated.date == date(2019, 3, 1)
    assert pace(tables, PERSONS, CITY, date(2019, 2, 28), policy=dated) is None
    begun = pace(tables, PERSONS, CITY, date(2019, 3, 1), policy=dated)
    assert begun is not None
    assert begun.time_share == 0
