"""What the map's page says in words: finding, cards, legend, lists, search."""

from __future__ import annotations

from datetime import date

import pytest

from components import loaders
from components.map import layers
from components.map.chosen import Chosen
from components.map.layers import classes_of
from components.map.searching import apart, search_entries
from components.map.serving import source_of
from components.map.source import MapSource
from components.tables import csv_bytes
from components.theme import LIGHT
from components.views import map_legend, map_lists, map_view
from components.views.map_cards import Card, card
from indicators import catalogue
from indicators.lists import remote_matrix
from indicators.sentences import LONGEST, width
from indicators.wording import quantity
from tests.components.map.conftest import WILD

KEY = "care.in_county_rate"
CITY, COUNTY = "9901", "990101"


def facts(shown: Card) -> dict[str, str]:
    return {fact.term: fact.words for fact in shown.facts}


@pytest.fixture(scope="module")
def ningbo() -> MapSource:
    return source_of(loaders.live_snapshot(), "3302", date(2022, 6, 30), None)


def test_a_citys_card_counts_what_there_is_and_what_is_left_over(world: MapSource) -> None:
    shown = facts(card(world, CITY, None, KEY))
    assert shown["医共体"] == "1\u00a0家"
    assert shown["基层机构"] == "4\u00a0家"
    assert shown["无人派驻"] == "2\u00a0家"  # members; the unaffiliated one stands apart
    assert [fact.tail for fact in card(world, CITY, None, KEY).facts if fact.term == "无人派驻"] == [
        "另有未归属\u00a01\u00a0家"
    ]
    assert shown["未归属"] == "1\u00a0家"


def test_a_gap_of_a_rate_is_in_percentage_points(ningbo: MapSource) -> None:
    gaps = [fact for fact in card(ningbo, "3302", None, KEY).facts if fact.tail.startswith("差")]
    rates = [fact.tail for fact in gaps if fact.words.endswith("%")]
    assert rates and all(tail.endswith("\u00a0个百分点") for tail in rates)
    assert all(fact.tail.endswith("\u00a0人") for fact in gaps if fact.words.endswith("人"))


def test_a_county_without_institutions_has_a_card_all_the_same(world: MapSource) -> None:
    shown = card(world, CITY, Chosen("county", "990102"), KEY)
    assert shown.title == "乙县" and facts(shown)["医共体"] == "0\u00a0家"
    assert (shown.scope, shown.button) == ("990102", "打开乙县")


def test_a_county_outside_the_account_says_so_and_cannot_be_opened(world: MapSource) -> None:
    shown = card(world, CITY, Chosen("county", "990103"), KEY)
    assert shown.badges[0].words.endswith("不在文件统计范围")
    assert shown.scope is None and not shown.facts


def test_an_institution_nobody_is_posted_to_says_since_when_and_who_is_nearest(world: MapSource) -> None:
    shown = card(world, COUNTY, Chosen("institution", "T2"), KEY)
    assert shown.title == WILD
    assert shown.badges[0].words == "▲\u00a0无人派驻\u00a0365\u00a0天"  # from 2021-06-30 to 2022-06-30
    assert facts(shown)["上次派驻"] == "至\u00a02021\u00a0年\u00a06\u00a0月"
    assert facts(shown)["上级"] == "甲县人民医院"
    assert "派驻人员" in shown.sentences[0] and "甲县东乡卫生院" in shown.sentences[0]
    assert "公里（示意）" in shown.sentences[0]
    assert (shown.scope, shown.button) == (COUNTY, "返回甲县")


def test_an_institution_with_people_posted_says_how_many(world: MapSource) -> None:
    shown = card(world, CITY, Chosen("institution", "T1"), KEY)
    assert shown.badges[0].words == "●\u00a0派驻\u00a02\u00a0人"
    assert facts(shown)["辖村卫生室"] == "1\u00a0家"
    assert facts(shown)["远程服务"] == "— 未报"  # no sites were reported at all: missing, not absent
    assert shown.button == "打开甲县"


def test_the_unaffiliated_say_so(world: MapSource) -> None:
    assert facts(card(world, COUNTY, Chosen("institution", "T3"), KEY))["所属医共体"] == "未归属"
    shown = card(world, COUNTY, Chosen("unaffiliated", COUNTY), KEY)
    assert shown.title == "未归属" and "甲县北乡卫生院" in facts(shown).values()


