"""Label placement (注记): greedy, beforehand, for one zoom, so that names never pile up into soup.

Everything here is in pixels of one :class:`~components.map.geometry.MapView`. The most important label chooses first
among its candidate places; a place is refused if it leaves the map or touches a label already set, and costs more the
more marks it covers. What fits nowhere is hidden (hovering still names it).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from components.map.text_size import extent

Side = Literal["below", "above", "right", "left", "centre"]
#: A label is refused where it covers more than this share of an important mark's weight.
_FORBIDDEN = 100.0
#: Clear space round every label.
_PAD = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes share any area."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def within(self, width: float, height: float) -> bool:
        """Tell whether the box lies on a map of this size."""
        return self.x0 >= 0 and self.y0 >= 0 and self.x1 <= width and self.y1 <= height

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of the box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn that a label should not cover; ``weight`` 100 and above forbids it."""

    box: Box
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that wants a place: its lines, size, the mark it names (x, y, radius) and the sides to try in order."""

    id: str
    lines: tuple[str, ...]
    size: float
    x: float
    y: float
    radius: float
    sides: tuple[Side, ...] = ("below", "above", "right", "left")
    #: Lower goes first.
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its place: the box it fills; ``leader`` is the line to what it names, where it stands apart."""

    id: str
    lines: tuple[str, ...]
    size: float
    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


def mark(x: float, y: float, radius: float, weight: float = 1.0) -> Mark:
    """Return the mark of a dot."""
    return Mark(Box(x - radius, y - radius, x + radius, y + radius), weight)


def _box(wish: Wish, side: Side) -> Box:
    wide, high = extent(wish.lines, wish.size)
    gap = wish.radius + _PAD
    x, y = {
        "below": (wish.x, wish.y + gap + high / 2),
        "above": (wish.x, wish.y - gap - high / 2),
        "right": (wish.x + gap + wide / 2, wish.y),
        "left": (wish.x - gap - wide / 2, wish.y),
        "centre": (wish.x, wish.y),
    }[side]
    return centred(x, y, wide, high)


def centred(x: float, y: float, wide: float, high: float) -> Box:
    """Return the box of a size round a point."""
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def costs(boxes: NDArray[np.float64], marks: Sequence[Mark]) -> NDArray[np.float64]:
    """Return for each box (left, top, right, bottom; shape (n, 4)) the weight of the marks it covers."""
    if not marks or not len(boxes):
        return np.zeros(len(boxes))
    held = np.array([(mark.box.x0, mark.box.y0, mark.box.x1, mark.box.y1, mark.weight) for mark in marks])
    meets = (
        (boxes[:, None, 0] < held[:, 2])
        & (held[:, 0] < boxes[:, None, 2])
        & (boxes[:, None, 1] < held[:, 3])
        & (held[:, 1] < boxes[:, None, 3])
    )
    covered: NDArray[np.float64] = meets @ held[:, 4]
    return covered


def place(
    wishes: Sequence[Wish], marks: Sequence[Mark], width: float, height: float, taken: Sequence[Box] = ()
) -> list[Placed]:
    """Place labels beside the marks they name, in order of rank; those that fit nowhere are left out.

    Args:
        wishes: Labels; equal ranks keep their order.
        marks: All marks drawn, those of the labels included (a label never covers its own by construction).
        width: Width of the map.
        height: Height of the map.
        taken: Boxes that are occupied already (the scale, labels set before).

    Returns:
        The labels placed; no two boxes meet.
    """
    filled = list(taken)
    done: list[Placed] = []
    for wish in sorted(wishes, key=lambda wish: wish.rank):
        options = []
        for order, side in enumerate(wish.sides):
            box = _box(wish, side)
            if not box.within(width, height) or any(box.meets(other) for other in filled):
                continue
            covered = float(costs(np.array([[box.x0, box.y0, box.x1, box.y1]]), marks)[0])
            if covered < _FORBIDDEN:
                options.append((covered, order, box))
        if options:
            box = min(options, key=lambda option: option[:2])[2]
            filled.append(box)
            done.append(Placed(wish.id, wish.lines, wish.size, box))
    return done


