"""Tables of a brief (附表): native ones with hairlines, whose headings stand again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from briefing.model import Cell, Column, Table
from briefing.writing.docx_styles import (
    BOTTOM,
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
    WIDTH,
)
from briefing.writing.docx_xml import Look, Places, element, paragraph, run
from indicators.wording import NBSP, quantity

#: Rows of a table that a brief prints; the workbook has them all.
LONGEST: Final = 60
#: Rows of a table that goes to the next page as a whole.
_WHOLE: Final = 8
#: Rows that at least stand together at the head and at the end of a longer one.
_COMPANY: Final = 3
#: Twentieths of a point (twips) in a millimetre.
_MM: Final = 1440 / 25.4
#: Room for the lines of a table, upright and on its side, in twips.
NARROW, BROAD = round((WIDTH - LEFT - RIGHT) * _MM), round((HEIGHT - TOP - BOTTOM) * _MM)
#: Room between the lines of a table and its words, beside and above.
_PAD, _AIR = 70, 25
#: Twips of a Han character in a cell; a column asks for room for three to sixteen, and a little more, as programs
#: measure differently. A heading of up to six stands on one line.
_HAN: Final = round(SIZE_5 * 20)
_LEAST, _MOST, _HEAD, _SLACK = 3, 16, 6, 0.4
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
        _cell(width, HEAD_CELL, places.marked(f"head.{at}@{place}", [run(heading_of(column), LOOKS[HEAD_CELL])]),
              together=True)
        for at, (width, column) in enumerate(zip(widths, table.columns, strict=True))
    ]
    notes = list(table.notes)
    if marked:
        notes.append("加粗的数字为未达标。")
    if len(table.rows) > len(shown):
        notes.append(f"本表列前{NBSP}{quantity(len(shown), '行')}，其余{NBSP}"
                     f"{quantity(len(table.rows) - len(shown), '行')}见数据表。")
    rows = [_row(head, header=True)]
    for line, row in enumerate(shown):
        cells = []
        together = _stays(line, len(shown), bool(notes))
        for at, (width, column, cell) in enumerate(zip(widths, table.columns, row, strict=True)):
            look = Look(size=SIZE_5, bold=True, colour=_NOT_MET) if _short(cell, column) else LOOKS[CELL]
            style = NUMBER_CELL if column.numeric else CELL
            words = places.marked(f"cell{line}.{at}@{place}", [run(cell.text, look)])
            cells.append(_cell(width, style, words, together=together))
        rows.append(_row(cells))
    under = [paragraph(SMALL, places.marked(f"note{at}@{place}", [run(one, LOOKS[SMALL])]),
                       *([element("w:keepNext")] if at < len(notes) - 1 else []))
             for at, one in enumerate(notes)]
    return [grid(widths, rows), *under]


def _stays(line: int, rows: int, noted: bool) -> bool:
    """Tell whether a row stands on one page with what follows it.

    A short table is not torn; of a long one neither a first nor a last row stands alone, and the last has the notes
    below it.
    """
    if line == rows - 1:
        return noted
    return rows <= _WHOLE or line < _COMPANY - 1 or line >= rows - _COMPANY


def _short(cell: Cell, column: Column) -> bool:
    return column.numeric and cell.status == "not_met"


def _asked(table: Table) -> list[float]:
    """Return how wide each column would like to be, in twips."""
    asked = []
    for at, column in enumerate(table.columns):
        texts = [row[at].text for row in table.rows[:LONGEST]]
        longest = max((extent(text) for text in texts), default=0)
        whole = extent(heading_of(column))
        # A long heading stands on two lines, its unit on the second.
        head = whole if whole <= _HEAD else max(_HEAD - 2, extent(column.name) / 2, extent(f"（{column.unit}）"))
        asked.append((min(max(longest, head, _LEAST), _MOST) + _SLACK) * _HAN + 2 * _PAD)
    return asked


def extent(text: str) -> float:
    """Return how many Han characters wide a text is; a digit or Latin letter is half of one."""
    return sum(1.0 if ord(char) >= 0x2000 else 0.55 for char in text)


def shares(asked: Sequence[float], room: int) -> list[int]:
    """Return widths that fill the room: columns that ask for little get it, the others share what is left."""
    if sum(asked) <= room:
        return [round(one * room / sum(asked)) for one in asked]
    given: dict[int, float] = {}
    left = float(room)
    for done, (at, one) in enumerate(sorted(enumerate(asked), key=lambda pair: pair[1])):
        given[at] = min(one, left / (len(asked) - done))
        left -= given[at]
    return [round(given[at]) for at in range(len(asked))]


def grid(widths: Sequence[int], rows: Sequence[Any]) -> Any:
    """Return a table of rows with hairlines between them and firmer lines above and below."""
    hair: dict[str, str | float] = {"val": "single", "sz": 2, "space": 0, "color": "7F7F7F"}
    firm: dict[str, str | float] = {"val": "single", "sz": 8, "space": 0, "color": "000000"}
    lines = [element(f"w:{side}", **(firm if side in ("top", "bottom") else hair))
             for side in ("top", "left", "bottom", "right", "insideH", "insideV")]
    air = [element(f"w:{side}", w=room, type="dxa")
           for side, room in (("top", _AIR), ("left", _PAD), ("bottom", _AIR), ("right", _PAD))]
    return element(
        "w:tbl",
        element("w:tblPr", element("w:tblW", w=sum(widths), type="dxa"), element("w:jc", val="center"),
                element("w:tblBorders", *lines), element("w:tblLayout", type="fixed"),
                element("w:tblCellMar", *air)),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)), *rows,
    )


def _row(cells: Sequence[Any], header: bool = False) -> Any:
    again = element("w:tblHeader") if header else None
    return element("w:tr", element("w:trPr", element("w:cantSplit"), again), *cells)


def _cell(width: int, style: str, *lines: Sequence[Any], together: bool = False) -> Any:
    return element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa"), element("w:vAlign", val="center")),
                   *(paragraph(style, runs, *([element("w:keepNext")] if together else [])) for runs in lines))


def texts(widths: Sequence[int], heads: Sequence[str], rows: Sequence[Sequence[Sequence[str]]], place: str,
          places: Places) -> Any:
    """Return a table of words, a cell of which may have several paragraphs."""
    head = [_cell(width, HEAD_CELL, places.marked(f"head.{at}@{place}", [run(text, LOOKS[HEAD_CELL])]))
            for at, (width, text) in enumerate(zip(widths, heads, strict=True))]
    lines = [_row(head, header=True)]
    for line, row in enumerate(rows):
        # The rows are high: two at the end are company enough.
        lines.append(_row([
            _cell(width, CELL, *(
                places.marked(f"cell{line}.{at}{f'.{number}' if number else ''}@{place}", [run(text, LOOKS[CELL])])
                for number, text in enumerate(paragraphs or ("",))
            ), together=line == len(rows) - 2) for at, (width, paragraphs) in enumerate(zip(widths, row, strict=True))
        ]))
    return grid(widths, lines)
