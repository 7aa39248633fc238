"""Likely names of persons, and the labels of those who sign."""

from __future__ import annotations

import pytest

from data.intake.names import is_no_code
from data.intake.personal import HIDDEN, is_signature, likely_name, masked, masked_sheets
from tests.data.intake.sent import at, grid, only, read, set_cell, sheet, table


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("张某某", HIDDEN),
        ("李某", HIDDEN),
        ("张三", HIDDEN),
        ("张 三", HIDDEN),
        ("张\u3000三", HIDDEN),
        (" 王某某 ", f" {HIDDEN} "),
        ("欧阳某某", HIDDEN),
        ("欧阳某", HIDDEN),
        ("张三，李四", f"{HIDDEN}，{HIDDEN}"),
        ("张三、李某某", f"{HIDDEN}、{HIDDEN}"),
        ("张某某医生", f"{HIDDEN}医生"),
        ("张某某副主任医师", f"{HIDDEN}副主任医师"),
        ("张某某_海曙区2022-12.xlsx", f"{HIDDEN}_海曙区2022-12.xlsx"),
        ("海曙区张某某2022-12.xlsx", f"海曙区{HIDDEN}2022-12.xlsx"),
        ("海曙区2022-12（张某某报送）.xlsx", f"海曙区2022-12（{HIDDEN}报送）.xlsx"),
        ("填表人张某某", f"填表人{HIDDEN}"),
        ("联系人：李某", f"联系人：{HIDDEN}"),
    ],
)
def test_likely_names_are_found_and_hidden(text: str, hidden: str) -> None:
    assert likely_name(text)
    assert masked(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "", "张", "某某", "张某某卫生室", "张某某诊所", "王家村", "李庄", "张家口市", "高桥镇", "石碶街道", "江北区",
        "方案", "高级",
        "关爱", "安全", "管理", "全科", "康复科", "中医科", "马路", "金华", "温州", "成立", "常规", "时间", "卫生",
        "宁波", "余姚",
        "严格落实", "万元", "王某某某某", "欧阳", "海曙区.xlsx", "张家口2022-12.xlsx", "单位", "左右", "高血压",
        "白内障", "应急",
        "东方", "平安", "文化", "330203海曙区_2022-12.xlsx", "3302宁波市_2022-12.xlsx",
    ],
)  # fmt: skip
def test_words_places_and_institutions_are_no_names(text: str) -> None:
    assert not likely_name(text)
    assert masked(text) == text


@pytest.mark.parametrize(
    "label",
    [
        "填表人", "填 表 人", "填表人：", "填表人:张某某", "填表人：＿＿＿", "填表人张某某", "填报人", "审核人",
        "审核人：", "复核人", "负责人",
        "单位负责人", "单位负责人（签字）", "负责人(签名)：", "主要负责人", "分管领导", "科室负责人", "联系人",
        "联 系 人：", "联络员", "经办人",
        "联系电话", "联系电话：", "联系电话 138" + "00000000", "电话", "办公电话：", "负责人电话：", "手机",
        "手机号码", "联系方式", "制表",
        "制表人", "制表：张某某", "报送人", "上报人员", "录入人员", "签字", "签名：", "盖章", "公章", "（盖章）",
        "填报单位（盖章）",
        "单位（公章）：某某局", "填表日期", "填表日期：2022-12-31", "报送时间：", "传真",
    ],
)  # fmt: skip
def test_labels_of_signatures(label: str) -> None:
    assert is_signature(label)


@pytest.mark.parametrize(
    "label",
    [
        "", " ", "机构名称", "负责人数", "联系人次", "电话会诊", "审核率", "填表说明", "填报单位", "填报单位代码",
        "月份", "制表软件", "报告期",
        "手机银行", "张某某", "合计", "人员代号", "重点人群", "章程", "审核通过",
    ],
)  # fmt: skip
def test_other_labels_are_no_signatures(label: str) -> None:
    assert not is_signature(label)


@pytest.mark.parametrize("text", ["张三丰", "阿依古丽", "王某某", "欧阳某某", "刘某01", "买买提·某某", "张 三"])
def test_nothing_but_a_name_is_no_code_for_a_person(text: str) -> None:
    assert is_no_code(text)


@pytest.mark.parametrize("text", ["甲01", "甲", "NBP00495", "01", "外科01", "康复01", "A张", "甲-01"])
def test_codes_for_persons(text: str) -> None:
    assert not is_no_code(text)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("投入张某某13800001111", "投入（已隐去）"),
        ("海曙_王某某13800001111.xlsx", "海曙_（已隐去）.xlsx"),
        ("某建国", "某建国"),
        ("王建国", "（已隐去）"),
    ],
)
def test_a_name_straight_before_a_number_is_hidden_with_it(text: str, hidden: str) -> None:
    assert masked(text) == hidden


def test_sheets_named_after_persons_are_called_otherwise_and_stay_apart() -> None:
    assert masked_sheets(["机构", "张某某", "李某某", "投入"]) == {
        "机构": "机构", "张某某": "（已隐去）", "李某某": "（已隐去）（2）", "投入": "投入",
    }


def test_the_name_of_a_sheet_is_never_said_with_a_person_in_it() -> None:
    sent = read(grid(table("care_seeking"), "就医流向张某某13800001111"), grid([["字"]], "张某某"))
    said = " ".join(str(value) for one in sent.findings for value in one.to_dict().values())
    assert "张某某" not in said and "13800001111" not in said
    assert {one.sheet for one in sent.findings if one.sheet} == {"就医流向（已隐去）", "（已隐去）"}


def test_a_person_in_the_place_of_a_code_is_an_error_however_rare_the_name() -> None:
    one = sheet("postings")
    assert only(read(set_cell(one, at("postings", "person_id"), "张三丰")), "personal_name").severity == "error"
