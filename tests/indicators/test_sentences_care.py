"""Findings of 就医格局 and of the gaps, each branch as a reader sees it."""

from __future__ import annotations

from datetime import date

import pytest

from data.policies import Policy
from indicators import sentences_care as s
from indicators import wording
from indicators.engine import CityFigures
from indicators.lists.bookings import bookings
from indicators.lists.care_forecast import care_forecast
from indicators.lists.care_gap import care_gap
from indicators.lists.care_months import CARE_KEYS, care_months
from indicators.lists.gaps import largest_gaps
from indicators.lists.outward import outward_specialties
from indicators.lists.referrals import two_way_referrals
from indicators.sentences_gaps import gaps_finding
from tests.indicators.city import CITY, EAST, WEST, City, policy, target

IN, GRASSROOTS = "care.in_county_rate", "care.grassroots_rate"


def plain(text: str) -> str:
    return text.replace(wording.NBSP, " ")


def aimed(value: float = 90, **more: object) -> Policy:
    return policy(target(IN, ">=", value, ("city", "county"), **more), target(GRASSROOTS, ">=", 65))


def care(figures: CityFigures, scope: str = CITY) -> str:
    held = [figures.get(key, scope) for key in CARE_KEYS]
    return plain(s.care(figures.level_of(scope), figures.name_of(scope), held))


# --- the rates ------------------------------------------------------------


def test_what_misses_its_target_is_said_first() -> None:
    city = City().care("2022-12", visits_in=80, visits_out=20, grassroots_visits=40, inpatients_in=7, inpatients_out=3)
    assert care(city.quick(policy=aimed())) == (
        "全市县域内就诊率 80.0%，差 10.0 个百分点；基层就诊率 50.0%，差 15.0 个百分点。"
    )
    assert care(city.quick(policy=aimed(80))) == (
        "全市基层就诊率 50.0%，差 15.0 个百分点；县域内就诊率 80.0%，达标；县域内住院率 70.0%。"
    )
    assert care(city.quick(), EAST) == "东县县域内就诊率 80.0%（文件未设目标）；基层就诊率 50.0%；县域内住院率 70.0%。"


def test_nothing_reported_and_a_consortium() -> None:
    assert care(City().quick()) == "全市本年就医流向未报。"
    assert care(City().quick(), f"c{EAST}") == "就医流向按区县统计，请在左侧选择区县查看。"


def test_the_last_month_against_the_year_before_and_how_many_months_lack_a_county() -> None:
    city = City().care("2021-12", visits_in=85, visits_out=15).care("2022-12", visits_in=80, visits_out=20)
    (whole, _, _) = care_months(city.quick(), CITY, "2021-11", "2022-12", [IN])
    assert plain(s.months(whole, "县域内就诊率")) == (
        "2022 年 12 月当月县域内就诊率 80.0%，同比 −5.0 个百分点；2 个月有区县缺报"
    )
    (_, own, _) = care_months(city.quick(), CITY, "2022-01", "2022-12", [IN])
    assert plain(s.months(own, "县域内就诊率")) == "2022 年 12 月当月县域内就诊率 80.0%"
    (none,) = care_months(city.quick(), WEST, "2022-01", "2022-12", [IN])
    assert s.months(none, "县域内就诊率") == "县域内就诊率：各月均未报"


def test_who_pulls_down_and_who_makes_up() -> None:
    city = City().care("2022-12", visits_in=80, visits_out=20)

    def said(rules: Policy | None = None) -> str:
        figures = city.quick(policy=rules)
        return plain(s.pulled_down(care_gap(figures, IN), figures.get(IN, CITY)))

    assert said() == "文件未设目标，不作差距分解"
    assert said(aimed()) == "东县拉低 10.00 个百分点；西县未报"
    assert said(aimed(80)) == "已报的区县都不低于目标"
    city.care("2022-12", WEST, visits_in=297, visits_out=3)
    assert said(aimed()) == "东县拉低 2.50 个百分点；高于目标的 1 个区县抵回 6.75 个百分点"
    city.change("care_seeking", 1, visits_in=240, visits_out=60)
    assert said(aimed()) == "西县、东县合计拉低 10.00 个百分点"
    figures = City().quick(policy=aimed())
    assert s.pulled_down(care_gap(figures, IN), figures.get(IN, CITY)) == "各区县均未报，不作差距分解"


