"""Which institutions are neighbours (相邻): those whose territories (近似范围) share a border."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.cells import SAME_PLACE_M, local_plane, nearest_cells
from indicators.months import Floats

#: Degrees by which the land reaches beyond the institutions where no border of the county is known.
_MARGIN = 0.1
#: Cells that touch in less than this (degrees) meet in a corner only.
_CORNER = 1e-5


def neighbours(lon: Floats, lat: Floats, land: BaseGeometry | None) -> list[tuple[int, int]]:
    """Return the pairs of places whose cells of nearest points share a border, each once, the lower position first.

    Args:
        lon: Longitudes, none missing.
        lat: Latitudes.
        land: The county; null takes a box round the places. A place whose cell lies outside the land is a neighbour of
            its nearest place.
    """
    count = len(lon)
    if count < 2:
        return []
    points = np.column_stack([lon, lat])
    box = shapely.box(lon.min() - _MARGIN, lat.min() - _MARGIN, lon.max() + _MARGIN, lat.max() + _MARGIN)
    to_plane, _ = local_plane((float(lon.mean()), float(lat.mean())))
    places = to_plane(points)
    apart = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    cells = nearest_cells(points, list(range(count)), box if land is None else land)
    found = {
        (one, other)
        for one in range(count) for other in range(one + 1, count)
        if one in cells and other in cells and _share_a_border(cells[one], cells[other])
    }  # fmt: skip
    np.fill_diagonal(apart, np.inf)
    for one in range(count):
        same = np.flatnonzero(apart[one] <= SAME_PLACE_M).tolist()
        near = same if same else [int(np.argmin(apart[one]))] if one not in cells else []
        found |= {(min(one, other), max(one, other)) for other in near}
    return sorted(found)


def _share_a_border(one: BaseGeometry, other: BaseGeometry) -> bool:
    # Cells go through the plane and back, so that their edges agree to a hair only.
    return bool(one.buffer(_CORNER / 10).intersection(other.buffer(_CORNER / 10)).length > 2 * _CORNER)
