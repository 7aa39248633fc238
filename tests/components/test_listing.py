"""A list for a page: short names, and a file that says what it is of and opens safely."""

from __future__ import annotations

import pandas as pd

from components.grid.table import Cell, _sharing
from components.views.listing import Listing, builder, file_name, text
from components.views.names import short
from tests.components.views import view_of


def test_a_name_loses_what_everyone_on_the_page_shares_but_not_itself() -> None:
    assert short("宁波市海曙区高桥镇卫生院", ("宁波市", "海曙区")) == "高桥镇卫生院"
    assert short("阳原县医院", ("张家口市", "阳原县")) == "阳原县医院"
    assert short("一个很长很长的机构名称", (), 6) == "一个很长很…"


def test_null_is_a_dash_and_a_date_its_day() -> None:
    assert text(None) == text(pd.NaT) == text(float("nan")) == "—"
    assert text(pd.Timestamp("2022-12-31")) == "2022-12-31"


def test_a_file_names_its_day_snapshot_and_that_it_is_sample_and_holds_no_formula() -> None:
    view = view_of(scope="3302", month="2022-12")
    frame = pd.DataFrame({"name": ["=HYPERLINK(1)", "乙"], "hidden": [1, 2]})
    listing = Listing("题", (), (), lambda: frame, {"name": "机构"}, "f.csv")
    lines = builder(view, listing.frame, listing.headings)().decode("utf-8-sig").split("\r\n")
    assert lines[0] == "机构,截止日期,数据快照,说明"
    assert lines[1].startswith("'=HYPERLINK(1),2022年12月31日,")
    assert lines[2].endswith(",示例数据")
    assert "示例数据" in file_name(view, "无人派驻机构")


def test_a_file_under_a_document_that_is_not_in_force_says_so() -> None:
    usual, other = view_of(scope="3302"), view_of(scope="3302", policy="national-2024")
    listing = Listing("题", (), (), pd.DataFrame({"name": ["甲"]}), {"name": "机构"}, "f.csv")
    lines = builder(other, listing.frame, listing.headings)().decode("utf-8-sig").split("\r\n")
    assert lines[0].endswith(",目标依据")
    assert lines[1].endswith(",紧密型县域医疗卫生共同体监测指标体系（2024 版）（非现行文件）")
    assert "目标依据" not in builder(usual, listing.frame, listing.headings)().decode("utf-8-sig")
    assert "非现行文件" in file_name(other, "题") and "非现行文件" not in file_name(usual, "题")


def test_cells_that_occur_again_are_sent_once() -> None:
    met = ["● 使用中", 3, "met"]
    lines = [["甲", met], ["乙", met], ["丙", ["▲", 0, "not_met"]]]
    found, shared = _sharing(lines)
    assert [list(cell) for cell in shared] == [met]
    assert found == [["甲", 0], ["乙", 0], ["丙", ["▲", 0, "not_met"]]]
    assert Cell("x").sort is None
