"""Findings of what runs by month, each branch as a reader sees it: the last month, a year before, who is silent."""

from __future__ import annotations

import pandas as pd
import pytest

from indicators import sentences_months as s
from indicators import wording
from indicators.lists.bookings import ALL, booking_months
from indicators.lists.cost_months import cost_months
from indicators.lists.referrals import referral_months
from indicators.lists.workforce import workforce_months
from tests.indicators.city import CITY, EAST, WEST, City


def plain(text: str) -> str:
    return text.replace(wording.NBSP, " ")


# --- workforce -----------------------------------------------------------------------------------------------------


def staff(city: City, month: str, physicians: int | None, county: str = EAST) -> City:
    return city.add("workforce", institution_id=f"t{county}", month=month, physicians=physicians, nurses=10,
                    technicians=5)


def people(city: City) -> str:
    return plain(s.workforce(workforce_months(city.quick(), CITY), "township"))


def test_a_year_is_compared_where_every_institution_told_both_times() -> None:
    city = staff(staff(staff(City(), "2021-12", 85), "2021-12", 85, WEST), "2022-12", 105)
    assert people(city) == "2022 年 12 月乡级机构卫技人员 120 人；1 家未报"
    assert people(staff(city, "2022-12", 105, WEST)) == "2022 年 12 月乡级机构卫技人员 240 人，同比 +20.0%"


def test_a_year_before_that_somebody_left_out_is_no_base() -> None:
    city = staff(staff(staff(City(), "2021-12", 85), "2022-12", 105), "2022-12", 105, WEST)
    assert people(city) == "2022 年 12 月乡级机构卫技人员 240 人"


def test_a_month_with_a_number_missing_is_no_total_and_nothing_is_not_reported() -> None:
    assert people(staff(staff(City(), "2022-06", 85), "2022-12", None)).startswith("2022 年 6 月")
    assert people(City()) == "卫技人员未报"


def test_village_doctors_are_counted_by_themselves() -> None:
    city = City().hospital("v", EAST, category="village_clinic").member("v", EAST, role="village_member")
    city.add("workforce", institution_id="v", month="2022-12", village_doctors=2)
    rows = workforce_months(city.quick(), CITY)
    said = s.workforce(rows, "village", ("village_doctors",), "乡村医生")
    assert plain(said) == "2022 年 12 月村卫生室乡村医生 2 人"


def test_people_are_those_of_the_grassroots_and_the_village_doctors() -> None:
    city = staff(City(), "2022-12", 85).add("workforce", institution_id=f"l{EAST}", month="2022-12", physicians=1,
                                            nurses=1, technicians=1)
    rows = workforce_months(city.quick(), CITY)
    assert plain(s.people(rows)) == "2022 年 12 月乡级机构卫技人员 100 人；1 家未报；乡村医生未报"
    county = plain(s.people(rows[rows["level"] == "county"]))
    assert county.startswith("2022 年 12 月县级机构卫技人员 3 人")
    assert s.people(rows.head(0)) == "卫技人员未报；乡村医生未报"


# --- referrals -----------------------------------------------------------------------------------------------------


def referred(city: City, month: str, up: int | None, down: int | None, county: str = EAST) -> City:
    for direction, cases in (("up", up), ("down", down)):
        city.add("referrals", consortium_id=f"c{county}", month=month, direction=direction, cases=cases)
    return city


def test_the_share_that_goes_down_against_the_same_month_of_the_year_before() -> None:
    city = City()
    for county in (EAST, WEST):
        referred(referred(city, "2021-12", 70, 30, county), "2022-12", 60, 40, county)
    held = referral_months(city.quick(), CITY, "2021-01", "2022-12")[0]
    assert plain(s.referrals(held)) == "2022 年 12 月下转占比 40.0%，同比 +10.0 个百分点"
    alone = referral_months(referred(City(), "2022-12", 60, 40).quick(), CITY, "2021-01", "2022-12")[0]
    assert plain(s.referrals(alone)) == "2022 年 12 月下转占比 40.0%；西县医共体未报"


def test_no_referral_reported_and_no_consortium() -> None:
    assert s.referrals(None) == "双向转诊：各月均未报"
    held = referral_months(City().quick(), CITY, "2022-01", "2022-12")
    assert s.referrals(held[0] if held else None) == "双向转诊：各月均未报"


# --- slots ---------------------------------------------------------------------------------------------------------


def slots(*shares: tuple[str, int]) -> str:
    city = City()
    for month, given in shares:
        city.add("bookings", provider_institution_id="m", month=month, resource="ct", offered=1000, to_grassroots=given)
    rows = booking_months(city.quick(), CITY, "2021-01", "2022-12")
    return plain(s.slots(rows[rows["resource"] == ALL]))


@pytest.mark.parametrize(
    ("before", "words"),
    [(199, "比上年同月提高 0.1 个百分点"), (200, "与上年同月持平"), (201, "比上年同月下降 0.1 个百分点")],
)
def test_the_direction_of_the_share_is_said_in_words(before: int, words: str) -> None:
    assert slots(("2021-12", before), ("2022-12", 200)) == f"2022 年 12 月给基层 20.0%，{words}"


def test_slots_without_a_year_before_and_without_any() -> None:
    assert slots(("2022-12", 200)) == "2022 年 12 月给基层 20.0%，同比无可比数据"
    assert slots() == "向基层开放的预约资源：各月均未报"


# --- costs ---------------------------------------------------------------------------------------------------------


def test_shares_stand_side_by_side() -> None:
    city = City().add("costs", consortium_id=f"c{EAST}", month="2022-12", outpatient_fee_yuan=60.0,
                      inpatient_fee_yuan=40.0, drug_fee_yuan=30.0)
    names = {"cost.drug_share": "药占比", "cost.consumable_share": "耗占比"}
    assert plain(s.shares(cost_months(city.quick(), CITY), names)) == "2022 年 12 月药占比 30.0%，耗占比未报"
    empty = pd.DataFrame({"month": [], "key": [], "value": []})
    assert s.shares(empty, names) == "药占比未报，耗占比未报"
