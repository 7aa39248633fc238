"""How large a label is drawn (字宽), without a font at hand: Han characters are square, the rest is tabulated."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: Advance widths in em, as in the Han fonts the map uses; digits there are all of one width.
_WIDTHS = {
    **dict.fromkeys("0123456789", 0.56),
    **dict.fromkeys(".,:;'|!ijl·", 0.30),
    **dict.fromkeys(" \u00a0()[]/-", 0.36),
    "%": 0.92,
    "—": 1.0,
    "“": 1.0,
    "”": 1.0,
}
_LATIN = 0.62
#: Height of one line in em; the same factor the text layer is given.
LINE_HEIGHT = 1.15


def width(text: str, size: float) -> float:
    """Return the width in pixels of one line of text at a size in pixels."""
    return size * sum(_em(character) for character in text)


def extent(lines: Sequence[str], size: float) -> tuple[float, float]:
    """Return width and height in pixels of some lines, one beneath the other."""
    return max((width(line, size) for line in lines), default=0.0), LINE_HEIGHT * size * len(lines)


def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else _LATIN
