"""Where nothing was reported, where there is one county, and before a month has ended, every list still answers."""

from __future__ import annotations

import pytest

from indicators import lists
from indicators.engine import CityFigures
from tests.indicators.city import CITY, EAST, WEST, City, policy, target

EVERY = ("city", "county", "consortium")
RULES = policy(
    *(target(key, ">=", 60, ("city", "county")) for key in lists.CARE_KEYS),
    target("posting.lead_to_member.coverage", ">=", 100, EVERY),
    target("village.unserved_planned", "<=", 0, ("city", "county")),
)


def one_county() -> City:
    city = City().care("2022-12", visits_in=0, visits_out=0, grassroots_visits=0, inpatients_in=0, inpatients_out=0)
    return city.change("regions", 2, in_account=False)


def ask_all(figures: CityFigures, scope: str) -> None:
    for key in lists.CARE_KEYS:
        lists.care_gap(figures, key)
        lists.care_forecast(figures, key, scope)
        lists.lowest(figures, key)
    lists.care_months(figures, scope, "2021-01", "2022-12")
    lists.outward_specialties(figures, scope)
    lists.two_way_referrals(figures, scope)
    lists.referral_months(figures, scope, "2021-01", "2022-12")
    lists.bookings(figures, scope)
    lists.booking_months(figures, scope, "2021-01", "2022-12")
    lists.ending_postings(figures, scope)
    lists.due_targets(figures, scope)
    lists.year_changes(figures, scope)
    for gap in lists.largest_gaps(figures, scope).largest:
        assert gap.sentence
    for one in lists.leader_questions(figures, scope):
        assert len(one.behind.rows)


@pytest.mark.parametrize("scope", [CITY, EAST, WEST, f"c{EAST}"])
@pytest.mark.parametrize("day", ["2022-12-31", "2022-01-01"])
@pytest.mark.parametrize("city", [City, one_county])
def test_every_list_answers(city: type[City], day: str, scope: str) -> None:
    for rules in (None, RULES):
        ask_all(city().quick(day, policy=rules), scope)


def test_a_city_of_one_county_is_that_county() -> None:
    city = one_county().care("2022-11", visits_in=8, visits_out=2)
    gap = lists.care_gap(city.quick(policy=RULES), "care.in_county_rate")
    assert gap is not None
    assert gap.counties[["county", "share", "contribution"]].to_numpy().tolist() == [["东县", 100, -20]]
    assert gap.silent == ()


def test_zeros_alone_give_no_rate_and_no_gap() -> None:
    assert lists.care_gap(one_county().quick(policy=RULES), "care.in_county_rate") is None
    held = lists.care_forecast(one_county().quick(policy=RULES), "care.in_county_rate", EAST)
    assert held is not None
    assert (held.line, held.reported, held.first) == (None, 0, None)
