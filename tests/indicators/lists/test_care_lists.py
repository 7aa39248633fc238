"""Care seeking by month, the city's gap divided among counties, and the forecast, in a city of two counties."""

from __future__ import annotations

from datetime import date

import pytest

from data.policies import Policy
from indicators.lists.care_forecast import care_forecast, horizon
from indicators.lists.care_gap import care_gap, pulls_down
from indicators.lists.care_months import CARE_KEYS, care_months
from indicators.months import month_number, month_text
from tests.indicators.city import CITY, EAST, WEST, City, policy, target

IN = "care.in_county_rate"


def aim(op: str = ">=", value: object = 90, **more: object) -> Policy:
    return policy(target(IN, op, value, ("city", "county"), **more))


def both(month: str = "2022-12") -> City:
    """East: 80 of 100 stay; west: 270 of 300."""
    return City().care(month, visits_in=80, visits_out=20).care(month, WEST, visits_in=270, visits_out=30)


# --- by month ------------------------------------------------------------


def test_a_city_adds_up_and_stands_before_its_counties() -> None:
    city, east, west = care_months(both().quick(), CITY, "2022-11", "2022-12", [IN])
    assert [one.name for one in (city, east, west)] == ["宁波市", "东县", "西县"]
    assert city.months == ("2022-11", "2022-12")
    assert city.values == (None, 87.5)
    assert (city.numerators[1], city.denominators[1]) == (350, 400)
    assert east.values == (None, 80)
    assert west.values == (None, 90)
    assert city.missing == (("东县", "西县"), ())


def test_a_county_that_left_a_part_out_is_named_and_not_added() -> None:
    city, east, _ = care_months(both().change("care_seeking", 0, visits_out=None).quick(), CITY, "2022-12",
                                "2022-12", [IN])
    assert city.values == (90,)
    assert city.missing == (("东县",),)
    assert east.values == (None,)
    assert east.numerators == (None,)


def test_no_visit_at_all_is_reported_and_gives_no_rate() -> None:
    (east,) = care_months(City().care("2022-12", visits_in=0, visits_out=0).quick(), EAST, "2022-12", "2022-12", [IN])
    assert (east.values, east.denominators, east.missing) == ((None,), (0,), ((),))


def test_months_that_have_not_ended_are_left_out() -> None:
    city = both("2022-12").care("2022-11", visits_in=1, visits_out=1)
    (before,) = care_months(city.quick("2022-12-30"), EAST, "2022-11", "2022-12", [IN])
    assert before.months == ("2022-11",)
    (on,) = care_months(city.quick("2022-12-31"), EAST, "2022-11", "2022-12", [IN])
    assert on.months == ("2022-11", "2022-12")
    assert all(one.months == () for one in care_months(city.quick("2022-01-15"), CITY, "2022-01", "2022-12", [IN]))


def test_a_consortium_and_a_county_out_of_account_have_no_months() -> None:
    city = both().change("regions", 1, in_account=False)
    assert care_months(city.quick(), f"c{WEST}", "2022-12", "2022-12") == ()
    assert care_months(city.quick(), EAST, "2022-12", "2022-12") == ()
    assert len(care_months(City().quick(), CITY, "2022-12", "2022-12")) == len(CARE_KEYS) * 3


# --- the gap divided ------------------------------------------------------------


def test_the_contributions_are_share_times_distance_and_add_up() -> None:
    gap = care_gap(both().quick(policy=aim()), IN)
    assert gap is not None
    assert (gap.goal, gap.distance) == (90, 2.5)
    rows = gap.counties.set_index("county")
    assert rows["share"].to_dict() == {"东县": 25, "西县": 75}
    assert rows["contribution"].to_dict() == {"东县": 2.5, "西县": 0}
    assert pulls_down(gap)["county"].tolist() == ["东县"]
    assert rows["months"].tolist() == [1, 1]
    assert rows.loc["东县", "missing"] == tuple(f"2022-{month:02d}" for month in range(1, 12))


def test_a_county_above_the_target_makes_up_for_others() -> None:
    gap = care_gap(both().change("care_seeking", 1, visits_in=297, visits_out=3).quick(policy=aim()), IN)
    assert gap is not None
    assert gap.counties["contribution"].tolist() == pytest.approx([2.5, -6.75])
    assert gap.distance == pytest.approx(-4.25), "met, and by how much"


def test_the_strongest_pull_stands_first_and_equals_by_code() -> None:
    city = City().care("2022-12", visits_in=80, visits_out=20).care("2022-12", WEST, visits_in=80, visits_out=20)
    gap = care_gap(city.quick(policy=aim()), IN)
    assert gap is not None
    assert gap.counties["county"].tolist() == ["东县", "西县"]


def test_who_did_not_report_is_named_and_has_no_part() -> None:
    city = City().care("2022-12", visits_in=80, visits_out=20).care("2022-12", WEST, visits_in=8)
    gap = care_gap(city.quick(policy=aim()), IN)
    assert gap is not None
    assert gap.silent == ("西县",)
    assert gap.counties["contribution"].tolist() == [10]


