"""Bars with room for their words (横条): the place left of and right of them follows from names, words and screen."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from components.charts import Bar, bars
from components.view import View
from indicators.sentences import width

#: Pixels of a full-width character in a chart, and of a row, by screen.
_CHARACTER = {"laptop": 13, "wall": 17}
_ROW = {"laptop": 26, "wall": 34}
#: Pixels between a bar and the words beside it.
_GAP = 12


def drawn(view: View, rows: Sequence[Bar], alt: str, *, top: float | None = None, row: int | None = None) -> Markup:
    """Return the bars; ``top`` fixes the scale, ``row`` the height of a row on the laptop screen."""
    character = _CHARACTER[view.screen]
    return bars(
        rows,
        alt,
        row_height=row if row and not view.wall else _ROW[view.screen],
        label_width=round(max((width(bar.label) for bar in rows), default=0) * character) + _GAP,
        words_width=round(max((width(bar.words) for bar in rows), default=0) * character) + _GAP,
        top=top,
    )
