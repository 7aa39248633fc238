"""The sentences of changes and the paragraph to take away."""

from __future__ import annotations

import re
from typing import Any

import pytest

from data.model import TABLES
from scenarios.headline import headline
from scenarios.naming import names_of
from scenarios.words import WATERMARK, cost_words, paragraph
from tests.indicators.city import policy, target
from tests.scenarios.asking import EAST, WEST, ask, city, scenario

NAMES = {"l1": "县医院", "h1": "一镇卫生院", "c1": "甲医共体", "c2": "乙医共体", "330201": "东县", "m": "市医院",
         "330201001001": "一镇东村", "posting.lead_to_member.persons": "派驻人数"}  # fmt: skip
SEND = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": "l1", "persons": 2,
        "to_institution_id": "h1", "title_grade": "senior", "months": 24}  # fmt: skip
SENTENCES: list[tuple[dict[str, Any], str]] = [
    (SEND, "县医院向一镇卫生院增派 2 人（正高级，24 个月）"),
    (SEND | {"to_institution_id": None, "to": "uncovered"},
     "县医院向无人派驻的成员单位（每处 1 人）增派 2 人（正高级，24 个月）"),
    (SEND | {"flow": "municipal_to_county", "from_institution_id": "m", "to_institution_id": None,
             "to_county_code": "330201"}, "市医院向东县增派 2 人（正高级，24 个月）"),
    ({"kind": "end_postings", "posting_ids": ["a", "b", "c", "d"]}, "结束 4 条派驻（a、b、c等 4 条）"),
    ({"kind": "end_postings", "institution_id": "l1"}, "结束县医院派出和接收的全部派驻"),
    ({"kind": "extend_postings", "posting_ids": ["a"], "months": 12}, "1 条派驻（a）续派 12 个月"),
    ({"kind": "extend_postings", "scope": "330201", "ending_within_months": 6, "months": 12},
     "东县 6 个月内到期的长期派驻续派 12 个月"),
    ({"kind": "move_posting", "posting_id": "a", "to_institution_id": "h1"}, "派驻 a 改派到一镇卫生院（期限不变）"),
    ({"kind": "reassign_member", "institution_id": "h1", "consortium_id": "c2"}, "一镇卫生院划入乙医共体"),
    ({"kind": "found_consortium", "county_code": "330201", "name": "丙", "lead_institution_id": "l1",
      "members": ["h1"]}, "在东县新组建丙，由县医院牵头，成员为一镇卫生院"),
    ({"kind": "merge_consortia", "from_ids": ["c1"], "into_id": "c2"}, "甲医共体并入乙医共体"),
    ({"kind": "open_remote_site", "institution_id": "h1", "service_type": "ecg"}, "一镇卫生院开通远程心电"),
    ({"kind": "close_remote_site", "institution_id": "h1", "service_type": "lab"}, "一镇卫生院停用检查检验"),
    ({"kind": "scale_remote_volume", "service_type": "all", "scope": "330201", "factor": 1.2},
     "东县今年以来的各类远程服务量按 1.2 倍计"),
    ({"kind": "set_village_mode", "county_code": "330201", "which": "unserved_planned", "mode": "extension"},
     "东县应设未设卫生室的村改为延伸服务"),
    ({"kind": "set_village_mode", "village_codes": ["330201001001"], "mode": "mobile", "institution_id": "h1"},
     "一镇东村改为巡回医疗，由一镇卫生院承担"),
    ({"kind": "add_clinic", "village_code": "330201001001"}, "在一镇东村新设村卫生室"),
    ({"kind": "set_capability", "subject_id": "l1", "item": "county_strong_hospital", "value": "yes"},
     "县医院的县级强院标准改为“是”"),
    ({"kind": "set_target", "indicator": "posting.lead_to_member.persons", "value": 400, "level": "city"},
     "全市“派驻人数”的目标改按 400 计"),
    ({"kind": "set_target", "indicator": "posting.lead_to_member.persons", "value": [1, 3]},
     "“派驻人数”的目标改按 1～3 计"),
    ({"kind": "set_target", "indicator": "posting.lead_to_member.persons", "value": 1234567.25},
     "“派驻人数”的目标改按 1234567.25 计"),
    ({"kind": "shift_as_of", "to": "2023-03-31"}, "截止日期改为 2023 年 3 月 31 日"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), SENTENCES)
