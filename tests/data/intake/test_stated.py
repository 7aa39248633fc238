"""Words around a table that change what its numbers mean: other units, other periods, another version."""

from __future__ import annotations

from typing import Any

import pytest

from data.forms import forms
from data.intake.grids import Value
from data.intake.stated import period, scaled_unit
from tests.data.intake.sent import codes, grid, only, read, table


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位:万元", "万元"), ("2023年9月费用(万元)", "万元"), ("金额以万元计", "万元"), ("注:单位为千元", "千元"),
        ("单位:亿元", "亿元"), ("单位:万人次", "万人次"), ("单位:百人", "百人"),
        ("单位:元", None), ("用元,不用万元", None), ("单位为元(不是万元)", None), ("投入3.5万元以上的项目", None),
        ("投入数百万元的项目", None), ("单位:人", None), ("", None),
    ],
)
def test_a_unit_with_a_multiplier_is_told_from_an_amount(text: str, unit: str | None) -> None:
    assert scaled_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2022年1-12月", "1-12月"), ("2022年1月至3月", "1月至3月"), ("2022.1~6月", "1~6月"), ("累计数", "累计"),
        ("2022年上半年", "上半年"), ("第4季度", "第4季度"), ("2022年度", "年度"), ("2022年全年", "全年"),
        ("2022年度12月份月报", None), ("2022-12月", None), ("2022年12月", None), ("填当月数,不是累计数", None),
        ("2022年11月26日至12月25日", None),
    ],
)
def test_a_period_is_told_from_a_month(text: str, said: str | None) -> None:
    assert period(text) == said


@pytest.mark.parametrize("title", ["海曙区2023年9月费用（万元）", "单位 万元", "金额以万元计"])
def test_ten_thousands_stated_above_are_an_error_with_their_cell(title: str) -> None:
    found = only(read(grid([[title], *table("costs")], "费用")), "column_unit")
    assert (found.severity, found.cell, found.value) == ("error", "A1", title)


def test_ten_thousands_stated_below_are_an_error() -> None:
    cells = [*table("costs"), ["注：金额单位为万元"]]
    assert only(read(grid(cells, "费用")), "column_unit").cell == f"A{len(cells)}"


def test_a_unit_of_money_says_nothing_of_a_table_without_money() -> None:
    assert codes(read(grid([["单位：万元"], *table("care_seeking")], "就医流向"))) == set()
    assert codes(read(grid([["单位：万人次"], *table("care_seeking")], "就医流向"))) == {"column_unit"}


def costs(parent: str) -> list[list[Value]]:
    return [["医共体名称", "门诊人次", parent, None], [None, None, "门诊费用", "住院费用"], ["海曙医共体", 3, 99.5, 80]]


@pytest.mark.parametrize(
    ("merged", "cells"),
    [(((0, 2, 0, 3),), ["C2", "D2"]), ((), ["C2", "D2"]), (((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)), ["C1"])],
)
def test_ten_thousands_stated_over_a_group_of_columns_are_an_error(merged: Any, cells: list[str]) -> None:
    sent = read(grid(costs("费用（万元）"), "费用", merged=merged))
    assert [one.cell for one in sent.errors if one.code == "column_unit"] == cells
    assert not read(grid(costs("费用（元）"), "费用", merged=merged)).errors


@pytest.mark.parametrize("title", ["海曙区2023年1-9月就医流向", "就医流向（累计）", "海曙区2023年上半年就医流向"])
def test_a_longer_period_stated_above_is_an_error_where_events_are_counted(title: str) -> None:
    found = only(read(grid([[title], *table("care_seeking")], "就医流向")), "period_stated")
    assert (found.severity, found.cell) == ("error", "A1")
    assert "period_stated" not in codes(read(grid([[title], *table("family_doctors")], "家庭医生")))


def test_a_year_in_one_title_and_the_month_in_the_next_are_the_month() -> None:
    titles: list[list[Value]] = [["2023年度县域医共体统计报表"], ["海曙区2023年9月"]]
    assert codes(read(grid([*titles, *table("care_seeking")], "就医流向"))) == set()


def test_the_years_sum_beside_the_month_is_not_taken_for_it() -> None:
    cells: list[list[Value]] = [
        ["区县名称", "本年累计", None, "本月", None],
        [None, "县域内就诊人次", "县域外就诊人次", "县域内就诊人次", "县域外就诊人次"],
        ["海曙区", 900, 90, 100, 10],
    ]
    sent = read(grid(cells, "就医流向", merged=((0, 1, 0, 2), (0, 3, 0, 4), (0, 0, 1, 0))))
    assert sent.forms["care_seeking"].frame.loc[0, ["visits_in", "visits_out"]].tolist() == [100, 10]
    alone = [row[:3] for row in cells]
    for merged in ((), ((0, 1, 0, 2), (0, 0, 1, 0))):
        errors = read(grid(alone, "就医流向", merged=merged)).errors
        assert [(one.code, one.cell) for one in errors] == [("period_stated", "B1")]


def test_months_in_columns_are_told() -> None:
    cells: list[list[Value]] = [["项目", *(f"{month}月" for month in range(1, 13))], ["县域内就诊人次", *range(12)]]
    found = only(read(grid(cells, "就医流向")), "header_missing")
    assert "各个月份排成了列" in found.message and "“县域内就诊人次”" in found.fix
    assert "排成了列" not in only(read(grid([["项目", "8月", "9月"]], "就医流向")), "header_missing").message


def test_labels_that_stand_there_twice_throughout_are_said_and_not_a_missing_header() -> None:
    cells: list[list[Value]] = [["县域内就诊人次", "县域外就诊人次"] * 2, [1, 2, 3, 4]]
    assert codes(read(grid(cells, "就医流向"))) >= {"column_twice"}


@pytest.mark.parametrize(("fee", "visits", "wrong"), [(2110.43, 87806, True), (87806, 87806, False), (0, 9, False)])
def test_a_visit_for_less_than_a_yuan_is_an_error(fee: float, visits: int, wrong: bool) -> None:
    cells = table("costs")
    labels = cells[0]
    cells[1][labels.index("门诊费用（元）")], cells[1][labels.index("门诊人次")] = fee, visits
    assert ("amount_scale" in {one.code for one in read(grid(cells, "费用")).errors}) == wrong


@pytest.mark.parametrize(("fee", "wrong"), [(9.99, True), (10, False)])
def test_a_stay_for_less_than_ten_yuan_is_an_error(fee: float, wrong: bool) -> None:
    cells: list[list[Value]] = [["医共体名称", "出院人次", "住院费用"], ["海曙医共体", 1, fee]]
    assert ("amount_scale" in {one.code for one in read(grid(cells, "费用")).errors}) == wrong


def test_staff_and_contracts_are_counted_at_the_months_end() -> None:
    found = {form.key for form in forms().values() if form.counts_events}
    assert found == {"remote", "care_seeking", "outward_referrals", "referrals", "costs", "investments", "bookings"}


@pytest.mark.parametrize(("version", "wrong"), [("1", False), (1, False), ("7", True), (None, False)])
def test_another_version_of_the_template_is_an_error(version: Value, wrong: bool) -> None:
    about = grid([["模板版本", version], ["填报单位代码", "330203"], ["月份", "2023-09"]], "填表说明")
    assert ("template_version" in codes(read(about, grid(table("care_seeking"), "就医流向")))) == wrong
