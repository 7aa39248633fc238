"""The name of an exported file fits every system, whatever the place is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefing.model import OTHER_DOCUMENT, SAMPLE, SCENARIO, Document
from briefing.naming import file_name

PLAIN = Document("题", "330203", "海曙区", date(2022, 12, 31), "s", "口径", "", (), (), (), (), ())


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("海曙区", "海曙区"),
        ("=SUM(1)", "=SUM(1)"),
        ("<b>甲</b>/乙", "b甲b乙"),
        ("../../etc", "etc"),
        ("C:\\甲", "C甲"),
        ("...", "330203"),
        ("甲\u202e乙", "甲乙"),
    ],
)
def test_what_no_file_system_takes_is_left_out(name: str, part: str) -> None:
    assert file_name(replace(PLAIN, scope_name=name), "docx") == f"汇报材料_{part}_2022-12-31.docx"


def test_a_long_name_with_all_marks_is_cut_and_keeps_day_marks_and_ending() -> None:
    held = replace(PLAIN, scope_name="很长的医共体名称" * 20, marks=(SAMPLE, SCENARIO, OTHER_DOCUMENT))
    made = file_name(held, "pptx")
    assert len(made.encode()) <= 255
    assert made.endswith(f"_2022-12-31（{SAMPLE}）（{SCENARIO}）（{OTHER_DOCUMENT}）.pptx")
    assert "很长的医共体名称" in made
