"""Maps on a slide (地图形状): one freeform per county, named after it, with its words and a legend as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from briefing.model import Area, MapPicture
from briefing.writing.pptx_master import Box
from briefing.writing.pptx_text import GREY, INK, PAPER, Run, cut, extent, fitting, plain, rgb, write

#: Fill of a county in no class.
_NONE: Final = "D5DAE0"
_LABEL, _LEGEND, _NOTE = 13.0, 14.0, 11.0
#: Room beside the map below which the legend stands under it instead.
_BESIDE: Final = 170.0
#: How far a label may be moved from its place, in steps of points, and beyond which a line leads to it.
_STEP, _FARTHEST, _LED = 4, 44, 15.0
_FINE: Final = 100


@dataclass(frozen=True, slots=True)
class _Scale:
    """How the map's units become points on the slide."""

    left: float
    top: float
    factor: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.factor, self.top + y * self.factor


def draw(slide: Any, picture: MapPicture, box: Box, place: str) -> None:
    """Draw a map into a box: counties, their words, the legend beside or below, the note at the bottom."""
    high = box.high - 20
    factor = min(high / picture.height, box.wide / picture.width)
    beside = box.wide - picture.width * factor >= _BESIDE
    under = 0.0 if beside else 22.0 * len(picture.classes)
    if under:
        factor = min((high - under) / picture.height, box.wide / picture.width)
    wide = picture.width * factor
    # Map and legend together stand in the middle of the box.
    legend = max((extent(one.words, _LEGEND) for one in picture.classes), default=0.0) + 26
    left = box.left + max(0.0, (box.wide - wide - (24 + legend if beside else 0.0)) / 2)
    scale = _Scale(left, box.top, factor)
    for area in picture.areas:
        _county(slide, area, picture, scale)
    _labels(slide, picture, scale, Box(left, box.top, wide, picture.height * factor), place)
    if beside:
        beyond = left + wide + 24
        at = Box(beyond, box.top + high - 24.0 * len(picture.classes), box.left + box.wide - beyond, high)
    else:
        at = Box(box.left, box.top + picture.height * factor + 6, box.wide, under)
    _legend(slide, picture, at, place)
    note = slide.shapes.add_textbox(*Box(box.left, box.top + box.high - 16, box.wide, 16).emu)
    note.name = f"mapnote@{place}"
    size = fitting(picture.note, box.wide, (_NOTE, 10, 9))
    write(note.text_frame, [[Run(picture.note, size, GREY)]])


def _county(slide: Any, area: Area, picture: MapPicture, scale: _Scale) -> None:
    """Draw one county as one freeform of all its rings."""
    rings = [[scale(x, y) for x, y in ring] for ring in area.rings if len(ring) > 2]
    if not rings:
        return
    points = [[(x * _FINE, y * _FINE) for x, y in ring] for ring in rings]
    pen = slide.shapes.build_freeform(*points[0][0], scale=Pt(1) / _FINE)
    for number, ring in enumerate(points):
        if number:
            pen.move_to(*ring[0])
        pen.add_line_segments(ring[1:], close=True)
    shape = pen.convert_to_shape()
    shape.name = area.name
    shape._element.nvSpPr.cNvPr.set("descr", "　".join((area.name, *area.words[1:])))
    plain(shape)
    colour = _NONE if area.group is None else picture.classes[area.group].colour
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.color.rgb, shape.line.width = rgb(PAPER), Pt(1.5)


def _labels(slide: Any, picture: MapPicture, scale: _Scale, ground: Box, place: str) -> None:
    """Write name and value of each county where they cover no other's; small counties choose first."""
    placed: list[Box] = []
    for area in sorted(picture.areas, key=_size):
        if not area.words:
            continue
        x, y = scale(area.x, area.y)
        wide = max(extent(words, _LABEL) for words in area.words) + 2
        high = _LABEL * 1.2 * len(area.words)
        spots = _spots(x - wide / 2, y - high / 2, wide, high, ground)
        box = next((one for one in spots if not any(_meet(one, other) for other in placed)),
                   Box(x - wide / 2, y - high / 2, wide, high))
        placed.append(box)
        middle = box.left + wide / 2, box.top + high / 2
        if abs(middle[0] - x) > max(_LED, wide / 2) or abs(middle[1] - y) > max(_LED, high / 2):
            _leader(slide, (x, y), box, area)
        words = slide.shapes.add_textbox(*box.emu)
        words.name = f"map.{area.code}@{place}"
        write(words.text_frame, [[Run(line, _LABEL, INK, at > 0)] for at, line in enumerate(area.words)],
              align="center", spacing=1.2)


def _size(area: Area) -> float:
    if not area.rings:
        return 0.0
    across = [x for x, _ in area.rings[0]]
    down = [y for _, y in area.rings[0]]
    return (max(across) - min(across)) * (max(down) - min(down))


def _spots(left: float, top: float, wide: float, high: float, ground: Box) -> Iterator[Box]:
    """Yield places for a label, the nearest first, that stand on the map."""
    reach = range(-_FARTHEST, _FARTHEST + 1, _STEP)
    for dx, dy in sorted(((dx, dy) for dx in reach for dy in reach), key=lambda one: one[0] ** 2 + one[1] ** 2):
        box = Box(left + dx, top + dy, wide, high)
        inside = (box.left >= ground.left and box.left + wide <= ground.left + ground.wide + 20
                  and box.top >= ground.top and box.top + high <= ground.top + ground.high)
        if inside:
            yield box


def _meet(one: Box, other: Box) -> bool:
    return (one.left < other.left + other.wide and other.left < one.left + one.wide
            and one.top < other.top + other.high - 2 and other.top < one.top + one.high - 2)


def _leader(slide: Any, spot: tuple[float, float], box: Box, area: Area) -> None:
    """Draw a thin line from a county to the label that stands beside it."""
    across = min(max(spot[0], box.left), box.left + box.wide)
    down = min(max(spot[1], box.top), box.top + box.high)
    line = slide.shapes.add_connector(1, Pt(spot[0]), Pt(spot[1]), Pt(across), Pt(down))
    line.name = f"{area.name}引线"
    plain(line)
    line.line.color.rgb, line.line.width = rgb(INK), Pt(0.75)


def _legend(slide: Any, picture: MapPicture, box: Box, place: str) -> None:
    step = 24.0 if box.high > 22.0 * len(picture.classes) else 22.0
    for number, one in enumerate(picture.classes):
        top = box.top + number * step
        patch = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(box.left, top + 3, 18, 14).emu)
        patch.name = f"legendpatch{number}@{place}"
        plain(patch)
        patch.fill.solid()
        patch.fill.fore_color.rgb = rgb(one.colour)
        patch.line.fill.background()
        words = slide.shapes.add_textbox(*Box(box.left + 26, top, box.wide - 26, 20).emu)
        words.name = f"legend{number}@{place}"
        size = fitting(one.words, box.wide - 26, (_LEGEND, 13, 12, 11))
        write(words.text_frame, [[Run(cut(one.words, size, box.wide - 26), size)]], anchor="middle")
