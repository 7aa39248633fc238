"""The finding of 国家监测, on cities small enough to count by hand."""

from __future__ import annotations

import pytest

from data.policies import policy_by_id
from indicators.lists.monitoring import monitoring
from indicators.sentences_monitoring import finding
from indicators.wording import NBSP
from tests.indicators.city import CITY, EAST, City

NATIONAL = policy_by_id("national-2024")


def said(city: City, scope: str, level: str, name: str = "东县") -> str:
    return finding(level, name, monitoring(city.figures("2022-12-31"), scope, NATIONAL)).replace(NBSP, " ")


@pytest.fixture
def city() -> City:
    return City().care("2022-01", visits_in=80, visits_out=20, grassroots_visits=50)


def test_the_values_come_first_and_the_rest_is_counted(city: City) -> None:
    # The care rate alone is reported, so of the two that can be computed one has no value either.
    assert said(city, EAST, "county") == "东县基层诊疗人次占比 62.5%；其余 13 项没有数值。"
    city.add("costs", consortium_id=f"c{EAST}", month="2022-01", fund_in_county_yuan="3", fund_all_yuan="4")
    assert said(city, EAST, "county") == (
        "东县基层诊疗人次占比 62.5%、医保基金县域内支出占比 75.0%；其余 12 项待核或无数据。"
    )
    assert said(city, f"c{EAST}", "consortium") == "本医共体医保基金县域内支出占比 75.0%；其余 13 项没有数值。"


def test_without_any_value_it_says_so() -> None:
    assert said(City(), CITY, "city", "某市") == "全市 14 项国家监测指标都没有数值。"


def test_a_document_that_monitors_nothing_is_none() -> None:
    assert finding("city", "某市", monitoring(City().figures(), CITY, None)) == "没有登记监测指标体系。"
