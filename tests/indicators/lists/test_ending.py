"""Postings that end within 90 days, and how many persons are counted once they have."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.lists.ending import Ending, ending_postings
from tests.indicators.city import CITY, EAST, WEST, City


def asked(city: City, scope: str = CITY, caliber: str | None = None, within: int = 90) -> Ending:
    return ending_postings(city.quick("2022-12-31", caliber), scope, within)


def counts(held: Ending, flow: str = "lead_to_member") -> tuple[int, int, int]:
    one = next(one for one in held.expected if one.flow == flow)
    return one.now, one.then, one.ending


@pytest.mark.parametrize("column", ["end_on", "planned_end_on"])
@pytest.mark.parametrize(
    ("day", "now", "then", "ending"),
    [
        ("2022-12-30", 0, 0, 0),
        ("2022-12-31", 1, 0, 1),
        ("2023-03-31", 1, 0, 1),
        ("2023-04-01", 1, 1, 0),
    ],
)
def test_the_last_day_and_the_ninetieth_count(column: str, day: str, now: int, then: int, ending: int) -> None:
    held = asked(City().posting(**{column: day}))
    assert held.until == date(2023, 3, 31)
    if column == "planned_end_on" and day == "2022-12-30":
        now, then = 1, 1  # overdue: its last day is not known, and it counts on
    assert counts(held) == (now, then, ending)
    assert len(held.rows) == ending


def test_the_recorded_end_goes_before_the_planned_one() -> None:
    held = asked(City().posting(end_on="2023-12-31", planned_end_on="2023-01-31").posting("q", end_on="2023-01-05"))
    assert counts(held) == (2, 1, 1)
    assert held.rows[["person_id", "recorded", "days_left"]].to_numpy().tolist() == [["q", True, 5]]


def test_a_person_with_another_posting_still_counts() -> None:
    held = asked(City().posting(end_on="2023-01-31").posting(end_on="2025-01-31"))
    assert counts(held) == (1, 1, 1)


def test_nobody_new_is_expected() -> None:
    assert counts(asked(City().posting(end_on="2023-01-31").posting("q", start_on="2023-01-15"))) == (1, 0, 1)


def test_what_is_not_counted_does_not_end() -> None:
    city = City().posting(end_on="2023-01-31", title_grade="junior").posting("q", end_on="2023-01-31", kind="mobile")
    assert counts(asked(city)) == (1, 0, 1)
    assert counts(asked(city, caliber="eligible")) == (0, 0, 0)


def test_each_scope_has_its_own_and_the_soonest_stands_first() -> None:
    city = City().posting("a", end_on="2023-02-01").posting("b", end_on="2023-01-01")
    city.posting("w", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST, end_on="2023-01-15")
    assert asked(city).rows["person_id"].tolist() == ["b", "w", "a"]
    assert counts(asked(city)) == (3, 0, 3)
    assert counts(asked(city, EAST)) == (2, 0, 2)
    assert counts(asked(city, f"c{WEST}")) == (1, 0, 1)
    assert [one.flow for one in asked(city, f"c{WEST}").expected] == ["lead_to_member", "municipal_to_lead"]


def test_without_postings_nothing_is_expected() -> None:
    held = asked(City())
    assert held.expected == ()
    assert held.rows.empty


def test_the_number_of_days_can_be_chosen() -> None:
    city = City().posting(end_on="2023-01-01")
    assert counts(asked(city, within=0)) == (1, 1, 0)
    assert counts(asked(city, within=1)) == (1, 0, 1)
