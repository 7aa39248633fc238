"""Maps on a slide (地图形状): one freeform per county, named after it, with its words and a legend as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from briefing.model import Area, MapPicture
from briefing.writing.pptx_labels import Label, arranged, leads, standing
from briefing.writing.pptx_master import Box
from briefing.writing.pptx_text import GREY, INK, Run, cut, extent, fitting, lines_of, plain, rgb, write

#: Fill of a county in no class.
_NONE: Final = "D5DAE0"
#: Line between counties; the lowest classes are nearly as light as the paper.
_EDGE: Final = "8B99A8"
_TITLE, _LEGEND, _NOTE = 16.0, 14.0, 11.0
#: Sizes of the words on a map, and the most of a line in sizes of them.
_LABELS, _LONGEST = (14.0, 13.0, 12.0), 8.0
#: How far beside the map they may stand.
_EDGE_ROOM: Final = 16.0
#: Share of its label that stands on a county at least, unless beside it; share of the counties that may be without.
_OWN, _ASIDE = 0.7, 0.2
#: Room beside the map for words, and the share of its height that a map must take to have them there.
_BESIDE, _TALL = 190.0, 0.7
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
    """Draw a map into a box, as large as it will go, its title, legend and note in a column beside it.

    A map that is too wide for that has its title above, and legend and note below.
    """
    factor = min(box.high / picture.height, (box.wide - _BESIDE) / picture.width)
    if factor * picture.height >= box.high * _TALL:
        wide = box.wide - picture.width * factor - 20
        top = box.top + box.high
        words = Box(box.left, box.top, wide, box.high)
        scale = _Scale(box.left + box.wide - picture.width * factor, box.top, factor)
    else:
        words = box
        under = _title_high(picture, box.wide) + 6
        below = 24.0 * len(picture.classes) + 24
        factor = min((box.high - under - below) / picture.height, box.wide / picture.width)
        scale = _Scale(box.left, box.top + under, factor)
        top = box.top + under + picture.height * factor + below
    _title(slide, picture, words, place)
    for area in picture.areas:
        _county(slide, area, picture, scale)
    _labels(slide, picture, scale, _room(picture, scale), place)
    size = fitting(picture.note, words.wide, (_NOTE, 10, 9), 3)
    high = 16.0 * min(3, lines_of(picture.note, size, words.wide))
    _legend(slide, picture, Box(words.left, top - high - 8 - 24.0 * len(picture.classes), words.wide, 0), place)
    note = slide.shapes.add_textbox(*Box(words.left, top - high, words.wide, high).emu)
    note.name = f"mapnote@{place}"
    write(note.text_frame, [[Run(cut(picture.note, size, words.wide, 3), size, GREY)]])


def _room(picture: MapPicture, scale: _Scale) -> Box:
    """Return where words on the map may stand: on it and a little beside it, clear of title, legend and note."""
    (left, top), (right, bottom) = scale(0, 0), scale(picture.width, picture.height)
    return Box(left - _EDGE_ROOM, top, right - left + 2 * _EDGE_ROOM, bottom - top)


def _title_high(picture: MapPicture, wide: float) -> float:
    return 22.0 * min(2, lines_of(picture.title, _TITLE, wide))


def _title(slide: Any, picture: MapPicture, box: Box, place: str) -> None:
    shape = slide.shapes.add_textbox(*Box(box.left, box.top, box.wide, _title_high(picture, box.wide)).emu)
    shape.name = f"title@map@{place}"
    write(shape.text_frame, [[Run(cut(picture.title, _TITLE, box.wide, 2), _TITLE, GREY, True)]])


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
    shape.line.color.rgb, shape.line.width = rgb(_EDGE), Pt(0.75)


def _labels(slide: Any, picture: MapPicture, scale: _Scale, room: Box, place: str) -> None:
    """Write name and value of each county, each where pptx_labels puts it, with a line to it where it is beside.

    Words become smaller where counties are too small for them; of a long name the middle is left out.
    """
    areas = [area for area in picture.areas if area.words and area.rings]
    rings = [[[scale(x, y) for x, y in ring] for ring in area.rings if len(ring) > 3] for area in areas]
    for size in _LABELS:
        said = [[cut(words, size, _LONGEST * size) for words in area.words] for area in areas]
        wanted = [
            Label(scale(area.x, area.y), max(extent(words, size) for words in lines) + 2, size * 1.2 * len(lines))
            for area, lines in zip(areas, said, strict=True)
        ]
        boxes = arranged(wanted, rings, room)
        if sum(standing(box, own) < _OWN for box, own in zip(boxes, rings, strict=True)) <= len(areas) * _ASIDE:
            break
    for area, lines, label, box, own in zip(areas, said, wanted, boxes, rings, strict=True):
        if leads(label, box, own):
            _leader(slide, label.spot, box, area)
        words = slide.shapes.add_textbox(*box.emu)
        words.name = f"map.{area.code}@{place}"
        write(words.text_frame, [[Run(line, size, INK, at > 0)] for at, line in enumerate(lines)],
              align="center", spacing=1.2)


def _leader(slide: Any, spot: tuple[float, float], box: Box, area: Area) -> None:
    """Draw a thin line from a county to the label that stands beside it."""
    across = min(max(spot[0], box.left), box.left + box.wide)
    down = min(max(spot[1], box.top), box.top + box.high)
    line = slide.shapes.add_connector(1, Pt(spot[0]), Pt(spot[1]), Pt(across), Pt(down))
    line.name = f"{area.name}引线"
    plain(line)
    line.line.color.rgb, line.line.width = rgb(INK), Pt(0.75)


def _legend(slide: Any, picture: MapPicture, box: Box, place: str) -> None:
    for number, one in enumerate(picture.classes):
        top = box.top + number * 24.0
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
