"""Tables of a brief (附表): native ones with hairlines, whose headings stand again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from briefing.model import Cell, Column, Table
from briefing.writing.docx_styles import (
    CELL,
    HEAD_CELL,
    HEIGHT,
    LEFT,
    LOOKS,
    NUMBER_CELL,
    RIGHT,
    SIZE_5,
    SMALL,
    TOP,
    BOTTOM,
    WIDTH,
)
from briefing.writing.docx_xml import Look, Places, element, paragraph, run
from indicators.wording import NBSP, quantity

#: Rows of a table that a brief prints; the workbook has them all.
LONGEST: Final = 60
#: Twentieths of a point (twips) in a millimetre.
_MM: Final = 1440 / 25.4
#: Room for the lines of a table, upright and on its side, in twips.
NARROW, BROAD = round((WIDTH - LEFT - RIGHT) * _MM), round((HEIGHT - TOP - BOTTOM) * _MM)
_PAD: Final = 70
#: Twips of a Han character in a cell; a column is never narrower than three, and asks for no more than sixteen.
_HAN: Final = round(SIZE_5 * 20)
_LEAST, _MOST = 3, 16
_NOT_MET: Final = "8E3D08"


def heading_of(column: Column) -> str:
    """Return the heading of a column with its unit."""
    return f"{column.name}（{column.unit}）" if column.unit else column.name


def is_wide(table: Table) -> bool:
    """Tell whether a table asks for a page on its side."""
    return sum(_asked(table)) > NARROW


def drawn(table: Table, place: str, places: Places, room: int) -> list[Any]:
    """Return a table and the lines under it.

    Args:
        table: At least one column; rows past the sixtieth are left to the workbook.
        place: Name of the table's place, such as ``sheet@目标``.
        places: Where every cell is marked with its own.
        room: Width in twips.
    """
    widths = shares(_asked(table), room)
    shown = table.rows[:LONGEST]
    marked = any(_short(cell, column) for row in shown for cell, column in zip(row, table.columns, strict=True))
    head = [
        _cell(width, HEAD_CELL, places.marked(f"head.{at}@{place}", [run(heading_of(column), LOOKS[HEAD_CELL])]))
        for at, (width, column) in enumerate(zip(widths, table.columns, strict=True))
    ]
    rows = [_row(head, header=True)]
    for line, row in enumerate(shown):
        cells = []
        for at, (width, column, cell) in enumerate(zip(widths, table.columns, row, strict=True)):
            look = Look(size=SIZE_5, bold=True, colour=_NOT_MET) if _short(cell, column) else LOOKS[CELL]
            style = NUMBER_CELL if column.numeric else CELL
            cells.append(_cell(width, style, places.marked(f"cell{line}.{at}@{place}", [run(cell.text, look)])))
        rows.append(_row(cells))
    notes = list(table.notes)
    if marked:
        notes.append("加粗的数字未达标。")
    if len(table.rows) > len(shown):
        notes.append(f"本表列前{NBSP}{quantity(len(shown), '行')}，其余{NBSP}"
                     f"{quantity(len(table.rows) - len(shown), '行')}见数据表。")
    return [grid(widths, rows), *(paragraph(SMALL, [run(one, LOOKS[SMALL])]) for one in notes)]


def _short(cell: Cell, column: Column) -> bool:
    return column.numeric and cell.status == "not_met"


def _asked(table: Table) -> list[float]:
    """Return how wide each column would like to be, in twips."""
    asked = []
    for at, column in enumerate(table.columns):
        texts = [row[at].text for row in table.rows[:LONGEST]]
        longest = max((extent(text) for text in texts), default=0)
        head = extent(heading_of(column)) if extent(heading_of(column)) <= 4 else max(
            4.0, extent(column.name) / 2, extent(f"（{column.unit}）") if column.unit else 0)
        asked.append(min(max(longest, head, _LEAST), _MOST) * _HAN + 2 * _PAD)
    return asked


def extent(text: str) -> float:
    """Return how many Han characters wide a text is; a digit or Latin letter is half of one."""
    return sum(1.0 if ord(char) >= 0x2000 else 0.55 for char in text)


def shares(asked: Sequence[float], room: int) -> list[int]:
    """Return widths that fill the room: the narrow columns as they ask, the others what is left by their share."""
    least = [min(one, _LEAST * 2 * _HAN + 2 * _PAD) for one in asked]
    more = [one - base for one, base in zip(asked, least, strict=True)]
    spare = room - sum(least)
    if spare < 0 or not sum(more):
        return [round(one * room / sum(asked)) for one in asked]
    if sum(asked) <= room:
        return [round(one * room / sum(asked)) for one in asked]
    return [round(base + part * spare / sum(more)) for base, part in zip(least, more, strict=True)]


def grid(widths: Sequence[int], rows: Sequence[Any]) -> Any:
    """Return a table of rows with hairlines between them and firmer lines above and below."""
    hair, firm = {"val": "single", "sz": 2, "space": 0, "color": "7F7F7F"}, {"val": "single", "sz": 8, "space": 0,
                                                                           "color": "000000"}
    lines = [element(f"w:{side}", **(firm if side in ("top", "bottom") else hair))
             for side in ("top", "left", "bottom", "right", "insideH", "insideV")]
    return element(
        "w:tbl",
        element("w:tblPr", element("w:tblW", w=sum(widths), type="dxa"), element("w:jc", val="center"),
                element("w:tblBorders", *lines), element("w:tblLayout", type="fixed"),
                element("w:tblCellMar", element("w:left", w=_PAD, type="dxa"),
                        element("w:right", w=_PAD, type="dxa"))),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)), *rows,
    )


def _row(cells: Sequence[Any], header: bool = False) -> Any:
    return element("w:tr", element("w:trPr", element("w:cantSplit"), element("w:tblHeader") if header else None), *cells)


def _cell(width: int, style: str, *lines: Sequence[Any]) -> Any:
    return element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa"), element("w:vAlign", val="center")),
                   *(paragraph(style, runs) for runs in lines))


def texts(widths: Sequence[int], heads: Sequence[str], rows: Sequence[Sequence[Sequence[str]]], place: str,
          places: Places) -> Any:
    """Return a table of words, a cell of which may have several paragraphs."""
    head = [_cell(width, HEAD_CELL, places.marked(f"head.{at}@{place}", [run(text, LOOKS[HEAD_CELL])]))
            for at, (width, text) in enumerate(zip(widths, heads, strict=True))]
    lines = [_row(head, header=True)]
    for line, row in enumerate(rows):
        lines.append(_row([
            _cell(width, CELL, *(
                places.marked(f"cell{line}.{at}{f'.{number}' if number else ''}@{place}", [run(text, LOOKS[CELL])])
                for number, text in enumerate(paragraphs or ("",))
            )) for at, (width, paragraphs) in enumerate(zip(widths, row, strict=True))
        ]))
    return grid(widths, lines)
