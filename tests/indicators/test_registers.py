"""Consortia, memberships, openings and pairings, at the edge of every day."""

from __future__ import annotations

import pytest

from indicators import UnknownScope
from tests.indicators.city import CITY, EAST, WEST, City, policy


@pytest.mark.parametrize(("day", "count"), [("2022-04-30", 2), ("2022-05-01", 3), ("2022-08-31", 3), ("2022-09-01", 2)])
def test_a_consortium_exists_from_its_first_day_to_the_day_before_its_dissolution(day: str, count: int) -> None:
    city = City().add("consortia", consortium_id="x", name="新", county_code=EAST, established_on="2022-05-01",
                      dissolved_on="2022-09-01")
    assert city.value("consortium.count", day=day) == count


@pytest.mark.parametrize(("extra", "value"), [(0, 100), (2, 100), (3, 50)])
def test_one_to_three_consortia_are_in_range(extra: int, value: float) -> None:
    city = City()
    for number in range(extra):
        city.add("consortia", consortium_id=f"x{number}", name="新", county_code=EAST)
    assert city.value("consortium.counties_in_range") == value


def test_a_county_without_a_consortium_is_out_of_range_and_counts_zero() -> None:
    city = City().change("consortia", 1, county_code=EAST)
    assert city.value("consortium.counties_in_range", WEST) == 0
    assert city.value("consortium.count", WEST) == 0


@pytest.mark.parametrize(
    ("column", "day", "value"),
    [
        ("opened_on", "2022-05-31", 100), ("opened_on", "2022-06-01", 50),
        ("closed_on", "2022-05-31", 50), ("closed_on", "2022-06-01", 100),
    ],
)  # fmt: skip
def test_an_institution_is_open_from_its_first_day_and_not_on_the_day_it_closes(
    column: str, day: str, value: float
) -> None:
    city = City().hospital("t2", EAST, **{column: "2022-06-01"})
    assert city.value("consortium.township_coverage", EAST, day) == value


def test_coverage_of_nothing_is_null_with_zero_parts() -> None:
    figure = City().get("consortium.clinic_coverage")
    assert (figure.value, figure.numerator, figure.denominator) == (None, 0, 0)


def test_a_county_out_of_account_enters_no_figure() -> None:
    city = City().change("regions", 2, in_account=False).posting(sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    assert city.value("consortium.count") == 1
    assert city.value("posting.lead_to_member.persons") == 0
    figures = city.figures()
    assert WEST not in figures.scopes
    for scope in (WEST, f"c{WEST}"):
        assert {(f.value, f.status) for f in figures.of_scope(scope)} == {(None, "no_data")}


def test_a_code_that_names_nothing_is_refused_in_chinese() -> None:
    with pytest.raises(UnknownScope, match="没有编号为“330299”的"):
        City().figures().get("consortium.count", "330299")


@pytest.mark.parametrize(("day", "value"), [("2021-12-31", 0), ("2022-01-01", 100), ("2022-12-31", 0)])
def test_a_pairing_is_in_force_until_the_day_before_its_end(day: str, value: float) -> None:
    city = City().add("pairings", institution_id=f"l{EAST}", partner_id="m", valid_from="2022-01-01",
                      valid_to="2022-12-31", level="municipal")
    assert city.value("pairing.lead_coverage", EAST, day) == value


def test_an_empty_register_gives_null_and_an_absent_row_zero() -> None:
    assert City().value("pairing.lead_coverage") is None
    city = City().add("specialties", subject_id=f"c{EAST}", specialty="中医", since="2020-01-01", kind="county_feature")
    assert city.value("specialty.county_feature_count", WEST) == 0
    assert city.value("specialty.county_feature_count", f"c{EAST}") == 1
    assert City().value("specialty.county_feature_count") is None


def test_a_specialty_of_an_institution_is_its_countys_and_its_consortiums() -> None:
    city = City().add("specialties", subject_id=f"t{EAST}", specialty="中医", since="2020-01-01", until="2022-12-31",
                      kind="city_feature")
    key = "specialty.city_feature_count"
    assert [city.value(key, scope, "2022-12-30") for scope in (CITY, EAST, f"c{EAST}", WEST)] == [1, 1, 1, 0]
    assert city.value(key, day="2022-12-31") == 0


def test_centres_count_what_the_policy_requires_and_leave_out_the_unreported() -> None:
    city = City()
    for centre, status, opened in (("ecg", "open", None), ("lab", "open", "2023-01-01"), ("imaging", None, None),
                                   ("sterile", "open", None)):
        city.add("resource_centres", consortium_id=f"c{EAST}", centre_type=centre, status=status, opened_on=opened)
    figure = city.get("centre.open_rate", EAST, policy=policy(centres=("ecg", "lab", "imaging")))
    # ecg is open, lab opens tomorrow, imaging did not say, sterile is not asked for.
    assert (figure.numerator, figure.denominator, figure.value) == (1, 2, 50)
    assert figure.not_reported == ("东县医共体 医学影像",)
    none = city.get("centre.open_rate", EAST, policy=policy())
    assert (none.value, none.denominator, none.not_reported) == (None, None, ())
