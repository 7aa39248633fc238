"""Where the words of a map stand (地图注记): on their own county if they can, else beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from briefing.writing.pptx_master import Box

#: How far a label may be moved from its spot, and the side of a square of the map, in points.
_FARTHEST, _CELL = 96.0, 2.0
#: Cost, in points of moving, of standing wholly on other counties, wholly off the map, and of hiding another county.
_FOREIGN, _SEA, _HIDDEN = 60.0, 14.0, 60.0
#: Share of a label that must stand on its own county for it to stay there, and below which it has left it.
_OWN, _LEFT = 0.95, 0.5
#: How often labels are moved once all have a place, and how near to each other two may stand above one another.
_ROUNDS, _TIGHT = 3, 2.0

Rings = Sequence[Sequence[tuple[float, float]]]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Label:
    """Words to be placed: the spot they belong to, and the room they take, in points."""

    spot: tuple[float, float]
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class _Choice:
    """The places one label may have, and what each costs, without regard to other labels."""

    left: Numbers
    top: Numbers
    cost: Numbers


def arranged(labels: Sequence[Label], rings: Sequence[Rings], within: Box | None = None) -> list[Box]:
    """Return a place for each label, no two on top of each other wherever that can be.

    Those of small areas are placed first, as others have more room to move; then each is moved again to where it is
    best among all the others.

    Args:
        labels: What is to be placed.
        rings: The outlines of each label's own area, in the same points.
        within: Where labels may stand at all; null leaves them free.
    """
    if not labels:
        return []
    squares = _Squares(labels, rings)
    choices = [squares.choice(at, label, within) for at, label in enumerate(labels)]
    placed: dict[int, Box] = {}
    order = sorted(range(len(labels)), key=lambda one: squares.size[one])
    for _ in range(_ROUNDS):
        for at in order:
            placed[at] = _best(labels[at], choices[at], [box for other, box in placed.items() if other != at])
    return [placed[at] for at in range(len(labels))]


def leads(label: Label, box: Box, rings: Rings) -> bool:
    """Tell whether a label stands so far from its spot, and so little on its area, that a line must lead to it."""
    x, y = label.spot
    near = box.left - 4 <= x <= box.left + box.wide + 4 and box.top - 4 <= y <= box.top + box.high + 4
    return not near and standing(box, rings) < _LEFT


def standing(box: Box, rings: Rings) -> float:
    """Return the share of a label that stands on its own area."""
    words = shapely.box(box.left, box.top, box.left + box.wide, box.top + box.high)
    return float(shapely.intersection(_ground(rings), words).area) / (box.wide * box.high)


def _ground(rings: Rings) -> BaseGeometry:
    return shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings])


class _Squares:
    """The map as small squares, each on one of the areas or on none, summed up so that any box is counted at once."""

    def __init__(self, labels: Sequence[Label], rings: Sequence[Rings]) -> None:
        points = [point for area in rings for ring in area for point in ring] + [label.spot for label in labels]
        edge = _FARTHEST + max(max(label.wide, label.high) for label in labels)
        self.left, self.top = min(x for x, _ in points) - edge, min(y for _, y in points) - edge
        across = np.arange(self.left, max(x for x, _ in points) + edge, _CELL) + _CELL / 2
        down = np.arange(self.top, max(y for _, y in points) + edge, _CELL) + _CELL / 2
        x, y = np.meshgrid(across, down)
        grounds = [_ground(area) for area in rings]
        shapely.prepare(grounds)
        own = [shapely.contains_xy(ground, x, y) for ground in grounds]
        self.size = [max(int(one.sum()), 1) for one in own]
        self.sums = [_summed(one) for one in own]
        self.land = _summed(np.any(own, axis=0))
        # What is hidden of any area, in shares of that area.
        self.hidden = _summed(np.sum([one / size for one, size in zip(own, self.size, strict=True)], axis=0))

    def choice(self, at: int, label: Label, within: Box | None) -> _Choice:
        """Return where a label may stand and what that costs."""
        reach = np.arange(-_FARTHEST, _FARTHEST + _CELL, _CELL)
        dx, dy = (one.ravel() for one in np.meshgrid(reach, reach))
        left, top = label.spot[0] - label.wide / 2 + dx, label.spot[1] - label.high / 2 + dy
        if within is not None:
            inside = ((left >= within.left) & (left + label.wide <= within.left + within.wide)
                      & (top >= within.top) & (top + label.high <= within.top + within.high))
            if inside.any():
                left, top, dx, dy = left[inside], top[inside], dx[inside], dy[inside]
        first, last = self._column(left), self._column(left + label.wide)
        upper, lower = self._row(top), self._row(top + label.high)

        def counted(sums: Numbers) -> Numbers:
            found: Numbers = sums[lower, last] - sums[upper, last] - sums[lower, first] + sums[upper, first]
            return found

        room = (last - first) * (lower - upper)
        own, land = counted(self.sums[at]) / room, counted(self.land) / room
        hidden = counted(self.hidden) - counted(self.sums[at]) / self.size[at]
        moved = np.hypot(dx, dy)
        cost = moved + _FOREIGN * (land - own) + _SEA * (1.0 - land) + _HIDDEN * hidden
        return _Choice(left, top, np.where(own >= _OWN, moved / 4, cost))

    def _column(self, x: Numbers) -> NDArray[np.int_]:
        return np.rint((x - self.left) / _CELL).astype(int)

    def _row(self, y: Numbers) -> NDArray[np.int_]:
        return np.rint((y - self.top) / _CELL).astype(int)


def _summed(squares: NDArray[np.bool_] | Numbers) -> Numbers:
    """Return for each corner the sum of all squares left of and above it."""
    return np.pad(squares.astype(float).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))


def _best(label: Label, choice: _Choice, taken: Sequence[Box]) -> Box:
    """Return the cheapest place that is free; where none is, the cheapest of all."""
    free = np.ones(len(choice.cost), dtype=bool)
    for box in taken:
        free &= ((choice.left >= box.left + box.wide) | (choice.left + label.wide <= box.left)
                 | (choice.top >= box.top + box.high - _TIGHT) | (choice.top + label.high - _TIGHT <= box.top))
    cost = np.where(free, choice.cost, np.inf) if free.any() else choice.cost
    best = int(np.argmin(cost))
    return Box(float(choice.left[best]), float(choice.top[best]), label.wide, label.high)
