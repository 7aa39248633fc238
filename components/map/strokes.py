"""The five ways of drawing (画法) the map knows, each always fed alike.

A browser without a graphics card compiles a way of drawing anew, for up to half a second, whenever a layer differs in
what it takes per record and what for all. So there are five, one of each class of deck.gl, and whatever may differ
between records (place, colour, radius) always comes per record, even where it is the same for all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from components.map.deck import Layer, Rgba, drawn, field, pick
from components.map.text_size import LINE_HEIGHT
from components.theme import FONT_FAMILY

#: Records of a layer, or the address they are fetched from.
Data = str | list[Any]
#: A colour for all records, or an expression that gives each its own.
Colour = Rgba | str
#: Signed distance field: labels keep a clean edge and a halo at any size.
_SDF = {"sdf": True, "fontSize": 36, "buffer": 6, "radius": 8}


def areas(name: str, data: Data, fill: Colour) -> Layer:
    """Draw polygons (``p``)."""
    return drawn("SolidPolygonLayer", name, data, **_areas(fill))


def areas_to_pick(data: Data, fill: Colour) -> Layer:
    """Draw polygons (``p``) that can be hovered and clicked."""
    return pick("SolidPolygonLayer", data, **_areas(fill))


def _areas(fill: Colour) -> dict[str, Any]:
    return {"getPolygon": field("p"), "getFillColor": _each(fill)}


def lines(name: str, data: Data, colour: Colour, width: float) -> Layer:
    """Draw lines from ``s`` to ``t``, ``width`` pixels wide."""
    return drawn("LineLayer", name, data, getSourcePosition=field("s"), getTargetPosition=field("t"),
                 getColor=_each(colour), getWidth=width)


def dots(name: str, data: Data, radius: float, fill: Colour, edge: Colour | None = None, width: float = 0) -> Layer:
    """Draw circles at ``p``; ``edge`` and ``width`` (pixels) give them a ring."""
    return drawn("ScatterplotLayer", name, data, **_dots(radius, fill, edge, width))


def dots_to_pick(data: Data, radius: str, fill: Colour) -> Layer:
    """Draw circles at ``p`` that can be hovered and clicked; ``radius`` is an expression."""
    return pick("ScatterplotLayer", data, **_dots(radius, fill, None, 0))


def _dots(radius: float | str, fill: Colour, edge: Colour | None, width: float) -> dict[str, Any]:
    return {"getPosition": field("p"), "getRadius": radius if isinstance(radius, str) else _each(radius),
            "radiusUnits": "pixels", "getFillColor": _each(fill), "stroked": True, "lineWidthUnits": "pixels",
            "getLineColor": _each(fill if edge is None else edge), "getLineWidth": width}


def shapes(name: str, data: Data, corners: int, radius: float, colour: Colour, turn: int = 45) -> Layer:
    """Draw squares (4 corners) or triangles (3) at ``p``: unstroked, as a stroke would flood the map in its colour."""
    return drawn("ColumnLayer", name, data, getPosition=field("p"), extruded=False, diskResolution=corners,
                 angle=turn, radius=radius, radiusUnits="pixels", getFillColor=_each(colour), stroked=False)


def words(name: str, data: Data, colour: Colour, halo: Rgba) -> Layer:
    """Write ``t`` in size ``z`` at ``p``, moved by ``o`` pixels."""
    return drawn("TextLayer", name, data, getPosition=field("p"), getText=field("t"), getSize=field("z"),
                 getPixelOffset=field("o"), getColor=_each(colour), characterSet="auto", fontFamily=FONT_FAMILY,
                 fontWeight=600, fontSettings=_SDF, outlineWidth=1, outlineColor=halo, lineHeight=LINE_HEIGHT)


def choose(name: str, values: Mapping[int, Any] | Mapping[str, Any], otherwise: Any) -> str:
    """Build the expression "the value that belongs to this record's ``name``", for a colour or a size.

    Colours stay out of the data this way: one layer by URL serves the light and the dark theme.
    """
    steps = (f"{name}=={json.dumps(key)}?{json.dumps(value)}:" for key, value in values.items())
    return "@@=" + "".join(steps) + json.dumps(otherwise)


def _each(value: Any) -> str:
    """Return the expression that gives every record ``value``, which may be one already."""
    return value if isinstance(value, str) else f"@@={json.dumps(value)}"
