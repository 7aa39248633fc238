"""One slide (一页): marks, whose it is, the finding, one figure in large, one picture, sources at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from briefing.model import SAMPLE, SCENARIO, Document, Slide
from briefing.writing import pptx_chart, pptx_figures, pptx_map, pptx_master, pptx_table
from briefing.writing.pptx_master import BODY_BOTTOM, LEFT, RIGHT, Box
from briefing.writing.pptx_text import (
    FONT,
    GREY,
    GROUND,
    INK,
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
from indicators.wording import date_words

#: Sizes of a finding.
_TITLE: Final = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
#: Ground and ink of a mark.
_MARKS: Final = {SAMPLE: (SAMPLE_GROUND, INK), SCENARIO: (INK, PAPER)}
_OTHER_MARK: Final = (GROUND, INK)
_MARK_SIZE: Final = 14.0
#: What stands between two sources.
_BETWEEN: Final = "　·　"
#: Lines of the foot.
_FOOT_LINES: Final = 2


def draw(deck: Any, document: Document, slide: Slide) -> None:
    """Add one slide of a document to a presentation."""
    place = slide.key_id
    made = add(deck, document, pptx_master.FINDING, slide.scope_name, slide.name, slide.finding.text,
               f"finding@{place}", slide.sources, place)
    top = pptx_master.BODY_TOP_TWO if two_lines(slide.finding.text) else pptx_master.BODY_TOP
    if slide.missing:
        _missing(made, slide.missing, Box(LEFT, top, RIGHT - LEFT, BODY_BOTTOM - top), place)
    else:
        pptx_figures.draw(made, slide, top)
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
        if sum(lines_of(line, size, room) for line in lines) <= _FOOT_LINES:
            break
    else:  # names so long that they do not fit: of the last source, which lists them, the middle is left out
        lines = [cut(_BETWEEN.join(sources), size, room, _FOOT_LINES)]
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


def _picture(slide: Any, shown: Slide, top: float) -> None:
    """Draw a map, or a chart or a table under its title, in the right column."""
    place = shown.key_id
    # Without a figure beside it the picture takes the whole width.
    left = pptx_master.PICTURE_LEFT if shown.key is not None else LEFT
    wide = RIGHT - left
    if shown.chart is not None:
        kind, title = "chart", shown.chart.title
    elif shown.map is not None:
        pptx_map.draw(slide, shown.map, Box(left, top, wide, BODY_BOTTOM - top), place)
        return
    elif shown.table is not None:
        kind, title = "table", shown.table.title.text
    else:
        return
    size = fitting(title, wide, (16, 15, 14), 1)
    lines = min(2, lines_of(title, size, wide))
    shape = slide.shapes.add_textbox(*Box(left, top, wide, 22.0 * lines).emu)
    shape.name = f"title@{kind}@{place}"
    write(shape.text_frame, [[Run(cut(title, size, wide, 2), size, GREY, True)]])
    above = top + 22.0 * lines + 6
    box = Box(left, above, wide, BODY_BOTTOM - above)
    if shown.chart is not None:
        pptx_chart.draw(slide, shown.chart, box, place)
    elif shown.table is not None:
        pptx_table.draw(slide, shown.table, box, place)


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
