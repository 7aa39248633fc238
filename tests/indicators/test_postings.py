"""Which postings count, at the edge of every rule, and what is made of them."""

from __future__ import annotations

import pytest

from indicators.counting import CODES
from tests.indicators.city import CITY, EAST, WEST, City, policy

PERSONS = "posting.lead_to_member.persons"
COVERAGE = "posting.lead_to_member.coverage"


def reason(city: City, day: str = "2022-12-31", caliber: str = "headcount") -> str:
    """Return the reason of the only posting."""
    return CODES[city.figures(day, caliber).context.reasons[0]]


@pytest.mark.parametrize(("day", "expected"), [("2020-01-31", "not_started"), ("2020-02-01", "counted")])
def test_the_first_day_counts(day: str, expected: str) -> None:
    assert reason(City().posting(start_on="2020-02-01"), day) == expected


@pytest.mark.parametrize(("day", "expected"), [("2022-06-30", "counted"), ("2022-07-01", "ended")])
def test_the_last_day_still_counts(day: str, expected: str) -> None:
    assert reason(City().posting(end_on="2022-06-30"), day) == expected


def test_a_passed_planned_end_does_not_end_a_posting() -> None:
    assert reason(City().posting(planned_end_on="2021-01-01")) == "counted"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2020-01-15", "2021-07-14", "term_short"),
        ("2020-01-15", "2021-07-15", "counted"),
        ("2020-01-15", "2021-07-16", "counted"),
        # Eighteen months after 31 March is 30 September, which has no 31st.
        ("2021-03-31", "2022-09-29", "term_short"),
        ("2021-03-31", "2022-09-30", "counted"),
        ("2020-08-31", "2022-02-27", "term_short"),
        ("2020-08-31", "2022-02-28", "counted"),
    ],
)
def test_eighteen_months_to_the_day(start: str, end: str, expected: str) -> None:
    city = City().posting(start_on=start, planned_end_on=end)
    assert reason(city, "2021-04-01", "eligible") == expected


def test_the_recorded_end_goes_before_the_planned_one() -> None:
    city = City().posting(start_on="2020-01-15", planned_end_on="2023-01-01", end_on="2021-01-01")
    assert reason(city, "2020-06-30", "eligible") == "term_short"
    assert reason(city, "2020-06-30", "headcount") == "counted"


@pytest.mark.parametrize(
    ("grade", "expected"),
    [(None, "title_blank"), ("junior", "title_low"), ("intermediate", "counted"), ("associate_senior", "counted")],
)
def test_the_title_from_intermediate_up(grade: str | None, expected: str) -> None:
    city = City().posting(title_grade=grade, planned_end_on="2023-12-31")
    assert reason(city, caliber="eligible") == expected
    assert reason(city, caliber="headcount") == "counted"


def test_a_term_without_any_end_is_unknown() -> None:
    assert reason(City().posting(), caliber="eligible") == "term_unknown"


def test_the_first_reason_in_order_is_given() -> None:
    city = City().posting(kind="mobile", sender="m", title_grade=None, end_on="2020-02-01")
    assert reason(city, "2019-12-31", "eligible") == "not_started"
    assert reason(city, "2020-03-01", "eligible") == "ended"
    assert reason(city, "2020-02-01", "eligible") == "not_long_term"
    assert reason(City().posting(sender="m", title_grade=None), caliber="eligible") == "ends_do_not_fit"
    assert reason(City().posting(title_grade=None, end_on="2023-01-01"), caliber="eligible") == "title_blank"


