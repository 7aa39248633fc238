"""Maps as inline SVG (内嵌地图): one path per county, named, with its figure written on it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from markupsafe import Markup

from briefing.model import Area, MapPicture
from briefing.writing.pptx_labels import Label, arranged, leads
from briefing.writing.pptx_master import Box
from briefing.writing.svg import EDGE, INK, NO_CLASS, add, em, markup, of_facts, room, root, under_ink

#: Size of the words on the map, in em.
_WORDS = 0.95
#: Height of a line in heights of a letter; how high a letter is where places are sought, in points.
HIGH, _POINTS = 1.16, 13.0
#: How far beside the map words may stand, and how thick the light edge is that keeps lines out of them, in their size.
_EDGE_ROOM, _HALO = 0.3, 0.2


@dataclass(frozen=True, slots=True)
class Placed:
    """The words of one county: their box in map units, and whether a line leads there."""

    area: Area
    box: Box
    led: bool


def county_map(picture: MapPicture, at: str, *, wide: float, high: float) -> Markup:
    """Return a map.

    Args:
        picture: What is drawn.
        at: The slide it stands on; names its places.
        wide: Most width, in em.
        high: Most height, in em.
    """
    edge = _EDGE_ROOM * _WORDS
    unit = min((wide - 2 * edge) / picture.width, (high - 2 * edge) / picture.height)  # em per unit of the map
    size, margin = _WORDS / unit, edge / unit
    across, down = picture.width + 2 * margin, picture.height + 2 * margin
    image = root(
        _alt(picture), class_="map", width=em(across * unit), height=em(down * unit),
        viewBox=f"{-margin:.0f} {-margin:.0f} {across:.0f} {down:.0f}",
    )
    for area in picture.areas:
        path = add(image, "path", d=_outline(area), stroke=EDGE, stroke_width=f"{size * 0.05:.1f}",
                   stroke_linejoin="round",
                   fill=NO_CLASS if area.group is None else under_ink(picture.classes[area.group].colour))
        add(path, "title", " ".join((area.name, *area.words[1:])))
    for one in placed(picture, size, margin):
        _words(image, one, at, size)
    return markup(image)


def placed(picture: MapPicture, size: float, margin: float) -> list[Placed]:
    """Return where the words of each county stand, for letters ``size`` high, up to ``margin`` beside the map.

    All are in units of the map. Places are sought as for the slides that can be edited, so that maps look alike.
    """
    unit = _POINTS / size
    areas = [area for area in picture.areas if area.words and area.rings]
    rings = [[[(x * unit, y * unit) for x, y in ring] for ring in area.rings if len(ring) > 3] for area in areas]
    labels = [
        Label((area.x * unit, area.y * unit), (max(map(room, area.words)) + 0.2) * _POINTS,
              HIGH * _POINTS * len(area.words)) for area in areas
    ]  # fmt: skip
    edge = margin * unit
    frame = Box(-edge, -edge, picture.width * unit + 2 * edge, picture.height * unit + 2 * edge)
    return [
        Placed(area, Box(box.left / unit, box.top / unit, box.wide / unit, box.high / unit), leads(label, box, own))
        for area, label, box, own in zip(areas, labels, arranged(labels, rings, frame), rings, strict=True)
    ]


def _alt(picture: MapPicture) -> str:
    return "；".join((picture.title, *(" ".join((area.name, *area.words[1:])) for area in picture.areas)))


def _outline(area: Area) -> str:
    rings = (" ".join(f"{x:g},{y:g}" for x, y in ring) for ring in area.rings if len(ring) > 2)
    return "".join(f"M{ring}Z" for ring in rings)


def _words(image: ET.Element, one: Placed, at: str, size: float) -> None:
    """Write the words of a county; a thin line leads to those that stand beside it."""
    area, box = one.area, one.box
    if one.led:
        add(image, "line", x1=area.x, y1=area.y, stroke=INK, stroke_width=f"{size * 0.05:.1f}",
            x2=f"{min(max(area.x, box.left), box.left + box.wide):.1f}",
            y2=f"{min(max(area.y, box.top), box.top + box.high):.1f}")
    group = add(image, "g", text_anchor="middle", font_size=f"{size:.1f}", fill=INK, paint_order="stroke",
                stroke="#FFFFFF", stroke_width=f"{size * _HALO:.1f}", stroke_opacity="0.7", stroke_linejoin="round")
    for line, words in enumerate(area.words):
        y = box.top + box.high / 2 + size * (0.36 + (line - (len(area.words) - 1) / 2) * HIGH)
        last = line == len(area.words) - 1
        add(group, "text", words, x=f"{box.left + box.wide / 2:.1f}", y=f"{y:.1f}",
            font_weight="600" if last and line else None,
            **(of_facts(f"map.{area.code}@{at}", [area.fact]) if last else {}))
