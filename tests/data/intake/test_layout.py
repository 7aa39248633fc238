"""Months that stand side by side: one finding for the sheet, and nothing of it is read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.intake.answers import SentFile
from data.intake.grids import Value
from data.intake.layout import months_across
from tests.data.intake.sent import MONTH, codes, grid, only, read, sheet, table

MONTHS = [f"{number}月" for number in range(1, 13)]
ROW = ["T1", "集士港卫生院", *range(12)]


def sent(upper: list[Any], lower: list[Any], *rows: list[Any], **marks: Any) -> SentFile:
    return read(grid([upper, lower, *rows], "人员力量", **marks))


@pytest.mark.parametrize(
    ("upper", "merged"),
    [
        (["机构编号", "机构名称", "2022年"], ()),
        (["机构编号", "机构名称", "2022年"], ((0, 2, 0, 13),)),
        (["机构编号", "机构名称", "医师"], ((0, 2, 0, 13),)),
        (["机构编号", "机构名称"], ()),
    ],
)
def test_months_under_a_group_are_said_once_with_their_columns(upper: list[Any], merged: Any) -> None:
    answer = sent(upper, [None, None, *MONTHS], ROW, merged=merged)
    found = only(answer, "months_across")
    assert (found.severity, found.sheet, found.cell, found.value) == ("error", "人员力量", "C2", None)
    assert "C2 至 N2" in found.message and "“1月”到“12月”" in found.message
    assert "workforce" not in answer.forms


@pytest.mark.parametrize("months", [["1月", "2月", "3月"], ["11月份", "12月份", "1月份"], ["一月", "二月", "十二月"],
                                    [date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1)]])
def test_three_months_are_such_a_table_however_they_are_written(months: list[Value]) -> None:
    assert only(sent(["机构编号", "机构名称"], [None, None, *months], ROW[:5]), "months_across").cell == "C2"


def test_two_months_are_columns_that_the_form_does_not_know() -> None:
    answer = read(grid([["机构名称", "医师", "7月", "8月"], ["集士港卫生院", 5, 4, 3]], "人员力量"))
    assert codes(answer) == {"column_ignored"}


def test_months_beside_all_numbers_of_the_form_are_merely_unknown() -> None:
    cells = table("workforce")
    cells = [[*cells[0], "6月", "7月", "8月"], *([*row, 1, 2, 3] for row in cells[1:])]
    answer = read(grid(cells, "人员力量"))
    assert codes(answer) == {"column_ignored"}
    assert len(answer.forms["workforce"].frame) == 3


def test_days_and_months_in_the_rows_are_data() -> None:
    row: dict[str, Value] = {
        "month": "2023年9月", "requesting_institution_name": "集士港卫生院", "service_type": "远程心电",
        "opened_on": "2022年3月15日", "providing_institution_name": "海曙医院", "volume": 12,
    }
    assert codes(read(sheet("remote", row))) == set()
    assert months_across(grid([[MONTH, "1月", "第3月"]], "")) == []
    assert months_across(grid([["1月", "1月", "1月"]], "")) == []
    assert months_across(grid([["1月", None, "2月", "3月"]], "")) == [(0, 0), (0, 2), (0, 3)]


def test_a_table_with_months_and_no_header_says_so() -> None:
    found = only(read(grid([["项目", *MONTHS], ["县域内就诊人次", *range(12)]], "就医流向")), "header_missing")
    assert "各个月份排成了列" in found.message
