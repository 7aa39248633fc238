"""Elements of a Word document (文档元素): runs, paragraphs, bookmarks, each with its fonts written out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from briefing.bookmarks import STOP, bookmark

#: Characters that no XML may hold.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Fonts of GB/T 9704 by what they are for; Latin letters and digits stand in the second.
SONG, TITLE, BODY, BLACK, KAI = "宋体", "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
LATIN: Final = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: font, size in points, colours as ``RRGGBB``."""

    font: str = BODY
    size: float = 16
    bold: bool = False
    colour: str = ""
    #: Colour behind the words, for marks.
    fill: str = ""
    raised: bool = False
    latin: str = LATIN


def element(tag: str, *children: Any, **attributes: str | float) -> Any:
    """Return an element of Word's namespace; children that are null are left out."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), f"{value:g}" if isinstance(value, float) else str(value))
    made.extend(child for child in children if child is not None)
    return made


def fonts(look: Look) -> Any:
    """Return the fonts of a look, the East Asian one included."""
    return element("w:rFonts", ascii=look.latin, hAnsi=look.latin, eastAsia=look.font, cs=look.latin, hint="eastAsia")


def run_properties(look: Look) -> Any:
    """Return the properties of a run, in the order the format asks for."""
    half_points = round(look.size * 2)
    return element(
        "w:rPr", fonts(look),
        element("w:b") if look.bold else None,
        element("w:color", val=look.colour) if look.colour else None,
        element("w:sz", val=half_points), element("w:szCs", val=half_points),
        element("w:shd", val="clear", color="auto", fill=look.fill) if look.fill else None,
        element("w:vertAlign", val="superscript") if look.raised else None,
        element("w:lang", val="en-US", eastAsia="zh-CN"),
    )


def clean(text: str) -> str:
    """Return a text without the characters that no document may hold; breaks become spaces."""
    return re.sub(r"\s*[\r\n\t]+\s*", " ", _FORBIDDEN.sub("", text))


def run(text: str, look: Look) -> Any:
    """Return a run of text."""
    words = element("w:t")
    words.text = clean(text)
    words.set(qn("xml:space"), "preserve")
    return element("w:r", run_properties(look), words)


def line_break(look: Look) -> Any:
    """Return a run that only breaks the line."""
    return element("w:r", run_properties(look), element("w:br"))


def field(code: str, look: Look) -> list[Any]:
    """Return a field, such as the number of the page."""
    def part(inner: Any) -> Any:
        return element("w:r", run_properties(look), inner)

    instruction = element("w:instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return [part(element("w:fldChar", fldCharType="begin")), part(instruction),
            part(element("w:fldChar", fldCharType="separate")), run("1", look),
            part(element("w:fldChar", fldCharType="end"))]


def paragraph(style: str, runs: Iterable[Any], *properties: Any) -> Any:
    """Return a paragraph of a style (by id), with properties of its own."""
    return element("w:p", element("w:pPr", element("w:pStyle", val=style), *properties), *runs)


@dataclass(slots=True)
class Places:
    """The places that have been drawn, each with a bookmark of its own."""

    drawn: list[str]

    def marked(self, place: str, runs: Iterable[Any]) -> list[Any]:
        """Return runs inside the bookmark of a place; a place that stands there already is not marked again."""
        if place in self.drawn:
            return list(runs)
        self.drawn.append(place)
        id = len(self.drawn)
        return [element("w:bookmarkStart", id=id, name=bookmark(place)), *runs, element("w:bookmarkEnd", id=id)]

    def sentence(self, place: str, runs: Sequence[Any], look: Look) -> list[Any]:
        """Return runs inside the bookmark of a place that ends before the full stop, if they end with one.

        Where a stop hangs over the margin and a bookmark ends behind it, LibreOffice adds an empty line.
        """
        words = runs[-1].find(qn("w:t")) if runs else None
        if words is None or not words.text or words.text[-1] != STOP or place in self.drawn:
            return self.marked(place, runs)
        words.text = words.text[:-1]
        return [*self.marked(place, runs if words.text else runs[:-1]), run(STOP, look)]
