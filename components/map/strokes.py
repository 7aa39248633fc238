"""The four ways of drawing (画法) the map knows, each always fed alike.

A browser without a graphics card compiles a way of drawing anew, for up to half a second, whenever a layer differs in
what it takes per record and what for all. So there are four, one of each class of deck.gl, and whatever may differ
between records (place, colour, radius) always comes per record, even where it is the same for all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.map import icons
from components.map.deck import Layer, Rgba, drawn, field, pick
from components.map.geometry import Point, place_of
from components.map.text_size import LINE_HEIGHT
from components.theme import FONT_FAMILY, Theme

#: Records of a layer, or the address they are fetched from.
Data = str | list[Any]
#: A colour for all records, or an expression that gives each its own.
Colour = Rgba | str
#: All of a mark is seen.
CLEARLY: Rgba = [255, 255, 255, 255]
#: Signed distance field: labels keep a clean edge and a halo at any size. Each character is worked out by the browser
#: when first drawn, which takes as long as its square is large: a cold load was a sixth longer with 36.
_SDF = {"sdf": True, "fontSize": 28, "buffer": 5, "radius": 6}


def areas(name: str, data: Data, fill: Colour) -> Layer:
    """Draw polygons (``p``)."""
    return drawn("SolidPolygonLayer", name, data, **_areas(fill))


def areas_to_pick(data: Data, fill: Colour) -> Layer:
    """Draw polygons (``p``) that can be hovered and clicked."""
    return pick("SolidPolygonLayer", data, **_areas(fill))


def areas_on_areas(data: Data, fill: Colour) -> Layer:
    """Draw polygons (``p``) that can be hovered and clicked over others of the kind.

    Of one class only one layer can be picked; this one is drawn by the same class within.
    """
    return pick("PolygonLayer", data, stroked=False, **_areas(fill))


def _areas(fill: Colour) -> dict[str, Any]:
    return {"getPolygon": field("p"), "getFillColor": _each(fill)}


#: What a line's six numbers (:func:`layers.piece`) say after its ends, for expressions.
LINE_KIND, LINE_ORDER = "this[4]", "this[5]"
#: The same of a mark's four.
MARK_SIGN, MARK_ORDER = "m[2]", "m[3]"


def lines(name: str, data: Data, origin: Point, colour: Colour, width: float | str) -> Layer:
    """Draw lines counted from ``origin``; ``width`` is pixels, or an expression."""
    return drawn("LineLayer", name, data, getSourcePosition=field(place_of("this[0]", "this[1]", origin)),
                 getTargetPosition=field(place_of("this[2]", "this[3]", origin)),
                 getColor=_each(colour), getWidth=_each(width))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture marks are taken from: of a theme, below a path, magnified by a factor."""

    theme: Theme
    base: str
    factor: float

    def props(self, origin: Point, opacity: Colour) -> dict[str, Any]:
        """Return what a layer of marks needs; of ``opacity`` only the fourth number counts."""
        names = {at: f'@@="{sign}"' + (f"+{MARK_ORDER}%{icons.COLOURS}" if sign in icons.COLOURED else "")
                 for at, sign in enumerate(icons.SIGNS)}
        # Below zero: all of a mark's cell answers to the pointer, so that small marks can be hit.
        return {"getPosition": field(place_of("m[0]", "m[1]", origin)), "getIcon": chain(MARK_SIGN, names, '""'),
                "getSize": choose(MARK_SIGN, dict(enumerate(icons.CELLS.values())), 0), "sizeUnits": "pixels",
                "sizeScale": self.factor, "getColor": _each(opacity), "alphaCutoff": -1,
                "iconAtlas": self.base + icons.url(self.theme.kind, "png"),
                "iconMapping": self.base + icons.url(self.theme.kind, "json")}


def marks(name: str, data: Data, origin: Point, sheet: Sheet) -> Layer:
    """Draw marks (``m``) counted from ``origin``."""
    return drawn("IconLayer", name, data, **sheet.props(origin, CLEARLY))


def marks_to_pick(data: Data, origin: Point, sheet: Sheet, opacity: Colour) -> Layer:
    """Draw marks (``m``) counted from ``origin`` that can be hovered and clicked."""
    return pick("IconLayer", data, **sheet.props(origin, opacity))


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


def chain(name: str, values: Mapping[int, Any], otherwise: str) -> str:
    """Build the same where the values may be expressions themselves."""
    steps = (f"{name}=={key}?({_each(value).removeprefix('@@=')}):" for key, value in values.items())
    return "@@=" + "".join(steps) + f"({otherwise.removeprefix('@@=')})"


def _each(value: Any) -> str:
    """Return the expression that gives every record ``value``, which may be one already."""
    return value if isinstance(value, str) else f"@@={json.dumps(value)}"
