"""A brief that came back: what was changed in it is said with the words an official finds it by."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from briefing.checking.check import check
from briefing.checking.reading import read
from briefing.facts import fingerprint
from data.intake.limits import Limits
from tests.briefing.writing.briefs import CITY, content, opened
from tests.briefing.writing.decks import made


def checked(change: Callable[[Any], None]) -> Any:
    brief = opened(content(*CITY))
    change(brief)
    held = io.BytesIO()
    brief.save(held)
    return check(held.getvalue(), "汇报材料.docx", read_file=lambda sent: read(sent, Limits()))


def typed(brief: Any, before: str, after: str) -> None:
    """Type over the first run that holds the words."""
    cells = (paragraph for table in brief.tables for row in table.rows for cell in row.cells
             for paragraph in cell.paragraphs)
    runs = (run for paragraph in [*brief.paragraphs, *cells] for run in paragraph.runs)
    run = next(run for run in runs if before in run.text)
    run.text = run.text.replace(before, after, 1)


def test_a_brief_that_nobody_touched_is_equal() -> None:
    report = checked(lambda brief: None)
    assert (report.problem, report.changed, report.lost, report.words) == ("", (), (), ())
    assert report.recomputed == report.printed == fingerprint(made(*CITY))
    assert report.equal > 100


def test_a_changed_number_of_a_sentence_and_of_a_table_are_found() -> None:
    report = checked(lambda brief: (typed(brief, "286", "296"), typed(brief, "93.5", "99.9")))
    said = {(one.where.replace("\u00a0", " "), one.was.replace("\u00a0", " "), one.now.replace("\u00a0", " "))
            for one in report.changed}
    assert ("正文“一、总体情况”第 2 段", "286 人", "296 人") in said
    assert len(said) == 2


@pytest.mark.parametrize(("before", "after", "where"), [
    ("宁波市县域医共体建设情况", "杭州市县域医共体建设情况", "文件标题"), ("示例数据", "实际数据", "标题下的标注"),
    ("截止", "截至", "标题下的日期"), ("一、总体情况", "一、情况", "正文标题“一、总体情况”"),
    ("附件：", "附：", "附件说明"), ("附件\u00a01", "附表", "附件\u00a01\u00a0的标题"),
    ("派驻人员表", "人员", "口径与来源"),
])
def test_changed_words_are_said_by_where_they_stand(before: str, after: str, where: str) -> None:
    report = checked(lambda brief: typed(brief, before, after))
    told = [one.where for one in (*report.words, *report.changed)]
    assert told
    assert all(where in one for one in told), told