def test_a_lead_and_its_consortium_name_whom_they_manage(world: MapSource) -> None:
    lead = facts(card(world, COUNTY, Chosen("institution", "L1"), KEY))
    assert lead["管理基层机构"] == "3\u00a0家" and lead["派往基层"] == "2\u00a0人"
    group = card(world, COUNTY, Chosen("consortium", "A"), KEY)
    assert facts(group)["牵头医院"] == "甲县人民医院"
    assert group.badges[0].words == "▲\u00a02\u00a0家无人派驻"
    assert card(world, "A", None, KEY).title == "甲县人民医院医共体"


@pytest.mark.parametrize("kind", ["institution", "county", "consortium", "unaffiliated"])
def test_what_no_longer_exists_counts_as_nothing_chosen(world: MapSource, kind) -> None:
    assert card(world, CITY, Chosen(kind, "gone"), KEY) == card(world, CITY, None, KEY)


def test_findings_fit_on_one_line_and_name_what_stands_out(world: MapSource, ningbo: MapSource) -> None:
    said = map_view.finding(world, None, None, KEY)
    assert said.startswith("1\u00a0家医共体管\u00a03\u00a0家基层机构；1\u00a0家未归属")
    assert map_view.finding(world, "990102", None, KEY) == "乙县没有医共体。"
    for key in map_view.colouring_keys(ningbo):
        assert width(map_view.finding(ningbo, None, None, key)) <= LONGEST, key
    for county in ningbo.facts.counties:
        assert map_view.finding(ningbo, county, None, KEY).startswith(ningbo.facts.counties[county])


def test_the_finding_counts_what_the_indicators_count(ningbo: MapSource) -> None:
    coverage = ningbo.figures.get("consortium.township_coverage", "3302")
    count = ningbo.figures.get("consortium.count", "3302")
    assert coverage is not None and count is not None
    said = f"{count.value:.0f}\u00a0家医共体管\u00a0{coverage.numerator:.0f}\u00a0家基层机构"
    assert map_view.finding(ningbo, None, None, KEY).startswith(said)


def test_unposted_marks_agree_with_the_coverage_figure(ningbo: MapSource) -> None:
    coverage = ningbo.figures.get("posting.lead_to_member.coverage", "3302")
    assert coverage is not None and coverage.numerator is not None and coverage.denominator is not None
    members = [s for s in ningbo.facts.sites.values() if s.kind == "grassroots" and s.consortium is not None]
    assert len(members) == coverage.denominator
    assert sum(site.unposted for site in members) == coverage.denominator - coverage.numerator


def test_the_legend_shows_only_what_is_on_the_map(ningbo: MapSource) -> None:
    classes = classes_of(ningbo, KEY)
    city = map_legend.legend(ningbo, KEY, classes, frozenset({"lead"}), None, LIGHT, "示意图（未设审图号）")
    assert [group.word for group in city.groups[:2]] == ["▲\u00a0未达标", "●\u00a0达标"]
    assert [entry.words for entry in city.marks] == ["牵头医院", "市级医院"]
    assert city.notes == ("上北下南", "示意位置，非测绘成果", "示意图（未设审图号）")
    bare = map_legend.legend(ningbo, KEY, classes, frozenset(), "330226", LIGHT, "x")
    assert bare.groups == () and bare.marks == ()
    whole = map_legend.legend(ningbo, KEY, classes, frozenset({"territory"}), "330226", LIGHT, "x")
    names = [entry.words for entry in whole.groups[0].entries]
    assert len(names) == len(ningbo.facts.groups_of("330226"))
    assert "医共体为近似范围，非行政界线" in whole.notes


def test_lists_name_what_is_left_over_and_who_belongs_to_whom(world: MapSource) -> None:
    problems = {(row["id"], row["kind"]) for row in map_lists.problems(world, None)}
    assert {("T3", "未归属"), ("C2", "未归属"), ("T4", "无坐标")} <= problems
    assert map_lists.problems(world, "990102") == []
    rows = map_lists.consortia(world, None, None)
    assert [row["id"] for row in rows] == ["A"]
    assert rows[0]["lead"] == "甲县人民医院" and rows[0]["townships"] == 3 and rows[0]["unposted"] == 2
    members = map_lists.members(world, None, None)
    assert list(members["机构编号"]) == ["L1", "T1", "T2", "T4", "C1"]
    assert members.set_index("机构编号").loc["C1", "上级"] == "甲县东乡卫生院"
    text = csv_bytes(members).decode("utf-8-sig")
    assert f"'{WILD}" in text  # no spreadsheet takes it for a formula
    assert map_lists.tally(map_lists.problems(world, None)).startswith("未归属\u00a02\u00a0家")
    assert map_lists.tally([]) == ""


