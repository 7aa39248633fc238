"""What 就医格局 says, on the bundled sample: rates by month, who pulls the city down, what lies behind each list."""

from __future__ import annotations

import pytest

from components.views.care import care
from indicators.forecast import METHOD
from indicators.lists.bookings import bookings
from indicators.lists.care_forecast import care_forecast
from indicators.lists.care_gap import care_gap
from indicators.lists.care_months import CARE_KEYS
from indicators.lists.outward import outward_specialties
from indicators.wording import number
from tests.components.views import view_of

SCOPES = [("3302", "2022-12"), ("330226", "2022-12"), ("1307", "2023-09"), ("130727", "2023-09")]


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_every_card_is_its_figure(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    model = care(view)
    assert len(model.cards) == len(model.keys)
    for key, card in zip(model.keys, model.cards, strict=True):
        figure = view.figures.get(key, scope)
        assert figure is not None
        assert (card.value, card.status) == (number(figure.value, figure.definition.decimals), figure.status)


def test_a_card_of_the_year_so_far_promises_nothing_of_the_next_year() -> None:
    card = care(view_of(scope="3302", month="2022-12")).cards[0]
    assert card.status == "not_met"
    assert not any("达标" in line for line in card.side), "the forecast under the chart says it cannot be told"


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_each_rate_has_its_months_and_no_other_scopes(scope: str, month: str) -> None:
    tabs = care(view_of(scope=scope, month=month)).by_month
    assert [tab.name for tab in tabs[len(CARE_KEYS):]] == ["双向转诊", "基层预约"]
    assert all("<svg" in str(tab.body) and tab.note for tab in tabs)


def test_who_pulls_down_is_told_for_a_city_with_a_target_only() -> None:
    ningbo = view_of(scope="3302", month="2022-12")
    pulls = care(ningbo).pulls
    gap = care_gap(ningbo.figures, "care.in_county_rate")
    assert gap is not None
    names = gap.counties.loc[gap.counties["contribution"] > 0, "county"]
    assert pulls and all(name in str(pulls[0].body) for name in names)
    assert care(view_of(scope="330226", month="2022-12")).pulls == ()
    assert care(view_of(scope="1307", month="2023-09")).pulls == ()


def test_the_lists_hold_what_they_name() -> None:
    view = view_of(scope="3302", month="2022-12")
    model = care(view)
    assert [row["specialty"] for row in model.specialties.rows] == outward_specialties(
        view.figures, "3302").rows["specialty"].tolist()
    assert len(model.counties.rows) == len(view.figures.counties)
    assert {row["missed"].sort > 0 for row in model.counties.rows} == {True, False}
    assert len(model.referrals.rows) == view.figures.value("consortium.count", "3302")
    names = [row["name"] for row in model.referrals.rows]
    assert not any("…" in name for name in names) and "人民医院医疗健康服务集团" in names
    assert all(held.rows for held in model.slots.values())


def test_what_the_document_asks_of_the_slots_is_quoted_where_it_asks() -> None:
    for scope, month, asked in (("3302", "2022-12", True), ("1307", "2023-09", False)):
        model = care(view_of(scope=scope, month=month))
        assert ("文件要求：“" in model.by_month[-1].note) == ("文件要求：“" in model.slots["按医院"].caption) == asked
        told = [row["change"].text for row in model.slots["按医院"].rows if row["change"].sort is not None]
        assert told and all(text[0] in "+−0" for text in told)


def test_a_consortium_has_referrals_and_no_rate_of_its_own() -> None:
    model = care(view_of(scope="330203-A", month="2022-12"))
    assert [tab.name for tab in model.by_month] == ["双向转诊", "基层预约"] and model.pulls == ()
    assert set(model.keys) <= {"referral.down_share", "booking.grassroots_share"}
    assert len(model.referrals.rows) == 1
    assert [row["county"] for row in model.counties.rows] == ["海曙区"]  # given to the county, never divided


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_the_forecast_says_by_which_method_where_there_is_one(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    for key, tab in zip(CARE_KEYS, care(view).by_month, strict=False):
        ahead = care_forecast(view.figures, key, scope)
        assert (METHOD in tab.note) == (ahead is not None and ahead.line is not None)
    assert METHOD in care(view_of(scope="3302", month="2022-12")).by_month[0].note


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_slots_and_equipment_stand_apart_with_where_the_share_goes(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    held, shown = bookings(view.figures, scope).by_resource, care(view).slots["按资源"]
    assert [row["resource"] for row in shown.rows] == held["resource_label"].tolist()
    assert shown.rows[0]["resource"] == "合计" and {"门诊号源", "CT"} <= {row["resource"] for row in shown.rows}
    for row, change in zip(shown.rows, held["change"], strict=True):
        assert (row["change"].tone == "not_met") == (change < 0)
        assert (row["change"].text == "无可比数据") == (change != change)
