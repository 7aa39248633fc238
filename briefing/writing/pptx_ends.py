"""The first and the last slides (首页、口径与来源): of what, of which day, and how each number is counted."""

from __future__ import annotations

from typing import Any, Final

from briefing.facts import fingerprint
from briefing.model import Caliber, Document
from briefing.writing import pptx_master, pptx_table
from briefing.writing.pptx_master import BODY_BOTTOM, BODY_TOP, LEFT, RIGHT, Box
from briefing.writing.pptx_slide import add, marks, write_foot
from briefing.writing.pptx_text import GREY, INK, Line, Run, fitting, write
from indicators.wording import date_words

_HEADS: Final = ("指标", "计算方法", "目标与出处", "数据来源", "说明")
_SHARES: Final = (0.13, 0.25, 0.24, 0.13, 0.25)
_SIZE: Final = 11.0
_PROOF_HIGH: Final = 26.0


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
    write(held[1].text_frame, [
        [Run(f"{document.scope_name}　截止 {date_words(document.as_of)}", 20, INK)],
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
    pages = _pages(document.calibers)
    sources = document.slides[0].sources if document.slides else ()
    for number, page in enumerate(pages, 1):
        place = f"calibers{number}@{document.scope}"
        title = "口径与来源" + (f"（{number}/{len(pages)}）" if len(pages) > 1 else "")
        made = add(deck, document, pptx_master.TABLE, document.scope_name, "", title, f"title@{place}", sources, place)
        if page:
            widths = _widths()
            lines: list[list[Line]] = [[[Run(head, _SIZE, GREY, True)] for head in _HEADS]]
            lines += [[[Run(text, _SIZE, INK, at == 0)] for at, text in enumerate(_texts(one))] for one in page]
            highs = [pptx_table.height_of(_HEADS, _SIZE, widths), *(_high(one) for one in page)]
            box = Box(LEFT, _TOP, RIGHT - LEFT, sum(highs))
            pptx_table.grid(made, lines, box, widths, highs, f"table@{place}", anchor="top")
        shape = made.shapes.add_textbox(*Box(LEFT, BODY_BOTTOM - _PROOF_HIGH + 6, RIGHT - LEFT, 20).emu)
        shape.name = f"proof@{place}"
        write(shape.text_frame, [[Run(proof(document), 14, INK, True)]])


_TOP: Final = BODY_TOP - 14


def _widths() -> list[float]:
    return [(RIGHT - LEFT) * share for share in _SHARES]


def _texts(one: Caliber) -> tuple[str, str, str, str, str]:
    return one.name, one.formula, one.target or "文件未设目标", one.source, one.caveat


def _high(one: Caliber) -> float:
    return pptx_table.height_of(_texts(one), _SIZE, _widths())


def _pages(calibers: tuple[Caliber, ...]) -> list[list[Caliber]]:
    """Return the calibers by page: as many as fit above the code."""
    room = BODY_BOTTOM - _PROOF_HIGH - _TOP - pptx_table.height_of(_HEADS, _SIZE, _widths())
    pages: list[list[Caliber]] = [[]]
    left = room
    for one in calibers:
        if pages[-1] and _high(one) > left:
            pages.append([])
            left = room
        pages[-1].append(one)
        left -= _high(one)
    return pages
