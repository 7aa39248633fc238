"""Which rows are data: blank ones, totals, signatures and notes are not; hidden and merged ones are asked about."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.answers import SentFile
from data.intake.grids import Value
from tests.data.intake.sent import CITY, MONTH, ROWS, codes, grid, only, read, register_with, sheet

HEAD: list[Value] = ["机构名称", "医师", "护士"]
T1, T2, H1 = ["集士港卫生院", 5, 6], ["古林卫生院", 3, 0], ["海曙医院", 30, 40]


def sent(*rows: list[Any], **marks: Any) -> SentFile:
    return read(grid([HEAD, *rows], "人员力量", **marks))


def taken(answer: SentFile) -> tuple[int, ...]:
    return answer.forms["workforce"].rows


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", "\n", "\u200b"])
def test_blank_rows_are_passed_over(blank: Value) -> None:
    answer = sent(T1, [blank] * 3, T2, [blank] * 3)
    assert codes(answer) == set()
    assert taken(answer) == (2, 4)


def test_a_sheet_with_a_header_and_no_rows_is_empty_and_complete() -> None:
    answer = sent()
    assert codes(answer) == set()
    assert answer.forms["workforce"].frame.empty and answer.forms["workforce"].complete


def test_rows_of_only_a_running_number_or_what_was_filled_in_before_are_blank() -> None:
    head = ["序号", "月份", *HEAD]
    answer = read(grid([head, [1, "2023-09", *T1], [2, "2023-09", None, None, None], [3]], "人员力量"))
    assert codes(answer) == set()
    assert taken(answer) == (2,)


def test_a_county_without_any_number_has_its_row_all_the_same() -> None:
    row = {"month": "2023-09", "county_code": "330203", "county_name": "海曙区"}
    assert len(read(sheet("care_seeking", row)).forms["care_seeking"].frame) == 1


@pytest.mark.parametrize(
    "word",
    [
        "合计", "总计", "小计", "合 计", "全区合计", "合计：", "共计", "本页小计", "合计（人）", "合计数", "合计数：",
        "小计（不含村）", "总计（２家）", "合计 2 家", "合计人数", "本年累计", "总和",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_totals_are_no_data_wherever_they_stand(word: str, first: bool) -> None:
    total: list[Value] = [word, 8, 6]
    answer = sent(total, T1, T2) if first else sent(T1, T2, total)
    assert codes(answer) == set()
    assert taken(answer) == ((3, 4) if first else (2, 3))


@pytest.mark.parametrize(("stated", "differs"), [(7, True), (8, False), (9, True), ("8", False), (None, False)])
def test_a_total_that_is_not_the_sum_is_said_at_its_cell(stated: Value, differs: bool) -> None:
    answer = sent(T1, T2, ["合计", stated, 6])
    if differs:
        found = only(answer, "total_differs")
        assert (found.severity, found.cell, found.value) == ("warning", "B4", str(stated))
        assert "8" in found.message
    else:
        assert codes(answer) == set()


def test_text_that_speaks_of_a_sum_makes_no_total() -> None:
    row = {**ROWS["statements"][0], "quote": "三年派驻合计", "value_text": "总计"}
    assert len(read(sheet("statements", row), name=CITY).forms["statements"].frame) == 1


def test_subtotals_sum_what_follows_the_last_one_and_the_total_everything() -> None:
    rows = [T1, ["小计", 5, 6], T2, H1, ["小计", 33, 40], ["合计", 38, 46]]
    assert codes(sent(*rows)) == set()
    assert only(sent(*[*rows[:4], ["小计", 38, 40], rows[5]]), "total_differs").cell == "B6"


def test_a_total_over_a_cell_that_cannot_be_read_is_not_compared() -> None:
    assert codes(sent(["集士港卫生院", "五", 6], T2, ["合计", 8, 6])) == {"type_unreadable"}


def test_a_total_of_nothing_reported_may_be_zero() -> None:
    assert codes(sent(["集士港卫生院", 5, None], ["合计", 5, 0])) == set()
    assert codes(sent(["集士港卫生院", 5, None], ["合计", 5, 1])) == {"total_differs"}


def test_money_is_summed_to_the_cent() -> None:
    head = ["医共体名称", "门诊费用（元）", "药品费用（元）"]
    for stated, expected in ((0.1, set()), (0.11, {"total_differs"}), (0.104, set())):
        cells = [head, ["海曙医共体", 0.1, None], ["合计", stated, None]]
        assert codes(read(grid(cells, "费用"))) == expected, stated


@pytest.mark.parametrize(
    "row",
    [
        ["填表人：张某某", "联系电话", "13812345678"],
        ["填表人", "张某某", None],
        [None, "审核人：李某某", None],
        ["单位负责人（签字）：", None, "填表人：王某某"],
        [None, None, "联系电话：13812345678"],
    ],
)
def test_signature_rows_are_not_read(row: list[Value]) -> None:
    answer = sent(T1, row)
    assert codes(answer) == set()
    assert taken(answer) == (2,)


def test_a_row_with_data_is_no_signature_whatever_stands_at_its_end() -> None:
    answer = read(grid([[*HEAD, "备注"], [*T1, "联系电话：13812345678"]], "人员力量"))
    assert "personal_phone" in codes(answer)
    assert taken(answer) == (2,)


def test_a_row_with_numbers_is_no_signature_though_its_name_is_missing() -> None:
    answer = read(grid([[*HEAD, "备注"], T1, [None, 5, 6, "联系电话：见上"]], "人员力量"))
    assert "required_missing" in codes(answer)


def test_a_header_that_is_repeated_on_every_page_is_no_data() -> None:
    answer = sent(T1, HEAD, T2)
    assert codes(answer) == set()
    assert taken(answer) == (2, 4)


def test_notes_at_the_bottom_are_passed_over_with_the_lines_below_them() -> None:
    answer = sent(T1, ["注：1. 医师含助理医师。"], ["2. 护士含助产士。"], ["填表说明：见背面"])
    assert codes(answer) == set()
    assert taken(answer) == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "数据来源：信息科", "数据来源", "数据来源于医院信息系统", "资料来源 信息科", "统计口径：不含村卫生室", "备注",
        "说明", "注1. 医师含助理医师", "注一：见背面", "※注：见背面", "（注：见背面）", "注意事项：逐行填写",
        "附：名单",
        "备注1、见背面",
    ],
)
def test_notes_however_they_open_are_passed_over(text: str) -> None:
    answer = sent(T1, [text])
    assert (codes(answer), taken(answer)) == (set(), (2,))


@pytest.mark.parametrize(
    "name",
    [
        "备注村卫生室", "说明镇卫生院", "注滨卫生室", "附属医院", "数据来源社区卫生服务站", "统计口径村卫生室（东）",
        "合计医院", "合计数据中心医院", "小计村卫生室", "累计卫生院", "合计（东）卫生室", "共计镇卫生院", "总和诊所",
    ],
)
def test_an_institution_whose_name_begins_like_a_note_or_a_sum_is_a_row(name: str) -> None:
    known = register_with(
        institutions=[{"institution_id": "Z1", "name": name, "category": "township_hospital", "county_code": "330203",
                       "region_code": "330203"}]
    )
    answer = read(grid([HEAD, T1, [name, 5, 6], [name, None, None]], "人员力量"), known=known)
    assert codes(answer) == {"duplicate_row"}, "both rows are read"
    assert taken(answer) == (2, 3)


def test_a_row_with_numbers_or_with_all_that_is_needed_is_no_note_whatever_it_opens_with() -> None:
    assert codes(sent(T1, ["备注：分院", 5, 6])) == {"name_unknown"}
    cells = [
        ["说明一栏", "医共体名称", "机构名称", "角色"],
        ["备注：新加入", "海曙医共体", "海曙医院", "牵头医院"],
    ]
    assert len(read(grid(cells, "成员关系")).forms["memberships"].frame) == 1


def test_an_institution_alone_in_its_row_below_a_note_is_not_lost() -> None:
    answer = sent(T1, ["注：以下没有报送"], ["古林卫生院"], ["以上数据已核对"])
    assert (codes(answer), taken(answer)) == (set(), (2, 4))


def test_a_line_of_text_without_a_note_before_it_is_not_passed_over() -> None:
    assert codes(sent(T1, ["另有一家没有上报"])) == {"name_unknown"}


def test_hidden_rows_with_data_are_an_error_once_for_each_run_and_are_read() -> None:
    answer = sent(T1, T2, H1, hidden_rows=frozenset({1, 2}))
    found = only(answer, "row_hidden")
    assert (found.severity, found.cell) == ("error", "2")
    assert "第 2 至 3 行" in found.message
    assert taken(answer) == (2, 3, 4)
    apart = sent(T1, T2, H1, hidden_rows=frozenset({1, 3}))
    assert [one.cell for one in apart.findings if one.code == "row_hidden"] == ["2", "4"]


def test_hidden_rows_without_data_are_nothing() -> None:
    answer = sent(T1, [None] * 3, ["合计", 5, 6], ["填表人：张某某"], hidden_rows=frozenset({2, 3, 4, 9}))
    assert codes(answer) == set()


def test_a_merged_name_stands_for_all_its_rows_and_that_is_said() -> None:
    cells: list[list[Value]] = [
        ["医共体名称", "机构名称", "角色"],
        ["海曙医共体", "海曙医院", "牵头医院"],
        [None, "集士港卫生院", "乡级成员"],
        [None, "古林卫生院", "乡级成员"],
    ]
    answer = read(grid(cells, "成员关系", merged=((1, 0, 3, 0),)))
    found = only(answer, "merged_filled")
    assert (found.severity, found.cell) == ("warning", "A2")
    assert "A2:A4" in found.message and "3 行" in found.message
    assert answer.forms["memberships"].frame["consortium_id"].tolist() == ["C1"] * 3
    without = read(grid(cells, "成员关系"))
    assert codes(without) == {"required_missing"}, "where merged ranges are not known nothing is filled in"


def test_a_merged_number_is_an_error() -> None:
    found = only(sent(T1, ["古林卫生院", None, 0], merged=((1, 1, 2, 1),)), "merged_number")
    assert (found.severity, found.cell, found.value) == ("error", "B2", "5")


def test_a_range_merged_over_several_columns_is_an_error() -> None:
    found = only(sent(T1, ["古林卫生院", 3, None], merged=((2, 1, 2, 2),)), "merged_across")
    assert (found.severity, found.cell) == ("error", "B3")


@pytest.mark.parametrize("merged", [(1, 1, 1, 1), (1, 2, 2, 2), (5, 0, 9, 2)])
def test_merged_ranges_that_cover_nothing_else_are_nothing(merged: tuple[int, int, int, int]) -> None:
    assert codes(sent(["集士港卫生院", 5, None], ["古林卫生院", 3, None], merged=(merged,))) == set()


def test_the_whole_county_among_its_specialties_is_a_sum_and_as_a_county_is_the_county() -> None:
    more = {"month": MONTH, "county_code": "330203", "county_name": "海曙区", "specialty": "全区", "cases": 1}
    sent = read(sheet("outward_referrals", *ROWS["outward_referrals"], {**more, "total_cases": 3}))
    assert sent.forms["outward_referrals"].frame["specialty"].tolist() == ["骨科"]
    alone = read(sheet("care_seeking", {"month": MONTH, "county_name": "全区", "visits_in": 5}))
    assert codes(alone) == {"name_unknown"}
