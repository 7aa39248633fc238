"""Figures over months: the year to date, who did not report, and rates of only what was reported whole."""

from __future__ import annotations

import pytest

from tests.indicators.city import CITY, EAST, WEST, City

ECG = "remote.volume.ecg"
RATE = "care.in_county_rate"


@pytest.mark.parametrize(
    ("day", "value"),
    [("2022-01-30", None), ("2022-01-31", 10), ("2022-02-27", 10), ("2022-02-28", 30), ("2022-03-01", 30)],
)
def test_a_month_enters_on_its_last_day(day: str, value: float | None) -> None:
    city = City().site().volume("2021-12", 5).volume("2022-01", 10).volume("2022-02", 20)
    assert city.value(ECG, day=day) == value


def test_a_reported_zero_is_zero_and_silence_is_null() -> None:
    city = City().site().volume("2022-01", 0).volume("2022-02", None)
    assert city.value(ECG, EAST, "2022-01-31") == 0
    assert city.value(ECG, EAST, "2022-02-28") == 0
    assert city.get(ECG, EAST, "2022-02-28").not_reported == ("东县卫生院",)
    assert city.value(ECG, WEST, "2022-01-31") is None


def test_several_providers_are_one_month_and_one_number_is_enough() -> None:
    city = City().site().volume("2022-01", 3).volume("2022-01", None, provider=f"l{WEST}")
    figure = city.get(ECG, day="2022-01-31")
    assert (figure.value, figure.not_reported) == (3, ())


@pytest.mark.parametrize(
    ("opened", "missing"),
    [("2021-06-01", True), ("2022-01-31", True), ("2022-02-01", False)],
)
def test_a_month_is_due_from_the_one_in_which_the_site_opened(opened: str, missing: bool) -> None:
    city = City().site(opened_on=opened).volume("2022-02", 4)
    assert city.get(ECG, day="2022-02-28").not_reported == (("东县卫生院",) if missing else ())


def test_a_closed_site_owes_nothing_but_its_volume_stays() -> None:
    city = City().site(closed_on="2022-02-28").volume("2022-01", 4)
    figure = city.get(ECG, day="2022-02-28")
    assert (figure.value, figure.not_reported) == (4, ())
    assert city.get(ECG, day="2022-02-27").not_reported == ()


def test_the_total_is_of_five_services() -> None:
    city = City().site()
    for service in ("ecg", "imaging", "consultation", "lab", "pathology", "sterile", "emergency"):
        city.volume("2022-01", 1, service=service)
    assert city.value("remote.volume.total", day="2022-01-31") == 5


def test_volumes_belong_to_who_asked() -> None:
    city = City().site().volume("2022-01", 7, id="m").volume("2022-01", 2, provider=f"l{WEST}")
    assert [city.value(ECG, scope, "2022-01-31") for scope in (CITY, EAST, f"c{EAST}", WEST)] == [9, 2, 2, None]


@pytest.mark.parametrize(("closed", "rate"), [("2022-12-31", 0), ("2023-01-01", 50), (None, 50)])
def test_open_sites_of_open_members(closed: str | None, rate: float) -> None:
    city = City().hospital("t2", EAST).member("t2", EAST).site(closed_on=closed)
    assert city.value("remote.open_rate.ecg", EAST) == rate


def test_use_asks_the_last_three_ended_months_of_those_that_reported() -> None:
    city = City().site().site(f"t{WEST}").volume("2022-09", 5).volume("2022-10", 0).volume("2022-12", 5)
    key = "remote.use_rate.ecg"
    assert city.value(key, EAST, "2022-12-30") == 100
    assert city.value(key, EAST, "2022-11-30") == 100
    # October to December of which December has not ended: September to November ended, then only October is told.
    assert City().site().volume("2022-08", 5).volume("2022-10", 0).value(key, EAST, "2022-12-30") == 0
    figure = city.get(key)
    assert (figure.value, figure.numerator, figure.denominator) == (100, 1, 1)
    assert figure.not_reported == ("西县卫生院",)