@pytest.mark.parametrize(
    ("flow", "sender", "receiver", "fits"),
    [
        ("lead_to_member", f"l{EAST}", f"t{EAST}", True),
        ("lead_to_member", f"l{EAST}", f"t{WEST}", False),
        ("lead_to_member", f"t{EAST}", f"l{EAST}", False),
        ("lead_to_member", "m", f"t{EAST}", False),
        ("lead_to_member", f"l{EAST}", None, False),
        ("municipal_to_lead", "m", f"l{EAST}", True),
        ("municipal_to_lead", "m", f"t{EAST}", False),
        ("municipal_to_lead", "h", f"l{EAST}", False),
        ("municipal_to_county", "m", None, True),
        ("municipal_to_county", "h", f"t{EAST}", True),
        ("municipal_to_county", f"l{EAST}", None, False),
    ],
)
def test_the_ends_that_each_flow_asks_for(flow: str, sender: str, receiver: str | None, fits: bool) -> None:
    city = City().posting(flow=flow, sender=sender, receiver=receiver)
    assert reason(city) == ("counted" if fits else "ends_do_not_fit")
    assert city.value(f"posting.{flow}.persons", EAST) == (1 if fits else 0)


def test_the_day_a_membership_ends_it_is_no_longer_in_force() -> None:
    city = City().change("memberships", 1, valid_to="2022-12-31").posting()
    assert reason(city, "2022-12-30") == "counted"
    assert reason(city, "2022-12-31") == "ends_do_not_fit"


def test_the_postings_of_a_dissolved_consortium_do_not_fit() -> None:
    city = City().change("consortia", 0, dissolved_on="2022-12-31").posting()
    assert reason(city, "2022-12-30") == "counted"
    assert reason(city, "2022-12-31") == "ends_do_not_fit"


def test_a_person_with_two_postings_counts_once_and_covers_both() -> None:
    city = City().hospital("t2", EAST).member("t2", EAST).posting().posting(receiver="t2")
    assert city.value(PERSONS) == 1
    assert city.value(PERSONS, EAST) == 1
    assert city.value(COVERAGE, EAST) == 100


def test_a_person_posted_in_two_counties_counts_once_in_the_city() -> None:
    city = City().posting().posting(sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    assert [city.value(PERSONS, scope) for scope in (CITY, EAST, WEST, f"c{EAST}")] == [1, 1, 1, 1]


def test_a_closed_receiver_counts_the_person_but_not_the_institution() -> None:
    city = City().change("institutions", 1, closed_on="2022-12-31").posting()
    assert city.value(PERSONS) == 1
    figure = city.get(COVERAGE, EAST)
    assert (figure.numerator, figure.denominator, figure.value) == (0, 0, None)


def test_an_unaffiliated_hospital_is_not_in_the_coverage() -> None:
    city = City().hospital("t2", EAST).posting()
    assert city.value(COVERAGE, EAST) == 100


def test_no_row_in_scope_is_zero_and_no_row_at_all_is_null() -> None:
    assert City().value(PERSONS) is None
    city = City().posting()
    assert city.value(PERSONS, WEST) == 0
    assert city.value(COVERAGE, WEST) == 0
    assert city.value("posting.municipal_to_county.coverage") == 0


def test_without_memberships_the_counts_that_need_them_are_null() -> None:
    city = City().posting(flow="municipal_to_county", sender="m")
    del city.rows["memberships"]
    assert city.value(PERSONS) is None
    assert city.value("posting.municipal_to_county.persons") == 1


def test_each_flow_has_the_calibers_of_the_policy_and_a_choice_overrides_them() -> None:
    held = policy(caliber={"municipal_to_lead": "eligible"})
    city = City().posting()
    calibers = {flow: city.get(f"posting.{flow}.persons", policy=held).caliber
                for flow in ("lead_to_member", "municipal_to_lead")}
    assert calibers == {"lead_to_member": "headcount", "municipal_to_lead": "eligible"}
    assert city.get(PERSONS, caliber="eligible", policy=held).caliber == "eligible"
    assert city.get(PERSONS, policy=None).caliber == "headcount"
    assert city.get("consortium.count").caliber is None


def test_county_flows_are_absent_for_a_consortium() -> None:
    figures = City().posting().figures()
    assert figures.get("posting.municipal_to_county.persons", f"c{EAST}") is None
    assert figures.get(PERSONS, f"c{EAST}") is not None
