"""Whose file it is and for which month: found in three places, which must agree."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.intake.answers import SentFile
from data.intake.grids import Grid, Value
from data.intake.register import Register
from tests.data.intake.sent import COUNTY, MONTH, codes, grid, only, read, sheet, table
from tests.data.small_world import AS_OF, frames, small_world

PLAIN = "报表.xlsx"


def instructions(**pairs: Value) -> Grid:
    return grid([["月报", None], *([label, value] for label, value in pairs.items())], "填表说明")


def titled(title: str, key: str = "workforce") -> Grid:
    return grid(table(key, title=title), "人员力量" if key == "workforce" else key)


def whose(*grids: Grid, name: str = PLAIN, month: str | None = None) -> SentFile:
    return read(*grids, name=name, month=month)


def test_the_instruction_sheet_says_it_all() -> None:
    page = instructions(模板版本="1", 填报单位代码="330203", 填报单位="海曙区", 月份="2023-09")
    sent = whose(page, sheet("workforce"))
    assert (sent.sender, sent.month, sent.version) == ("330203", "2023-09", "1")
    assert codes(sent) == set()


@pytest.mark.parametrize("month", ["2023-09", "2023年9月", date(2023, 9, 1), datetime(2023, 9, 30), "２０２３．０９"])
def test_the_month_is_read_as_people_write_it(month: Value) -> None:
    page = instructions(填报单位代码=330203, 月份=month)
    assert whose(page, sheet("workforce")).month == "2023-09"


def test_a_version_that_is_not_there_is_null() -> None:
    assert read(sheet("workforce")).version is None


@pytest.mark.parametrize(
    "title",
    [
        "海曙区 2023年9月 人员力量",
        "宁波市海曙区人员力量表（2023年09月）",
        "海曙2023.9",
        "宁波市县域医共体月报 海曙区 2023-09",
    ],
)
def test_a_title_says_both(title: str) -> None:
    sent = whose(titled(title))
    assert (sent.sender, sent.month) == ("330203", "2023-09")
    assert codes(sent) == set()


@pytest.mark.parametrize(
    "name",
    [COUNTY, "海曙区2023年9月.xlsx", "330203_202309.xls", "2023.9海曙.csv.xlsx", "宁波市海曙区（2023年9月）改.xlsx"],
)
def test_a_file_name_says_both(name: str) -> None:
    sent = whose(sheet("workforce"), name=name)
    assert (sent.sender, sent.month) == ("330203", "2023-09")
    assert codes(sent) == set()


def test_the_city_is_a_sender_too() -> None:
    sent = whose(sheet("bookings"), name="3302宁波市_2023-09.xlsx")
    assert (sent.sender, codes(sent)) == ("3302", set())


def test_the_city_in_the_title_of_a_county_is_no_disagreement() -> None:
    assert whose(titled("宁波市 2023年9月"), name=COUNTY).sender == "330203"
    assert codes(whose(titled("宁波市 2023年9月"), name=COUNTY)) == set()


@pytest.mark.parametrize(
    ("page", "title", "name"),
    [
        ({"填报单位代码": "330212", "月份": "2023-09"}, None, COUNTY),
        ({"填报单位代码": "330212", "填报单位": "海曙区", "月份": "2023-09"}, None, PLAIN),
        ({"填报单位代码": "330212", "填报单位": "海曙区", "月份": "2023-09"}, None, COUNTY),
        ({}, "鄞州区 2023年9月", COUNTY),
        ({"填报单位代码": "3302", "月份": "2023-09"}, None, COUNTY),
    ],
)
def test_two_senders_are_a_conflict(page: dict[str, Value], title: str | None, name: str) -> None:
    data = titled(title) if title else sheet("workforce")
    found = [one for one in whose(instructions(**page), data, name=name).findings if one.code.startswith("sender")]
    assert [one.code for one in found] == ["sender_conflict"]
    assert found[0].severity == "error"


def test_the_city_beside_a_countys_code_is_no_conflict() -> None:
    page = instructions(**{"填报单位代码": "330203", "填报单位": "宁波市", "月份": "2023-09"})
    sent = whose(page, name=PLAIN)
    assert sent.sender == "330203"
    assert "sender_conflict" not in codes(sent)


def test_of_two_months_the_one_collected_is_taken_so_that_its_rows_are_not_told_one_by_one() -> None:
    page = instructions(**{"填报单位代码": "330203", "月份": "2023-08"})
    sent = whose(page, sheet("workforce"), name=COUNTY, month="2023-09")
    assert sent.month == "2023-09"
    assert codes(sent) == {"month_conflict"}


def test_a_conflict_names_both_and_where_each_stands() -> None:
    sent = whose(titled("鄞州区 2023年9月"), name=COUNTY)
    found = next(one for one in sent.findings if one.code == "sender_conflict")
    assert all(part in found.message for part in ("标题是鄞州区（330212）", "文件名是海曙区（330203）"))


def test_nobody_named_is_an_error_and_nothing_is_read() -> None:
    sent = whose(sheet("workforce"), name="2023-09.xlsx")
    assert only(sent, "sender_unknown").severity == "error"
    assert (sent.sender, dict(sent.forms)) == (None, {})


def test_two_counties_in_one_name_say_nothing_and_are_named() -> None:
    found = only(whose(sheet("workforce"), name="海曙区和鄞州区2023-09.xlsx"), "sender_unknown")
    assert "海曙区（330203）" in found.message and "鄞州区（330212）" in found.message


@pytest.mark.parametrize("page", [{"填报单位代码": "330299", "月份": "2023-09"}, {}])
def test_a_code_that_the_snapshot_does_not_know_is_an_error(page: dict[str, Value]) -> None:
    name = PLAIN if page else "330299某某区_2023-09.xlsx"
    found = only(whose(instructions(**page), sheet("workforce"), name=name), "sender_outside")
    assert "330299" in found.message


def test_a_county_outside_the_account_is_an_error() -> None:
    tables = small_world()
    tables["regions"][2]["in_account"] = False
    known = Register.of(frames(tables), AS_OF)
    sent = read(sheet("workforce"), known=known)
    assert only(sent, "sender_outside").sender == "330203"


def test_counties_of_one_name_are_told_apart_by_the_city_or_the_code() -> None:
    tables = small_world()
    for region in tables["regions"]:
        if region["region_code"] == "130727":
            region["name"] = "海曙区"
    known = Register.of(frames(tables), AS_OF)
    data = sheet("workforce")
    assert read(data, name="海曙区2023-09.xlsx", known=known).sender is None
    assert read(data, name="宁波市海曙区2023-09.xlsx", known=known).sender == "330203"
    assert read(data, name="330203海曙区2023-09.xlsx", known=known).sender == "330203"


@pytest.mark.parametrize(
    ("page", "title", "name"),
    [
        ({"填报单位代码": "330203", "月份": "2023-08"}, None, COUNTY),
        ({}, "海曙区 2023年8月", COUNTY),
        ({"填报单位代码": "330203", "月份": "2023-08"}, "海曙区 2023年9月", "海曙.xlsx"),
    ],
)
def test_two_months_are_a_conflict(page: dict[str, Value], title: str | None, name: str) -> None:
    data = titled(title) if title else sheet("workforce", {"institution_name": "海曙医院"})
    found = next(one for one in whose(instructions(**page), data, name=name).findings if one.severity == "error")
    assert found.code == "month_conflict"
    assert "2023-08" in found.message and "2023-09" in found.message


def test_titles_of_two_months_are_a_conflict_among_themselves() -> None:
    sheets = titled("海曙区 2023年9月"), grid(table("costs", title="海曙区 2023年8月"), "费用")
    assert "month_conflict" in codes(whose(*sheets, name="海曙区.xlsx"))


@pytest.mark.parametrize(
    "name", ["海曙区.xlsx", "海曙区12月.xlsx", "海曙区2023年.xlsx", "海曙区2023年1月-9月.xlsx", "海曙2023年1-9月.xls"]
)
def test_no_month_or_a_period_is_an_error(name: str) -> None:
    sent = whose(sheet("workforce", {"institution_name": "海曙医院"}), name=name)
    assert only(sent, "month_unknown").severity == "error"
    assert sent.month is None


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("海曙区2023年9月（报送日期2023-10-08）.xlsx", "2023-09"),
        ("海曙区_20231008.xlsx", "2023-10"),
        ("海曙区2023年9月8日.xlsx", "2023-09"),
        ("海曙区 202309.xlsx", "2023-09"),
    ],
)
def test_the_day_of_a_report_is_its_month_only_if_nothing_else_is_said(text: str, month: str) -> None:
    assert whose(sheet("workforce", {"institution_name": "海曙医院"}), name=text).month == month


def test_a_file_of_another_month_than_the_one_collected_is_an_error_and_is_read_all_the_same() -> None:
    sent = read(sheet("workforce"), month="2023-08")
    found = only(sent, "other_month")
    assert MONTH in found.message and "2023-08" in found.message
    assert len(sent.forms["workforce"].frame) == 3
    assert "other_month" not in codes(read(sheet("workforce"), month=MONTH))


def test_a_signature_above_the_table_names_no_sender() -> None:
    data = grid([["填表人：鄞州区张某某"], ["海曙区 2023年9月"], *table("workforce")], "人员力量")
    sent = whose(data)
    assert (sent.sender, codes(sent)) == ("330203", set())


def test_the_sender_stands_in_every_finding() -> None:
    sent = read(sheet("workforce", {"institution_name": "没有的卫生院"}))
    assert {one.sender for one in sent.findings} == {"330203"}
