"""One slide (一页): marks, whose it is, the finding, one figure in large, one picture, sources at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from briefing.model import SAMPLE, SCENARIO, Document, KeyFigure, Slide
from briefing.writing import pptx_chart, pptx_map, pptx_master, pptx_table
from briefing.writing.pptx_master import BODY_BOTTOM, LEFT, RIGHT, Box
from briefing.writing.pptx_text import (
    BLUE,
    FONT,
    GREY,
    GROUND,
    HAIR,
    INK,
    ORANGE,
    PAPER,
    SAMPLE_GROUND,
    Run,
    balanced,
    chinese,
    cut,
    extent,
    fitting,
    lines_of,
    plain,
    rgb,
    write,
)
from indicators.wording import NBSP, date_words, with_unit

#: Colour of a state: ▲ orange, ● blue, all else grey.
STATUS: Final = {"not_met": ORANGE, "met": BLUE, "no_data": GREY, "no_target": GREY}
#: Sizes of a finding, of a figure without and beside a picture, and of its unit.
_TITLE: Final = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
_ALONE: Final = (180.0, 160.0, 140.0, 120.0)
_FIGURE: Final = (104.0, 96.0, 88.0, 80.0, 72.0, 64.0, 56.0)
_UNIT: Final = 0.3
#: Ground and ink of a mark.
_MARKS: Final = {SAMPLE: (SAMPLE_GROUND, INK), SCENARIO: (INK, PAPER)}
_OTHER_MARK: Final = (GROUND, INK)
_MARK_SIZE: Final = 14.0
#: What stands between two sources.
_BETWEEN: Final = "　·　"
#: Least room of one more figure.
_OTHER_HIGH: Final = 40.0


def draw(deck: Any, document: Document, slide: Slide) -> None:
    """Add one slide of a document to a presentation."""
    place = slide.key_id
    made = add(deck, document, pptx_master.FINDING, slide.scope_name, slide.name, slide.finding.text,
               f"finding@{place}", slide.sources, place)
    top = pptx_master.BODY_TOP_TWO if two_lines(slide.finding.text) else pptx_master.BODY_TOP
    if slide.missing:
        _missing(made, slide.missing, Box(LEFT, top, RIGHT - LEFT, BODY_BOTTOM - top), place)
    else:
        _figures(made, slide, top)
        _picture(made, slide, top)
    if slide.notes:
        _notes(made, slide.notes)


def add(
    deck: Any, document: Document, layout: str, scope: str, subject: str, title: str, title_place: str,
    sources: Sequence[str], place: str,
) -> Any:
    """Add a slide with what stands on each: marks, whose it is and of which day, its title, the foot, its number."""
    made = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    for holder in list(made.placeholders):
        if holder.placeholder_format.idx in pptx_master.UNUSED:
            holder._element.getparent().remove(holder._element)
    held = {holder.placeholder_format.idx: holder for holder in made.placeholders}
    left = marks(made, document.marks, LEFT, pptx_master.LINE_TOP, place)
    after = f"{subject and '　'}{subject}　截止 {date_words(document.as_of)}"
    size = fitting(scope + after, RIGHT - left, (15, 14, 13))
    # Of a long name the middle is left out, never the subject or the day.
    words = cut(scope, size, RIGHT - left - extent(after, size)) + after
    held[pptx_master.LINE].left, held[pptx_master.LINE].top = Pt(left), Pt(pptx_master.LINE_TOP)
    held[pptx_master.LINE].width, held[pptx_master.LINE].height = Pt(RIGHT - left), Pt(pptx_master.LINE_HIGH)
    held[pptx_master.LINE].name = f"line@{place}"
    write(held[pptx_master.LINE].text_frame, [[Run(words, size, GREY, True)]],
          anchor="middle")
    said, size = balanced(title, RIGHT - LEFT, _TITLE)
    held[0].name = title_place
    write(held[0].text_frame, [[Run(said, size, INK, True)]], spacing=1.35)
    held[pptx_master.FOOT].name = f"foot@{place}"
    write_foot(held[pptx_master.FOOT], sources)
    _number(made)
    return made


def write_foot(shape: Any, sources: Sequence[str]) -> None:
    """Write sources and calibers into the foot, none of them broken where two lines are enough."""
    room = RIGHT - LEFT - 60
    for size in (10.0, 9.0, 8.0):
        lines: list[str] = []
        for source in sources:
            longer = f"{lines[-1]}{_BETWEEN}{source}" if lines else source
            if lines and extent(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(source)
        if sum(lines_of(line, size, room) for line in lines) <= 2:
            break
    write(shape.text_frame, [[Run(line, size, GREY)] for line in lines], spacing=1.4)


def two_lines(title: str) -> bool:
    """Tell whether a finding takes two lines."""
    said, size = balanced(title, RIGHT - LEFT, _TITLE)
    return lines_of(said, size, RIGHT - LEFT) > 1


def marks(slide: Any, said: tuple[str, ...], left: float, top: float, place: str) -> float:
    """Draw the marks one beside another; return where the next words begin."""
    for mark in said:
        ground, ink = _MARKS.get(mark, _OTHER_MARK)
        wide = extent(mark, _MARK_SIZE) + 14
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(left, top, wide, pptx_master.LINE_HIGH).emu)
        shape.name = f"mark.{mark}@{place}"
        plain(shape)
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(ground)
        shape.line.fill.background()
        write(shape.text_frame, [[Run(mark, _MARK_SIZE, ink, True)]], align="center", anchor="middle")
        left += wide + 10
    return left + (6 if said else 0)


def _missing(slide: Any, words: str, box: Box, place: str) -> None:
    size = fitting(words, box.wide, (88, 80, 72, 64, 56, 48, 40, 32), 3)
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = f"missing@{place}"
    write(shape.text_frame, [[Run(words, size, INK, True)]], anchor="middle")


def _figures(slide: Any, shown: Slide, top: float) -> None:
    """Draw the left column: label, figure, state, target and course, then the other figures."""
    if shown.key is None:
        return
    alone = shown.chart is None and shown.map is None and shown.table is None
    wide = RIGHT - LEFT if alone and not shown.others else pptx_master.FIGURE_WIDE
    place, beside = shown.key_id, bool(alone and shown.others)
    key, began = shown.key, top
    _text(slide, f"label@{place}", key.label, Box(LEFT, top, wide, 24), (17, 16, 15, 14), GREY)
    top += 24
    below = [(f"state@{place}", key.state, (23.0, 22.0, 20.0, 18.0, 16.0, 14.0), STATUS[key.status], 32.0),
             (f"goal@{place}", key.target, (16.0, 15.0, 14.0, 13.0, 12.0), INK, 23.0),
             (f"course@{place}", key.course, (16.0, 15.0, 14.0, 13.0, 12.0), GREY, 23.0)]
    below = [one for one in below if one[1]]
    left = BODY_BOTTOM - top - sum(one[-1] for one in below) - 10
    left -= 0.0 if beside else _OTHER_HIGH * len(shown.others)
    sizes_of_figure = _ALONE + _FIGURE if alone else _FIGURE
    size = next((one for one in sizes_of_figure if _figure_wide(key, one) <= wide and one * 1.08 <= left),
                _FIGURE[-1])
    _figure(slide, f"figure0@{place}", key, size, Box(LEFT, top, wide, size * 1.08))
    top += size * 1.08 + 2
    for name, words, sizes, colour, high in below:
        _text(slide, name, words, Box(LEFT, top, wide, high), sizes, colour, bold=name.startswith("state"))
        top += high
    if beside:
        _beside(slide, shown, began)
    else:
        _others(slide, shown, top + 8)


def _beside(slide: Any, shown: Slide, top: float) -> None:
    """Draw the other figures where the picture would stand, large, as there is none."""
    wide, high = RIGHT - pptx_master.PICTURE_LEFT, min(116.0, (BODY_BOTTOM - top) / len(shown.others))
    for number, one in enumerate(shown.others, 1):
        left, place = pptx_master.PICTURE_LEFT, shown.key_id
        if number > 1:
            hairline(slide, left, top - 8, wide, f"{place}.{number}")
        _text(slide, f"label{number}@{place}", one.label, Box(left, top, wide, 24), (17, 16, 15, 14), GREY)
        _figure(slide, f"figure{number}@{place}", one, 44, Box(left, top + 24, wide * 0.45, 48))
        said = [one.state or one.target, one.course]
        shape = slide.shapes.add_textbox(*Box(left + wide * 0.47, top + 27, wide * 0.53, 44).emu)
        shape.name = f"state{number}@{place}"
        write(shape.text_frame, [
            [Run(words, fitting(words, wide * 0.53, (16, 15, 14, 13, 12)), STATUS[one.status] if at == 0 and one.state
                 else GREY, at == 0 and one.status == "not_met")]
            for at, words in enumerate(said) if words
        ])  # fmt: skip
        top += high


def _figure_wide(key: KeyFigure, size: float) -> float:
    return extent(key.number, size) + extent(f" {key.unit}", size * _UNIT)


def _figure(slide: Any, name: str, key: KeyFigure, size: float, box: Box) -> None:
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    runs = [Run(key.number, size, INK, True)]
    if with_unit("0", key.unit) != f"0{key.unit}":
        runs.append(Run(NBSP, 12))
    if key.unit:
        runs.append(Run(key.unit, max(18, round(size * _UNIT))))
    write(shape.text_frame, [runs], spacing=1.05)


def _others(slide: Any, shown: Slide, top: float) -> None:
    """Draw up to three more figures, each with its state or, without one, its target and course."""
    count = len(shown.others)
    if not count:
        return
    high = min(_OTHER_HIGH + 6, (BODY_BOTTOM - top) / count)
    top = BODY_BOTTOM - count * high
    hairline(slide, LEFT, top - 4, pptx_master.FIGURE_WIDE, f"{shown.key_id}.1")
    label_wide = max(extent(one.label, 15) for one in shown.others) + 14
    for number, one in enumerate(shown.others, 1):
        box = Box(LEFT, top + (number - 1) * high, pptx_master.FIGURE_WIDE, high)
        _other(slide, one, box, min(label_wide, box.wide * 0.6), number, shown.key_id)


def _other(slide: Any, one: KeyFigure, box: Box, label_wide: float, number: int, place: str) -> None:
    size = 15.0
    _text(slide, f"label{number}@{place}", one.label, Box(box.left, box.top, label_wide - 6, 20), (size, 14, 13), INK)
    value = slide.shapes.add_textbox(*Box(box.left + label_wide, box.top, box.wide - label_wide, 20).emu)
    value.name = f"figure{number}@{place}"
    write(value.text_frame, [[Run(with_unit(one.number, one.unit), 16, INK, True)]], spacing=1.25)
    # State first, then target, then course, as far as there is room on one line; that none is set the key figure says.
    said = [one.state, one.target, one.course] if one.state else [one.course or one.target]
    said = [part for part in said if part][: 1 if one.status == "no_data" else 3]
    while len(said) > 1 and extent("　".join(said), 13) > box.wide:
        said.pop()
    if not said:
        return
    shape = slide.shapes.add_textbox(*Box(box.left, box.top + 20, box.wide, 18).emu)
    shape.name = f"state{number}@{place}"
    runs = [Run(said[0], fitting(said[0], box.wide, (13, 12, 11)), STATUS[one.status] if one.state else GREY,
                one.status == "not_met")]
    if said[1:]:
        runs.append(Run("　" + "　".join(said[1:]), 13, GREY))
    write(shape.text_frame, [runs])


def _picture(slide: Any, shown: Slide, top: float) -> None:
    """Draw the right column: a map, or a chart or a table under its title."""
    place, wide = shown.key_id, RIGHT - pptx_master.PICTURE_LEFT
    if shown.chart is not None:
        kind, title = "chart", shown.chart.title
    elif shown.map is not None:
        pptx_map.draw(slide, shown.map, Box(pptx_master.PICTURE_LEFT, top, wide, BODY_BOTTOM - top), place)
        return
    elif shown.table is not None:
        kind, title = "table", shown.table.title.text
    else:
        return
    size = fitting(title, wide, (16, 15, 14), 1)
    lines = min(2, lines_of(title, size, wide))
    shape = slide.shapes.add_textbox(*Box(pptx_master.PICTURE_LEFT, top, wide, 22.0 * lines).emu)
    shape.name = f"title@{kind}@{place}"
    write(shape.text_frame, [[Run(cut(title, size, wide, 2), size, GREY, True)]])
    above = top + 22.0 * lines + 6
    box = Box(pptx_master.PICTURE_LEFT, above, wide, BODY_BOTTOM - above)
    if shown.chart is not None:
        pptx_chart.draw(slide, shown.chart, box, place)
    elif shown.table is not None:
        pptx_table.draw(slide, shown.table, box, place)


def _text(
    slide: Any, name: str, words: str, box: Box, sizes: tuple[float, ...], colour: str, *, bold: bool = False
) -> None:
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    size = fitting(words, box.wide, sizes)
    write(shape.text_frame, [[Run(cut(words, size, box.wide), size, colour, bold)]])


def hairline(slide: Any, left: float, top: float, wide: float, place: str) -> None:
    """Draw a thin line."""
    line = slide.shapes.add_connector(1, Pt(left), Pt(top), Pt(left + wide), Pt(top))
    line.name = f"hairline@{place}"
    plain(line)
    line.line.color.rgb, line.line.width = rgb(HAIR), Pt(0.75)


def _number(slide: Any) -> None:
    """Add the slide's number, which a new slide does not take from its layout by itself."""
    slide.shapes._spTree.append(parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{max(one.shape_id for one in slide.shapes) + 1}" '
        f'name="页码"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" '
        f'idx="{pptx_master.NUMBER}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>'
        f'<a:fld id="{{6F1E3C52-5B7D-4C38-9A55-0D6C4B0F7A11}}" type="slidenum"><a:rPr lang="zh-CN">'
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/></a:rPr><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>'
    ))


def _notes(slide: Any, words: str) -> None:
    """Write the notes (备注), in a notes page whose fonts are Chinese too."""
    frame = slide.notes_slide.notes_text_frame
    frame.text = words
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            chinese(run.font)