def test_a_city_with_nothing_in_it_still_speaks(make) -> None:
    tables = make.frames()
    for name in ("institutions", "memberships", "postings", "consortia"):
        tables[name] = tables[name].iloc[:0]
    source = make(tables)
    assert map_view.finding(source, None, None, KEY)
    assert facts(card(source, CITY, None, KEY))["基层机构"] == "0\u00a0家"
    assert map_lists.consortia(source, None, None) == [] and map_lists.problems(source, None) == []
    assert len(map_lists.members(source, None, None)) == 0


def test_everything_on_the_map_can_be_searched_for(ningbo: MapSource) -> None:
    entries = search_entries(ningbo, None)
    words = {entry.words for entry in entries.values()}
    assert {"宁海县", "越溪乡（宁海县）"} <= words
    assert any("医共体" in word for word in words)
    assert not any(code.startswith("institution") and ningbo.facts.sites[entry.chosen.id].kind == "clinic"
                   for code, entry in entries.items())
    inside = search_entries(ningbo, "330226")
    assert any(word.endswith("村卫生室") for word in (entry.words for entry in inside.values()))
    assert {entry.scope for entry in entries.values()} <= {*ningbo.facts.counties, "3302"}


def test_no_two_places_are_offered_under_the_same_words(ningbo: MapSource) -> None:
    for county in (None, *ningbo.facts.counties):
        words = [entry.words for entry in search_entries(ningbo, county).values()]
        assert len(words) == len(set(words))


def test_namesakes_are_told_apart_by_county_then_township_then_code() -> None:
    there = Chosen("institution", "x")
    entries = [
        ("中心卫生院", there, "a", ("甲县", "东镇", "1")), ("中心卫生院", there, "b", ("乙县", "西镇", "2")),
        ("村卫生室", there, "a", ("甲县", "东镇", "3")), ("村卫生室", there, "a", ("甲县", "西镇", "4")),
        ("诊所", there, "a", ("甲县", "东镇", "5")), ("诊所", there, "a", ("甲县", "东镇", "6")),
        ("甲县", there, "a", ()),
    ]
    assert apart(entries) == [
        "中心卫生院（甲县）", "中心卫生院（乙县）", "村卫生室（甲县　东镇）", "村卫生室（甲县　西镇）",
        "诊所（甲县　东镇　5）", "诊所（甲县　东镇　6）", "甲县",
    ]


def test_a_township_without_a_drawn_institution_leads_to_its_county(make) -> None:
    tables = make.frames()
    here = tables["institutions"]["institution_id"] == "T2"
    tables["institutions"].loc[here, ["lon", "lat"]] = None
    entries = search_entries(make(tables), None)
    with_one, without = entries["township:990101001"], entries["township:990101002"]
    assert (with_one.chosen, with_one.scope) == (Chosen("institution", "T1"), COUNTY)
    assert (without.words, without.chosen, without.scope) == ("西乡（甲县）", Chosen("county", COUNTY), COUNTY)


def test_a_municipal_hospital_belongs_to_no_consortium_and_is_not_unaffiliated(world: MapSource) -> None:
    words = "市级单位，不属于医共体"
    assert facts(card(world, CITY, Chosen("institution", "M1"), KEY))["所属医共体"] == words
    tips = {record["id"]: record["tip"] for record in layers.marks(world, "l")}
    assert tips["M1"].split("\n")[1].startswith(f"{words}\u3000")
    tips = {record["id"]: record["tip"] for record in layers.marks(world, "g", COUNTY)}
    assert tips["T3"].split("\n")[1].startswith("未归属\u3000")


def test_a_card_has_a_line_for_every_service_opened_and_names_every_one_that_is_missing(ningbo: MapSource) -> None:
    matrix = remote_matrix(ningbo.figures, "3302")
    told: set[str] = set()
    for code, rows in matrix.groupby("institution_id"):
        if ningbo.facts.sites[str(code)].county is None:
            continue
        shown = card(ningbo, "3302", Chosen("institution", str(code)), KEY)
        lines = facts(shown)
        said = {start: part for part in "".join(shown.sentences).split("。")
                for start in ("缺：", "已开通未使用：") if part.startswith(start)}
        for row in rows.to_dict("records"):
            label, state = row["service_label"], row["state"]
            assert (label in lines) == (state != "not_open")
            assert (label in said.get("缺：", "")) == (state == "not_open")
            assert (label in said.get("已开通未使用：", "")) == (state == "unused")
            if state == "in_use":
                unit = catalogue()[f"remote.volume.{row['service_type']}"].unit
                assert lines[label] == f"使用中　本年\u00a0{quantity(row['volume_ytd'], unit)}"
            told.add(row["service_type"])
    assert told > {"ecg", "imaging", "consultation"}