def test_every_change_is_a_chinese_sentence(change: dict[str, Any], sentence: str) -> None:
    assert scenario(change).changes[0].words(NAMES).replace("\u00a0", " ") == sentence


def test_each_kind_of_change_has_its_sentence_here() -> None:
    from scenarios.applying import DOERS

    assert {change["kind"] for change, _ in SENTENCES} == set(DOERS)


def test_what_has_no_name_stands_by_its_code() -> None:
    assert scenario(SEND).changes[0].words({}).startswith("l1向h1增派")


COVERAGE = "posting.lead_to_member.coverage"
DOCUMENT = policy(target(COVERAGE, ">=", 100, ("city", "county")), target("village.unserved", "<=", 0, ("county",)))
FILL = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": f"l{EAST}", "persons": 3,
        "to": "uncovered", "title_grade": "senior", "months": 24}  # fmt: skip


def told(*changes: dict[str, Any], scope: str | None = None) -> str:
    answer = ask(*changes, policy=DOCUMENT)
    return paragraph(answer, names_of(answer.after.tables), scope).replace("\u00a0", " ")


def test_the_paragraph_says_change_cost_what_is_met_and_what_remains() -> None:
    text = told(FILL)
    assert text.startswith(f"【{WATERMARK}】宁波市以 2022 年 12 月 31 日的数据为基础，情景“试”作如下调整：东县医院向")
    assert "所需投入：增派 3 人。" in text
    assert "各区县由此达标的：成员单位派驻覆盖率 1 个区县（东县）。" in text
    assert "另有变化：成员单位派驻覆盖率由 20.0% 升至 80.0%；牵头医院派驻成员单位人数由 1 人增至 4 人。" in text
    assert "新获派驻的成员单位 3 家（1号镇卫生院、2号镇卫生院、3号镇卫生院）" in text
    assert "宁波市仍未达标的目标有 1 项：成员单位派驻覆盖率（80.0%，差 20.0 个百分点）。" in text
    assert "牵头医院派驻成员单位按“全部长期派驻”口径计；目标依据《测试文件》" in text and "按现状不变" in text
    # The county is told as one of the counties and not once more, and the consortium not at all.
    assert text.count("由此达标") == 1 and "东县医共体" not in text


def test_the_paragraph_of_a_county_speaks_of_that_county() -> None:
    text = told(FILL, scope=EAST)
    assert "东县由此达标的目标有 1 项：成员单位派驻覆盖率由 25.0% 升至 100.0%（目标：100%）。" in text
    assert "东县仍未达标的目标有 1 项：无服务村数（2 个，差 2 个）。" in text
    all_met = told(FILL, {"kind": "set_village_mode", "county_code": EAST, "which": "unserved", "mode": "mobile"},
                   scope=EAST)  # fmt: skip
    assert "东县有数据的目标均已达标。" in all_met and "依次作 2 项调整：（1）" in all_met
    assert "由此达标的目标有 2 项：" in all_met


def test_another_county_is_told_nothing_of_what_happens_elsewhere() -> None:
    text = told(FILL, {"kind": "set_village_mode", "county_code": EAST, "which": "unserved", "mode": "mobile"},
                scope=WEST)  # fmt: skip
    assert "新获" not in text and "由此达标" not in text and "另有变化" not in text
    assert "西县仍未达标的目标有 1 项" in text


