"""The brief read back: every number of the document in its sentence, each with a note that leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from briefing.facts import fingerprint, indicator_of
from briefing.manifest import of_sections
from briefing.model import OTHER_DOCUMENT, SAMPLE, SCENARIO, Document
from briefing.standing import standing
from briefing.writing.docx import CALIBERS, docx_bytes
from briefing.writing.docx_notes import flowing
from tests.briefing.writing.briefs import CITY, content, hard, opened, raised, what_if, words
from tests.briefing.writing.decks import CASES, LONG, made

_NOTE = re.compile(r"\[(\d+)\]")


def calibers_of(brief: Any) -> dict[str, list[str]]:
    """The closing table: its cells by the number of the note."""
    table = brief.tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == ["注号", "指标", "口径", "来源", "目标与出处"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    return {row[0]: row[1:] for row in rows}


def noted_figures(brief: Any, document: Document) -> Iterator[tuple[str, str]]:
    """Every note of the text, with the indicator of the figure before it."""
    said = {flowing(item.text): item for item in of_sections(document.sections)}
    for paragraph in brief.paragraphs:
        item = said.get(words(paragraph))
        if item is None:
            continue
        ends = {one.end: one.fact for one in standing(item.text, item.facts)}
        at = 0
        for run in paragraph.runs:
            if raised(run):
                yield run.text, indicator_of(ends[at])
            else:
                at += len(run.text)


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_every_sentence_of_the_document_stands_in_the_brief(scope: str, day: date) -> None:
    document = made(scope, day)
    held = [words(paragraph) for paragraph in opened(content(scope, day)).paragraphs]
    said = [flowing(item.text) for item in of_sections(document.sections)]
    assert said
    assert [text for text in held if text in said] == said
    for item in of_sections(document.sections):
        for fact in item.facts:
            assert fact.text.replace("\u00a0", "") in item.text.replace("\u00a0", "")


@pytest.mark.parametrize(("scope", "day"), CASES)
def test_every_figure_has_a_note_and_every_note_a_row_of_its_indicator(scope: str, day: date) -> None:
    document, brief = made(scope, day), opened(content(scope, day))
    rows = calibers_of(brief)
    names = {one.key: one.name for one in document.calibers}
    pointed = dict[str, str]()
    for note, key in noted_figures(brief, document):
        assert rows[note][0] == names[key]
        assert pointed.setdefault(key, note) == note
    spoken = {indicator_of(fact) for item in of_sections(document.sections) for fact in item.facts} - {""}
    assert set(pointed) == spoken
    assert list(pointed.values()) == list(rows) == [f"[{at}]" for at in range(1, len(rows) + 1)]


def test_a_figure_said_in_a_row_is_marked_once_and_again_after_another() -> None:
    (paragraph, *_) = (one for one in opened(docx_bytes(hard())).paragraphs if "再说" in one.text)
    told = paragraph.text.partition("就诊率")[2]
    assert told == " 89.7%[1]，差 0.3 个百分点；基层 65.5%[2]；再说 89.7%[1]。"


def test_a_row_says_formula_source_target_and_where_there_is_none() -> None:
    document, rows = made(*CITY), calibers_of(opened(content(*CITY)))
    by_name = {row[0]: row for row in rows.values()}
    with_target = next(one for one in document.calibers if one.target and one.name in by_name)
    name, formula, source, target = by_name[with_target.name]
    assert (name, source, target) == (with_target.name, with_target.source, with_target.target)
    assert formula.splitlines() == [with_target.formula, *filter(None, [with_target.caveat])]
    assert "文件未设目标" in {row[3] for row in rows.values()}
    county = calibers_of(opened(content("330282", CITY[1])))
    assert "文件未对本级设目标" in {row[3] for row in county.values()}


def test_marks_stand_under_the_title_and_in_the_header_of_left_and_right_pages() -> None:
    brief = opened(docx_bytes(hard()))
    headers = [brief.sections[0].header, brief.sections[0].even_page_header]
    for text in (brief.paragraphs[1].text, *(header.paragraphs[0].text for header in headers)):
        assert [mark in text for mark in (SAMPLE, SCENARIO, OTHER_DOCUMENT)] == [True] * 3
    assert all(section.header.is_linked_to_previous for section in list(brief.sections)[1:])
    plain = opened(docx_bytes(replace(hard(), marks=())))
    assert plain.sections[0].header.paragraphs[0].text == ""
    assert plain.paragraphs[1].text.startswith("（截止")


def test_the_end_says_day_snapshot_and_code() -> None:
    document = made(*CITY)
    last = "\n".join(paragraph.text for paragraph in opened(content(*CITY)).paragraphs[-2:])
    for said in ("截止 2022\u00a0年\u00a012\u00a0月\u00a031\u00a0日", document.caliber, document.policy,
                 f"数据快照 {document.snapshot}", f"核对码 {fingerprint(document)}"):
        assert said.replace("\u00a0", "") in last.replace("\u00a0", "")


def test_the_paragraph_of_a_scenario_stands_before_the_first_heading_and_once() -> None:
    document = what_if()
    lines = [words(paragraph) for paragraph in opened(docx_bytes(document)).paragraphs]
    opening = flowing(document.sections[0].paragraphs[0].text)
    assert SCENARIO in lines[1]
    assert lines.count(opening) == 1
    assert lines.index(opening) < lines.index(document.sections[0].heading)


def test_markup_in_names_is_words_and_a_long_title_breaks_after_the_name() -> None:
    brief = opened(docx_bytes(hard()))
    texts = [words(paragraph) for paragraph in brief.paragraphs]
    assert texts[0] == f"{LONG[:40]}\n县域医共体建设情况"
    assert any(f"{LONG[:40]}<b>粗</b>就诊率" in text for text in texts)
    assert "（一）<i>下</i>" in texts
    assert brief.core_properties.title == hard().title


def test_what_is_appended_is_named_in_the_text_as_it_is_called_there() -> None:
    texts = [paragraph.text for paragraph in opened(content(*CITY)).paragraphs]
    at = next(number for number, text in enumerate(texts) if text.startswith("附件："))
    names = []
    for text in texts[at:]:
        found = re.fullmatch(r"(?:附件：)?(\d)．(.+)", text)
        if found is None:
            break
        names.append(found[2])
    titles = [texts[number + 1] for number, text in enumerate(texts) if re.fullmatch("附件\u00a0\\d", text)]
    assert names == titles
    assert names[-1] == CALIBERS


def test_a_document_of_nothing_still_opens() -> None:
    empty = replace(made(*CITY), tables=(), sections=(), calibers=(), slides=())
    brief = opened(docx_bytes(empty))
    assert brief.paragraphs[0].text == empty.title
    assert brief.tables == []
    assert "核对码" in brief.paragraphs[-1].text
