"""Findings of 能力建设, of the trees and of 数据质量, on cities small enough to count by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from data.policies import Target, policy_by_id
from data.store import default_store
from indicators import compute, lists
from indicators import sentences_capacity as capacity
from indicators import sentences_quality as quality
from indicators.lists.submissions import Completeness
from indicators.wording import NBSP
from tests.indicators.city import CITY, EAST, City, policy, target


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_pairings_name_who_has_none() -> None:
    city = City()
    assert capacity.pairings(lists.lead_pairings(city.figures(), CITY)) == "没有结对帮扶数据"
    city.add("pairings", institution_id=f"l{EAST}", partner_id="m", level="municipal", valid_from="2020-05-01")
    assert plain(capacity.pairings(lists.lead_pairings(city.figures(), CITY))) == (
        "2 家牵头医院中 1 家有上级医院结对；没有的是西县医院"
    )
    assert plain(capacity.pairings(lists.lead_pairings(city.figures(), EAST))) == "1 家牵头医院都有上级医院结对"


@pytest.mark.parametrize(("later", "words"), [
    ("30", "比 2021 年 12 月 31 日增加 10 张"), ("15", "减少 5 张"), ("20", "与 2021 年 12 月 31 日相同"),
])
def test_beds_move_up_down_or_not(later: str, words: str) -> None:
    city = City()
    for since, value in (("2021-01-01", "20"), ("2022-01-01", later)):
        city.add("capability", subject_id=f"t{EAST}", item="beds", value=value, since=since)
    said = plain(capacity.beds(lists.grassroots_beds(city.figures(), CITY)))
    assert said.startswith(f"基层床位 {later} 张，同一批机构")
    assert said.endswith(words)
    assert capacity.beds(lists.grassroots_beds(City().figures(), CITY)) == "基层床位未报"


def test_trees_say_what_they_hold_and_who_is_outside() -> None:
    city = City().hospital("alone", EAST).hospital("v", EAST, category="village_clinic")
    assert plain(capacity.trees(lists.consortium_trees(city.figures(), EAST))) == (
        "1 家医共体辖 1 家乡级机构、0 个村卫生室；另有 1 家乡级机构、1 个村卫生室未归属"
    )
    assert capacity.trees(lists.consortium_trees(City().change("regions", 1, in_account=False).figures(), EAST)) == (
        "没有县域医共体"
    )


@pytest.mark.parametrize(("received", "due", "assumed", "words"), [
    (0, 0, False, "没有应报的月份"),
    (4, 4, True, "没有报送记录，各区县视同全部已报"),
    (4, 4, False, "应报 4 份，收到 4 份，全部收到"),
    (3, 4, False, "应报 4 份，收到 3 份，完整率 75.0%，未收到 1 份"),
    (9999, 10000, False, "应报 10,000 份，收到 9999 份，完整率 99.9%，未收到 1 份"),
    (0, 4, False, "应报 4 份，收到 0 份，完整率 0%，未收到 4 份"),
])
def test_completeness(received: int, due: int, assumed: bool, words: str) -> None:
    assert plain(quality.completeness(Completeness(received, due, assumed))) == words


def test_doubts_and_statements_are_counted() -> None:
    rows = pd.DataFrame({"kind": ["jump", "copied", "jump"]})
    assert plain(quality.doubts(rows)) == "3 处月度数据存疑：与上月相同 1 处、大幅波动 2 处"
    assert quality.doubts(rows[:0]) == "没有存疑的月度数据"
    assert plain(quality.statements(rows)) == "文件公布 3 条，照原文引用，不与本页数字相加或比较"
    assert quality.statements(rows[:0]) == "没有已公布数据"


def test_monitoring_says_what_can_be_given() -> None:
    tables = default_store().open().city("3302")
    rows = lists.monitoring(compute(tables, tables.as_of), "3302", policy_by_id("national-2024"))
    assert plain(quality.monitoring(rows)).startswith("14 项监测指标中 2 项可计算")
    empty = lists.monitoring(City().figures(), CITY, policy_by_id("national-2024"))
    assert plain(quality.monitoring(empty)) == "14 项监测指标中 2 项可计算（0 项有数据）；6 项口径待核；6 项无数据"
    assert quality.monitoring(rows[:0]) == "这份文件没有列出监测指标"


def test_of_the_targets_of_capability_those_missed_most_are_all_named() -> None:
    wanted = [target(key, ">=", 100) for key in ("posting.municipal_to_lead.coverage", "pairing.lead_coverage",
                                                 "consortium.township_coverage")]
    city = City().posting().add("pairings", institution_id=f"l{EAST}", partner_id="m", valid_from="2019-01-01",
                                level="municipal")

    def told(*own: Target) -> str:
        held = city.quick(policy=policy(*own))
        figures = [figure for one in own if (figure := held.get(one.indicator, CITY)) is not None]
        return plain(capacity.capability("city", "宁波市", figures))

    assert told(*wanted[:2]) == "全市能力建设 2 项目标 2 项未达标；牵头覆盖率差 100.0 个百分点最多。"
    assert told(wanted[1]) == "全市能力建设 1 项目标 1 项未达标；结对覆盖率差 50.0 个百分点。"
    city.rows["pairings"][0]["valid_from"] = "2029-01-01"
    assert told(*wanted) == "全市能力建设 3 项目标 2 项未达标；牵头覆盖率、结对覆盖率各差 100.0 个百分点。"
