"""From degrees to pixels and back, polygons as lists, the view that shows an area, and a scale of round length.

The projection is the browser's: Web Mercator, a world of 512 × 2^zoom pixels, y growing southward.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

#: Four decimals are 10 m: finer than a pixel at any zoom the map offers.
DECIMALS = 4
#: Parts of a degree in which places that travel with the deck are counted; one is a metre.
_STEPS = 10 ** (DECIMALS + 1)
_TILE = 512
_ELLIPSOID = Geod(ellps="WGS84")

Bounds = tuple[float, float, float, float]
Point = tuple[float, float]
#: One polygon as the browser takes it: outer ring, then holes.
Rings = list[list[list[float]]]


@dataclass(frozen=True, slots=True)
class MapView:
    """Where the map looks: centre in degrees, zoom, and the nominal size in pixels labels are placed for."""

    longitude: float
    latitude: float
    zoom: float
    width: int
    height: int

    def pixel(self, lon: float, lat: float) -> Point:
        """Return the pixel of a place, from the upper left corner of the map."""
        x, y = self._pixels(np.array([[lon, lat]]))[0]
        return float(x), float(y)

    def _pixels(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        origin = _mercator(np.array([[self.longitude, self.latitude]]))
        return (_mercator(places) - origin) * (_TILE * 2**self.zoom) + (self.width / 2, self.height / 2)

    def place(self, x: float, y: float) -> Point:
        """Return longitude and latitude of a pixel."""
        world = _TILE * 2**self.zoom
        x0, y0 = _mercator(np.array([[self.longitude, self.latitude]]))[0]
        u, v = x0 + (x - self.width / 2) / world, y0 + (y - self.height / 2) / world
        return float(u * 360 - 180), math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * float(v)))))

    def pixels(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in degrees as a shape in pixels."""
        return shapely.transform(shape, self._pixels)

    def shows(self, shape: BaseGeometry) -> bool:
        """Tell whether the box round a shape in degrees reaches into the map."""
        west, south, east, north = shape.bounds
        left, bottom = self.place(0, self.height)
        right, top = self.place(self.width, 0)
        return west < right and left < east and south < top and bottom < north


def _mercator(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places (longitude, latitude) in the unit square of Web Mercator."""
    latitude = np.radians(np.clip(places[:, 1], -85, 85))
    return np.column_stack([(places[:, 0] + 180) / 360, (1 - np.arcsinh(np.tan(latitude)) / math.pi) / 2])


def fit(bounds: Bounds, width: int, height: int, margin: int = 24, most: float = 12.0) -> MapView:
    """Return the view that shows ``bounds`` (west, south, east, north) with a margin, zoomed in to ``most`` at most."""
    west, south, east, north = bounds
    (x0, y0), (x1, y1) = _mercator(np.array([[west, north], [east, south]])).tolist()
    # A place without extent would ask for an infinite zoom.
    wide, high = max(x1 - x0, 1e-9), max(y1 - y0, 1e-9)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / high) / _TILE
    zoom = min(math.log2(scale), most)
    middle = MapView(0, 0, 0, 0, 0).place((x0 + x1) / 2 * _TILE - _TILE / 2, (y0 + y1) / 2 * _TILE - _TILE / 2)
    return MapView(round(middle[0], DECIMALS), round(middle[1], DECIMALS), round(zoom, 2), width, height)


def main_bounds(shapes: Iterable[BaseGeometry], least: float = 0.01) -> Bounds | None:
    """Return the box round shapes without their far islets (parts under ``least`` of the largest); None for none."""
    parts = [part for shape in shapes for part in polygons(shape)]
    if not parts:
        return None
    largest = max(part.area for part in parts)
    boxes = np.array([part.bounds for part in parts if part.area >= least * largest])
    return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


def polygons(shape: BaseGeometry | None) -> Iterator[shapely.Polygon]:
    """Yield the polygons of any shape, dropping the points and lines that clipping leaves behind."""
    if shape is None or shape.is_empty:
        return
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            yield part
        elif isinstance(part, shapely.GeometryCollection):
            yield from polygons(part)


def rings(polygon: shapely.Polygon) -> Rings:
    """Return one polygon as rounded rings."""
    return [
        np.round(shapely.get_coordinates(ring), DECIMALS).tolist() for ring in (polygon.exterior, *polygon.interiors)
    ]


def position(lon: float, lat: float) -> list[float]:
    """Return a place as the browser takes it."""
    return [round(float(lon), DECIMALS + 1), round(float(lat), DECIMALS + 1)]


def steps(place: Sequence[float], origin: Point) -> list[int]:
    """Return how far a place is from an origin, in few digits."""
    return [round((float(at) - zero) * _STEPS) for at, zero in zip(place, origin, strict=True)]


def place_of(east: str, north: str, origin: Point) -> str:
    """Return the words that make a place of two such numbers again, in the browser."""
    lon, lat = origin
    return f"[{lon}+{east}/{_STEPS},{lat}+{north}/{_STEPS}]"


def hatch(shape: BaseGeometry, spacing_km: float) -> list[list[list[float]]]:
    """Return the slanting lines (SW to NE) that hatch a shape, each as [start, end] in degrees."""
    if shape.is_empty:
        return []
    west, south, east, north = shape.bounds
    # Degrees of longitude are shortened so that the lines run at 45° on the map.
    squeeze = math.cos(math.radians((south + north) / 2))
    step = spacing_km / 111.32
    reach = north - south
    starts = np.arange(west * squeeze - reach, east * squeeze, step)
    lines = [shapely.LineString([(u / squeeze, south), ((u + reach) / squeeze, north)]) for u in starts]
    cut = shapely.intersection(np.array(lines, dtype=object), shape)
    parts = [part for part in shapely.get_parts(cut) if part.geom_type in {"LineString", "MultiLineString"}]
    return [
        np.round(shapely.get_coordinates(piece)[[0, -1]], DECIMALS).tolist()
        for part in parts
        for piece in shapely.get_parts(part)
        if piece.length > 0
    ]


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of round length on the ground, to be drawn on the map."""

    text: str
    start: list[float]
    end: list[float]


def scale_of(view: MapView, right: int = 24, bottom: int = 30, widest: int = 110) -> Scale:
    """Return the longest round length (1, 2 or 5 × 10ⁿ km) no wider than ``widest`` pixels, at the lower right."""
    lon, lat = view.place(view.width - right, view.height - bottom)
    left, _ = view.place(view.width - right - widest, view.height - bottom)
    room = _ELLIPSOID.inv(left, lat, lon, lat)[2] / 1000
    power = 10 ** math.floor(math.log10(room))
    length = next(step * power for step in (5, 2, 1) if step * power <= room)
    west, south, _ = _ELLIPSOID.fwd(lon, lat, 270, length * 1000)
    text = f"{length:g}\u00a0公里" if length >= 1 else f"{length * 1000:g}\u00a0米"
    return Scale(text, position(west, south), position(lon, lat))
