"""Villages, capability and governance: the state on the day, and what was not said."""

from __future__ import annotations

import pytest

from tests.indicators.city import CITY, EAST, WEST, City

ITEM = "governance.plan_issued_rate"


def village(city: City, number: int, mode: str, county: str = EAST, **row: object) -> City:
    return city.add("village_services", **{"village_code": f"{county}00{number:04d}", "mode": mode,
                                           "valid_from": "2020-01-01"} | row)


def test_every_kind_of_service_covers_a_village() -> None:
    city = City()
    for number, mode in enumerate(("clinic", "extension", "mobile", "none")):
        village(city, number, mode)
    assert city.value("village.coverage", EAST) == 75
    assert city.value("village.unserved", EAST) == 1


@pytest.mark.parametrize(("day", "value"), [("2022-05-31", 0), ("2022-06-01", 1)])
def test_the_day_a_clinic_closes_the_village_is_unserved(day: str, value: int) -> None:
    city = village(City(), 1, "clinic", valid_to="2022-06-01")
    village(city, 1, "none", valid_from="2022-06-01")
    assert city.value("village.unserved", EAST, day) == value


def test_villages_without_a_row_are_named_and_in_no_count() -> None:
    city = City().add("regions", region_code=f"{EAST}009999", name="石村", level="village")
    city.add("regions", region_code=f"{WEST}009999", name="河村", level="village")
    figure = village(city, 1, "none").get("village.coverage")
    assert (figure.value, figure.denominator) == (0, 1)
    # Nobody in the west reported: the county is named, not each of its villages.
    assert figure.not_reported == ("石村", "西县")
    assert city.value("village.unserved", WEST) is None


@pytest.mark.parametrize(
    ("planned", "value"),
    [([True, False], 1), ([True, None], 1), ([False], 0), ([None], None), ([], 0)],
)
def test_planned_and_missing_clinics(planned: list[bool | None], value: int | None) -> None:
    city = village(City(), 0, "clinic", clinic_planned=True)
    for number, plan in enumerate(planned, 1):
        village(city, number, "none", clinic_planned=plan)
    assert city.value("village.unserved_planned", EAST) == value


@pytest.mark.parametrize(("day", "value"), [("2022-05-31", None), ("2022-06-01", 100), ("2022-09-01", 0)])
def test_the_latest_state_by_the_day_holds(day: str, value: float | None) -> None:
    city = City().add("governance", subject_id=EAST, item="plan_issued", since="2022-06-01", value="yes")
    city.add("governance", subject_id=EAST, item="plan_issued", since="2022-09-01", value="partial")
    figure = city.get(ITEM, EAST, day)
    assert figure.value == value
    assert figure.not_reported == (("东县",) if value is None else ())


def test_a_later_blank_is_not_reported_and_does_not_fall_back() -> None:
    city = City().add("governance", subject_id=EAST, item="plan_issued", since="2022-06-01", value="yes")
    city.add("governance", subject_id=EAST, item="plan_issued", since="2022-07-01", value=None)
    assert city.value(ITEM, EAST) is None


def test_a_rate_is_over_those_that_reported() -> None:
    city = City().add("governance", subject_id=EAST, item="plan_issued", since="2022-06-01", value="yes")
    figure = city.get(ITEM)
    assert (figure.value, figure.denominator, figure.not_reported) == (100, 1, ("西县",))


def test_governance_of_counties_is_absent_for_a_consortium_and_that_of_consortia_is_not() -> None:
    figures = City().figures()
    assert figures.get(ITEM, f"c{EAST}") is None
    assert figures.get("governance.info_platform_rate", f"c{EAST}") is not None


@pytest.mark.parametrize(("number", "value"), [("1", 0), ("2", 100), ("3", 100), ("几个", None), (None, None)])
def test_two_key_specialties_are_enough(number: str | None, value: float | None) -> None:
    city = City().add("capability", subject_id=f"c{EAST}", item="key_specialties", since="2020-01-01", value=number)
    assert city.value("capability.key_specialties_rate", EAST) == value


def test_the_standard_of_lead_hospitals_asks_no_one_else() -> None:
    city = City()
    for id, value in ((f"l{EAST}", "yes"), (f"t{EAST}", "no")):
        city.add("capability", subject_id=id, item="county_strong_hospital", since="2020-01-01", value=value)
    figure = city.get("capability.lead_standard_rate")
    assert (figure.value, figure.denominator, figure.not_reported) == (100, 1, ("西县医院",))


def test_central_towns_that_are_open() -> None:
    city = City().hospital("a", EAST, central_town=True).hospital("b", EAST, central_town=True, closed_on="2022-12-31")
    for id, value in (("a", "no"), ("b", "yes"), (f"t{EAST}", "yes")):
        city.add("capability", subject_id=id, item="grade2_b_capability", since="2020-01-01", value=value)
    assert city.value("capability.central_town_grade2_rate", CITY, "2022-12-30") == 50
    assert city.value("capability.central_town_grade2_rate", CITY, "2022-12-31") == 0


def test_beds_of_members_only_and_nobody_reported_is_null() -> None:
    city = City().hospital("x", EAST)
    assert city.value("beds.grassroots") is None
    city.add("capability", subject_id="x", item="beds", since="2020-01-01", value="99")
    city.add("capability", subject_id=f"t{EAST}", item="beds", since="2020-01-01", value="20")
    figure = city.get("beds.grassroots")
    assert (figure.value, figure.not_reported) == (20, ("西县卫生院",))
