"""Cells of nearest points: who is closest to what, measured on the ground and not in degrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]
_Apply = Callable[[Points], Points]

#: Points closer than this (metres) are one place: a Voronoi edge between them would mean nothing.
SAME_PLACE_M = 1.0


@lru_cache(maxsize=256)
def _transformers(lon: float, lat: float) -> tuple[Transformer, Transformer]:
    local = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m +no_defs"
    return Transformer.from_crs(4326, local, always_xy=True), Transformer.from_crs(local, 4326, always_xy=True)


def local_plane(centre: tuple[float, float]) -> tuple[_Apply, _Apply]:
    """Return functions from WGS-84 degrees to metres round a centre and back.

    The plane is azimuthal equidistant: distances from the centre are exact, and within a county (100 km)
    the distance between any two points is right to about one part in ten thousand.

    Args:
        centre: Longitude and latitude of the centre, rounded to 0.01° so that near centres share a plane.

    Returns:
        Two functions on arrays of shape (n, 2).
    """
    forward, backward = _transformers(round(centre[0], 2), round(centre[1], 2))

    def to_plane(points: Points) -> Points:
        return np.column_stack(forward.transform(points[:, 0], points[:, 1]))

    def to_degrees(points: Points) -> Points:
        return np.column_stack(backward.transform(points[:, 0], points[:, 1]))

    return to_plane, to_degrees


def middle(geometry: BaseGeometry) -> tuple[float, float]:
    """Return the middle of a geometry's box, the centre of its local plane."""
    west, south, east, north = geometry.bounds
    return (west + east) / 2, (south + north) / 2


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return only the areas of a geometry, made valid; clipping can leave lines and points behind."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
    areas = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]
    return areas[0] if len(areas) == 1 else shapely.union_all(areas)


def nearest_cells(points: Points, groups: Sequence[object], land: BaseGeometry) -> dict[object, BaseGeometry]:
    """Divide land among groups of points: every spot goes to the group of its nearest point.

    Voronoi cells are joined by group *before* they are cut to the land, because only then do the shared
    edges of the cells agree exactly and leave no slivers between them.

    Args:
        points: Longitudes and latitudes, WGS-84, shape (n, 2), none missing.
        groups: The group of each point. Where two points are one place, the first one's group counts.
        land: Area in WGS-84 degrees.

    Returns:
        The part of the land of each group, in WGS-84 degrees; a group whose part is empty is left out.
        Without points the result is empty.
    """
    if not len(points) or land.is_empty:
        return {}
    to_plane, to_degrees = local_plane(middle(land))
    ground = polygonal(shapely.transform(land, to_plane))
    places = to_plane(np.asarray(points, dtype=np.float64))
    kept = _distinct(places)
    owners = [groups[index] for index in kept]
    if len(set(owners)) == 1:
        return {owners[0]: polygonal(land)}
    cells = _voronoi(places[kept], ground)
    parts: dict[object, BaseGeometry] = {}
    for owner in dict.fromkeys(owners):
        whole = shapely.union_all([cell for cell, own in zip(cells, owners, strict=True) if own == owner])
        part = polygonal(shapely.intersection(whole, ground))
        if not part.is_empty:
            parts[owner] = polygonal(shapely.transform(part, to_degrees))
    return parts


def _distinct(places: Points) -> list[int]:
    """Return the indices of the points that are not the same place as an earlier one."""
    kept: list[int] = []
    for index, place in enumerate(places):
        if not kept or float(np.min(np.hypot(*(places[kept] - place).T))) > SAME_PLACE_M:
            kept.append(index)
    return kept


def _voronoi(places: Points, ground: BaseGeometry) -> list[BaseGeometry]:
    """Return the Voronoi cell of each place, in order, reaching beyond the ground on all sides."""
    west, south = np.minimum(ground.bounds[:2], places.min(axis=0)) - 100_000
    east, north = np.maximum(ground.bounds[2:], places.max(axis=0)) + 100_000
    frame = shapely.box(west, south, east, north)
    diagram = shapely.voronoi_polygons(shapely.multipoints(places), extend_to=frame, ordered=True)
    return list(shapely.get_parts(diagram))
