"""What a health official would trip over: who is counted, since when, in what unit, by which caliber."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from briefing.agenda import Agenda, Item
from briefing.composing import document
from briefing.composing.ground import Ground
from briefing.composing.maps import county_map
from briefing.model import Document, MapPicture, Section, Slide, Table
from data.store import default_store
from indicators import CityFigures, Figure, compute, lists
from indicators.wording import date_words

NINGBO, ZHANGJIAKOU, FOUNDING = date(2022, 12, 31), date(2023, 9, 30), date(2022, 1, 15)
COVERED = "posting.lead_to_member.coverage"


@cache
def figures(city: str, day: date) -> CityFigures:
    return compute(default_store().open().city(city), day)


@cache
def made(city: str, day: date) -> Document:
    held = figures(city, day)
    ids = ("overview", "posting.lead_to_member", "posting.municipal_to_lead", "remote", "coverage", "care",
           "capability")
    agenda = Agenda(items=tuple(Item(id=id, scope=city) for id in ids))  # type: ignore[arg-type]
    return document(held.tables, city, day, snapshot="x", figures=held, agenda=agenda)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def table(city: str, day: date, name: str) -> Table:
    return next(one for one in made(city, day).tables if one.name == name)


def slide(city: str, day: date, id: str) -> Slide:
    return next(one for one in made(city, day).slides if one.id == id)


def section(city: str, day: date, heading: str) -> str:
    def text(one: Section) -> str:
        return "".join([*(said.text for said in one.paragraphs), *map(text, one.sections)])

    return plain(next(text(one) for one in made(city, day).sections if heading in one.heading))


def test_only_the_villages_vacant_longest_are_called_so() -> None:
    rows = lists.uncovered_villages(figures("3302", NINGBO), "3302")
    planned = rows[rows["planned"].eq(True)]
    longest = planned[planned["days"] == planned["days"].max()]
    assert 6 < len(longest) < len(planned)
    since = plain(date_words(longest["since"].iloc[0]))
    said = section("3302", NINGBO, "服务覆盖")
    assert f"{longest['name'].iloc[0]}、" in said
    assert f"等 {len(longest)} 个，自 {since}起没有服务。" in said


def test_a_list_that_is_longer_than_the_figure_says_who_is_in_it_besides() -> None:
    covered = figures("3302", NINGBO).get(COVERED, "3302")
    assert covered is not None
    assert covered.denominator is not None
    assert covered.numerator is not None
    held = table("3302", NINGBO, "无人派驻")
    members = round(covered.denominator - covered.numerator)
    loose = len(held.rows) - members
    assert loose > 0
    assert plain(held.title.text) == (
        f"无人派驻的基层机构 {len(held.rows)} 家（成员单位 {members} 家，未归属医共体 {loose} 家）"
    )
    assert plain(table("1307", ZHANGJIAKOU, "无人派驻").title.text).endswith("22 家")


def test_a_lead_without_a_partner_is_no_pairing() -> None:
    held = table("3302", NINGBO, "结对帮扶")
    assert held.rows[0][2].text == "—"
    assert plain(held.title.text).startswith("23 家牵头医院中 22 家有上级医院结对；没有的是")


def test_what_is_too_small_to_have_fallen_is_said_with_the_strongest_fall() -> None:
    (fell,) = [line for line in slide("3302", NINGBO, "overview").notes.split("\n") if "余姚市派驻覆盖率" in line]
    assert fell.endswith("（比率分母不足 20、人数基数不足 20、其他数量基数不足 100 的不比。）")


def test_each_service_is_counted_in_its_own_unit_by_month() -> None:
    units = {column.name: column.unit for column in table("3302", NINGBO, "远程逐月").columns[1:]}
    assert units == {"远程心电": "例", "远程影像": "例", "远程会诊": "例", "检查检验": "例次", "病理诊断": "例",
                     "消毒供应": "件"}
    assert {column.unit for column in table("3302", NINGBO, "就医逐月").columns[1:]} == {"%"}


def test_parts_of_a_gap_of_tenths_have_hundredths() -> None:
    assert all(len(row[-1].text.partition(".")[2]) == 2 for row in table("3302", NINGBO, "差距影响").rows)


@pytest.mark.parametrize(
    ("id", "caliber"),
    [
        ("overview", "派驻口径：牵头派驻按“全部长期派驻”，市派牵头、市派区县按“中级以上且派驻满 18 个月”"),
        ("posting.lead_to_member", "派驻口径：全部长期派驻"),
        ("posting.municipal_to_lead", "派驻口径：中级以上且派驻满 18 个月"),
        ("care", "口径：县域内就诊率＝县域内就诊人次 ÷（县域内就诊人次 + 县域外就诊人次），本年累计"),
        ("coverage", "口径：村级覆盖率＝有村卫生室、延伸服务或巡回医疗的村 ÷ 有记录的村"),
    ],
)
def test_the_foot_of_a_slide_has_the_caliber_of_its_own_figure(id: str, caliber: str) -> None:
    assert slide("3302", NINGBO, id).sources[1] == caliber


def test_a_document_that_sets_no_target_is_not_called_the_basis_of_one_without_saying_so() -> None:
    assert made("1307", ZHANGJIAKOU).policy.endswith("，未设目标")
    assert any(source.endswith("，未设目标") for source in slide("1307", ZHANGJIAKOU, "care").sources)
    assert "未设目标" not in made("3302", NINGBO).policy


def test_a_target_that_is_set_for_counties_is_not_told_as_the_citys() -> None:
    goals = {one.key: one.target for one in made("3302", NINGBO).calibers}
    assert plain(goals["consortium.count"]).startswith("对各区县：1～3 家；")
    assert plain(goals["care.in_county_rate"]).startswith("90% 以上；")


def test_without_targets_each_capability_is_told_with_its_parts() -> None:
    said = section("1307", ZHANGJIAKOU, "能力建设")
    held = figures("1307", ZHANGJIAKOU).get("capability.trauma_centre_rate", "1307")
    assert held is not None
    assert f"创伤中心 23.1%（{held.numerator}/{held.denominator} 家）；" in said


def test_a_change_of_volumes_comes_with_its_base_and_the_same_institutions() -> None:
    said = section("3302", NINGBO, "远程服务")
    assert "同比基数 75.0 万例次，同口径机构同比 +10.8%，环比 +10.1%。" in said


def test_a_county_without_members_has_no_bar_and_is_no_county_that_did_not_report() -> None:
    held = figures("1307", FOUNDING)
    none = [code for code in held.counties if (one := held.get(COVERED, code)) is not None and one.denominator == 0]
    assert none
    chart = slide("1307", FOUNDING, "posting.lead_to_member").chart
    assert chart is not None
    assert f"，{len(none)} 个没有成员单位" in plain(chart.title)
    assert not {held.name_of(code) for code in none} & set(chart.categories)
    shapes = default_store().open().boundaries("1307")
    drawn = county_map(Ground(held, "x", shapes), COVERED, "覆盖率")
    assert isinstance(drawn, MapPicture)
    assert {area.words[-1] for area in drawn.areas if area.code in none} == {"无对象"}
    assert drawn.classes[-1].words == "无对象、不在文件统计范围"
    assert drawn.classes[0].words.startswith("不足 ")


class Alike(Ground):
    """Every county misses the target by as much."""

    def get(self, key: str, scope: str) -> Figure | None:
        held = super().get(key, scope)
        return None if held is None else replace(held, status="not_met", gap=5.0, value=95.0)


def test_counties_equally_near_their_target_are_not_called_far_from_it() -> None:
    shapes = default_store().open().boundaries("3302")
    drawn = county_map(Alike(figures("3302", NINGBO), "x", shapes), COVERED, "覆盖率")
    assert drawn is not None
    assert [one.words for one in drawn.classes] == ["▲ 未达标"]