def test_a_county_without_a_visit_weighs_nothing() -> None:
    city = City().care("2022-12", visits_in=80, visits_out=20).care("2022-12", WEST, visits_in=0, visits_out=0)
    gap = care_gap(city.quick(policy=aim()), IN)
    assert gap is not None
    west = gap.counties.set_index("county").loc["西县"]
    assert west["contribution"] == 0
    assert west[["rate"]].isna().all()


@pytest.mark.parametrize(
    ("rules", "reported"),
    [(None, True), (aim("<=", 90), True), (aim(), False), (policy(target(IN, ">=", 90, ("county",))), True)],
)
def test_without_a_lower_bound_for_the_city_or_without_data_nothing_is_divided(
    rules: Policy | None, reported: bool
) -> None:
    assert care_gap((both() if reported else City()).quick(policy=rules), IN) is None


def test_a_range_is_reached_at_its_lower_end() -> None:
    gap = care_gap(both().quick(policy=aim("range", (88, 95))), IN)
    assert gap is not None
    assert (gap.goal, gap.distance) == (88, 0.5)


# --- the forecast ------------------------------------------------------------


def rising(months: int, last: str = "2022-12", first_rate: int = 50) -> City:
    city = City()
    start = month_number(last) - months + 1
    for step in range(months):
        city.care(month_text(start + step), visits_in=first_rate + step, visits_out=50 - step)
    return city


@pytest.mark.parametrize(
    ("last", "due", "expected"),
    [
        ("2022-11", date(2022, 12, 31), ("2022-12", True)),
        ("2022-12", date(2022, 12, 31), ("2023-12", False)),
        ("2022-12", date(2023, 1, 1), ("2023-01", True)),
        ("2023-01", date(2022, 12, 31), ("2023-12", False)),
        ("2022-11", None, ("2022-12", False)),
        ("2022-12", None, ("2023-12", False)),
        ("2023-01", None, ("2023-12", False)),
    ],
)
def test_the_month_is_that_of_a_due_date_ahead_else_the_next_december(
    last: str, due: date | None, expected: tuple[str, bool]
) -> None:
    aimed = target(IN, ">=", 90, due=due)
    month, at_due = horizon(month_number(last), aimed)
    assert (month_text(month), at_due) == expected
    if due is None:
        assert horizon(month_number(last), None) == (month, at_due)


@pytest.mark.parametrize(("months", "known"), [(11, False), (12, True)])
def test_too_few_months_are_said_to_be_too_few(months: int, known: bool) -> None:
    held = care_forecast(rising(months).quick(policy=aim()), IN, EAST)
    assert held is not None
    assert (held.line is not None, held.reported, held.year_mean is not None) == (known, months, known)
    assert held.outlook == ("misses" if known else "")


def test_a_straight_rise_goes_on_straight() -> None:
    held = care_forecast(rising(12).quick(policy=aim(due=date(2023, 3, 31))), IN, EAST)
    assert held is not None
    assert held.line is not None
    assert (held.month, held.at_due, held.first, held.last) == ("2023-03", True, "2022-01", "2022-12")
    assert (held.line.value, held.line.low, held.line.high) == pytest.approx((64, 64, 64))
    assert held.year_mean == pytest.approx((62 + 63 + 64) / 3)


def test_the_year_mean_takes_reported_months_as_they_are() -> None:
    held = care_forecast(rising(12, "2023-09").quick("2023-09-30", policy=None), IN, EAST)
    assert held is not None
    assert held.month == "2023-12"
    assert held.year_mean == pytest.approx(sum(range(53, 65)) / 12)


@pytest.mark.parametrize(
    ("op", "value", "outlook"),
    [(">=", 64, "reaches"), (">=", 64.1, "misses"), (">", 64, "misses"), (">", 63.9, "reaches"), ("<=", 70, "")],
)
def test_the_outlook_stands_at_each_edge(op: str, value: float, outlook: str) -> None:
    city = City()
    for step in range(12):
        city.care(f"2022-{step + 1:02d}", visits_in=64, visits_out=36)
    held = care_forecast(city.quick(policy=aim(op, value)), IN, EAST)
    assert held is not None
    assert held.outlook == outlook


def test_an_interval_across_the_target_says_so() -> None:
    city = City()
    for step in range(12):
        city.care(f"2022-{step + 1:02d}", visits_in=60 + step % 2 * 8, visits_out=40 - step % 2 * 8)
    held = care_forecast(city.quick(policy=aim(">=", 64)), IN, EAST)
    assert held is not None
    assert held.outlook == "open"


def test_months_of_others_are_counted() -> None:
    city = rising(12)
    for month in range(3, 13):
        city.care(f"2022-{month:02d}", WEST, visits_in=5, visits_out=5)
    held = care_forecast(city.quick(policy=aim()), IN, CITY)
    assert held is not None
    assert (held.reported, held.incomplete) == (12, 2)


def test_a_consortium_has_no_forecast() -> None:
    assert care_forecast(rising(12).quick(), IN, f"c{EAST}") is None
