"""What stands round the text of every page (页眉页脚): the marks above, the page number at the outer foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from briefing.model import SCENARIO
from briefing.writing.docx_styles import SIZE_4, SIZE_5
from briefing.writing.docx_xml import BLACK, SONG, Look, element, field, paragraph, run

#: Ink and ground of marks: a scenario is light on dark, all else dark on yellow; both can be told apart in grey.
_INK: Final = {True: ("FFFFFF", "1B2733"), False: ("6B5200", "FFF4CC")}
_EM: Final = "\u2003"


def chips(marks: Sequence[str], size: float) -> list[Any]:
    """Return marks as runs, each on its own ground."""
    runs: list[Any] = []
    for mark in marks:
        ink, ground = _INK[mark == SCENARIO]
        if runs:
            runs.append(run(_EM, Look(size=size)))
        runs.append(run(f"\u00a0{mark}\u00a0", Look(BLACK, size, colour=ink, fill=ground)))
    return runs


def frame(section: Any, marks: Sequence[str]) -> None:
    """Fill header and footer of a section; sections after it take them over."""
    for header in (section.header, section.even_page_header):
        _put(header, paragraph("Header", chips(marks, SIZE_5), element("w:jc", val="center")))
    number = Look(SONG, SIZE_4, latin=SONG)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        # One character of blank at the outer edge.
        indent = element("w:ind", **{f"{side}Chars": 100, side: SIZE_4 * 20})
        runs = [run("—\u00a0", number), *field("PAGE", number), run("\u00a0—", number)]
        _put(footer, paragraph("Footer", runs, indent, element("w:jc", val=side)))


def _put(story: Any, line: Any) -> None:
    story.is_linked_to_previous = False
    for held in list(story._element):
        story._element.remove(held)
    story._element.append(line)
