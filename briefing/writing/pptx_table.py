"""Tables on a slide (幻灯片表格): native ones, hairlines between rows, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing.model import Table
from briefing.writing.pptx_master import Box
from briefing.writing.pptx_text import (
    BLUE,
    GREY,
    GROUND,
    HAIR,
    INK,
    ORANGE,
    Line,
    Run,
    cut,
    extent,
    lines_of,
    rgb,
    write,
)
from indicators.wording import NBSP

#: A table without a style of the program's own: 无样式，无网格.
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_SIZES: Final = (16.0, 15.0, 14.0, 13.0, 12.0)
#: Room left and right of a cell's words, and above and below them.
_BESIDE, _ABOVE = 6.0, 4.0
_STATUS: Final = {"not_met": ORANGE, "met": BLUE, "no_data": GREY, "no_target": GREY}


def draw(slide: Any, table: Table, box: Box, place: str) -> None:
    """Draw a table into a box: the largest size at which it fits, names cut (…) where none does, notes below."""
    notes = table.notes
    if len(table.rows) > (box.high - 18.0 * len(notes) - 4) // _row_high(1, _SIZES[-1]) - 1:
        notes = (*notes, f"本页放不下全部{NBSP}{len(table.rows)}{NBSP}行，只列最前面的。")
    high = box.high - (18.0 * len(notes) + 4 if notes else 0.0)
    heads = [column.name + (f"（{column.unit}）" if column.unit else "") for column in table.columns]
    texts = [heads, *[[cell.text for cell in row] for row in table.rows]]
    size = next((one for one in _SIZES if _fits(texts, one, box.wide, high)), _SIZES[-1])
    widths = _widths(texts, size, box.wide)
    most = max(1, int(high // _row_high(1, size)) - 1)
    rows = table.rows[:most]
    tall = min(_row_high(1, size) * 1.15, high / (len(rows) + 1))
    lines: list[list[Line]] = [[[Run(head, size, GREY, True)] for head in heads]]
    for row in rows:
        lines.append([
            [Run(cut(cell.text, size, widths[at] - 2 * _BESIDE), size, _STATUS.get(cell.status or "", INK)
                 if cell.text[:1] in "▲●—" else INK, cell.status == "not_met" and cell.text[:1] == "▲")]
            for at, cell in enumerate(row)
        ])  # fmt: skip
    right = [at for at, column in enumerate(table.columns) if column.numeric]
    grid(slide, lines, Box(box.left, box.top, sum(widths), tall * len(lines)), widths, [tall] * len(lines),
         f"table@{place}", table.title.text, right)
    if notes:
        words = slide.shapes.add_textbox(*Box(box.left, box.top + box.high - 18.0 * len(notes), box.wide,
                                              18.0 * len(notes)).emu)
        words.name = f"tablenotes@{place}"
        write(words.text_frame, [[Run(cut(note, 12, box.wide), 12, GREY)] for note in notes])


def grid(
    slide: Any, cells: Sequence[Sequence[Line]], box: Box, widths: Sequence[float], heights: Sequence[float],
    name: str, alt: str, right: Sequence[int] = (), anchor: str = "middle",
) -> None:
    """Draw lines of words as a native table whose first row is its head; ``alt`` says in words what it shows."""
    shape = slide.shapes.add_table(len(cells), len(widths), *box.emu)
    shape.name = name
    shape._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    made = shape.table
    properties = made._tbl.tblPr
    properties.set("bandRow", "0")
    properties.find(qn("a:tableStyleId")).text = _NO_STYLE
    for at, wide in enumerate(widths):
        made.columns[at].width = Pt(wide)
    for row, (line, high) in enumerate(zip(cells, heights, strict=True)):
        made.rows[row].height = Pt(high)
        for column, words in enumerate(line):
            _cell(made.cell(row, column), words, column in right, row == 0, anchor)


def _cell(cell: Any, words: Line, right: bool, head: bool, anchor: str) -> None:
    write(cell.text_frame, [words], align="right" if right else "left", anchor=anchor)
    body = cell._tc.find(qn("a:txBody")).find(qn("a:bodyPr"))
    body.attrib.clear()  # a cell has its margins and anchor elsewhere
    for child in list(body):
        body.remove(child)
    cell.margin_left = cell.margin_right = Pt(_BESIDE)
    cell.margin_top = cell.margin_bottom = Pt(_ABOVE / 2)
    properties = cell._tc.get_or_add_tcPr()
    properties.set("anchor", {"middle": "ctr", "top": "t"}[anchor if not head else "middle"])
    properties.append(parse_xml(
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{HAIR}"/></a:solidFill></a:lnB>'
    ))
    if head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(GROUND)


def _row_high(lines: int, size: float) -> float:
    return lines * size * 1.3 + 2 * _ABOVE + 2


def _fits(texts: Sequence[Sequence[str]], size: float, wide: float, high: float) -> bool:
    needed = [max(extent(row[at], size) for row in texts) + 2 * _BESIDE for at in range(len(texts[0]))]
    return sum(needed) <= wide and len(texts) * _row_high(1, size) <= high


def _widths(texts: Sequence[Sequence[str]], size: float, wide: float) -> list[float]:
    """Return the widths of the columns: what each needs, shared out where there is more, the widest cut if less."""
    needed = [max(extent(row[at], size) for row in texts) + 2 * _BESIDE for at in range(len(texts[0]))]
    over = sum(needed) - wide
    while over > 0.5:
        widest = max(needed)
        at = needed.index(widest)
        second = max([one for one in needed if one < widest] or [widest / 2])
        taken = min(over, max(widest - second, 1.0))
        needed[at] -= taken
        over -= taken
    spare = (wide - sum(needed)) / len(needed)
    return [one + spare for one in needed]


def height_of(texts: Sequence[str], size: float, widths: Sequence[float]) -> float:
    """Return how high a row of wrapped texts is."""
    most = max(lines_of(text, size, wide - 2 * _BESIDE) for text, wide in zip(texts, widths, strict=True))
    return _row_high(most, size)
