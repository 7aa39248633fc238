"""How the slides look, as far as the file says: fonts, places, colours, contrast, and the master a user finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from briefing.writing.pptx import pptx_bytes
from briefing.writing.pptx_text import balanced, cut, extent, fitting, lines_of
from tests.briefing.writing.decks import CASES, LONG, content, hard, made, named, opened, texts

FONT = "Microsoft YaHei"
DECKS = (*range(len(CASES)), "hard")


def deck(which: int | str) -> Any:
    return opened(pptx_bytes(hard()) if isinstance(which, str) else content(*CASES[which]))


@pytest.mark.parametrize("which", DECKS)
def test_every_run_has_a_chinese_typeface(which: int | str) -> None:
    opened_deck = deck(which)
    elements = [slide._element for slide in opened_deck.slides]
    elements += [slide.notes_slide._element for slide in opened_deck.slides if slide.has_notes_slide]
    runs = [run for element in elements for run in element.iter(qn("a:r"), qn("a:fld"))]
    assert len(runs) > 100 or isinstance(which, str)
    for run in runs:
        assert run.find(qn("a:rPr")).find(qn("a:ea")).get("typeface") == FONT
    for _, frame in texts(opened_deck):
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                assert run.font.name == FONT
                assert run._r.find(qn("a:rPr")).find(qn("a:ea")).get("typeface") == FONT
    charts = [shape.chart for slide in opened_deck.slides for shape in slide.shapes
              if getattr(shape, "has_chart", False) and shape.has_chart]
    for chart in charts:
        for properties in chart._chartSpace.iter(qn("a:defRPr")):
            assert properties.find(qn("a:ea")).get("typeface") == FONT


def test_theme_and_notes_speak_chinese_typefaces() -> None:
    opened_deck = deck(0)
    for part in (opened_deck.slide_master.part, opened_deck.notes_master.part):
        blob = next(one.target_part.blob for one in part.rels.values() if one.reltype.endswith("/theme")).decode()
        assert f'<a:ea typeface="{FONT}"/>' in blob
        assert "Calibri" not in blob


def test_a_user_finds_three_layouts_with_placeholders_and_no_english() -> None:
    master = deck(0).slide_master
    assert [layout.name for layout in master.slide_layouts] == ["首页", "结论与图", "结论与表"]
    assert (deck(0).slide_width, deck(0).slide_height) == (12192000, 6858000)
    for part in (master, *master.slide_layouts):
        kinds = [str(one.placeholder_format.type) for one in part.placeholders]
        assert any("TITLE" in kind for kind in kinds)
        for shape in part.placeholders:
            assert not any(char.isascii() and char.isalpha() for char in shape.name + shape.text_frame.text)
    for slide in deck(0).slides:
        empty = [one.name for one in slide.placeholders if not one.text_frame.text]
        assert not empty


@pytest.mark.parametrize("which", DECKS)
def test_no_shape_lies_outside_the_slide(which: int | str) -> None:
    opened_deck = deck(which)
    for slide in opened_deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= opened_deck.slide_width, shape.name
            assert shape.top + shape.height <= opened_deck.slide_height, shape.name


@pytest.mark.parametrize("which", DECKS)
def test_words_fit_into_their_shapes(which: int | str) -> None:
    for shape, frame in texts(deck(which)):
        if (getattr(shape, "has_table", False) and shape.has_table) or not frame.text or shape.name == "页码":
            continue
        wide, high = shape.width / 12700, shape.height / 12700
        taken = 0.0
        for paragraph in frame.paragraphs:
            size = max(run.font.size.pt for run in paragraph.runs)
            text = "".join(run.text for run in paragraph.runs) if shape.name[:7] != "finding" else paragraph.text
            if len({run.font.size.pt for run in paragraph.runs}) == 1:
                taken += lines_of(text, size, wide + 0.5) * paragraph.line_spacing.pt
            else:
                assert sum(extent(run.text, run.font.size.pt) for run in paragraph.runs) <= wide + 0.5, shape.name
                taken += paragraph.line_spacing.pt
        assert taken <= high * 1.12 + 2, (shape.name, frame.text)


@pytest.mark.parametrize("which", DECKS)
def test_tables_end_above_the_foot(which: int | str) -> None:
    for slide in deck(which).slides:
        for shape in slide.shapes:
            if getattr(shape, "has_table", False) and shape.has_table:
                rows = sum(row.height for row in shape.table.rows)
                assert shape.top + rows <= 488 * 12700
                assert sum(column.width for column in shape.table.columns) <= 880.5 * 12700


def luminance(colour: str) -> float:
    parts = [int(colour[at: at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("which", DECKS)
def test_at_most_four_colours_of_words_each_well_read(which: int | str) -> None:
    for slide in deck(which).slides:
        colours: set[str] = set()
        for shape in slide.shapes:
            if not shape.has_text_frame:
                continue
            ground = str(shape.fill.fore_color.rgb) if shape.name.startswith("mark.") else "FFFFFF"
            for run in (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs):
                colour = str(run.font.color.rgb)
                assert contrast(colour, ground) >= 7, (shape.name, colour)
                if ground == "FFFFFF":
                    colours.add(colour)
        assert len(colours) <= 4


def test_the_key_figure_is_large_and_body_words_are_not_small() -> None:
    document, opened_deck = made(*CASES[0]), deck(0)
    for slide, drawn in zip(document.slides, list(opened_deck.slides)[1:], strict=False):
        key = named(drawn, f"figure0@{slide.key_id}").text_frame.paragraphs[0].runs[0]
        assert key.font.size.pt >= 72  # 144 pixels at 1080p
        title = named(drawn, f"finding@{slide.key_id}").text_frame.paragraphs[0].runs[0]
        assert title.font.size.pt >= 20


def test_a_name_is_cut_in_its_middle_and_a_figure_stays_with_its_unit() -> None:
    short = cut(LONG, 14, 200)
    assert short.startswith("浙江省") and short.endswith(LONG[-6:]) and "…" in short
    assert lines_of(short, 14, 200) == 1
    assert cut("海曙区", 14, 200) == "海曙区"
    tight = cut(LONG, 14, extent("浙江省…甲甲", 14))
    assert tight.startswith("浙江") and "…" in tight and lines_of(tight, 14, extent("浙江省…甲甲", 14)) == 1
    assert cut(LONG, 14, 1) == "…"
    assert lines_of("现有12\u00a0家", 10, extent("现有12", 10)) == 2
    assert lines_of("12\u00a0家", 10, extent("12\u00a0家", 10)) == 1
    assert lines_of("2022", 10, extent("2022", 10) - 0.1) == 2
    assert lines_of("十二家医院", 10, extent("十二家", 10)) == 2


def test_a_size_fits_below_at_and_above_the_room() -> None:
    room = extent("派驻人数", 20)
    assert fitting("派驻人数", room, (20, 18)) == 20
    assert fitting("派驻人数", room - 0.1, (20, 18)) == 18
    assert fitting("派驻人数", 1, (20, 18)) == 18  # the last, even where it does not fit


def test_a_sentence_is_broken_after_its_clause() -> None:
    room = extent("全市派驻还差人；", 20)
    assert balanced("全市派驻还差人；基层无人派驻。", room, (20, 18)) == ("全市派驻还差人；\v基层无人派驻。", 20)
    assert balanced("全市派驻", room, (20, 18)) == ("全市派驻", 20)
    unbroken = "全市派驻还差人全市派驻还差人"
    assert balanced(unbroken, room, (20, 18)) == (unbroken, 20)


def test_a_foot_of_long_names_keeps_to_two_lines_and_says_how_many_there_are() -> None:
    long = ("截止 2022 年 12 月 31 日", "派驻口径按文件逐项默认", f"未报：{'、'.join([LONG] * 5)}等 24 个")
    base = replace(hard(), slides=(replace(hard().slides[0], sources=long),))
    (slide,) = list(opened(pptx_bytes(base)).slides)[1:2]
    foot = named(slide, f"foot@{base.slides[0].key_id}").text_frame
    size = foot.paragraphs[0].runs[0].font.size.pt
    assert sum(lines_of(one.text, size, 820) for one in foot.paragraphs) <= 2
    assert foot.text.startswith("截止 2022 年") and "…" in foot.text and foot.text.endswith("等 24 个")


def test_a_table_without_a_figure_beside_it_takes_the_whole_width() -> None:
    document = made(*CASES[1])
    at, slide = next((at, one) for at, one in enumerate(document.slides) if one.key is None and one.table is not None)
    table = named(list(deck(1).slides)[at + 1], f"table@{slide.key_id}").table
    assert sum(column.width for column in table.columns) > 860 * 12700


@pytest.mark.parametrize("which", DECKS)
def test_charts_tables_and_counties_are_said_in_words(which: int | str) -> None:
    for slide in deck(which).slides:
        for shape in slide.shapes:
            drawn = shape.shape_type in (MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.FREEFORM)
            assert not drawn or shape._element.xpath("./*/p:cNvPr")[0].get("descr"), shape.name