def place_inside(
    areas: Sequence[tuple[str, tuple[str, ...], BaseGeometry]],
    size: float,
    marks: Sequence[Mark],
    width: float,
    height: float,
    *,
    taken: Sequence[Box] = (),
    offshore: bool = True,
    step: float = 8.0,
) -> list[Placed]:
    """Place one label in each area; one too small for its label gets it outside all areas, with a leader.

    Args:
        areas: Id, lines and shape in pixels; the smallest area chooses last outside, the most cramped first inside.
        size: Text size.
        marks: Marks not to cover.
        width: Width of the map.
        height: Height of the map.
        taken: Boxes that are occupied already.
        offshore: Whether a label may stand outside; otherwise it is left out where it does not fit.
        step: Grid of trial places, in pixels.

    Returns:
        The labels placed; no two boxes meet.
    """
    filled = list(taken)
    done: list[Placed] = []
    outside: list[tuple[str, tuple[str, ...], BaseGeometry]] = []
    whole = shapely.union_all([shape for _, _, shape in areas]) if areas else shapely.Point()
    for key, lines, shape in sorted(areas, key=lambda area: area[2].area):
        box = _best_inside(lines, shape, size, marks, (width, height), filled, step)
        if box is None:
            outside.append((key, lines, shape))
        else:
            filled.append(box)
            done.append(Placed(key, lines, size, box))
    for key, lines, shape in outside if offshore else ():
        found = _best_outside(lines, shape, whole, size, (width, height), filled)
        if found is not None:
            filled.append(found[0])
            done.append(Placed(key, lines, size, found[0], found[1]))
    return done


def _best_inside(
    lines: tuple[str, ...],
    shape: BaseGeometry,
    size: float,
    marks: Sequence[Mark],
    map_size: tuple[float, float],
    filled: Sequence[Box],
    step: float,
) -> Box | None:
    wide, high = extent(lines, size)
    shapely.prepare(shape)
    left, top, right, bottom = shape.bounds
    xs = _steps(max(left, 0), min(right, map_size[0]), step)
    ys = _steps(max(top, 0), min(bottom, map_size[1]), step)
    if not xs or not ys:
        return None
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    inside = shapely.contains_xy(shape, x, y)
    x, y = x[inside], y[inside]
    boxes = np.column_stack([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2])
    covered = costs(boxes, marks)
    middle = shape.centroid
    prices = covered * 10 + np.hypot(x - middle.x, y - middle.y) / 10
    # The cheapest first, so that the costly question of how much lies inside is asked of few.
    for at in np.argsort(prices, kind="stable"):
        box = Box(*boxes[at].tolist())
        if covered[at] >= _FORBIDDEN or not box.within(*map_size) or any(box.meets(other) for other in filled):
            continue
        area = shapely.box(box.x0, box.y0, box.x1, box.y1)
        # Four fifths inside: a corner over the border does no harm.
        if shape.intersection(area).area >= 0.8 * area.area:
            return box
    return None


def _best_outside(
    lines: tuple[str, ...],
    shape: BaseGeometry,
    whole: BaseGeometry,
    size: float,
    map_size: tuple[float, float],
    filled: Sequence[Box],
) -> tuple[Box, tuple[tuple[float, float], tuple[float, float]]] | None:
    wide, high = extent(lines, size)
    target = shape.representative_point()
    shapely.prepare(whole)
    best = None
    for radius in range(30, 240, 15):
        for turn in range(24):
            angle = math.tau * turn / 24
            x, y = target.x + radius * math.cos(angle) * 1.3, target.y - radius * math.sin(angle)
            box = centred(x, y, wide, high)
            if not box.within(*map_size) or any(box.meets(other) for other in filled):
                continue
            if whole.intersects(shapely.box(box.x0 - _PAD, box.y0 - _PAD, box.x1 + _PAD, box.y1 + _PAD)):
                continue
            end = _edge_towards(box, target.x, target.y)
            leader = shapely.LineString([end, (target.x, target.y)])
            if any(leader.intersects(shapely.box(other.x0, other.y0, other.x1, other.y1)) for other in filled):
                continue
            # A leader over the neighbours is harder to follow than a longer one over water.
            price = leader.length + 2 * leader.intersection(whole.difference(shape)).length
            if best is None or price < best[0]:
                best = (price, box, (end, (target.x, target.y)))
    return (best[1], best[2]) if best else None


def _edge_towards(box: Box, x: float, y: float) -> tuple[float, float]:
    """Return the point of a box's edge nearest to a place outside it."""
    return min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1)


def _steps(low: float, high: float, step: float) -> list[float]:
    count = max(1, int((high - low) / step))
    return [low + (index + 0.5) * (high - low) / count for index in range(count)] if high > low else []
