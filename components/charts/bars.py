"""Horizontal bars (横条), plain or stacked, one row per place, with the figure written at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components.charts import svg
from indicators.wording import axis_words


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar."""

    name: str
    value: float
    colour: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label, its parts and the words at its end; no parts and ``words`` "— 未报" for a missing one."""

    label: str
    segments: Sequence[Segment]
    words: str


def bars(
    rows: Sequence[Bar],
    alt: str,
    *,
    row_height: int = 26,
    label_width: int = 76,
    words_width: int = 64,
    top: float | None = None,
) -> Markup:
    """Return bars, longest scale shared; ``top`` fixes the scale, otherwise the longest bar fills the width."""
    root = svg.chart(max(len(rows), 1) * row_height + 2, alt, left=label_width, right=words_width)
    longest = top or max((sum(part.value for part in row.segments) for row in rows), default=0.0) or 1.0
    for index, row in enumerate(rows):
        middle = index * row_height + row_height / 2
        svg.add(root, "text", row.label, x=-8, y=f"{middle + 5:.1f}", text_anchor="end")
        start = 0.0
        for part in row.segments:
            width = max(part.value, 0.0) / longest
            box = svg.add(
                root,
                "rect",
                x=svg.percent(start),
                y=f"{middle - row_height * 0.3:.1f}",
                width=svg.percent(width),
                height=f"{row_height * 0.6:.1f}",
                fill=part.colour,
            )
            svg.hint(box, f"{row.label} {part.name} {axis_words(part.value)}")
            start += width
        svg.add(root, "text", row.words, x=svg.percent(start), dx=6, y=f"{middle + 5:.1f}")
    return svg.markup(root)
