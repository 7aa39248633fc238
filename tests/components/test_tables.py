import csv
import io
from datetime import date

import pandas as pd
import pytest

from components.tables import csv_bytes


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_download_opens_in_chinese_with_its_headings_and_only_the_named_columns():
    frame = pd.DataFrame({"name": ["越溪乡卫生院"], "days": pd.array([511], dtype="Int64"), "secret": ["x"]})
    content = csv_bytes(frame, {"name": "机构", "days": "空缺天数", "absent": "没有"})
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert read(content) == [["机构", "空缺天数"], ["越溪乡卫生院", "511"]]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+86", "-2", "@x", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠x"],
)
def test_no_cell_of_text_acts_as_a_formula(cell):
    assert read(csv_bytes(pd.DataFrame({"甲": [cell]})))[1] == [f"'{cell}"]


def test_a_heading_is_guarded_like_a_cell():
    assert read(csv_bytes(pd.DataFrame({"=x": ["甲"]})))[0] == ["'=x"]


def test_numbers_stay_numbers_dates_are_iso_and_null_is_empty():
    frame = pd.DataFrame({
        "n": [-1.5, None],
        "d": pd.to_datetime([date(2022, 6, 30), None]),
        "t": ["<b>甲</b>", None],
    })
    assert read(csv_bytes(frame))[1:] == [["-1.5", "2022-06-30", "<b>甲</b>"], ["", "", ""]]


@pytest.mark.parametrize("text", ["甲,乙", '甲"乙', "甲\n乙", "1=2"])
def test_ordinary_text_comes_back_as_it_was(text):
    assert read(csv_bytes(pd.DataFrame({"t": [text]})))[1] == [text]


def test_a_count_beside_a_rate_stays_whole_and_text_beside_numbers_is_guarded():
    frame = pd.DataFrame({"n": [286, 93.5, None], "m": [286, "=1", None]}, dtype=object)
    assert read(csv_bytes(frame)) == [["n", "m"], ["286", "286"], ["93.5", "'=1"], ["", ""]]
