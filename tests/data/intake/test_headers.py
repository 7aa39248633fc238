"""Where the header is, one row or several, and what each column is; what does not fit is said at the header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from data.forms import forms
from data.intake.grids import Grid, Value
from data.intake.headers import find_header
from tests.data.intake.sent import codes, grid, only, read, register, set_cell, sheet, table

FORM = forms()["family_doctors"]


def workforce(*labels: str, rows: Sequence[Sequence[Value]] | None = None, above: int = 0, **marks: Any) -> Grid:
    held = rows if rows is not None else [["集士港卫生院", 5, 6]]
    return grid([*[["海曙区"]] * above, list(labels), *held], "人员力量", **marks)


@pytest.mark.parametrize("above", [0, 1, 19])
def test_the_header_is_found_within_the_first_twenty_rows(above: int) -> None:
    sent = read(workforce("机构名称", "医师", "护士", above=above))
    assert codes(sent) == set()
    assert sent.forms["workforce"].rows == (above + 2,)


def test_a_header_further_down_is_not_found() -> None:
    found = only(read(workforce("机构名称", "医师", "护士", above=20)), "header_missing")
    assert (found.severity, found.sheet, found.cell) == ("error", "人员力量", None)


def test_columns_may_stand_in_any_order_and_under_other_names() -> None:
    sent = read(workforce("注册护士", "单位名称", "医生", rows=[[6, "集士港卫生院", 5]]))
    assert codes(sent) == set()
    frame = sent.forms["workforce"].frame
    assert frame.loc[0, ["institution_id", "physicians", "nurses"]].tolist() == ["T1", 5, 6]


@pytest.mark.parametrize(
    "label",
    [
        "*医师",
        "医师*",
        "医 师",
        "医\n师",
        "医师（名）",
        "医师(单位：人)",
        "医师（必填）",
        "医师：",
        "★医师",
        "医师（人数）",
    ],
)
def test_stars_breaks_and_units_do_not_hide_a_label(label: str) -> None:
    sent = read(workforce("机构名称", label, "护士"))
    assert codes(sent) == set()
    assert sent.forms["workforce"].frame["physicians"].tolist() == [5]


@pytest.mark.parametrize("label", ["医师（含返聘）", "医师（护士）"])
def test_other_words_in_brackets_make_another_column(label: str) -> None:
    found = only(read(workforce("机构名称", label, "护士")), "column_unknown")
    assert (found.severity, found.cell, found.value) == ("error", "B1", label)
    assert "“医师”" in found.message


@pytest.mark.parametrize("label", ["门诊费用（万元）", "门诊费用（千元）", "门诊费用(单位:亿元)"])
def test_another_unit_in_the_header_is_an_error(label: str) -> None:
    cells = table("costs")
    cells[0][cells[0].index("门诊费用（元）")] = label
    found = only(read(grid(cells, "费用")), "column_unit")
    assert found.severity == "error" and found.cell == "E1"


@pytest.mark.parametrize("label", ["医师（万人）", "医师（百）"])
def test_a_count_in_thousands_is_an_error(label: str) -> None:
    assert only(read(workforce("机构名称", label, "护士")), "column_unit").cell == "B1"


def test_minutes_given_in_hours_are_an_error() -> None:
    cells = table("remote")
    cells[0][-1] = "回报时间（小时）"
    assert only(read(grid(cells, "远程服务")), "column_unit").severity == "error"


@pytest.mark.parametrize(("title", "wrong"), [("单位：万元", True), ("单位：元", False), ("填报单位：海曙区", False)])
def test_a_unit_stated_above_the_table_is_heard(title: str, wrong: bool) -> None:
    sent = read(grid([[title], *table("costs")], "费用"))
    assert codes(sent) == ({"column_unit"} if wrong else set())


def two_rows(first: list[Value], second: list[Value], **marks: Any) -> Grid:
    return grid([["海曙区 2023年9月 家庭医生"], first, second, ["海曙区", 3, 9, 6, 5]], "家庭医生", **marks)


def test_a_header_of_two_rows_is_read_as_parent_and_child() -> None:
    first: list[Value] = ["区县名称", "团队", None, "重点人群", None]
    second: list[Value] = [None, "团队数", "签约人数", "人数", "签约人数"]
    merged = ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4))
    sent = read(two_rows(first, second, merged=merged))
    assert codes(sent) == set()
    frame = sent.forms["family_doctors"].frame
    fields = ["teams", "contracted", "key_population", "key_contracted"]
    assert frame.loc[0, fields].tolist() == [3, 9, 6, 5]
    assert sent.forms["family_doctors"].rows == (4,)


def test_a_header_of_two_rows_is_read_where_merged_ranges_are_not_known() -> None:
    first: list[Value] = ["区县名称", "团队数", "签约人数", "重点人群", None]
    sent = read(two_rows(first, [None, None, None, "人数", "签约人数"]))
    assert codes(sent) == set()
    assert sent.forms["family_doctors"].frame.loc[0, ["teams", "key_contracted"]].tolist() == [3, 5]


def test_a_label_merged_over_two_columns_is_the_first_ones() -> None:
    cells: list[list[Value]] = [["机构名称", None, "医师"], ["集士港卫生院", None, 5]]
    sent = read(grid(cells, "人员力量", merged=((0, 0, 0, 1),)))
    assert codes(sent) == set()
    assert sent.forms["workforce"].columns["institution_name"] == "A"
    cells[1][1] = "某"
    assert only(read(grid(cells, "人员力量", merged=((0, 0, 0, 1),))), "column_ignored").cell == "B1"


def test_groups_above_a_whole_header_do_not_disturb() -> None:
    merged = ((0, 1, 0, 2),)
    cells: list[list[Value]] = [[None, "卫生技术人员", None], ["机构名称", "医师", "护士"], ["集士港卫生院", 5, 6]]
    sent = read(grid(cells, "人员力量", merged=merged))
    assert codes(sent) == set()
    assert sent.forms["workforce"].rows == (3,)


def test_an_unknown_column_is_ignored_and_said() -> None:
    found = only(
        read(workforce("机构名称", "医师", "护士", "备注", rows=[["集士港卫生院", 5, 6, "新来两人"]])), "column_ignored"
    )
    assert (found.severity, found.cell, found.value) == ("warning", "D1", "备注")


def test_an_unknown_column_without_anything_in_it_is_nothing() -> None:
    assert codes(read(workforce("机构名称", "医师", "护士", "备注"))) == set()


def test_a_column_without_a_header_is_ignored_and_said() -> None:
    sent = read(workforce("机构名称", "医师", "护士", "", rows=[["集士港卫生院", 5, 6, 7]]))
    assert only(sent, "column_ignored").cell == "D1"


def test_the_column_of_row_numbers_is_ignored_in_silence() -> None:
    sent = read(workforce("序号", "机构名称", "医师", "护士", rows=[[1, "集士港卫生院", 5, 6]]))
    assert codes(sent) == set()


def test_a_misspelt_column_is_proposed_and_never_taken() -> None:
    sent = read(workforce("机构名称", "医师", "护士数", rows=[["集士港卫生院", 5, 6]]))
    found = only(sent, "column_unknown")
    assert (found.severity, found.cell, found.value) == ("error", "C1", "护士数")
    assert "护士" in found.message and "护士" in found.fix
    assert sent.forms["workforce"].frame["nurses"].isna().all()
    absent = next(one for one in sent.findings if one.code == "column_absent")
    assert "“护士”" not in absent.message, "the proposal says it"


def test_a_column_like_one_that_is_there_is_only_ignored() -> None:
    sent = read(workforce("机构名称", "医师", "护士", "护士长", rows=[["集士港卫生院", 5, 6, 1]]))
    assert only(sent, "column_ignored").severity == "warning"


def test_a_misspelt_required_column_is_an_error_once() -> None:
    cells = table("postings")
    cells[0][cells[0].index("人员代号")] = "人员代码号"
    assert only(read(grid(cells, "派驻人员")), "column_unknown").cell == "B1"


def test_a_missing_required_column_is_an_error_at_the_header_and_the_rest_is_read() -> None:
    cells = [[*row[:1], *row[2:]] for row in table("postings")]
    assert "人员代号" not in cells[0]
    sent = read(grid([["海曙区"], *cells], "派驻人员"))
    found = only(sent, "column_missing")
    assert (found.severity, found.cell) == ("error", "2")
    assert "“人员代号”" in found.message
    assert not sent.forms["postings"].complete and sent.forms["postings"].frame.empty


def test_a_code_column_may_be_missing_where_the_names_are_there() -> None:
    cells = table("institutions", only=["name", "category", "region_name"])
    sent = read(grid(cells, "机构"))
    assert "column_missing" not in codes(sent)


def test_the_same_column_twice_is_an_error() -> None:
    found = only(read(workforce("机构名称", "医师", "医生", "护士", rows=[["集士港卫生院", 5, 5, 6]])), "column_twice")
    assert (found.severity, found.cell) == ("error", "C1")


def test_a_hidden_column_with_data_is_an_error_and_is_read() -> None:
    sent = read(workforce("机构名称", "医师", "护士", hidden_columns=frozenset({2})))
    found = only(sent, "column_hidden")
    assert (found.severity, found.cell) == ("error", "C1")
    assert sent.forms["workforce"].frame["nurses"].tolist() == [6]


def test_a_hidden_column_without_data_is_nothing() -> None:
    data = workforce("机构名称", "医师", "护士", rows=[["集士港卫生院", 5, None]], hidden_columns=frozenset({2, 7}))
    assert codes(read(data)) == set()


def test_a_row_of_data_is_never_a_header() -> None:
    form = forms()["workforce"]
    header = find_header(sheet("workforce"), form)
    assert header is not None and (header.first, header.last) == (0, 0)


def test_one_label_is_not_enough_for_a_header() -> None:
    assert find_header(grid([["机构名称", "甲", "乙"], ["x", 1, 2]], "人员力量"), forms()["workforce"]) is None
    assert find_header(grid([["机构名称", "医师", "乙"], ["x", 1, 2]], "人员力量"), forms()["workforce"]) is not None


def test_the_header_itself_is_never_said_with_a_persons_number() -> None:
    found = read(set_cell(sheet("workforce"), (0, 6), "13812345678")).findings
    assert register() and all("13812345678" not in f"{one.value}{one.message}{one.fix}" for one in found)
