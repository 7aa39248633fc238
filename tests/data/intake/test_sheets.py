"""Which sheet is which form; whatever else holds data is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.forms import forms, forms_of
from data.intake.grids import Grid
from data.intake.headers import find_header
from tests.data.intake.sent import CITY, ROWS, codes, grid, only, read, sheet, table


def named(key: str, name: str, **marks: Any) -> Grid:
    return grid(table(key), name, **marks)


@pytest.mark.parametrize("name", ["人员力量", " 人员 力量 ", "人员", "卫生技术人员"])
def test_a_sheet_is_known_by_its_name_or_an_alias_with_any_spaces(name: str) -> None:
    sent = read(named("workforce", name))
    assert codes(sent) == set()
    assert sent.forms["workforce"].sheet == name


@pytest.mark.parametrize("name", ["人员力量表", "表3 人员力量", "人员力量(2)", "Sheet1"])
def test_a_sheet_that_is_only_like_one_is_proposed_and_not_read(name: str) -> None:
    sent = read(named("workforce", name), sheet("costs"))
    found = only(sent, "sheet_unknown")
    assert (found.severity, found.sheet) == ("error", name)
    assert "像是“人员力量”" in found.message or "表头像是“人员力量”" in found.message
    assert "workforce" not in sent.forms


def test_a_sheet_like_one_that_is_there_is_not_read_and_said() -> None:
    sent = read(sheet("workforce"), named("workforce", "人员力量(2)"))
    found = only(sent, "sheet_ignored")
    assert (found.severity, found.sheet) == ("warning", "人员力量(2)")
    assert "已有工作表“人员力量”" in found.message


def test_a_sheet_like_one_by_name_only_is_not_read_and_said() -> None:
    sent = read(sheet("workforce"), grid([["姓", "年龄", "科室", "备考"], [1, 2, 3, 4]], "费用明细"))
    assert only(sent, "sheet_ignored").severity == "warning"


def test_a_sheet_of_the_citys_is_not_read_from_a_county() -> None:
    found = only(read(sheet("workforce"), sheet("bookings")), "sheet_ignored")
    assert "市级报表" in found.message
    assert "区县报表" in only(read(sheet("bookings"), sheet("workforce"), name=CITY), "sheet_ignored").message


@pytest.mark.parametrize("name", ["填表说明", "选项"])
def test_instructions_and_lists_of_choices_are_no_data(name: str) -> None:
    assert codes(read(sheet("workforce"), grid([["是", "否", "在建", "拟建"]] * 5, name, visible=False))) == set()


def test_an_empty_sheet_is_nothing() -> None:
    assert codes(read(sheet("workforce"), grid([], "Sheet2"))) == set()


def test_a_hidden_sheet_is_not_read_and_said() -> None:
    sent = read(sheet("costs"), replace(sheet("workforce"), visible=False))
    found = only(sent, "sheet_hidden")
    assert (found.severity, found.sheet) == ("warning", "人员力量")
    assert "workforce" not in sent.forms


def test_two_sheets_for_one_form_are_an_error() -> None:
    found = only(read(sheet("workforce"), named("workforce", "人员")), "sheet_twice")
    assert (found.severity, found.sheet) == ("error", "人员")
    assert "人员力量" in found.message


def test_missing_sheets_are_listed_once_and_are_a_warning() -> None:
    missing = [one for one in read(sheet("workforce")).findings if one.code == "sheet_missing"]
    assert [one.severity for one in missing] == ["warning"]
    assert all(f"“{form.sheet}”" in missing[0].message for form in forms_of("county") if form.key != "workforce")
    assert "人员力量" not in missing[0].message
    whole = [sheet(form.key, *ROWS.get(form.key, ({},))) for form in forms_of("county")]
    assert "sheet_missing" not in {one.code for one in read(*whole).findings}


def test_a_workbook_without_any_form_is_an_error() -> None:
    sent = read(grid([["随便", "写的"], [1, 2]], "汇总"))
    assert codes(sent) == {"nothing_to_read", "sheet_ignored"}
    assert [one.code for one in sent.errors] == ["nothing_to_read"]


def test_the_city_has_its_own_postings() -> None:
    assert list(read(sheet("city_postings"), name=CITY).forms) == ["city_postings"]
    assert list(read(sheet("postings")).forms) == ["postings"]


@pytest.mark.parametrize(
    "name", ["330203海曙区_2023-09_人员力量.csv", "海曙区人员力量2023-09.csv", "330203_2023-09_导出.csv"]
)
def test_the_form_of_a_csv_is_told_by_its_name_or_its_header(name: str) -> None:
    sent = read(named("workforce", "CSV"), name=name, format="csv")
    assert list(sent.forms) == ["workforce"]
    assert {one.code for one in sent.findings} == set(), "no sheet is missing from a CSV"


@pytest.mark.parametrize("name", ["填表说明", "选项"])
def test_a_csv_of_the_instructions_or_choices_is_no_data(name: str) -> None:
    sent = read(grid([["甲", "乙"], [1, 2]], "CSV"), name=f"330203_2023-09-{name}.csv", format="csv")
    assert only(sent, "sheet_ignored").severity == "warning"


def test_a_csv_that_is_like_no_form_is_an_error() -> None:
    sent = read(grid([["甲", "乙"], [1, 2]], "CSV"), name="330203_2023-09.csv", format="csv")
    assert only(sent, "sheet_unknown").severity == "error"


def test_the_name_of_a_csv_is_not_trusted_where_the_header_is_anothers() -> None:
    sent = read(named("workforce", "CSV"), name="330203费用2023-09.csv", format="csv")
    assert list(sent.forms) == ["workforce"]


def test_an_empty_csv_is_an_error() -> None:
    assert only(read(name="330203_2023-09.csv", format="csv"), "nothing_to_read").severity == "error"


def test_no_two_forms_of_a_sender_share_a_name() -> None:
    for sender in ("county", "city"):
        names = [name for form in forms_of(sender) for name in (form.sheet, *form.aliases)]
        assert len(names) == len(set(names)), sender


def test_every_header_finds_its_own_field() -> None:
    for form in forms().values():
        header = find_header(grid(table(form.key, {}), form.sheet), form)
        assert header is not None
        assert dict(header.columns) == {one.name: at for at, one in enumerate(form.fields)}, form.key
        assert not header.unknown and not header.scaled and not header.twice