def test_the_city_above_and_the_consortia_below_are_told_at_their_own_level() -> None:
    document = policy(target(COVERAGE, ">=", 60, ("city", "county", "consortium")))
    answer = ask(FILL, policy=document)
    names = names_of(answer.after.tables)
    text = paragraph(answer, names, EAST).replace("\u00a0", " ")
    assert "东县由此达标的目标有 1 项：" in text and "宁波市随之达标的有 1 项：" in text
    assert "各医共体由此达标的：成员单位派驻覆盖率 1 家（东县医共体）。" in text
    own = paragraph(answer, names, f"c{EAST}").replace("\u00a0", " ")
    assert "东县医共体由此达标的目标有 1 项：" in own and "新获派驻的成员单位 3 家" in own and "各医共体" not in own


def test_a_document_without_targets_for_the_scope_is_named_as_such() -> None:
    answer = ask(FILL, policy=policy(target(COVERAGE, ">=", 100, ("city",))))
    text = paragraph(answer, names_of(answer.after.tables), EAST)
    assert "《测试文件》没有为东县设目标" in text and "目标依据" not in text


def test_changes_that_move_nothing_are_said_to() -> None:
    other = {"kind": "set_village_mode", "village_codes": [f"{EAST}001001"], "mode": "mobile"}
    assert "各项指标均无变化。" in told(other)


def test_what_is_lost_refused_or_left_over_is_said_too() -> None:
    text = told(FILL | {"persons": 9}, {"kind": "end_postings", "posting_ids": ["n9"]},
                {"kind": "shift_as_of", "to": "2025-12-31"})  # fmt: skip
    assert "依次作 2 项调整" in text and "另有 6 人没有派出" in text
    assert "第 2 项调整“结束 1 条派驻（n9）”没有执行" in text
    lost = told({"kind": "set_village_mode", "village_codes": [f"{EAST}001001"], "mode": "none"})
    assert "失去服务的村 1 个（1号镇东村）" in lost


def test_without_changes_the_paragraph_says_so() -> None:
    assert "没有作任何调整，各项指标与现状一致。" in told()
    assert "没有作任何调整" in told({"kind": "end_postings", "posting_ids": ["n9"]})


def test_nothing_but_chinese_names_and_ids_is_in_the_words() -> None:
    text = told(FILL, {"kind": "set_target", "indicator": COVERAGE, "value": 60})
    assert "情景另设的除外" in text
    assert "另设" not in told({"kind": "set_target", "indicator": COVERAGE, "value": 120})
    known = {name for table in TABLES for name in TABLES[table].names}
    assert not [word for word in re.findall(r"[A-Za-z_]{3,}", text) if word in known or "_" in word]


def test_cost_words_name_only_what_is_added() -> None:
    answer = ask({"kind": "add_clinic", "village_code": f"{EAST}003001"}, on=city())
    assert cost_words(answer.cost).replace("\u00a0", " ") == "新设村卫生室 1 家、新增服务的村 1 个（含新设村卫生室的）"


def test_a_target_of_the_scenarios_own_stands_beside_that_of_the_document() -> None:
    low = {"kind": "set_target", "indicator": COVERAGE, "value": 20}
    text = told(low, scope=EAST)
    assert "成员单位派驻覆盖率 25.0%（情景另设的目标：20% 以上，原目标：100%）" in text
    assert "由 25.0% 变为 25.0%" not in text
    assert "1 个区县（东县，按情景另设的目标：20% 以上）" in told(low)


@pytest.mark.parametrize("inside", [95, 80])
def test_what_has_no_data_any_longer_is_neither_lost_nor_progress(inside: int) -> None:
    made = city().care("2022-12", visits_in=inside, visits_out=100 - inside)
    document = policy(target("care.in_county_rate", ">=", 90, ("city", "county")))
    answer = ask({"kind": "shift_as_of", "to": "2023-12-31"}, on=made, policy=document)
    names = names_of(answer.after.tables)
    text = paragraph(answer, names, EAST).replace("\u00a0", " ")
    assert "转为未达标" not in text and "由此达标" not in text
    assert f"县域内就诊率由 {inside}.0% 变为无数据" in text
    assert headline(answer, names, EAST).endswith("变为无数据。")
