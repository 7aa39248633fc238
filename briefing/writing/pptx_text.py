"""Words on a slide (幻灯片文字): how wide they are, which size fits, and runs with their Chinese font."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from indicators.sentences import width
from indicators.wording import NBSP

#: Latin and East Asian typeface of everything.
FONT: Final = "Microsoft YaHei"
#: Ink and grey for words, the two of a status, quiet bars and lines, the quiet ground of a head, paper.
INK, GREY, ORANGE, BLUE = "1B2733", "4B5663", "8E3D08", "164F82"
QUIET, HAIR, GROUND, PAPER = "B9C4D0", "D3DBE4", "F2F5F9", "FFFFFF"
#: Ground and ink of each mark.
SAMPLE_GROUND = "FFF4CC"
#: Fonts differ in width, and where ours is missing another's digits are wider, with gaps between Han and digits:
#: a text is taken to be this much wider than its characters, and so much more for each that is not Han and each space.
_SLACK, _NARROW_MORE, _SPACE_MORE = 1.02, 0.12, 0.45
#: What such characters as are nearly as wide as a Han one take more than width() says.
_WIDE: Final = {"%": 0.45, "+": 0.3, "@": 0.5, "m": 0.45, "w": 0.3, "M": 0.35, "W": 0.5}
_CAPITAL_MORE: Final = 0.22
#: Characters that never begin a line.
_CLOSING: Final = "，。；：、）》”！？%"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one size (points), colour and weight."""

    text: str
    size: float
    colour: str = INK
    bold: bool = False


#: One paragraph.
Line = Sequence[Run]


def extent(text: str, size: float) -> float:
    """Return how wide a text is at a size, in points."""
    spaces = sum(1 for char in text if char in f" {NBSP}")
    narrow = sum(
        _WIDE.get(char, _CAPITAL_MORE if char.isupper() else _NARROW_MORE)
        for char in text if char.isascii() and char != " "
    )
    return (width(text) + narrow + spaces * _SPACE_MORE) * size * _SLACK


def lines_of(text: str, size: float, room: float) -> int:
    """Return how many lines a text takes in a room of points; a figure stays with its unit."""
    lines = 0
    for paragraph in re.split("[\v\n]", text):
        lines, used = lines + 1, 0.0
        for word in _words(paragraph):
            long = extent(word, size)
            if used and used + long > room:
                lines, used = lines + 1, 0.0
            if long > room > 0:  # broken within, as there is no other way
                lines += math.ceil(long / room) - 1
                long %= room
            used += long
    return lines


def _words(text: str) -> list[str]:
    """Split a text where a line may break: round every Han character, and at spaces."""
    words: list[str] = []
    before = ""
    for char in text:
        stays = char in _CLOSING or NBSP in (char, before) or (_narrow(char) and _narrow(before) and before != "")
        if stays and words:
            words[-1] += char
        else:
            words.append(char)
        before = char
    return words


def _narrow(char: str) -> bool:
    return char.isascii() and char != " "


def fitting(text: str, room: float, sizes: Sequence[float], lines: int = 1) -> float:
    """Return the first of the sizes, largest first, at which a text takes no more lines; else the last."""
    return next((size for size in sizes if lines_of(text, size, room) <= lines), sizes[-1])


def cut(text: str, size: float, room: float, lines: int = 1) -> str:
    """Return a name that fits, its middle left out (…) where it is too long: beginnings are often alike."""
    if lines_of(text, size, room) <= lines:
        return text
    for tail in range(min(6, len(text) // 3), -1, -1):
        for kept in range(len(text) - tail - 1, 1, -1):
            short = f"{text[:kept]}…{text[len(text) - tail:]}"
            if lines_of(short, size, room) <= lines:
                return short
    return "…"


def balanced(text: str, room: float, sizes: Sequence[float]) -> tuple[str, float]:
    """Return a sentence as it stands on at most two lines, and its size.

    It is broken after a ；, or else a ，, where both halves fit at one of the first sizes; else wherever it breaks.
    """
    size = fitting(text, room, sizes, 2)
    if lines_of(text, size, room) < 2:
        return text, size
    for one in (one for one in sizes[:3] if one <= size):
        for mark in "；，":
            breaks = [at + 1 for at, char in enumerate(text) if char == mark]
            fit = [at for at in breaks if extent(text[:at], one) <= room and extent(text[at:], one) <= room]
            if fit:
                best = min(fit, key=lambda at: abs(extent(text[:at], one) - extent(text[at:], one)))
                return f"{text[:best]}\v{text[best:]}", one
    return text, size


def plain(shape: Any) -> None:
    """Take from a shape the style of the program, whose shadow and colours are not ours."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def write(
    frame: Any, lines: Sequence[Line], *, align: str = "left", anchor: str = "top", spacing: float = 1.3,
    tabs: Sequence[float] = (),
) -> None:
    """Write paragraphs into a text frame, with no inset and no automatic size.

    Args:
        frame: A text frame; what it held is replaced.
        lines: Paragraphs of runs.
        align: left, center or right.
        anchor: top, middle or bottom.
        spacing: Height of a line in sizes of its largest run, exact, so that every font takes the same room.
        tabs: Stops in points.
    """
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}[anchor]
    frame.clear()
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}[align]
        largest = max((run.size for run in line), default=12.0)
        paragraph.line_spacing = Pt(math.ceil(largest * spacing))
        paragraph.space_before = paragraph.space_after = Pt(0)
        for run in line:
            _add(paragraph, run)
        _tab_stops(paragraph, tabs)


def _add(paragraph: Any, run: Run) -> None:
    for at, text in enumerate(run.text.split("\v")):
        if at:
            paragraph.add_line_break()
        one = paragraph.add_run()
        one.text = text
        one.font.size, one.font.bold = Pt(run.size), run.bold
        one.font.color.rgb = rgb(run.colour)
        chinese(one.font)


def rgb(colour: str) -> Any:
    """Return a colour written RRGGBB, with or without #."""
    made: Any = RGBColor
    return made(*bytes.fromhex(colour.lstrip("#")))


def chinese(font: Any) -> None:
    """Set the Latin and the East Asian typeface of a font, and Chinese as its language."""
    font.name = FONT
    properties = font._rPr
    for name in ("a:ea", "a:cs"):
        held = properties.find(qn(name))
        if held is None:
            held = properties.makeelement(qn(name), {})
            properties.find(qn("a:latin")).addnext(held) if name == "a:ea" else properties.find(
                qn("a:ea")).addnext(held)
        held.set("typeface", FONT)
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")


def _tab_stops(paragraph: Any, tabs: Sequence[float]) -> None:
    if not tabs:
        return
    properties = paragraph._p.get_or_add_pPr()
    stops = properties.makeelement(qn("a:tabLst"), {})
    for stop in tabs:
        stops.append(stops.makeelement(qn("a:tab"), {"pos": str(int(Pt(stop))), "algn": "l"}))
    properties.append(stops)
