"""KPI cards (指标卡) of native elements: value, status with its gap, target, pace or trend; 口径 on the question mark.

A card is a plain record, so that a page makes its cards once per view and any drawing may take them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.text import plain
from indicators.model import Status

#: A line with nothing on it that Markdown does not drop: a zero-width space.
_BLANK = "\u200b"
_COLOURS = {"met": "blue", "not_met": "orange"}
#: Widths at which eight cards wrap alike at 1366 pixels and stand in one line at 1920.
_VALUE_WIDTH, _SIDE_WIDTH = 176, 161


@dataclass(frozen=True, slots=True)
class Card:
    """What one card says; every text is ready to be read, null already written as "—"."""

    label: str
    #: The figure alone (``286``, ``—``) and its unit (``人``), set smaller.
    value: str
    unit: str
    status: Status
    #: Status in words with its shape and the gap: ``▲ 未达标 差 15 人``.
    state: str
    #: Lines beside the figure (below it where the card is narrow): target, trend, who did not report.
    side: tuple[str, ...] = ()
    #: 口径 as Markdown.
    help: str = ""


def draw(cards: Sequence[Card], *, columns: int = 4) -> None:
    """Draw the cards in rows of ``columns``; nothing is drawn for no cards."""
    if not cards:
        return
    grid = st.grid(columns, gap="small")
    for position, card in enumerate(cards):
        first = position - position % columns
        lines = max(len(other.side) for other in cards[first : first + columns])
        with grid.container(border=True, height="stretch", horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            st.metric(
                plain(card.label),
                f"{plain(card.value)} :small[{plain(card.unit)}]" if card.unit else plain(card.value),
                delta=card.state,
                delta_arrow="off",
                delta_color=_COLOURS.get(card.status, "gray"),
                help=card.help or None,
                width=_VALUE_WIDTH,
            )
            # As many lines as its neighbours have, so that the figures of a row stand on one line.
            side = [*card.side, *[_BLANK] * (lines - len(card.side))]
            st.markdown("  \n".join(f":gray[:small[{plain(line)}]]" for line in side), width=_SIDE_WIDTH)
