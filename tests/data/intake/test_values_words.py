"""Marks of absence, yes and no, coded words, numbers of things and texts in cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.forms import Field, Mark, forms
from data.forms.words import capability_words, governance_words
from data.intake.values import Read, ValueProblem, cell_text, read_value
from data.intake.words import key_of, synonyms_by_table

VISITS = forms()["care_seeking"].field("visits_in")
FEE = forms()["costs"].field("drug_fee_yuan")
NAME = forms()["institutions"].field("name")
TOWN = forms()["institutions"].field("central_town")
PLACE = forms()["institutions"].field("region_code")
USCC = forms()["institutions"].field("uscc")
TITLE = forms()["postings"].field("title_grade")
FLOW = forms()["postings"].field("flow")
START = forms()["postings"].field("start_on")
STATUS = forms()["resource_centres"].field("status")
MODE = forms()["village_services"].field("mode")
ITEM = forms()["capability"].field("value")
GOVERNED = forms()["governance"].field("value")


def problem(field: Field, value: object, **more: object) -> ValueProblem:
    with pytest.raises(ValueProblem) as caught:
        read_value(field, value, **more)
    return caught.value


# --- marks of absence


@pytest.mark.parametrize("field", [form_field for form in forms().values() for form_field in form.fields])
@pytest.mark.parametrize("cell", [None, "", " ", "\n", "\u3000", "\u00a0\t", "\u200b\ufeff", "_x000D_"])
def test_an_empty_cell_is_not_reported(field: Field, cell: str | None) -> None:
    assert read_value(field, cell) == Read(None)


@pytest.mark.parametrize("field", [VISITS, FEE, NAME, TOWN, PLACE, TITLE, START, STATUS])
@pytest.mark.parametrize("cell", ["未报", " 未 报 ", "—", "——", "－", "–", "-", "--", "﹣", "―", "— —"])
def test_marks_that_say_not_reported(field: Field, cell: str) -> None:
    assert read_value(field, cell) == Read(None)


def test_work_not_begun_was_done_zero_times() -> None:
    zero = read_value(VISITS, "未开展")
    assert zero == Read(0) and type(zero.value) is int
    as_float = read_value(replace(VISITS, kind="float"), "未 开 展")
    assert as_float == Read(0.0) and type(as_float.value) is float
    assert read_value(NAME, "未开展") == Read(None)


@pytest.mark.parametrize("cell", ["无", "/", "／", "//", "\\", "暂无"])
def test_a_mark_that_may_be_zero_is_asked_with_both_answers(cell: str) -> None:
    found = problem(VISITS, cell)
    assert found.code == "mark_unclear"
    assert found.message.endswith("是 0 还是没有报？")
    assert "写 0" in found.fix and "留空" in found.fix


@pytest.mark.parametrize(("field", "word"), [(TOWN, "否"), (GOVERNED, "否"), (STATUS, "未建")])
def test_a_mark_that_may_be_an_answer_is_asked_with_both_answers(field: Field, word: str) -> None:
    found = problem(field, "无")
    assert found.code == "mark_unclear"
    assert word in found.message + found.fix and "留空" in found.fix


@pytest.mark.parametrize("field", [VISITS, FEE, NAME, TOWN, PLACE, TITLE, START, MODE])
@pytest.mark.parametrize("cell", ["没有", "未统计", "N/A", "n/a", "NULL", "不详", "待定", "？", "同上", "〃"])
def test_a_mark_that_the_column_does_not_know_is_asked(field: Field, cell: str) -> None:
    assert problem(field, cell).code == "mark_unclear"


def test_every_meaning_of_a_mark_is_obeyed() -> None:
    marked = replace(VISITS, marks=Mark({"无": "zero", "/": "null", "—": "ask"}))
    assert read_value(marked, "无") == Read(0)
    assert read_value(marked, "／") == Read(None)
    assert problem(marked, "-").code == "mark_unclear"


def test_one_kind_of_dash_in_the_caliber_stands_for_all() -> None:
    for named in ("-", "—"):
        marked = replace(VISITS, marks=Mark({named: "null"}))
        for cell in ("-", "—", "——", "－"):
            assert read_value(marked, cell) == Read(None)


def test_no_column_gives_two_kinds_of_dash_different_meanings() -> None:
    for form in forms().values():
        for field in form.fields:
            meanings = field.marks.meanings
            assert meanings.get("-", meanings.get("—")) == meanings.get("—", meanings.get("-")), field.name


# --- yes and no


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (["是", " 是 ", "√", "✓", "✔", "1", 1, 1.0, True, "true", "TRUE", "Yes", "Y", "ｙ"], True),
        (["否", "不是", "×", "✗", "0", 0, 0.0, False, "false", "No", "N", "n"], False),
    ],
)
def test_words_with_one_meaning_are_yes_or_no(cells: list[object], answer: bool) -> None:
    for cell in cells:
        assert read_value(TOWN, cell) == Read(answer), cell


@pytest.mark.parametrize("cell", ["有", "x", "X", "中心镇", 2, -1, 0.5, "①", "是/否", date(2022, 1, 1)])
def test_other_words_are_neither_yes_nor_no(cell: object) -> None:
    found = problem(TOWN, cell)
    assert found.code == "code_unknown"
    assert "是 或 否" in found.message


# --- coded words


@pytest.mark.parametrize("field", [one for form in forms().values() for one in form.fields if one.choices])
def test_every_word_and_every_code_is_read(field: Field) -> None:
    assert field.choices is not None
    for code, word in field.choices.items():
        arrows = (word.replace(" → ", "→"), word.replace(" → ", "->"))
        for cell in (word, code, code.upper(), f" {word}\n", " ".join(word), *arrows):
            assert read_value(field, cell) == Read(code), cell


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        (TITLE, "主任医师", "senior"),
        (TITLE, "副主任医师", "associate_senior"),
        (TITLE, "副主任护师", "associate_senior"),
        (TITLE, "主治医师", "intermediate"),
        (TITLE, "医师", "junior"),
        (TITLE, "住院医师", "junior"),
        (forms()["postings"].field("kind"), "长期", "long_term"),
        (forms()["institutions"].field("category"), "卫生院", "township_hospital"),
        (STATUS, "已建", "open"),
        (STATUS, "建成", "open"),
        (STATUS, "建设中", "building"),
        (MODE, "卫生室", "clinic"),
        (forms()["remote"].field("service_type"), "医学影像", "imaging"),
        (forms()["resource_centres"].field("centre_type"), "心电诊断中心", "ecg"),
        (forms()["bookings"].field("resource"), "核磁共振", "mri"),
        (forms()["pairings"].field("mode"), "医联体", "alliance"),
    ],
)
def test_a_synonym_with_one_meaning_is_taken_and_said(field: Field, cell: str, code: str) -> None:
    assert field.choices is not None
    assert read_value(field, cell) == Read(code, f"“{cell}”按 “{field.choices[code]}” 读取")


@pytest.mark.parametrize(
    ("field", "cell", "proposal"),
    [
        (TITLE, "中极", "中级"),
        (TITLE, "副高級", "副高级"),
        (STATUS, "已经建成", "已建成"),
        (FLOW, "牵头医院→成员", "牵头医院 → 成员单位"),
    ],
)
def test_what_is_nearly_a_word_is_proposed_and_not_taken(field: Field, cell: str, proposal: str) -> None:
    found = problem(field, cell)
    assert found.code == "code_unknown"
    assert f"如果是“{proposal}”" in found.fix


@pytest.mark.parametrize(
    ("field", "cell", "proposed"),
    [(MODE, "有服务", "延伸服务"), (MODE, "没服务", "无服务"), (STATUS, "没建成", ""), (STATUS, "不建", "未建"),
     (STATUS, "非在建", "")],
)  # fmt: skip
def test_the_contrary_is_never_proposed_however_alike_it_looks(field: Field, cell: str, proposed: str) -> None:
    found = problem(field, cell)
    assert found.code == "code_unknown"
    assert found.fix.startswith(f"如果是“{proposed}”" if proposed else "只能填")


def test_nothing_is_proposed_where_several_words_are_equally_near() -> None:
    assert problem(STATUS, "再建").fix == "只能填：已建成、在建、拟建、未建"


def test_an_unknown_word_is_answered_with_those_allowed() -> None:
    found = problem(STATUS, "很好")
    assert found.code == "code_unknown"
    assert found.message == "“很好”不是这一列的选项"
    assert found.fix == "只能填：已建成、在建、拟建、未建"


@pytest.mark.parametrize("cell", ["未建成", "医务人员", 1, 2.5, True, date(2022, 3, 5), "初级、中级", "中级(副高)"])
def test_what_may_be_several_is_not_taken(cell: object) -> None:
    for field in (STATUS, TITLE):
        assert problem(field, cell).code == "code_unknown"


def test_choices_of_the_row_stand_above_those_of_the_column() -> None:
    assert read_value(ITEM, "是", choices=capability_words("chest_pain_centre")) == Read("yes")
    assert read_value(ITEM, "达标", choices=capability_words("chest_pain_centre")) == Read("yes", "“达标”按 “是” 读取")
    assert read_value(ITEM, "基本标准", choices=capability_words("service_tier")) == Read("basic")
    assert read_value(ITEM, "未达标", choices=capability_words("service_tier")).value == "none"
    assert read_value(ITEM, True, choices=capability_words("chest_pain_centre")).value == "yes"
    assert read_value(GOVERNED, "部分", choices=governance_words()) == Read("partial")
    assert problem(ITEM, "部分", choices=capability_words("chest_pain_centre")).code == "code_unknown"
    assert "“无”是“否”还是没有报" in problem(ITEM, "无", choices=capability_words("chest_pain_centre")).message


def test_synonyms_name_codes_that_exist_and_only_one_each() -> None:
    tables = [one.choices for form in forms().values() for one in form.fields if one.choices]
    tables += [capability_words("chest_pain_centre"), capability_words("service_tier")]
    sections = {frozenset(codes): codes for codes in synonyms_by_table().values()}
    assert len(sections) == len(synonyms_by_table())
    for codes in sections:
        assert any(frozenset(table) == codes for table in tables if table), codes
    for table in tables:
        if table is None or frozenset(table) not in sections:
            continue
        section = sections[frozenset(table)]
        found = [key_of(cell_text(word)) for words in section.values() for word in words]
        assert len(found) == len(set(found)), section
        meant = {key_of(cell_text(word)): code for code, word in table.items()}
        for code, words in section.items():
            for word in words:
                # A word of the column itself may be repeated (the names of services and of centres), for its own code.
                assert meant.get(key_of(cell_text(word)), code) == code, word


def test_every_coded_column_but_lists_of_items_has_synonyms() -> None:
    sections = {frozenset(codes) for codes in synonyms_by_table().values()}
    coded = [one for form in forms().values() for one in form.fields if one.choices]
    assert {one.name for one in coded if frozenset(one.choices or ()) not in sections} == {"item"}


# --- numbers of things


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (330203, "330203"),
        (330203.0, "330203"),
        (330203103001.0, "330203103001"),
        (330203103001, "330203103001"),
        ("330203", "330203"),
        (" 330203 ", "330203"),
        ("3302 03", "330203"),
        ("３３０２０３", "330203"),
        ("'330203", "330203"),
        ("’330203", "330203"),
        ("330203004-T1", "330203004-T1"),
        ("330203004－T1", "330203004-T1"),
        ("330203004—T1", "330203004-T1"),
        ("NB00240", "NB00240"),
        ("00012", "00012"),
        ("甲01", "甲01"),
        ("1E5", "1E5"),
    ],
)
def test_numbers_of_things(cell: object, code: str) -> None:
    assert read_value(PLACE, cell) == Read(code)


def test_a_number_of_a_thing_with_decimals_is_said() -> None:
    assert read_value(PLACE, "330203.0") == Read("330203", "“330203.0”按 330203 读取")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("3.30203E+11", "已经丢失"),
        ("3.30203103001E+11", "已经丢失"),
        (1e15, "已经丢失"),
        (9.2e17, "已经丢失"),
        (float("nan"), "已经丢失"),
        (float("inf"), "已经丢失"),
        (330203.5, "不是编号"),
        (-5, "不是编号"),
        ("330,203", "逗号"),
        ("330203、330204", "几个编号"),
        ("330203；330204", "几个编号"),
        (True, "TRUE"),
        (date(2022, 3, 5), "日期"),
        ("9" * 65, "太长"),
        ("'", "不是编号"),
        ("·", "不是编号"),
    ],
)
def test_what_is_no_number_of_a_thing(cell: object, why: str) -> None:
    found = problem(PLACE, cell)
    assert found.code == "type_unreadable"
    assert why in found.message


def test_the_largest_number_that_keeps_its_digits() -> None:
    assert read_value(PLACE, 999999999999999.0).value == "999999999999999"


def test_a_credit_code_is_read_like_a_number_of_a_thing() -> None:
    assert read_value(USCC, "9133 0203 MA28 0000 0X").value == "91330203MA2800000X"
    assert "已经丢失" in problem(USCC, 1.2330203e17).message


# --- texts


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("海曙区第一医院", "海曙区第一医院"),
        (" 海曙区\n第一医院 ", "海曙区第一医院"),
        ("海 曙 区　第一\u00a0医院", "海曙区第一医院"),
        ("某某卫生院\r\n（分院）", "某某卫生院（分院）"),
        ("某某卫生院 （分院）", "某某卫生院（分院）"),
        ("St.  Mary   Clinic", "St. Mary Clinic"),
        ("某某 Clinic", "某某 Clinic"),
        ("截至 2019 年 3 月", "截至 2019 年 3 月"),
        ("提升2.04%", "提升2.04%"),
        ("⼈民医院", "人民医院"),
        ("人\u200b民医院\ufeff", "人民医院"),
        ("某某村_x000D_\n卫生室", "某某村卫生室"),
        (80, "80"),
        (80.0, "80"),
        (12.5, "12.5"),
        ("=1+1", "=1+1"),
    ],
)
def test_texts(cell: object, text: str) -> None:
    assert read_value(NAME, cell) == Read(text)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("一\x00二", "控制字符"),
        ("一\x1b二", "控制字符"),
        ("一\x1f二", "控制字符"),
        ("一\ud800二", "控制字符"),
        ("一\ufffd二", "乱码"),
        ("字" * 501, "太长"),
        (True, "TRUE"),
        (date(2022, 3, 5), "日期"),
        (1e15, "已经丢失"),
    ],
)
def test_what_is_no_text(cell: object, why: str) -> None:
    found = problem(NAME, cell)
    assert found.code == "type_unreadable"
    assert why in found.message


def test_five_hundred_characters_are_the_most() -> None:
    assert read_value(NAME, "字" * 500).value == "字" * 500


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), ("", ""), (" 机构\n名 称 ", "机构名称"), ("（分院）", "(分院)"), ("ＡＢ１", "AB1"),
        ("a\u200bb", "ab"),
        ("一_x000D_二", "一二"), (12.0, "12"), (12, "12"), (12.5, "12.5"), (True, "TRUE"), (False, "FALSE"),
        (date(2022, 3, 5), "2022-03-05"), (float("nan"), "nan"), (1e15, "1000000000000000.0"),
    ],
)  # fmt: skip
def test_a_cell_as_text_for_comparing(cell: object, text: str) -> None:
    assert cell_text(cell) == text
