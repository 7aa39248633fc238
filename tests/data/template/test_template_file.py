"""The template's file: the same bytes every time, its name, and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from itertools import pairwise

import openpyxl
import pytest

from data.tables import conform_all
from data.template import TemplateError, template
from tests.data.small_world import frames, row, small_world


def test_the_same_frames_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    live = conform_all(frames(small_world()))
    first = template(live, "330203", "2023-06")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert template(live, "330203", "2023-06") == first
    with zipfile.ZipFile(io.BytesIO(first[1])) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(rb"<dcterms:\w+[^>]*>([^<]*)<", parts.read("docProps/core.xml"))
    assert stamps == [b"2023-06-30T00:00:00Z"] * 2


@pytest.mark.parametrize(
    ("sender", "month", "says"),
    [
        ("330299", "2023-06", "没有代码为 330299 的区县"),
        ("3399", "2023-06", "没有代码为 3399 的市"),
        ("330203100", "2023-06", "不是填报单位的代码"),
        ("海曙区", "2023-06", "不是填报单位的代码"),
        ("", "2023-06", "不是填报单位的代码"),
        ("330212", "2023-06", "不在文件统计范围内"),
        ("330203", "2023-13", "不是月份"),
        ("330203", "2023-6", "不是月份"),
        ("330203", "2023年6月", "不是月份"),
        ("330203", "0000-01", "不是月份"),
        ("330203", "2023-08", "还没有到"),
    ],
)
def test_what_cannot_be_made_is_said(sender: str, month: str, says: str) -> None:
    world = small_world()
    next(one for one in world["regions"] if one["region_code"] == "330212")["in_account"] = False
    with pytest.raises(TemplateError, match=says):
        template(conform_all(frames(world)), sender, month, today=date(2023, 7, 31))


def test_the_month_that_has_begun_may_be_asked_for() -> None:
    live = conform_all(frames(small_world()))
    assert template(live, "330203", "2023-08", today=date(2023, 8, 1))[0] == "330203海曙区_2023-08.xlsx"


def test_a_county_whose_place_in_the_account_is_not_stated_reports() -> None:
    world = small_world()
    assert next(one for one in world["regions"] if one["region_code"] == "330203")["in_account"] is None
    assert template(conform_all(frames(world)), "330203", "2023-06")[0] == "330203海曙区_2023-06.xlsx"


def test_a_name_that_no_file_may_have_is_made_fit() -> None:
    world = small_world()
    next(one for one in world["regions"] if one["region_code"] == "330203")["name"] = "../海曙 区:*"
    assert template(conform_all(frames(world)), "330203", "2023-06")[0] == "330203..海曙区_2023-06.xlsx"


def test_rows_of_long_text_are_high_enough() -> None:
    world = small_world()
    for number, quote in enumerate(("短", "长" * 40, "很长" * 60)):
        world["statements"].append(
            row("statements", statement_id=f"T{number}", scope_code="3302", subject="目标", value_text="一",
                source_id="文件一", quote=quote)
        )
    book = openpyxl.load_workbook(io.BytesIO(template(conform_all(frames(world)), "3302", "2023-06")[1]))
    heights = [book["已公布数据"].row_dimensions[r].height for r in range(4, 7)]
    assert all(a < b for a, b in pairwise(heights))
