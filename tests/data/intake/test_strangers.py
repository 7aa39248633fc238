"""Whose rows a file holds: another county's file is told by its rows, once, and none of its cells is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.intake.answers import SentFile
from data.intake.grids import Contents, Value
from data.intake.register import Register
from data.intake.strangers import Rows, rows_by_county
from tests.data.intake.sent import CITY, COUNTY, codes, grid, only, read, register, register_with, sheet, table

THEIRS, OURS, CITYS = "邻县", "本县", "市属"


def known(count: int = 9) -> Register:
    """Return the small world with nine institutions of each of two counties, and of the city."""
    kinds = ((THEIRS, "330212", "county_hospital"), (OURS, "330203", "county_hospital"), (CITYS, None, "other"))
    return register_with(
        institutions=[
            {"institution_id": f"{name}{number}", "name": f"{name}医院{number}", "category": category,
             "county_code": code, "region_code": code or "3302"}
            for name, code, category in kinds for number in range(count)
        ]
    )


def rows(count: int, who: str) -> list[dict[str, Value]]:
    return [{"institution_name": f"{who}医院{number}", "physicians": 1} for number in range(count)]


def sent(theirs: int, ours: int, name: str = COUNTY) -> SentFile:
    return read(sheet("workforce", *rows(theirs, THEIRS), *rows(ours, OURS)), name=name, known=known())


@pytest.mark.parametrize(("theirs", "ours"), [(2, 0), (5, 0), (2, 1), (6, 5)])
def test_a_file_mostly_of_another_countys_rows_is_told_once_and_not_read(theirs: int, ours: int) -> None:
    answer = sent(theirs, ours)
    found = only(answer, "sender_mixed_up")
    assert (found.severity, found.sheet, found.sender) == ("error", None, "330203")
    assert f"有 {theirs} 行是鄞州区的（写明机构或地区的共 {theirs + ours} 行）" in found.message
    assert dict(answer.forms) == {}


@pytest.mark.parametrize(("theirs", "ours"), [(1, 0), (2, 2), (5, 5), (1, 9)])
def test_one_row_or_half_of_them_is_told_cell_by_cell(theirs: int, ours: int) -> None:
    answer = sent(theirs, ours)
    assert codes(answer) == {"not_yours"}
    assert len([one for one in answer.findings if one.code == "not_yours"]) == theirs
    assert len(answer.forms["workforce"].frame) == ours


def test_a_city_may_name_the_counties_it_consists_of() -> None:
    assert "sender_mixed_up" not in codes(sent(5, 0, name=CITY))


def test_municipal_hospitals_are_nobodys() -> None:
    data = sheet("workforce", *rows(6, CITYS), *rows(1, OURS))
    assert codes(read(data, known=known())) == {"not_yours"}


@pytest.mark.parametrize(("theirs", "ours", "who"), [(4, 1, "有 4 行是鄞州区"), (1, 4, "有 4 行是海曙区")])
def test_a_conflict_says_whose_the_rows_look_and_reads_none(theirs: int, ours: int, who: str) -> None:
    page = grid([["填报单位代码", "330212"], ["月份", "2023-09"]], "填表说明")
    data = sheet("workforce", *rows(theirs, THEIRS), *rows(ours, OURS))
    answer = read(page, data, name=COUNTY, known=known())
    assert who in only(answer, "sender_conflict").message
    assert dict(answer.forms) == {}


def test_a_conflict_of_a_file_whose_rows_name_nobody_is_said_all_the_same() -> None:
    page = grid([["填报单位代码", "330212"], ["月份", "2023-09"]], "填表说明")
    found = only(read(page, sheet("workforce", *rows(2, CITYS)), name=COUNTY), "sender_conflict")
    assert "行是" not in found.message


def test_rows_are_counted_by_the_county_that_they_alone_name() -> None:
    cells = [
        *table("workforce", *rows(2, OURS), title="海曙区 2023年9月"),
        ["2023-09", None, "邻县医院0", 3],
        ["2023-09", "邻县1", "本县医院1", 3],
        ["2023-09", "邻县2", None, 3],
        ["2023-09", None, "市属医院1", 3],
        [None, None, "没有的医院", 3],
        [None, None, "海" * 61, 3],
        [None, None, "330203100201", 3],
    ]
    data = grid(cells, "人员力量")
    assert rows_by_county(Contents("xlsx", (data,)), known()) == Rows(5, "330203", 3)
    assert rows_by_county(Contents("xlsx", (replace(data, visible=False),)), known()) == Rows(0, None, 0)
    assert rows_by_county(Contents("xlsx", (grid(cells, "填表说明"),)), known()) == Rows(0, None, 0)


def test_a_name_that_two_counties_bear_tells_nothing() -> None:
    both = register_with(
        institutions=[
            {"institution_id": code, "name": "中心卫生院", "category": "township_hospital", "county_code": code,
             "region_code": code} for code in ("330203", "330212")
        ]
    )
    data = Contents("xlsx", (grid([["中心卫生院", 1], ["集士港卫生院", 1]], "人员力量"),))
    assert rows_by_county(data, both) == Rows(1, "330203", 1)
    assert rows_by_county(data, register()) == Rows(1, "330203", 1)