@pytest.mark.parametrize(
    ("goal", "swing", "meaning"),
    [(64, 0, "整个区间达到目标"), (65, 0, "整个区间低于目标"), (64, 4, "区间跨过目标，能否达到不能断定")],
)
def test_where_the_line_leads(goal: float, swing: int, meaning: str) -> None:
    city = City()
    for step in range(12):
        rate = 64 + (swing if step % 2 else -swing)
        city.care(f"2022-{step + 1:02d}", visits_in=rate, visits_out=100 - rate)
    rules = aimed(goal, due=date(2023, 1, 31), due_stated=True)
    said = plain(s.forecast(care_forecast(city.quick(policy=rules), IN, EAST)))
    assert said.startswith("按近 12 个月走势，2023 年 1 月（到期月）当月约 6")
    assert f"，{meaning}，当年累计约 6" in said
    if not swing:
        assert "64.0%（95% 区间 64.0%～64.0%）" in said
    assert "目标" not in s.forecast(care_forecast(city.quick(), IN, EAST))


def test_months_that_lack_a_county_are_told_with_the_line() -> None:
    city = City()
    for month in range(1, 13):
        city.care(f"2022-{month:02d}", visits_in=5, visits_out=5)
        if month > 2:
            city.care(f"2022-{month:02d}", WEST, visits_in=5, visits_out=5)
    said = plain(s.forecast(care_forecast(city.quick(), IN, CITY)))
    assert said == (
        "按近 12 个月走势（2 个月有区县缺报），2023 年 12 月当月约 50.0%（95% 区间 50.0%～50.0%），当年累计约 50.0%"
    )


def test_too_few_months_and_a_consortium_have_no_forecast() -> None:
    figures = City().care("2022-12", visits_in=1, visits_out=1).quick()
    assert plain(s.forecast(care_forecast(figures, IN, EAST))) == "数据不足：只有 1 个月有数据，不外推"
    assert s.forecast(care_forecast(figures, IN, f"c{EAST}")) == "按区县统计，不作外推"


# --- outward, referral, booking ------------------------------------------------------------


def test_the_outward_specialties_and_who_works_on_them() -> None:
    city = City()

    def said() -> str:
        return plain(s.outward(outward_specialties(city.quick(), CITY)))

    def sent(specialty: str, cases: int, total: int | None) -> None:
        city.add("outward_referrals", county_code=EAST, month="2022-12", specialty=specialty, cases=cases,
                 total_cases=total)

    assert said() == "近三年外转专科未报"
    sent("眼科", 9, None)
    assert said() == "未报总例数；眼科外转例数最多，9 例；专科建设情况未报"
    sent("骨科", 3, 9)
    sent("血液科", 40, 100)
    assert said() == "血液科外转率最高，40.0%；专科建设情况未报"
    city.add("specialties", subject_id=f"c{EAST}", specialty="针灸科", since="2020-01-01", kind="key")
    assert said() == "血液科外转率最高，40.0%；有位次的专科都没有医共体列为重点或薄弱专科"
    sent("儿科", 40, 100)
    city.add("specialties", subject_id=f"c{EAST}", specialty="血液科", since="2020-01-01", kind="weak")
    assert said() == "儿科、血液科外转率最高，40.0%；有位次的 2 个专科中 1 个没有医共体列为重点或薄弱专科"
    city.add("specialties", subject_id=f"c{EAST}", specialty="儿科", since="2020-01-01", kind="key")
    assert said() == "儿科、血液科外转率最高，40.0%；有位次的专科都有医共体列为重点或薄弱专科"
    city.rows["outward_referrals"] = city.rows["outward_referrals"][2:]
    assert said() == "儿科、血液科外转率最高，40.0%；所列专科都有医共体列为重点或薄弱专科"
    city.rows["outward_referrals"] = []
    sent("骨科", 3, 9)
    assert said().startswith("各专科基数过小，不排名")


def test_two_way_referral_and_who_sends_down_least() -> None:
    city = City()

    def said() -> str:
        figures = city.quick("2022-12-31")
        return plain(s.referrals(figures.get("referral.down_share", CITY), two_way_referrals(figures, CITY)))

    assert said() == "双向转诊未报"
    for county, up, down in ((EAST, 60, 40), (WEST, 90, 10)):
        for direction, cases in (("up", up), ("down", down)):
            city.add("referrals", consortium_id=f"c{county}", month="2022-12", direction=direction, cases=cases)
        if county == EAST:
            assert said() == "下转占比 40.0%；一家医共体未报"
    assert said() == "下转占比 25.0%，西县医共体最低，10.0%"


def test_what_is_opened_to_the_grassroots() -> None:
    city = City()

    def said() -> str:
        return plain(s.opened(bookings(city.quick(), CITY)))

    def slots(month: str, offered: int, kept: int, provider: str = "m") -> None:
        city.add("bookings", provider_institution_id=provider, month=month, resource="ct", offered=offered,
                 to_grassroots=kept)

    assert said() == "向基层开放的号源和检查资源未报"
    slots("2022-12", 0, 0)
    assert said() == "本年没有投放预约资源"
    slots("2022-11", 200, 20)
    assert said() == "向基层开放 10.0%（投放 200 个），同比无可比数据"
    slots("2021-11", 100, 15)
    assert said() == "向基层开放 10.0%（投放 200 个），同比 −5.0 个百分点；市医院下降"


