"""Marks that would cover each other, moved apart (避让): three lead hospitals of one town stay three squares."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Rounds of pushing; marks of one town settle in a few.
_ROUNDS = 40


def spread(marks: Sequence[tuple[float, float, float, float]]) -> list[tuple[float, float]]:
    """Return positions in which no two marks overlap, as near to the given ones as pushing finds.

    Args:
        marks: x, y, radius in pixels, and how easily the mark gives way (0 stays put).

    Returns:
        x, y of each mark in the order given. Marks that touch nobody stay exactly where they are; the result depends
        on the input alone.
    """
    places = [[x, y] for x, y, _, _ in marks]
    for _ in range(_ROUNDS):
        moved = False
        for a in range(len(marks)):
            for b in range(a + 1, len(marks)):
                moved |= _push(places[a], places[b], marks[a], marks[b], turn=a * 7 + b)
        if not moved:
            break
    return [(x, y) for x, y in places]


def _push(
    one: list[float],
    other: list[float],
    mark: tuple[float, float, float, float],
    second: tuple[float, float, float, float],
    turn: int,
) -> bool:
    yielding = mark[3] + second[3]
    room = mark[2] + second[2]
    dx, dy = other[0] - one[0], other[1] - one[1]
    apart = math.hypot(dx, dy)
    if apart >= room or yielding == 0:
        return False
    if apart < 1e-6:
        # At one place there is no direction to push in; spread by their order.
        dx, dy, apart = math.cos(turn * 2.4), math.sin(turn * 2.4), 1.0
        missing = room
    else:
        missing = room - apart
    # A little more than needed, so that rounding does not leave them touching.
    step = missing * 1.02 / apart
    share = mark[3] / yielding
    one[0] -= dx * step * share
    one[1] -= dy * step * share
    other[0] += dx * step * (1 - share)
    other[1] += dy * step * (1 - share)
    return True