def test_a_rate_leaves_out_a_month_that_lacks_a_part_and_names_it() -> None:
    city = City().care("2022-01", visits_in=90, visits_out=10).care("2022-02", visits_in=900, visits_out=None)
    figure = city.get(RATE, EAST, "2022-02-28")
    assert (figure.value, figure.numerator, figure.denominator) == (90, 90, 100)
    assert figure.not_reported == ("东县 2022年2月",)


def test_a_citys_rate_adds_parts_and_does_not_average_counties() -> None:
    city = City().care("2022-01", visits_in=90, visits_out=10).care("2022-01", WEST, visits_in=0, visits_out=900)
    assert city.value(RATE, day="2022-01-31") == 9


def test_nobody_reported_is_null_and_everybody_is_named() -> None:
    figure = City().get(RATE, day="2022-01-31")
    assert (figure.value, figure.numerator, figure.denominator) == (None, None, None)
    assert figure.not_reported == ("东县 2022年1月", "西县 2022年1月")


def test_before_the_first_month_ends_nothing_is_due() -> None:
    figure = City().care("2021-12", visits_in=1, visits_out=1).get(RATE, day="2022-01-30")
    assert (figure.value, figure.not_reported) == (None, ())


def test_zero_of_zero_is_null() -> None:
    assert City().care("2022-01", visits_in=0, visits_out=0).value(RATE, EAST, "2022-01-31") is None


def test_contracts_take_each_countys_latest_whole_month_of_any_year() -> None:
    city = City().add("family_doctors", county_code=EAST, month="2021-11", contracted=300)
    city.add("family_doctors", county_code=EAST, month="2021-12", contracted=None)
    city.add("family_doctors", county_code=WEST, month="2022-01", contracted=500)
    assert city.value("family.contract_rate", EAST, "2022-01-31") == 30
    assert city.value("family.contract_rate", CITY, "2022-01-31") == 40
    figure = city.get("family.contract_rate", day="2022-01-30")
    assert (figure.value, figure.not_reported) == (30, ("西县",))


def test_contracts_without_a_population_are_not_reported() -> None:
    city = City().change("regions", 1, population=None)
    city.add("family_doctors", county_code=EAST, month="2021-12", contracted=300)
    assert city.get("family.contract_rate", EAST).not_reported == ("东县",)


def test_referrals_need_both_directions() -> None:
    city = City()
    for month, direction, cases in (("2022-01", "up", 30), ("2022-01", "down", 10), ("2022-02", "down", 50)):
        city.add("referrals", consortium_id=f"c{EAST}", month=month, direction=direction, cases=cases)
    figure = city.get("referral.down_share", EAST, "2022-02-28")
    assert (figure.value, figure.not_reported) == (25, ("东县医共体 2022年2月",))


def test_a_providers_month_needs_every_resource() -> None:
    city = City()
    for month, resource, offered, given in (("2022-01", "ct", 10, 5), ("2022-01", "mri", 10, None),
                                            ("2022-02", "ct", 100, 20), ("2022-02", "mri", 100, 30)):
        city.add("bookings", provider_institution_id=f"l{EAST}", month=month, resource=resource, offered=offered,
                 to_grassroots=given)
    figure = city.get("booking.grassroots_share", f"c{EAST}", "2022-02-28")
    assert (figure.value, figure.not_reported) == (25, ("东县医院 2022年1月",))


def test_means_are_not_percentages_and_shares_divide_by_both_fees() -> None:
    fees = {"outpatient_fee_yuan": 2000, "inpatient_fee_yuan": 2000, "drug_fee_yuan": 1000}
    city = City().add("costs", consortium_id=f"c{EAST}", month="2022-01", outpatient_visits=10, discharges=0, **fees)
    day = "2022-01-31"
    assert city.value("cost.outpatient_mean", EAST, day) == 200
    assert city.value("cost.inpatient_mean", EAST, day) is None
    assert city.value("cost.drug_share", EAST, day) == 25
    assert city.value("cost.consumable_share", EAST, day) is None


def test_a_consortium_established_in_march_owes_no_january() -> None:
    city = City().change("consortia", 0, established_on="2022-03-15")
    assert city.get("cost.drug_share", EAST, "2022-03-31").not_reported == ("东县医共体 2022年3月",)
