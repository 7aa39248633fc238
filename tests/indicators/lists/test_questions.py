"""What a leader may ask: who stands last, what is due, what moved, what is silent, each with its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.policies import Policy
from indicators.lists.changes import year_changes
from indicators.lists.due import due_targets
from indicators.lists.lowest import low_places, lowest
from indicators.lists.questions import leader_questions, unreported
from tests.indicators.city import CITY, EAST, WEST, City, policy, target

IN, PERSONS, COVERAGE = "care.in_county_rate", "posting.lead_to_member.persons", "posting.lead_to_member.coverage"


def counties(*rates: int | None, visits: int = 100) -> City:
    """A city of as many counties, each with its 县域内就诊率 of December 2022."""
    city = City()
    for at, rate in enumerate(rates):
        code = f"3302{at + 1:02d}"
        if at > 1:
            city.add("regions", region_code=code, name=f"县{at + 1}", level="county")
        if rate is not None:
            city.care("2022-12", code, visits_in=rate * visits // 100, visits_out=visits - rate * visits // 100)
    return city


def last(city: City, rules: Policy | None = None) -> list[tuple[str, int, int]]:
    rows = lowest(city.quick(policy=rules), IN)
    return list(zip(rows["county_code"].str[-2:], rows["position"], rows["tied"], strict=True))


# --- who stands last ------------------------------------------------------------


def test_the_last_three_worst_first_with_rank_and_base() -> None:
    rows = lowest(counties(80, 90, 70, 60, 95).quick(), IN)
    assert rows["county_code"].str[-2:].tolist() == ["04", "03", "01"]
    assert rows["position"].tolist() == [5, 4, 3]
    assert rows["base"].tolist() == [5, 5, 5]
    assert rows["value"].tolist() == [60, 70, 80]


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ((80, 90, 70), []),
        ((80, 90, 70, None), []),
        ((80, 90, 70, 60), ["04", "03", "01"]),
        ((80, 80, 80, 80), []),
        ((90, 80, 80, 80, 80), ["02", "03", "04", "05"]),
        ((90, 90, 90, 90, 80), ["05"]),
        ((90, 70, 80, 80, 80, 95), ["02", "03", "04", "05"]),
        ((90, 60, 70, 80, 80, 80, 95), ["02", "03", "04", "05", "06"]),
        ((90, 60, 70, 80, 80, 80, 80, 95), ["02", "03"]),
    ],
)
def test_equals_stand_together_or_not_at_all(rates: tuple[int | None, ...], expected: list[str]) -> None:
    assert [code for code, _, _ in last(counties(*rates))] == expected


@pytest.mark.parametrize(("visits", "ranked"), [(4, False), (5, True), (6, True)])
def test_a_small_base_stands_in_no_rank(visits: int, ranked: bool) -> None:
    city = counties(80, 90, 70, 60)
    city.change("care_seeking", 0, visits_in=visits, visits_out=0)
    assert bool(last(city)) is ranked


def test_things_that_are_counted_and_those_without_direction_are_not_ranked() -> None:
    figures = counties(80, 90, 70, 60).posting().quick()
    assert lowest(figures, PERSONS).empty
    assert lowest(figures, "consortium.count").empty


def test_a_county_sees_where_it_stands_last() -> None:
    figures = counties(80, 90, 70, 60, 95).quick()
    rows = low_places(figures, "330204", [IN, COVERAGE])
    assert rows[["name", "position", "base"]].to_numpy().tolist() == [["县域内就诊率", 5, 5]]
    assert low_places(figures, "330205", [IN, COVERAGE]).empty


# --- dates ------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (date(2022, 12, 30), "passed"),
        (date(2022, 12, 31), "at_risk"),
        (date(2023, 1, 1), "at_risk"),
        (date(2024, 1, 1), "at_risk"),
        (date(2024, 1, 2), None),
        (None, None),
    ],
)
def test_a_date_is_past_near_or_far(due: date | None, state: str | None) -> None:
    figures = City().posting().quick(policy=policy(target(PERSONS, ">", 300, due=due, due_stated=due is not None)))
    assert due_targets(figures, CITY)["state"].tolist() == ([] if state is None else [state])


def test_a_target_that_will_be_met_in_time_is_not_at_risk() -> None:
    city = City()
    for month in range(7, 13):
        city.posting(f"p{month}", start_on=f"2022-{month:02d}-01")
    for goal, due, state in ((8, date(2023, 2, 28), "in_time"), (9, date(2023, 2, 28), "at_risk"),
                             (6, date(2023, 2, 28), None)):
        figures = city.quick(policy=policy(target(PERSONS, ">=", goal, due=due, due_stated=True)))
        assert due_targets(figures, CITY)["state"].tolist() == ([] if state is None else [state]), goal


# --- what moved ------------------------------------------------------------


def test_rates_and_amounts_are_ordered_apart_and_small_ones_left_out() -> None:
    city = City().care("2021-12", visits_in=50, visits_out=50).care("2022-12", visits_in=60, visits_out=40)
    city.care("2021-12", WEST, visits_in=9, visits_out=10).care("2022-12", WEST, visits_in=10, visits_out=9)
    rules = policy(target("remote.volume.total", ">", 0)).model_copy(update={"cards": (PERSONS,)})
    city.site().volume("2021-12", 100).volume("2022-12", 150)
    rows = year_changes(city.quick(policy=rules), CITY)
    assert rows[["key", "place", "change", "unit"]].to_numpy().tolist() == [
        [IN, "东县", 10, "百分点"], ["remote.volume.total", "东县", 50, "%"]
    ]  # fmt: skip
    city.care("2022-11", WEST, visits_in=1, visits_out=0)
    more = year_changes(city.quick(policy=rules), CITY)
    assert more["place"].tolist() == ["东县", "西县", "东县"], "19 visits say nothing, 20 do"


@pytest.mark.parametrize(("base", "told"), [(99, False), (100, True)])
def test_an_amount_needs_a_base(base: int, told: bool) -> None:
    city = City().site().volume("2021-12", base).volume("2022-12", 150)
    figures = city.quick(policy=policy(target("remote.volume.total", ">", 0)))
    assert bool(len(year_changes(figures, EAST))) is told
    assert year_changes(figures, f"c{EAST}").empty


# --- the questions ------------------------------------------------------------


def full() -> tuple[City, Policy]:
    city = counties(80, 90, 70, 60, 95)
    for code, rate in (("330201", 85), ("330202", 80)):
        city.care("2021-12", code, visits_in=rate, visits_out=100 - rate)
    city.posting("a", end_on="2023-01-31").posting("b")
    rules = policy(
        target(IN, ">=", 90, ("city", "county"), due=date(2022, 12, 31), due_stated=True),
        target(PERSONS, ">", 1, due=date(2019, 12, 31)),
        target(COVERAGE, ">=", 100, ("city", "county"), due=date(2019, 12, 31)),
    )
    return city, rules


def test_the_questions_of_a_city_in_their_order_with_answers_and_rows() -> None:
    city, rules = full()
    asked = leader_questions(city.quick(policy=rules), CITY)
    assert [one.kind for one in asked] == ["due", "passed", "lowest", "unposted", "ending", "fell", "rose", "silent"]
    said = {one.kind: one.answer.replace("\u00a0", " ") for one in asked}
    assert said["due"] == "县域内就诊率 79.0%，目标 90% 以上，差 11.0 个百分点，当日到期。"
    assert said["passed"] == "派驻覆盖率 50.0%，目标 100%，差 50.0 个百分点（文件未写明期限，按文件年度计）。"
    assert said["lowest"] == "县4 60.0%、县3 70.0%、东县 80.0%（可比的 5 个区县中）。"
    assert said["unposted"] == "西县卫生院，共 1 家。"
    assert said["ending"] == (
        "到 2023 年 3 月 31 日，如无续派和新派：牵头医院派驻到期 1 人次，2 → 1 人，将跌破目标（超过 1 人）。"
    )
    assert said["fell"] == "东县县域内就诊率 −5.0 个百分点（85.0% → 80.0%）。"
    assert said["rose"] == "西县县域内就诊率 +10.0 个百分点（80.0% → 90.0%）。"
    assert said["silent"].startswith("县域内就诊率：东县 2022年1月、东县 2022年2月、东县 2022年3月等 55 处；")
    assert all(len(one.behind.rows) for one in asked)
    assert all(isinstance(one.behind.rows, pd.DataFrame) for one in asked)


def test_a_county_asks_of_itself() -> None:
    city, rules = full()
    asked = {one.kind: one for one in leader_questions(city.quick(policy=rules), "330204")}
    assert asked["lowest"].question == "县4哪些指标排在全市后三位？"
    assert asked["lowest"].answer.replace("\u00a0", " ") == "县域内就诊率 60.0%，5 个区县中第 5。"
    assert "unposted" not in asked
    assert "fell" not in asked
    east = {one.kind: one for one in leader_questions(city.quick(policy=rules), EAST)}
    assert east["fell"].answer.replace("\u00a0", " ") == "县域内就诊率 −5.0 个百分点（85.0% → 80.0%）。"


def test_no_question_without_an_answer() -> None:
    assert [one.kind for one in leader_questions(City().quick(), CITY)] == ["silent"]
    assert leader_questions(full()[0].quick(), f"c{EAST}") == ()
    out = full()[0].change("regions", 2, in_account=False)
    assert leader_questions(out.quick(), WEST) == ()
    assert len(leader_questions(full()[0].quick(policy=full()[1]), CITY, 3)) == 3


def test_unaffiliated_institutions_are_told_apart() -> None:
    city = full()[0].hospital("alone", EAST)
    asked = {one.kind: one for one in leader_questions(city.quick(policy=full()[1]), CITY)}
    assert asked["unposted"].answer.replace("\u00a0", " ") == "西县卫生院，共 1 家；另有 1 家未归属医共体，无从派驻。"
    county = {one.kind: one for one in leader_questions(city.quick(policy=full()[1]), EAST)}
    assert county["unposted"].answer.replace("\u00a0", " ") == "1 家未归属医共体，无从派驻。"


def test_who_did_not_report_is_one_row_each() -> None:
    rows = unreported(full()[0].quick("2022-12-31"), EAST)
    assert rows.loc[rows["key"] == IN, "who"].tolist() == [f"东县 2022年{month}月" for month in range(1, 12)]
