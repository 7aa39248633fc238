"""同比 and 环比: like with like, and nothing where there is nothing to compare."""

from __future__ import annotations

from datetime import date

import pytest

from indicators import change
from tests.indicators.city import CITY, EAST, WEST, City

ECG = "remote.volume.ecg"


def test_only_units_reported_in_both_periods_enter() -> None:
    city = City()
    for month, east, west in (("2021-01", 10, 100), ("2021-02", 20, None), ("2022-01", 15, 110), ("2022-02", 30, 500)):
        city.volume(month, east).volume(month, west, id=f"t{WEST}")
    found = change(city.tables(), ECG, CITY, date(2022, 2, 28), policy=None)
    # West's February stands alone and is left out.
    assert (found.base, found.current, found.units, found.units_of) == (130, 155, 3, 4)
    assert found.value == pytest.approx(100 * 25 / 130)
    assert (found.unit, found.basis) == ("%", "2022年1至2月比2021年1至2月")


def test_a_countys_month_is_reported_when_any_of_its_sites_reported_and_same_sites_stand_beside() -> None:
    city = City().hospital("t2", EAST).member("t2", EAST)
    city.volume("2021-01", 10).volume("2022-01", 12).volume("2022-01", 8, id="t2")
    found = change(city.tables(), ECG, EAST, date(2022, 1, 31), policy=None)
    assert (found.base, found.current, found.value) == (10, 20, 100)
    assert found.same_sites is not None
    assert (found.same_sites.base, found.same_sites.current) == (10, 12)
    assert found.same_sites.value == pytest.approx(20)


def test_january_is_compared_with_december() -> None:
    city = City().volume("2021-12", 20).volume("2022-01", 15)
    found = change(city.tables(), ECG, CITY, date(2022, 2, 15), "month", policy=None)
    assert (found.value, found.base, found.basis) == (-25, 20, "2022年1月比2021年12月")


@pytest.mark.parametrize("before", [0, None])
def test_a_base_of_zero_or_nothing_gives_nothing_to_compare(before: int | None) -> None:
    city = City().volume("2021-01", before).volume("2022-01", 15)
    found = change(city.tables(), ECG, CITY, date(2022, 1, 31), policy=None)
    assert (found.value, found.reason) == (None, "无可比数据")


def test_before_the_first_month_ends_there_is_nothing_to_compare() -> None:
    city = City().volume("2021-01", 5)
    found = change(city.tables(), ECG, CITY, date(2022, 1, 15), policy=None)
    assert (found.value, found.reason) == (None, "本年还没有已结束的月份")


def test_a_rate_changes_in_percentage_points_over_the_same_months() -> None:
    city = City().care("2021-01", visits_in=80, visits_out=20).care("2022-01", visits_in=90, visits_out=10)
    city.care("2022-02", visits_in=0, visits_out=100)
    found = change(city.tables(), "care.in_county_rate", EAST, date(2022, 2, 28), policy=None)
    assert (found.value, found.unit, found.units, found.units_of) == (10, "百分点", 1, 2)


def test_a_mean_changes_in_percent() -> None:
    city = City()
    for month, fee in (("2021-01", 200), ("2022-01", 220)):
        city.add("costs", consortium_id=f"c{EAST}", month=month, outpatient_visits=1, outpatient_fee_yuan=fee)
    found = change(city.tables(), "cost.outpatient_mean", EAST, date(2022, 1, 31), policy=None)
    assert (found.value, found.unit, found.difference) == (10, "%", 20)


@pytest.mark.parametrize(("kind", "value", "base"), [("year", 100, 1), ("month", 0, 2)])
def test_a_stock_compares_with_the_same_month_end(kind: str, value: float, base: float) -> None:
    city = City().posting("a").posting("b", start_on="2021-03-01")
    found = change(city.tables(), "posting.lead_to_member.persons", CITY, date(2022, 2, 28), kind, policy=None)
    assert (found.value, found.base) == (value, base)


def test_a_months_last_day_compares_with_a_months_last_day() -> None:
    city = City().posting("a", start_on="2020-02-29").posting("b", start_on="2021-02-28")
    found = change(city.tables(), "posting.lead_to_member.persons", CITY, date(2021, 2, 28), policy=None)
    # 28 February 2021 ends its month, so the base is 29 February 2020.
    assert (found.base, found.current, found.basis) == (1, 2, "2021年2月28日比2020年2月29日")


def test_beds_are_compared_over_those_that_reported_both_days() -> None:
    city = City()
    for id, since, beds in ((f"t{EAST}", "2020-01-01", "50"), (f"t{EAST}", "2022-01-01", "60"),
                            (f"t{WEST}", "2022-06-01", "40")):
        city.add("capability", subject_id=id, item="beds", since=since, value=beds)
    assert city.value("beds.grassroots") == 100
    found = change(city.tables(), "beds.grassroots", CITY, date(2022, 12, 31), policy=None)
    assert (found.base, found.current, found.value, found.units, found.units_of) == (50, 60, 20, 1, 2)
