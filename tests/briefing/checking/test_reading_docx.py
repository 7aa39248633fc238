"""A brief that came back is read place by place, however Word tore its sentences into pieces."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from briefing.bookmarks import bookmark
from briefing.checking.content import NAMELESS
from briefing.checking.reading_docx import places
from briefing.checking.texts import plain
from briefing.facts import fingerprint
from briefing.manifest import of_sections
from briefing.model import Cell, Column, Fact, Said, Table
from briefing.writing.docx import docx_bytes
from tests.briefing.writing.briefs import CITY, content, hard, opened
from tests.briefing.writing.decks import CASES, made

PLACE = "paragraph1@0"


def edited(change: Callable[[Any], None]) -> dict[str, Any]:
    """The city's brief, changed as somebody would in Word, read again."""
    brief = opened(content(*CITY))
    change(brief)
    held = io.BytesIO()
    brief.save(held)
    return places(held.getvalue())[1]


def paragraph_of(brief: Any, place: str = PLACE) -> Any:
    starts = brief.element.body.iter(qn("w:bookmarkStart"))
    return next(one for one in starts if one.get(qn("w:name")) == bookmark(place)).getparent()


def first_text(paragraph: Any) -> Any:
    return next(paragraph.iter(qn("w:t")))


@pytest.mark.parametrize("case", CASES)
def test_every_place_is_read_as_it_was_written(case: Any) -> None:
    manifest, found = places(content(*case))
    document = made(*case)
    assert manifest is not None
    assert (manifest["snapshot"], manifest["fingerprint"]) == (document.snapshot, fingerprint(document))
    assert manifest["made_from"] == document.made_from
    assert {item["place"]: plain(item["text"]) for item in manifest["items"]}.items() <= {
        place: plain(text) for place, text in found.items() if isinstance(text, str)}.items()
    assert {item.place for item in of_sections(document.sections)} <= set(found)
    for name in ("目标", "各区县"):
        table = next((table for table in document.tables if table.name == name), None)
        for row, cells in enumerate(table.rows if table else ()):
            for column, cell in enumerate(cells):
                assert found[f"cell{row}.{column}@sheet@{name}"] == cell.text
    assert not [place for place in found if place.startswith(NAMELESS)]


def test_a_number_typed_over_is_read_though_word_splits_the_run() -> None:
    def change(brief: Any) -> None:
        text = first_text(paragraph_of(brief))
        before, after = text.text.split("286")
        run = text.getparent()
        pieces = [copy.deepcopy(run) for _ in range(3)]
        for piece, words in zip(pieces, (before, "29", f"6{after}"), strict=True):
            piece.find(qn("w:t")).text = words
            run.addprevious(piece)
        run.getparent().remove(run)

    was, now = str(places(content(*CITY))[1][PLACE]), edited(change)[PLACE]
    assert now == was.replace("286", "296")
    assert "[" not in str(now)


def test_tracked_changes_count_as_made() -> None:
    def change(brief: Any) -> None:
        text = first_text(paragraph_of(brief))
        run = text.getparent()
        gone, new = copy.deepcopy(run), copy.deepcopy(run)
        gone.find(qn("w:t")).tag = qn("w:delText")
        new.find(qn("w:t")).text = text.text.replace("286", "300")
        for tag, held in (("w:del", gone), ("w:ins", new)):
            holder = run.makeelement(qn(tag), {})
            holder.append(held)
            run.addprevious(holder)
        run.getparent().remove(run)

    assert str(edited(change)[PLACE]).count("300 人") == 2
    assert "286" not in str(edited(change)[PLACE])


def test_a_cell_typed_over_is_read() -> None:
    place = "cell0.1@sheet@目标"
    assert edited(lambda brief: setattr(first_text(paragraph_of(brief, place)), "text", "999"))[place] == "999"


def test_a_paragraph_that_was_taken_out_is_gone_and_one_written_in_has_no_name() -> None:
    def change(brief: Any) -> None:
        old = paragraph_of(brief)
        brief.paragraphs[-1].insert_paragraph_before("另有 1000 人。")
        old.getparent().remove(old)

    found = edited(change)
    assert PLACE not in found
    assert found[f"{NAMELESS}@body"] == "另有 1000 人。"


def test_a_sentence_broken_into_two_paragraphs_is_one_place() -> None:
    def change(brief: Any) -> None:
        old = paragraph_of(brief)
        new = copy.deepcopy(old)
        for child in list(new)[:-3]:
            if child.tag != qn("w:pPr"):
                new.remove(child)
        for child in list(old)[-3:]:
            old.remove(child)
        old.addnext(new)

    assert edited(change)[PLACE] == places(content(*CITY))[1][PLACE]


def test_without_the_manifest_the_properties_say_what_it_was_made_from() -> None:
    brief = opened(content(*CITY))
    for id, relation in list(brief.part.rels.items()):
        if relation.reltype.endswith("/customXml"):
            del brief.part.rels[id]
    held = io.BytesIO()
    brief.save(held)
    manifest, found = places(held.getvalue())
    assert manifest is not None
    assert manifest["made_from"] == made(*CITY).made_from
    assert "items" not in manifest
    assert found == places(content(*CITY))[1]


def test_a_table_whose_name_no_bookmark_holds_is_read_by_the_manifest() -> None:
    fact = Fact("care.in_county_rate", "3302", "value", 89.7, "89.7")
    table = Table("目标", Said("无"), (Column("率"),), ((Cell("89.7", 89.7, fact=fact),),))
    section = replace(hard().sections[0], tables=(replace(table, name="a_b"),))
    manifest, found = places(docx_bytes(replace(hard(), sections=(section,), tables=(table,))))
    assert manifest is not None
    assert found["cell0.0@table0@0"] == found["cell0.0@sheet@目标"] == "89.7"


def test_a_file_of_somebody_else_says_nothing_of_itself() -> None:
    other = docx.Document()
    other.add_paragraph("人员 286 人")
    held = io.BytesIO()
    other.save(held)
    assert places(held.getvalue()) == (None, {f"{NAMELESS}@body": "人员 286 人"})


def test_a_bookmark_without_an_end_ends_with_its_paragraph() -> None:
    """LibreOffice loses the end where a cell is empty."""

    def change(brief: Any) -> None:
        for end in list(paragraph_of(brief, "cell0.0@sheet@目标").iter(qn("w:bookmarkEnd"))):
            end.getparent().remove(end)

    assert edited(change) == places(content(*CITY))[1]
