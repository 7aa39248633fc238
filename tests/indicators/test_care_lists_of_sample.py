"""On the bundled sample the lists of 就医格局, the gaps and the questions add up to the figures they stand behind."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from data.store import default_store
from indicators import CityFigures, compute, level_of, lists
from indicators.sentences import LONGEST, width
from indicators.sentences_care import care

NINGBO, ZHANGJIAKOU = "3302", "1307"
DAYS = {NINGBO: date(2022, 12, 31), ZHANGJIAKOU: date(2023, 9, 30)}


@cache
def figures(city: str) -> CityFigures:
    return compute(default_store().open().city(city), DAYS[city])


CITIES = list(DAYS)


@pytest.mark.parametrize("city", CITIES)
def test_the_months_make_up_the_year(city: str) -> None:
    held = figures(city)
    for rate in lists.care_months(held, city, f"{DAYS[city]:%Y}-01", f"{DAYS[city]:%Y-%m}"):
        figure = held.get(rate.key, rate.scope)
        assert figure is not None
        assert figure.numerator == sum(one or 0 for one in rate.numerators)
        assert figure.denominator == sum(one or 0 for one in rate.denominators)


def test_the_counties_make_up_the_citys_gap() -> None:
    gap = lists.care_gap(figures(NINGBO), "care.in_county_rate")
    assert gap is not None
    assert gap.figure.gap == pytest.approx(gap.counties["contribution"].sum())
    assert len(gap.counties) + len(gap.silent) == len(figures(NINGBO).counties)
    assert lists.care_gap(figures(ZHANGJIAKOU), "care.in_county_rate") is None, "the report sets no target"


@pytest.mark.parametrize("city", CITIES)
def test_referrals_and_bookings_make_up_their_shares(city: str) -> None:
    held = figures(city)
    rows = lists.two_way_referrals(held, city)
    share = held.get("referral.down_share", city)
    assert share is not None
    assert (rows["down"].sum(), (rows["up"] + rows["down"]).sum()) == (share.numerator, share.denominator)
    opened = lists.bookings(held, city)
    booked = held.get("booking.grassroots_share", city)
    assert booked is not None
    assert opened.by_resource["offered"].tolist()[0] == booked.denominator
    assert opened.by_resource["offered"][1:].sum() == booked.denominator
    assert opened.by_provider["offered"].sum() == booked.denominator


@pytest.mark.parametrize("city", CITIES)
def test_the_forecast_holds_the_line_between_its_ends(city: str) -> None:
    for key in lists.CARE_KEYS:
        held = lists.care_forecast(figures(city), key, city)
        assert held is not None
        assert held.line is not None
        assert held.line.low < held.line.value < held.line.high
        assert held.month == "2023-12"


@pytest.mark.parametrize(("city", "ranked", "small", "by_cases"), [
    (NINGBO, 10, [], ["口腔科"]), (ZHANGJIAKOU, 9, ["职业病科"], ["精神科"]),
])
def test_ten_specialties_in_order_of_their_rate(city: str, ranked: int, small: list[str], by_cases: list[str]) -> None:
    rows = lists.outward_specialties(figures(city), city).rows
    by_rate = rows[rows["basis"] == "rate"]
    assert len(by_rate) == ranked and by_rate["rate"].is_monotonic_decreasing
    assert rows.loc[rows["basis"] == "small", "specialty"].tolist() == small
    assert rows.loc[rows["basis"] == "cases", "specialty"].tolist() == by_cases
    assert set(by_rate["addressed"]) == {True, False}, "some are somebody's key or weak specialty, some nobody's"


def test_who_will_be_left_is_who_is_counted_less_who_ends() -> None:
    held = lists.ending_postings(figures(NINGBO), NINGBO)
    for one in held.expected:
        own = held.rows[held.rows["flow"] == one.flow]
        assert one.now == figures(NINGBO).value(f"posting.{one.flow}.persons", NINGBO)
        assert one.now - own["person_id"].nunique() <= one.then <= one.now
        assert len(own) == one.ending


@pytest.mark.parametrize("city", CITIES)
def test_every_scope_has_its_gaps_and_questions(city: str) -> None:
    held = figures(city)
    for scope in [city, held.counties[0], held.counties[-1], held.scopes[-1]]:
        gaps = lists.largest_gaps(held, scope)
        assert bool(gaps.largest) == (city == NINGBO)
        asked = lists.leader_questions(held, scope)
        assert bool(asked) == (level_of(scope) != "consortium")


def test_the_questions_are_the_same_every_time() -> None:
    again = compute(default_store().open().city(ZHANGJIAKOU), DAYS[ZHANGJIAKOU])
    first, second = (lists.leader_questions(one, ZHANGJIAKOU) for one in (figures(ZHANGJIAKOU), again))
    assert [(one.kind, one.answer) for one in first] == [(one.kind, one.answer) for one in second]


@pytest.mark.parametrize("city", CITIES)
def test_the_finding_fits_on_a_line(city: str) -> None:
    held = figures(city)
    for scope in [city, *held.counties]:
        said = care(level_of(scope), held.name_of(scope), [held.get(key, scope) for key in lists.CARE_KEYS])
        assert width(said) <= LONGEST, said
        missed = [key for key in lists.CARE_KEYS if (one := held.get(key, scope)) and one.status == "not_met"]
        assert said.count("差") == len(missed), said
