"""The layout of GB/T 9704 in the file: page, fonts, lines, page numbers; tables, their headings and their length."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn

from briefing.model import Cell, Column, Said, Table
from briefing.writing.docx import docx_bytes
from briefing.writing.docx_tables import BROAD, NARROW, drawn, shares
from briefing.writing.docx_xml import Places
from tests.briefing.writing.briefs import CITY, content, east_asian, hard, opened, raised

#: A twentieth of a point, in millimetres: margins are stored in whole ones.
EXACT = 0.02
BRIEF = content(*CITY)


@pytest.fixture(scope="module")
def brief() -> Any:
    return opened(BRIEF)


def under(brief: Any, start: str) -> Any:
    return next(paragraph for paragraph in brief.paragraphs if paragraph.text.startswith(start))


def test_pages_are_a4_with_the_margins_of_the_standard(brief: Any) -> None:
    first = brief.sections[0]
    sides = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [side.mm for side in sides] == pytest.approx([37, 35, 28, 26], abs=EXACT)
    for section in brief.sections:
        size = sorted((section.page_width.mm, section.page_height.mm))
        assert size == pytest.approx([210, 297], abs=EXACT)


@pytest.mark.parametrize(("start", "font", "size"), [
    ("宁波市县域", "方正小标宋简体", 22), ("一、", "黑体", 16), ("（一）", "楷体_GB2312", 16),
    ("全市", "仿宋_GB2312", 16),
])
def test_fonts_stand_in_style_and_run(brief: Any, start: str, font: str, size: float) -> None:
    paragraph = under(brief, start)
    for run in (run for run in paragraph.runs if not raised(run)):
        assert (east_asian(run), run.font.size.pt) == (font, size)
    assert (east_asian(paragraph.style), paragraph.style.font.size.pt) == (font, size)


def test_no_run_is_without_its_east_asian_font(brief: Any) -> None:
    stories = [brief.element.body, *(section.header._element for section in brief.sections),
               brief.sections[0].footer._element, brief.sections[0].even_page_footer._element]
    runs = [run for story in stories for run in story.iter(qn("w:r"))]
    assert len(runs) > 500
    assert all(run.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in runs)


def test_lines_of_the_body_are_28_points_and_begin_two_characters_in(brief: Any) -> None:
    held = under(brief, "全市").style.paragraph_format
    assert (held.line_spacing_rule, held.line_spacing.pt) == (WD_LINE_SPACING.EXACTLY, 28)
    assert held.first_line_indent.pt == 32
    indent = under(brief, "全市").style.element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_page_numbers_stand_at_the_outer_foot(brief: Any) -> None:
    assert brief.settings.odd_and_even_pages_header_footer
    section = brief.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert paragraph.text == "—\u00a01\u00a0—"
        assert [one.text for one in paragraph._p.iter(qn("w:instrText"))] == [" PAGE "]
        assert {(east_asian(run), run.font.size.pt) for run in paragraph.runs} == {("宋体", 14)}


def test_headings_of_tables_stand_on_every_page_and_rows_are_not_torn(brief: Any) -> None:
    for table in brief.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        lines = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert lines.find(qn("w:insideH")).get(qn("w:sz")) == "2"


def test_sixty_rows_are_printed_and_of_one_more_it_is_said() -> None:
    brief = opened(docx_bytes(hard()))
    assert sorted(len(table.rows) - 1 for table in brief.tables) == [2, 2, 16, 60, 60]
    said = [paragraph.text.replace("\u00a0", "") for paragraph in brief.paragraphs if "见数据表" in paragraph.text]
    assert said == ["本表列前60行，其余1行见数据表。"]


def test_cells_hold_what_the_document_says_and_missing_is_a_dash() -> None:
    tables = {table.rows[0].cells[0].text: table for table in opened(docx_bytes(hard())).tables}
    wide = [[cell.text for cell in row.cells] for row in tables["区县"].rows]
    held = next(table for table in hard().tables if table.name == "各区县")
    assert wide[0] == [f"{column.name}（人）" if column.unit else column.name for column in held.columns]
    assert wide[1:] == [[cell.text for cell in row] for row in held.rows]
    short = [cell.text for cell in tables["机构"].rows[1].cells]
    assert short == ["第0院", "—", "=1+1<b>"]


def test_what_is_not_met_can_be_told_without_colour() -> None:
    table = next(table for table in opened(docx_bytes(hard())).tables if table.rows[0].cells[0].text == "区县")
    bold = [[run.font.bold for run in row.cells[1].paragraphs[0].runs] for row in table.rows[1:3]]
    assert bold == [[None], [True]]


def test_only_wide_tables_lie_on_their_side() -> None:
    document = hard()
    narrow = opened(docx_bytes(replace(document, tables=document.tables[:2], calibers=())))
    assert [section.page_width.mm > section.page_height.mm for section in narrow.sections] == [False]
    wide = opened(docx_bytes(replace(document, tables=document.tables[2:], calibers=())))
    assert [section.page_width.mm > section.page_height.mm for section in wide.sections] == [False, True]


@pytest.mark.parametrize("asked", [[1000.0], [500.0] * 30, [800.0, 9000.0, 9000.0], [NARROW / 2, NARROW / 2]])
@pytest.mark.parametrize("room", [NARROW, BROAD])
def test_columns_fill_the_room_exactly(asked: list[float], room: int) -> None:
    widths = shares(asked, room)
    assert sum(widths) == pytest.approx(room, abs=len(asked))
    assert min(widths) > 0


def test_columns_that_ask_for_little_get_it() -> None:
    assert shares([800.0, 9000.0, 9000.0], NARROW)[0] == 800


def test_a_table_without_rows_has_its_headings() -> None:
    empty = Table("目标", Said("无"), (Column("指标"),), ())
    brief = opened(docx_bytes(replace(hard(), tables=(empty,), sections=())))
    assert [[cell.text for cell in row.cells] for row in brief.tables[0].rows] == [["指标"]]


def test_a_cell_of_forty_characters_stays_whole() -> None:
    row = (Cell("院" * 40),)
    table = Table("目标", Said("无"), (Column("机构"),), (row,))
    brief = opened(docx_bytes(replace(hard(), tables=(table,), sections=())))
    assert brief.tables[0].rows[1].cells[0].text == "院" * 40


def test_no_space_of_the_text_holds_a_line_together(brief: Any) -> None:
    """Where one does, LibreOffice ends lines amid a number, or loses the mark after a unit."""
    texts = [paragraph.text for paragraph in brief.paragraphs if paragraph.style.style_id == "BriefText"
             and not paragraph.text.startswith("附件")]
    said = "".join(texts)
    assert "\u00a0" not in said
    assert len(re.findall("[\u4e00-\u9fff] [+−]?[0-9]", said)) > 20
    assert len(re.findall("[0-9] [\u4e00-\u9fff]", said)) > 20


def test_a_line_neither_begins_nor_ends_with_the_bracket_of_a_note(brief: Any) -> None:
    settings = brief.settings.element
    for tag, marks in (("w:noLineBreaksAfter", "["), ("w:noLineBreaksBefore", "[]")):
        assert set(marks) <= set(settings.find(qn(tag)).get(qn("w:val")))


@pytest.mark.parametrize("rows", [7, 8])
@pytest.mark.parametrize("notes", [(), ("“—”为未报。", "各项截止日期相同。")])
def test_a_short_table_stays_whole_and_its_last_row_with_its_notes(rows: int, notes: tuple[str, ...]) -> None:
    table = Table("目标", Said("无"), (Column("机构"),), tuple((Cell(f"第{at}院"),) for at in range(rows)), notes)
    brief = opened(docx_bytes(replace(hard(), tables=(table,), sections=())))
    kept = [row.cells[0].paragraphs[0]._p.pPr.find(qn("w:keepNext")) is not None for row in brief.tables[0].rows]
    assert kept == [*[True] * rows, bool(notes)]
    under = [one for one in brief.paragraphs if one.text in notes]
    assert [one._p.pPr.find(qn("w:keepNext")) is not None for one in under] == [True, False][: len(notes)]


@pytest.mark.parametrize(("rows", "noted", "kept"), [
    (1, True, [0]), (1, False, []), (8, False, range(7)), (9, False, [0, 1, 6, 7]), (9, True, [0, 1, 6, 7, 8]),
    (60, True, [0, 1, 57, 58, 59]), (61, True, [0, 1, 57, 58, 59]),
])
def test_no_row_of_a_long_table_stands_alone_on_a_page(rows: int, noted: bool, kept: Iterable[int]) -> None:
    table = Table("表", Said(""), (Column("名"), Column("数", "", 0)), ((Cell("甲"), Cell("1")),) * rows,
                  ("注。",) if noted else ())
    grid, *_ = drawn(table, "a", Places([]), NARROW)
    lines = grid.findall(qn("w:tr"))[1:]
    found = [line for line, row in enumerate(lines) if all(
        one.find(qn("w:pPr")).find(qn("w:keepNext")) is not None for one in row.iter(qn("w:p")))]
    # What is cut off is said below, which is a note too.
    assert found == [*kept]


def test_the_list_of_what_is_appended_stands_on_no_page_without_text(brief: Any) -> None:
    lines = brief.paragraphs
    first = next(at for at, line in enumerate(lines) if line.text.startswith("附件：1"))
    kept = [line._p.pPr.find(qn("w:keepNext")) is not None for line in lines[first - 3: first + 1]]
    assert lines[first - 2].text.endswith("。") and not lines[first - 1].text
    assert kept == [False, True, True, True]
