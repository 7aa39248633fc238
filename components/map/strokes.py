"""The four ways of drawing (画法) the map knows, each always fed alike.

A browser without a graphics card compiles a way of drawing anew, for up to half a second, whenever a layer differs in
what it takes per record and what for all. So there are four, one of each class of deck.gl, and whatever may differ
between records (place, colour, radius) always comes per record, even where it is the same for all. Lines and marks
go through a sieve (筛选), all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.map import icons
from components.map.deck import Layer, Rgba, drawn, field, pick
from components.map.text_size import LINE_HEIGHT
from components.theme import FONT_FAMILY, Theme

#: Records of a layer, or the address they are fetched from.
Data = str | list[Any]
#: A colour for all records, or an expression that gives each its own.
Colour = Rgba | str
#: Which records are seen: for each of the four numbers in ``f``, the least and the most.
Seen = Sequence[tuple[int, int]]
ALL: Seen = ((0, 0),) * 4
#: All of a mark is seen.
CLEARLY: Rgba = [255, 255, 255, 255]
#: Characters as they come.
ANY = "auto"
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


def lines(name: str, data: Data, colour: Colour, width: float | str, seen: Seen | None = None) -> Layer:
    """Draw lines from ``s`` to ``t``; ``width`` is pixels, or an expression. Of many, show those ``seen``."""
    return drawn("LineLayer", name, data, getSourcePosition=field("s"), getTargetPosition=field("t"),
                 getColor=_each(colour), getWidth=_each(width), **_sieve(seen))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture marks are taken from: of a theme, below a path, magnified by a factor."""

    theme: Theme
    base: str
    factor: float

    def props(self, opacity: Colour) -> dict[str, Any]:
        """Return what a layer of marks needs; of ``opacity`` only the fourth number counts."""
        # Below zero: all of a mark's cell answers to the pointer, so that small marks can be hit.
        return {"getPosition": field("p"), "getIcon": field("i"), "getSize": field("z"), "sizeUnits": "pixels",
                "sizeScale": self.factor, "getColor": _each(opacity), "alphaCutoff": -1,
                "iconAtlas": self.base + icons.url(self.theme.kind, "png"),
                "iconMapping": self.base + icons.url(self.theme.kind, "json")}


def marks(name: str, data: Data, sheet: Sheet) -> Layer:
    """Draw marks ``i`` at ``p``, ``z`` pixels high."""
    return drawn("IconLayer", name, data, **sheet.props(CLEARLY), **_sieve(None))


def marks_to_pick(data: Data, sheet: Sheet, opacity: Colour, seen: Seen) -> Layer:
    """Draw marks ``i`` at ``p``, ``z`` pixels high, that can be hovered and clicked. Of many, show those ``seen``."""
    return pick("IconLayer", data, **sheet.props(opacity), **_sieve(seen))


def _sieve(seen: Seen | None) -> dict[str, Any]:
    """Return what shows some of a layer's records only; where all are, the same, as another sieve were another way.

    A sieve is set anew without reading a record, so it is the same for a county of five institutions or five hundred.
    """
    value = "@@=[0,0,0,0]" if seen is None else field("f")
    return {"extensions": [{"@@type": "DataFilterExtension", "filterSize": len(ALL)}], "getFilterValue": value,
            "filterRange": [list(each) for each in (ALL if seen is None else seen)]}


def words(name: str, data: Data, colour: Colour, halo: Rgba, characters: str) -> Layer:
    """Write ``t`` in size ``z`` at ``p``, moved by ``o`` pixels; with ``characters`` alone."""
    return drawn("TextLayer", name, data, getPosition=field("p"), getText=field("t"), getSize=field("z"),
                 getPixelOffset=field("o"), getColor=_each(colour), characterSet=characters, fontFamily=FONT_FAMILY,
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