# --- gaps ------------------------------------------------------------


def gaps(figures: CityFigures, scope: str = CITY) -> str:
    held = largest_gaps(figures, scope)
    first = held.largest[0].figure if held.largest else None
    return plain(gaps_finding(held.missed, held.met, held.silent, first=first, tied=held.tied))


def test_how_many_targets_are_missed_and_which_most() -> None:
    count, persons = target("consortium.count", ">=", 2), target("posting.lead_to_member.persons", ">", 300)
    coverage = target("posting.lead_to_member.coverage", ">=", 100)
    silent = target(IN, ">=", 90)
    city = City().posting()
    assert gaps(city.quick()) == "文件未设目标，不列差距"
    assert gaps(city.quick(policy=policy(count))) == "目标已达标"
    two = policy(count, target("consortium.counties_in_range", ">=", 100))
    assert gaps(city.quick(policy=two)) == "两项目标全部达标"
    assert gaps(city.quick(policy=policy(count, silent))) == "已报的目标全部达标；县域内就诊率未报"
    assert gaps(city.quick(policy=policy(silent))) == "目标都未报，无法评价"
    assert gaps(city.quick(policy=policy(count, persons))) == "2 项目标中 1 项未达标"
    assert gaps(city.quick(policy=policy(count, persons, coverage, silent))) == (
        "4 项目标中 2 项未达标，差距最大的是牵头派驻人数；县域内就诊率未报"
    )


def test_gaps_as_large_as_the_largest_are_told_and_nothing_to_count_is_no_failure_to_report() -> None:
    leads, counties = (target(f"posting.{flow}.coverage", ">=", 100) for flow in ("municipal_to_lead",
                                                                                  "municipal_to_county"))
    half = target("consortium.count", ">=", 4)
    city = City().posting()
    three = "3 项目标中 3 项未达标，差距最大的是牵头覆盖率等 2 项"
    assert gaps(city.quick(policy=policy(leads, counties, half))) == three
    assert gaps(city.quick(policy=policy(leads, counties))) == "2 项目标中 2 项未达标"
    members = target("posting.lead_to_member.coverage", ">=", 100)
    city.rows["memberships"] = [row for row in city.rows["memberships"] if row["role"] == "lead"]
    assert gaps(city.quick(policy=policy(members, half))) == "2 项目标中 1 项未达标；派驻覆盖率无数据"


@pytest.mark.parametrize(
    ("op", "value", "said"),
    [
        ("<=", 1, "医共体 2 家，目标不超过 1 家，超出 1 家（占目标的 100.0%）；文件未写明期限"),
        ("<=", 0, "医共体 2 家，目标 0 家；文件未写明期限"),
        ("range", (3, 4), "医共体 2 家，目标 3～4 家，差 1 家（占目标的 33.3%）；文件未写明期限"),
        ("range", (0, 1), "医共体 2 家，目标 0～1 家，超出 1 家（占目标的 100.0%）；文件未写明期限"),
        (">", 2, "医共体 2 家，目标超过 2 家，差 1 家（占目标的 50.0%）；文件未写明期限"),
    ],
)
def test_too_many_and_too_few_are_said_otherwise(op: str, value: object, said: str) -> None:
    (gap,) = largest_gaps(City().quick(policy=policy(target("consortium.count", op, value))), CITY).largest
    assert plain(gap.sentence) == said


@pytest.mark.parametrize(
    ("low", "high", "unit", "decimals", "text"),
    [(89.7, 91.24, "%", 1, "89.7%～91.2%"), (12, 15, "人", 0, "12～15 人"), (0, 100, "%", 0, "0%～100%")],
)
def test_an_interval_has_both_ends(low: float, high: float, unit: str, decimals: int, text: str) -> None:
    assert plain(wording.span_words(low, high, unit, decimals)) == text


@pytest.mark.parametrize(
    ("behind", "size", "judged", "told", "words"),
    [
        (0, 10, True, False, "各区县均未报"),
        (0, 10, False, True, "各区县本年累计，文件未设目标"),
        (0, 10, True, True, "已报的区县全部达标"),
        (6, 10, True, True, "10\u00a0个区县中\u00a06\u00a0个有未达标项"),
        (1, 1, True, True, "有未达标项"),
        (0, 1, True, True, "已报的全部达标"),
    ],
)
def test_the_table_of_counties_says_who_misses(behind: int, size: int, judged: bool, told: bool, words: str) -> None:
    assert s.counties(behind, size, judged=judged, told=told) == words
