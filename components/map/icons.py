"""Marks of the map (图标) as one picture per theme: squares, triangles, rings and dots, in every consortium's colour.

One picture and one layer draw every institution. Each mark fills a cell a little larger than itself, as all of the
cell can be hovered and clicked.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from PIL import Image, ImageDraw

from components.map.palette import consortium_colour
from components.theme import LIGHT, THEMES, Theme

#: Pixels of the picture per pixel of the screen, and how much finer it is drawn before it is scaled down.
_SCALE, _FINER = 2, 4
_WIDTH = 512


@dataclass(frozen=True, slots=True)
class Icon:
    """One mark: ``sides`` 0 a circle, 3 a triangle, 4 a square; ``rings`` from the outside in."""

    sides: int
    #: (radius in pixels, colour) of each filled shape, largest first; None cuts a hole.
    rings: tuple[tuple[float, str | None], ...]
    #: Pixels on the screen: width and height of the cell that can be clicked.
    cell: float


#: Size on the screen of each kind of mark, by the first part of its name.
CELLS = {
    "clinic": 8.0, "village": 6.0, "ring": 19.0, "dot": 13.0, "empty": 22.0, "member": 18.0, "lead": 28.0,
    "hq": 16.0, "city": 16.0, "chosen": 36.0,
}
#: Kinds of mark by the number that travels with an institution, the frequent first; some have a consortium's colour.
SIGNS = tuple(CELLS)
COLOURED = frozenset({"clinic", "ring", "member", "lead"})
#: How many colours there are before they begin anew.
COLOURS = len(LIGHT.categorical)
#: Order of the grey that stands for no consortium (未归属).
LOOSE = -1


def name(kind: str, order: int) -> str:
    """Return the name of a mark in a consortium's colour: the consortium's order in its county, or ``LOOSE``."""
    return f"{kind}{order if order == LOOSE else order % COLOURS}"


def icons(theme: Theme) -> dict[str, Icon]:
    """Return every mark of a theme by name."""
    page, ink, dark = theme.page, theme.ink, theme.outline
    found = {
        "village": Icon(0, ((1.3, theme.no_data.mark),), CELLS["village"]),
        "dot": Icon(0, ((2.8, dark), (1.6, page)), CELLS["dot"]),
        "hq": Icon(4, ((6.4, page), (4.8, ink)), CELLS["hq"]),
        "city": Icon(4, ((6.4, page), (4.9, ink), (3.0, page)), CELLS["city"]),
        "empty": Icon(3, ((9.4, ink), (7.2, theme.not_met.mark)), CELLS["empty"]),
        "chosen": Icon(0, ((15.5, page), (14.0, ink), (12.0, page), (10.5, None)), CELLS["chosen"]),
    }
    for order in range(LOOSE, len(theme.categorical)):
        own = theme.no_data.mark if order == LOOSE else consortium_colour(order, theme)
        found |= {
            name("clinic", order): Icon(0, ((2.0, own),), CELLS["clinic"]),
            name("ring", order): Icon(0, ((6.7, own), (3.7, page)), CELLS["ring"]),
            name("member", order): Icon(4, ((6.6, own), (4.2, page)), CELLS["member"]),
            name("lead", order): Icon(4, ((11.6, page), (9.2, own)), CELLS["lead"]),
        }
    return found


@dataclass(frozen=True, slots=True)
class Atlas:
    """The picture as PNG, where each mark is in it (deck.gl's icon mapping), and a tag of both."""

    png: bytes
    mapping: dict[str, dict[str, int | bool]]
    tag: str


@cache
def atlas(kind: str) -> Atlas:
    """Return the picture of a theme, ``light`` or ``dark``; it is drawn once.

    Raises:
        KeyError: There is no such theme.
    """
    found = icons(THEMES[kind])
    places: dict[str, dict[str, int | bool]] = {}
    x = y = row = 0
    for key, icon in sorted(found.items(), key=lambda item: -item[1].cell):
        size = math.ceil(icon.cell * _SCALE)
        if x + size > _WIDTH:
            x, y, row = 0, y + row, 0
        places[key] = {"x": x, "y": y, "width": size, "height": size, "mask": False}
        x, row = x + size, max(row, size)
    sheet = Image.new("RGBA", (_WIDTH, y + row))
    for key, icon in found.items():
        sheet.paste(_drawn(icon), (int(places[key]["x"]), int(places[key]["y"])))
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    png = out.getvalue()
    return Atlas(png, places, sha256(png + repr(sorted(places.items())).encode()).hexdigest()[:10])


def _drawn(icon: Icon) -> Image.Image:
    size = math.ceil(icon.cell * _SCALE)
    unit = _SCALE * _FINER
    large = Image.new("RGBA", (size * _FINER, size * _FINER))
    draw = ImageDraw.Draw(large)
    middle = size * _FINER / 2
    for radius, colour in icon.rings:
        fill = (0, 0, 0, 0) if colour is None else colour
        reach = radius * unit
        if icon.sides:
            draw.regular_polygon((middle, middle, reach), icon.sides, fill=fill)
        else:
            draw.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), fill=fill)
    # Colour is spread into the clear before scaling, or a dark fringe would surround every mark.
    return large.resize((size, size), Image.Resampling.LANCZOS)


def url(kind: str, suffix: str) -> str:
    """Return the path of a theme's picture (``png``) or of the places in it (``json``)."""
    return f"/map/icons/{kind}.{suffix}?v={atlas(kind).tag}"
