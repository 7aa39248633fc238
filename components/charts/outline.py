"""County outlines as light SVG (区县轮廓): degrees to a small drawing of whole units, polygons made few-pointed.

A drawing of ten counties is a few kilobytes and costs nothing to redraw; the interactive map has a page of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

#: Width of every drawing in its own units; lengths and text sizes are in them.
WIDTH = 480
_MARGIN = 8
#: Points nearer than this (units) to the line between their neighbours are left out.
_TOLERANCE = 1.0
#: Islands smaller than this (square units) are left out.
_SPECK = 14.0


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to the drawing: an equirectangular projection true to scale at the middle latitude."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: int
    #: Where the drawing begins, so that a narrow area stands in the middle.
    left: float

    def place(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return places as units of the drawing, one row each; NaN stays NaN."""
        x = (np.asarray(lon, dtype=np.float64) - self.west) * self.squeeze * self.scale + self.left
        y = (self.north - np.asarray(lat, dtype=np.float64)) * self.scale + _MARGIN
        return np.column_stack([x, y])


def frame(bounds: Iterable[float], tallest: int = 400) -> Frame:
    """Return the frame that shows west, south, east, north in the full width, or in ``tallest`` units of height."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (tallest - 2 * _MARGIN) / high)
    return Frame(west, north, scale, squeeze, math.ceil(high * scale) + 2 * _MARGIN, (WIDTH - wide * scale) / 2)


@dataclass(frozen=True, slots=True)
class Outline:
    """One county in the drawing."""

    code: str
    name: str
    path: str
    #: Where its name may stand, and how much room there is (square units).
    x: float
    y: float
    area: float


def outlines(
    codes: Iterable[str], names: Iterable[str], shapes: Iterable[BaseGeometry], to: Frame
) -> tuple[Outline, ...]:
    """Return counties as paths of the drawing; specks of land are left out, but never a whole county."""
    made = []
    for code, name, shape in zip(codes, names, shapes, strict=True):
        kept = _kept(shapely.transform(shape, lambda points: to.place(points[:, 0], points[:, 1])))
        spot = shapely.point_on_surface(kept[0]) if kept else shapely.Point(0, 0)
        made.append(Outline(code, name, _path(kept), spot.x, spot.y, sum(part.area for part in kept)))
    return tuple(made)


def path(drawn: BaseGeometry) -> str:
    """Return a shape that is in the drawing's units already as a path, without its specks."""
    return _path(_kept(drawn))


def _kept(drawn: BaseGeometry) -> list[shapely.Polygon]:
    """Return the parts of a shape with few points, the largest first; specks are left out, but never all."""
    simple = shapely.simplify(drawn, _TOLERANCE)
    parts = sorted((part for part in shapely.get_parts(simple) if not part.is_empty), key=lambda p: -p.area)
    return [part for at, part in enumerate(parts) if at == 0 or part.area >= _SPECK]


def _path(parts: Iterable[shapely.Polygon]) -> str:
    return "".join(_ring(part.exterior.coords) for part in parts)


def _ring(points: Iterable[tuple[float, ...]]) -> str:
    """Return a closed path in whole units, each point relative to the one before."""
    whole = [(round(point[0]), round(point[1])) for point in points]
    if len(whole) < 3:
        return ""
    steps = [f"M{whole[0][0]} {whole[0][1]}l"]
    previous = whole[0]
    for point in whole[1:-1]:
        if point != previous:
            steps.append(f"{point[0] - previous[0]} {point[1] - previous[1]} ")
            previous = point
    return "".join(steps).rstrip() + "z"


def dots(places: NDArray[np.float64], *, fine: bool = True, paper: bool = False) -> str:
    """Return many places as one path of points (drawn by round line caps): a few bytes each.

    The path is in half units, or in whole ones where ``fine`` is false (thousands of villages of a city). Those that
    fall on the same place are drawn once. NaN places are left out. For ``paper`` each is a line of a tenth of a unit:
    one of no length is seen on a screen and not in print.
    """
    held = places[~np.isnan(places).any(axis=1)]
    # Sorted by rows, so that the steps stay short.
    whole = np.unique(np.round(held * (2 if fine else 1)).astype(np.int64)[:, ::-1], axis=0)[:, ::-1]
    if not len(whole):
        return ""
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    end = "h.1z" if paper else "z"
    return "".join(f"m{x} {y}{end}" for x, y in steps.tolist())


def strokes(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> str:
    """Return straight lines between places as one path."""
    pieces = []
    for (x, y), (u, v) in zip(np.round(starts).astype(int).tolist(), np.round(ends).astype(int).tolist(), strict=True):
        pieces.append(f"M{x} {y}l{u - x} {v - y}")
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the drawing."""

    x: float
    y: float
    words: str


def labels(found: Iterable[tuple[float, float, str]], size: float = 13.0) -> tuple[Label, ...]:
    """Return the names that fit, the first ones first; one that would cover another is left out."""
    placed: list[tuple[float, float, float]] = []
    kept = []
    for x, y, words in found:
        half = len(words) * size / 2
        x = min(max(x, half), WIDTH - half)
        if any(abs(x - u) < half + other and abs(y - v) < size * 1.15 for u, v, other in placed):
            continue
        placed.append((x, y, half))
        kept.append(Label(round(x, 1), round(y + size * 0.35, 1), words))
    return tuple(kept)
