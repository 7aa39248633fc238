"""The bookmark of a sentence ends before its full stop: where that hangs, LibreOffice adds an empty line otherwise."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from briefing.checking.reading_docx import places
from briefing.writing.docx_styles import LOOKS, TEXT
from briefing.writing.docx_xml import Places, paragraph, run
from tests.briefing.checking.exported import brief, checked, content

LOOK = LOOKS[TEXT]


def read(runs: list[Any]) -> dict[str, Any]:
    file: Any = docx.Document()
    file.element.body.sectPr.addprevious(paragraph(TEXT, runs))
    file.element.body.sectPr.addprevious(paragraph(TEXT, [run("。又一段。", LOOK)]))
    out = io.BytesIO()
    file.save(out)
    return places(out.getvalue())[1]


@pytest.mark.parametrize("texts", [
    ("差 3 家。",), ("差 3 家", "。"), ("差 3 家。。",), ("差 3 家",), ("。",), ("",), (),
])
def test_a_sentence_is_read_back_whole(texts: tuple[str, ...]) -> None:
    found = read(Places([]).sentence("paragraph0@0", [run(text, LOOK) for text in texts], LOOK))
    assert found == {"paragraph0@0": "".join(texts), "?@body": "。又一段。"}


def test_in_a_brief_no_bookmark_of_a_sentence_ends_behind_its_stop() -> None:
    body = docx.Document(io.BytesIO(content("docx"))).element.body
    ends = [end for end in body.findall(f"{qn('w:p')}/{qn('w:bookmarkEnd')}")
            if str(end.getparent().find(qn("w:bookmarkStart")).get(qn("w:name"))).startswith("_paragraph")]
    assert len(ends) > 10
    for end in ends:
        assert [text.text for text in end.getnext().iter(qn("w:t"))] == ["。"]
        assert end.getnext().getnext() is None


@pytest.mark.parametrize(("edit", "words"), [
    (lambda last: last.getparent().remove(last), True),
    (lambda last: setattr(last.find(qn("w:t")), "text", "。另有 9 人。"), False),
])
def test_a_stop_that_is_gone_or_goes_on_is_found(edit: Callable[[Any], None], words: bool) -> None:
    def run_of(opened: Any) -> None:
        line = next(line for line in opened.paragraphs if "村级服务覆盖" in line.text)
        edit(line.runs[-1]._element)

    report = checked(brief(run_of))
    assert not report.unchanged
    assert len(report.words) == words
    assert [one.now for one in report.added] == ([] if words else ["另有 9 人。"])
