"""The first and the last slides (首页、口径与来源): of what, of which day, and how each number is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from briefing.facts import fingerprint
from briefing.model import Caliber, Document
from briefing.writing import pptx_master, pptx_table
from briefing.writing.goals import goal
from briefing.writing.pptx_master import BODY_BOTTOM, BODY_TOP, LEFT, RIGHT, Box
from briefing.writing.pptx_slide import add, marks, write_foot
from briefing.writing.pptx_text import GREY, INK, Line, Run, cut, extent, fitting, write
from indicators.wording import date_words

_HEADS: Final = ("指标", "计算方法", "目标与出处", "数据来源", "说明")
_SHARES: Final = (0.13, 0.25, 0.24, 0.13, 0.25)
_SIZE: Final = 11.0
_PROOF_HIGH: Final = 26.0
#: How many heights of a page are tried, from even ones to full ones.
_TRIES: Final = 20

#: One row of 口径与来源.
Row = tuple[str, str, str, str, str]


def opening(deck: Any, document: Document) -> None:
    """Add the first slide: title, whose, which day, caliber, document, snapshot, marks."""
    made = deck.slides.add_slide(deck.slide_layouts.get_by_name(pptx_master.OPENING))
    held = {holder.placeholder_format.idx: holder for holder in made.placeholders}
    place = f"opening@{document.scope}"
    wide = RIGHT - LEFT
    marks(made, document.marks, LEFT, pptx_master.LINE_TOP, place)
    held[0].name, held[1].name, held[pptx_master.FOOT].name = f"title@{place}", f"line@{place}", f"foot@{place}"
    size = fitting(document.title, wide, (44, 40, 36, 32, 28), 2)
    write(held[0].text_frame, [[Run(document.title, size, INK, True)]], anchor="bottom", spacing=1.2)
    day = f"　截止 {date_words(document.as_of)}"
    line = fitting(document.scope_name + day, wide, (20, 18, 16))
    whose = cut(document.scope_name, line, wide - extent(day, line))
    write(held[1].text_frame, [
        [Run(whose + day, line, INK)],
        [Run(document.caliber, 16, GREY)],
        *([[Run(f"目标依据：{document.policy}", fitting(document.policy, wide - 90, (16, 15, 14, 13, 12)), GREY)]]
          if document.policy else []),
    ], spacing=1.5)
    write_foot(held[pptx_master.FOOT], [proof(document)])


def proof(document: Document) -> str:
    """Return the line by which a printed page is held against its snapshot (核对)."""
    return f"数据快照 {document.snapshot}　核对码 {fingerprint(document)}"


def closing(deck: Any, document: Document) -> None:
    """Add 口径与来源, on as many slides as it takes, each with the snapshot and the code."""
    rows = {one.key: _texts(document, one) for one in document.calibers}
    pages = _pages(list(rows.values()))
    sources = document.slides[0].sources if document.slides else ()
    for number, page in enumerate(pages, 1):
        place = f"calibers{number}@{document.scope}"
        title = "口径与来源" + (f"（{number}/{len(pages)}）" if len(pages) > 1 else "")
        made = add(deck, document, pptx_master.TABLE, document.scope_name, "", title, f"title@{place}", sources, place)
        if page:
            widths = _widths()
            lines: list[list[Line]] = [[[Run(head, _SIZE, GREY, True)] for head in _HEADS]]
            lines += [[[Run(text, _SIZE, INK, at == 0)] for at, text in enumerate(row)] for row in page]
            highs = [_high(_HEADS), *(_high(row) for row in page)]
            box = Box(LEFT, _TOP, RIGHT - LEFT, sum(highs))
            pptx_table.grid(made, lines, box, widths, highs, f"table@{place}", title, anchor="top")
        shape = made.shapes.add_textbox(*Box(LEFT, BODY_BOTTOM - _PROOF_HIGH + 6, RIGHT - LEFT, 20).emu)
        shape.name = f"proof@{place}"
        write(shape.text_frame, [[Run(proof(document), 14, INK, True)]])


_TOP: Final = BODY_TOP - 14


def _widths() -> list[float]:
    return [(RIGHT - LEFT) * share for share in _SHARES]


def _texts(document: Document, one: Caliber) -> Row:
    return one.name, one.formula, goal(document, one), one.source, one.caveat


def _high(row: Row) -> float:
    return pptx_table.height_of(row, _SIZE, _widths())


def _pages(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows by page: on as few pages as they fit above the code, none of them nearly empty."""
    most = BODY_BOTTOM - _PROOF_HIGH - _TOP - _high(_HEADS)
    pages = _filled(rows, most)
    even = sum(map(_high, rows)) / len(pages)
    for share in range(_TRIES):
        fewer = _filled(rows, even + (most - even) * share / _TRIES)
        if len(fewer) == len(pages):
            return fewer
    return pages


def _filled(rows: Sequence[Row], room: float) -> list[list[Row]]:
    """Return the rows by page, each filled as far as there is room."""
    pages: list[list[Row]] = [[]]
    left = room
    for row in rows:
        if pages[-1] and _high(row) > left:
            pages.append([])
            left = room
        pages[-1].append(row)
        left -= _high(row)
    return pages
