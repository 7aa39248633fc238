"""Answers to what a leader may ask, each branch as a reader sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from indicators import catalogue
from indicators import sentences_questions as s
from indicators.wording import NBSP
from tests.indicators.city import City, policy, target

IN, PERSONS, COVERAGE = "care.in_county_rate", "posting.lead_to_member.persons", "posting.lead_to_member.coverage"


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def missed(key: str, value: float, gap: float, days: int, stated: bool = True) -> dict[str, Any]:
    aim = target(key, ">=", value + gap)
    return {"key": key, "value": value, "gap": gap, "target": aim, "days_left": days, "due_stated": stated}


def test_what_is_due_says_how_many_days_are_left() -> None:
    rows = pd.DataFrame([missed(IN, 89.7, 0.3, 0), missed(PERSONS, 286, 14, 1), missed(COVERAGE, 93.5, 6.5, 90)])
    assert plain(s.due(rows)) == (
        "县域内就诊率 89.7%，目标 90% 以上，差 0.3 个百分点，当日到期；"
        "牵头派驻人数 286 人，目标 300 人以上，差 14 人，还有 1 天；"
        "派驻覆盖率 93.5%，目标 100%，差 6.5 个百分点，还有 90 天。"
    )
    more = pd.concat([rows, rows.head(1)])
    assert plain(s.due(more)).endswith("，还有 90 天；等 4 项目标。")


@pytest.mark.parametrize(("stated", "end"), [(False, "（文件未写明期限，按文件年度计）。"), (True, "差 14 人。")])
def test_what_has_passed_says_whether_the_document_gave_the_date(stated: bool, end: str) -> None:
    assert plain(s.passed(pd.DataFrame([missed(PERSONS, 286, 14, -9, stated)]))).endswith(end)


def test_one_stated_date_among_others_is_enough_to_say_nothing() -> None:
    rows = pd.DataFrame([missed(PERSONS, 286, 14, -9, False), missed(COVERAGE, 93.5, 6.5, -9, True)])
    assert "未写明" not in s.passed(rows)


def test_the_last_counties_and_the_base() -> None:
    rows = pd.DataFrame({"county": ["甲县", "乙县"], "value": [80.04, 81.0], "base": [10, 10]})
    assert plain(s.lowest(rows, catalogue()[IN])) == "甲县 80.0%、乙县 81.0%（可比的 10 个区县中）。"


@pytest.mark.parametrize(("tied", "rank"), [(0, "第 9"), (1, "并列第 9")])
def test_a_low_place_has_its_base_and_ties(tied: int, rank: str) -> None:
    rows = pd.DataFrame([{"key": IN, "name": "县域内就诊率", "value": 80.0, "position": 9, "tied": tied, "base": 10}])
    assert plain(s.low_places(rows)) == f"县域内就诊率 80.0%，10 个区县中{rank}。"


def institutions(*counties: str, alone: int = 0) -> pd.DataFrame:
    rows = [(f"院{at}", county, False) for at, county in enumerate(counties)] + [("孤院", "甲县", True)] * alone
    return pd.DataFrame(rows, columns=["name", "county", "unaffiliated"])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (institutions("甲县"), "院0，共 1 家。"),
        (institutions("甲县", "乙县", "甲县"), "院0、院1、院2，共 3 家；甲县最多，2 家。"),
        (institutions("甲县", "乙县", "甲县", "乙县"), "院0、院1、院2等 4 家。"),
        (institutions("甲县", "甲县", "甲县", "甲县"), "院0、院1、院2等 4 家。"),
        (institutions("甲县", "乙县", alone=2), "院0、院1，共 2 家；另有 2 家未归属医共体，无从派驻。"),
        (institutions(alone=1), "1 家未归属医共体，无从派驻。"),
    ],
)
def test_who_has_nobody_posted(rows: pd.DataFrame, said: str) -> None:
    assert plain(s.unposted(rows)) == said


@pytest.mark.parametrize(
    ("op", "goal", "then", "words"),
    [
        (">", 1, 2, "，仍达到目标（超过 1 人）"),
        (">", 1, 1, "，将跌破目标（超过 1 人）"),
        (">=", 1, 1, "，仍达到目标（1 人以上）"),
        (">", 3, 2, "，仍未达到目标（超过 3 人）"),
        ("<=", 9, 2, ""),
        ("range", (1, 9), 2, ""),
        (None, 0, 2, ""),
    ],
)
def test_what_is_left_of_a_target(op: str | None, goal: object, then: int, words: str) -> None:
    city = City().posting("a").posting("b").posting("c")
    rules = None if op is None else policy(target(PERSONS, op, goal))
    figure = city.quick(policy=rules).get(PERSONS, "3302")
    assert figure is not None
    said = s.ending(date(2023, 3, 31), [("lead_to_member", figure, then, 1)])
    assert plain(said) == (
        f"到 2023 年 3 月 31 日，如无续派和新派：牵头医院派驻到期 1 人次，3 → {then} 人{words}。"
    )


def test_the_strongest_rate_and_the_strongest_amount() -> None:
    rows = pd.DataFrame(
        [
            (IN, "县域内就诊率", "甲县", "rate", 90.0, 88.0, 2.0),
            (IN, "县域内就诊率", "乙县", "rate", 80.0, 79.0, 1.0),
            ("remote.volume.total", "远程服务量", "乙县", "amount", 150.0, 120.0, 25.0),
        ],
        columns=["key", "name", "place", "kind", "current", "base", "change"],
    )
    assert plain(s.moved(rows, "city")) == (
        "甲县县域内就诊率 +2.0 个百分点（88.0% → 90.0%）；乙县远程服务量 +25.0%（两年都报的月份 120 例次 → 150 例次）。"
    )
    assert plain(s.moved(rows[2:], "county")) == "远程服务量 +25.0%（两年都报的月份 120 例次 → 150 例次）。"
    assert s.moved(rows[:0], "city") == ""


def test_who_did_not_report_is_said_of_indicators_together() -> None:
    rows = pd.DataFrame(
        [(f"k{number // 2}", f"指标{number // 2}", f"县{number % 2 + number // 4}") for number in range(12)],
        columns=["key", "name", "who"],
    )
    assert plain(s.silent(rows)) == (
        "指标0、指标1：县0、县1；指标2、指标3：县1、县2；指标4、指标5：县2、县3。"
    )
    more = pd.concat([rows, pd.DataFrame([("k9", "指标9", "县9")], columns=rows.columns)])
    assert plain(s.silent(more)).endswith("；另有 1 项指标没有报齐。")
