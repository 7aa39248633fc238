"""Land behind the map (底图): few triangles and no lines, as a line drawn to a width in pixels costs far more.

In a browser without a graphics card each piece of such a line is as dear as thirty triangles, and the land around a
city has thousands of them. So what looks like a line is a gap: the land lies on a rim of the line's colour, and every
county is drawn a little smaller than it is. The gap has its width on the ground, and there is one land for the city
and all its counties, so that nothing of it is fetched or drawn anew when another county is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from components.map.geometry import Bounds, MapView, Rings, polygons, rings

#: Half the width of a gap, and how far the rim reaches into the sea: pixels of the view. Less than a hairline, since a
#: county's view shows the same land up to five times larger.
_HALF_GAP, _RIM = 0.28, 0.5
#: Pixels by which borders between neighbours may be straightened; they are only there for orientation.
_STRAIGHTENED = 4.0
#: Pixels; land smaller than a square of this side is left out.
_LEAST = 2.5
#: The window that is drawn, in widths and heights of the nominal view: a wide screen shows more, and one may pan.
_WIDTHS, _HEIGHTS = 3.0, 2.0


def backdrop(around: Sequence[BaseGeometry], own: Sequence[BaseGeometry], view: MapView) -> list[tuple[bool, Rings]]:
    """Return what lies behind the counties, in the order it is drawn.

    Args:
        around: Neighbouring counties, in degrees, fitting together and with ``own``; straightened here.
        own: The city's own counties; kept as they are, so that what is drawn above them fits.
        view: The view that gives the size of a pixel.

    Returns:
        Polygons, each with whether it is the rim (the colour of lines) or land.
    """
    pixel = 360 / (512 * 2**view.zoom)
    window = shapely.box(*_window(view))
    near = [shape for shape in (*around, *own) if shape is not None and shape.intersects(window)]
    if not near:
        return []
    kept = {id(shape) for shape in own}
    context = np.array([shape for shape in near if id(shape) not in kept], dtype=object)
    if len(context):
        # The boundary stays: it is the coast, and the border the city's own counties share.
        context = shapely.coverage_simplify(context, _STRAIGHTENED * pixel, simplify_boundary=False)
    shapes = shapely.intersection([*context, *(shape for shape in near if id(shape) in kept)], window)
    land = [part for shape in shapes for part in polygons(shape) if part.area > (_LEAST * pixel) ** 2]
    rim = shapely.union_all(land).buffer(_RIM * pixel, quad_segs=1)
    inner = (shapely.buffer(part, -_HALF_GAP * pixel, join_style="mitre") for part in land)
    return [
        *((True, rings(part)) for part in polygons(rim)),
        *((False, rings(part)) for shape in inner for part in polygons(shape)),
    ]


def _window(view: MapView) -> Bounds:
    margin_x, margin_y = view.width * (_WIDTHS - 1) / 2, view.height * (_HEIGHTS - 1) / 2
    west, north = view.place(-margin_x, -margin_y)
    east, south = view.place(view.width + margin_x, view.height + margin_y)
    return west, south, east, north


def edges(shapes: Sequence[BaseGeometry], tolerance: float) -> list[list[list[float]]]:
    """Return the lines round and between shapes that fit together, each once, straightened by ``tolerance`` degrees."""
    if not shapes:
        return []
    lines = shapely.line_merge(shapely.union_all([shape.boundary for shape in shapes]))
    return [
        np.round(shapely.get_coordinates(line), 4).tolist()
        for line in shapely.get_parts(shapely.simplify(lines, tolerance))
        if line.length > 0
    ]
