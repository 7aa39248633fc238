"""Where the words of a map stand (地图注记): on their own county if they can, else beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from briefing.writing.pptx_master import Box

#: How far a label may be moved from its spot, in steps of points.
_FARTHEST, _STEP = 96, 6
#: Cost, in points of moving, of standing wholly on other counties, and wholly off the map.
_FOREIGN, _SEA = 60.0, 14.0
#: Share of a label that must stand on its own county for it to stay there.
_OWN: Final = 0.8

Rings = Sequence[Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class Label:
    """Words to be placed: the spot they belong to, and the room they take, in points."""

    spot: tuple[float, float]
    wide: float
    high: float


def arranged(labels: Sequence[Label], rings: Sequence[Rings]) -> list[Box]:
    """Return a place for each label; those of small areas are placed first, as others have more room to move.

    Args:
        labels: What is to be placed.
        rings: The outlines of each label's own area, in the same points.
    """
    grounds = [_ground(one) for one in rings]
    land = shapely.union_all(grounds)
    reach = np.arange(-_FARTHEST, _FARTHEST + 1, _STEP, dtype=float)
    moves = np.array([(dx, dy) for dx in reach for dy in reach])
    moves = moves[np.argsort(np.hypot(moves[:, 0], moves[:, 1]), kind="stable")]
    placed: dict[int, Box] = {}
    for at in sorted(range(len(labels)), key=lambda one: grounds[one].area):
        placed[at] = _best(labels[at], grounds[at], land, moves, list(placed.values()))
    return [placed[at] for at in range(len(labels))]


def leads(label: Label, box: Box) -> bool:
    """Tell whether a label stands so far from its spot that a line must lead to it."""
    x, y = label.spot
    return not (box.left - 4 <= x <= box.left + box.wide + 4 and box.top - 4 <= y <= box.top + box.high + 4)


def _ground(rings: Rings) -> BaseGeometry:
    return shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings])


def _best(
    label: Label, own: BaseGeometry, land: BaseGeometry, moves: NDArray[np.float64], taken: Sequence[Box]
) -> Box:
    left = label.spot[0] - label.wide / 2 + moves[:, 0]
    top = label.spot[1] - label.high / 2 + moves[:, 1]
    free = np.ones(len(moves), dtype=bool)
    for box in taken:
        free &= ((left >= box.left + box.wide) | (left + label.wide <= box.left)
                 | (top >= box.top + box.high - 2) | (top + label.high - 2 <= box.top))
    if not free.any():
        return Box(float(left[0]), float(top[0]), label.wide, label.high)
    left, top, moved = left[free], top[free], np.hypot(moves[free, 0], moves[free, 1])
    boxes = shapely.box(left, top, left + label.wide, top + label.high)
    room = label.wide * label.high
    within = shapely.area(shapely.intersection(boxes, own)) / room
    on_land = shapely.area(shapely.intersection(boxes, land)) / room
    cost = moved + _FOREIGN * np.maximum(on_land - within, 0.0) + _SEA * (1.0 - on_land)
    cost[within >= _OWN] = moved[within >= _OWN]
    best = int(np.argmin(cost))
    return Box(float(left[best]), float(top[best]), label.wide, label.high)
