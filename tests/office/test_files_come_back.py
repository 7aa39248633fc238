"""Files that an office suite opened and saved anew: 核对 finds in them what somebody put in, and nothing else."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from pptx import Presentation
from pptx.util import Pt

from tests.briefing.checking.exported import checked, content
from tests.office.conftest import Saved

YANGYUAN = ("130727", date(2019, 1, 15))


@pytest.mark.parametrize("form", ["pptx", "docx", "xlsx"])
def test_a_file_that_was_only_saved_anew_is_all_equal(form: str, saved: Saved, tmp_path: Path) -> None:
    path = tmp_path / f"传回.{form}"
    path.write_bytes(content(form, *YANGYUAN))
    report = checked(saved(path, form).read_bytes())
    assert report.unchanged and not report.moved, report
    assert report.equal == checked(content(form, *YANGYUAN)).equal > 0


def noted(form: str) -> bytes:
    """A file in which somebody wrote a comment, and in a deck a word on the layout of a slide."""
    held = content(form, *YANGYUAN)
    out = io.BytesIO()
    if form == "pptx":
        deck = Presentation(io.BytesIO(held))
        box = deck.slides[1].shapes.add_textbox(0, 0, Pt(200), Pt(20))
        box.text_frame.text = "应为 90%"
        deck.slides[1].slide_layout.shapes._spTree.append(box._element)
        deck.save(out)
    elif form == "docx":
        brief = docx.Document(io.BytesIO(held))
        brief.add_comment(brief.paragraphs[0].runs, "应为 90%", "审阅", "审")
        brief.save(out)
    else:
        book = load_workbook(io.BytesIO(held))
        book["指标"]["B5"].comment = Comment("应为 90%", "审阅")
        book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("form", "where"), [
    ("pptx", "页面母版加上的文字"), ("docx", "正文的批注"), ("xlsx", "表“指标”的批注"),
])
def test_what_was_put_in_is_found_after_another_program_saved_it(
    form: str, where: str, saved: Saved, tmp_path: Path
) -> None:
    path = tmp_path / f"批过.{form}"
    path.write_bytes(noted(form))
    report = checked(saved(path, form).read_bytes())
    assert [one.where for one in report.added] == [where], report
    assert report.added[0].now.endswith("应为 90%")
    assert not report.changed and not report.words and not report.lost
