"""Figures on a slide (数字): one in large with its state, target and course, up to three more below or beside."""

from __future__ import annotations

from typing import Any, Final

from pptx.util import Pt

from briefing.model import KeyFigure, Slide
from briefing.writing import pptx_master
from briefing.writing.pptx_master import BODY_BOTTOM, LEFT, RIGHT, Box
from briefing.writing.pptx_text import BLUE, GREY, HAIR, INK, ORANGE, Run, cut, extent, fitting, plain, rgb, write
from indicators.wording import NBSP, with_unit

#: Colour of a state: ▲ orange, ● blue, all else grey.
STATUS: Final = {"not_met": ORANGE, "met": BLUE, "no_data": GREY, "no_target": GREY}
#: Sizes of the figure without and beside a picture, and of its unit.
_ALONE: Final = (180.0, 160.0, 140.0, 120.0)
_FIGURE: Final = (104.0, 96.0, 88.0, 80.0, 72.0, 64.0, 56.0)
_UNIT: Final = 0.3
#: Least room of one more figure.
_OTHER_HIGH: Final = 40.0


def draw(slide: Any, shown: Slide, top: float) -> None:
    """Draw the left column: label, figure, state, target and course, then the other figures."""
    if shown.key is None:
        return
    alone = shown.chart is None and shown.map is None and shown.table is None
    wide = RIGHT - LEFT if alone and not shown.others else pptx_master.FIGURE_WIDE
    place, beside = shown.key_id, bool(alone and shown.others)
    key, began = shown.key, top
    _text(slide, f"label@{place}", key.label, Box(LEFT, top, wide, 24), (17, 16, 15, 14), GREY)
    top += 24
    below = [(f"state@{place}", key.state, (23.0, 22.0, 20.0, 18.0, 16.0, 14.0), STATUS[key.status], 32.0),
             (f"goal@{place}", key.target, (16.0, 15.0, 14.0, 13.0, 12.0), INK, 23.0),
             (f"course@{place}", key.course, (16.0, 15.0, 14.0, 13.0, 12.0), GREY, 23.0)]
    below = [one for one in below if one[1]]
    left = BODY_BOTTOM - top - sum(one[-1] for one in below) - 10
    left -= 0.0 if beside else _OTHER_HIGH * len(shown.others)
    sizes_of_figure = _ALONE + _FIGURE if alone else _FIGURE
    size = next((one for one in sizes_of_figure if _figure_wide(key, one) <= wide and one * 1.08 <= left),
                _FIGURE[-1])
    _figure(slide, f"figure0@{place}", key, size, Box(LEFT, top, wide, size * 1.08))
    top += size * 1.08 + 2
    for name, words, sizes, colour, high in below:
        _text(slide, name, words, Box(LEFT, top, wide, high), sizes, colour, bold=name.startswith("state"))
        top += high
    if beside:
        _beside(slide, shown, began)
    else:
        _others(slide, shown, top + 8)


def _beside(slide: Any, shown: Slide, top: float) -> None:
    """Draw the other figures where the picture would stand, large, as there is none."""
    wide, high = RIGHT - pptx_master.PICTURE_LEFT, min(116.0, (BODY_BOTTOM - top) / len(shown.others))
    for number, one in enumerate(shown.others, 1):
        left, place = pptx_master.PICTURE_LEFT, shown.key_id
        if number > 1:
            hairline(slide, left, top - 8, wide, f"{place}.{number}")
        _text(slide, f"label{number}@{place}", one.label, Box(left, top, wide, 24), (17, 16, 15, 14), GREY)
        _figure(slide, f"figure{number}@{place}", one, 44, Box(left, top + 24, wide * 0.45, 48))
        said = [one.state or one.target, one.course]
        shape = slide.shapes.add_textbox(*Box(left + wide * 0.47, top + 27, wide * 0.53, 44).emu)
        shape.name = f"state{number}@{place}"
        write(shape.text_frame, [
            [Run(words, fitting(words, wide * 0.53, (16, 15, 14, 13, 12)), STATUS[one.status] if at == 0 and one.state
                 else GREY, at == 0 and one.status == "not_met")]
            for at, words in enumerate(said) if words
        ])  # fmt: skip
        top += high


def _figure_wide(key: KeyFigure, size: float) -> float:
    return extent(key.number, size) + extent(f" {key.unit}", size * _UNIT)


def _figure(slide: Any, name: str, key: KeyFigure, size: float, box: Box) -> None:
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    runs = [Run(key.number, size, INK, True)]
    if with_unit("0", key.unit) != f"0{key.unit}":
        runs.append(Run(NBSP, 12))
    if key.unit:
        runs.append(Run(key.unit, max(18, round(size * _UNIT))))
    write(shape.text_frame, [runs], spacing=1.05)


def _others(slide: Any, shown: Slide, top: float) -> None:
    """Draw up to three more figures, each with its state or, without one, its target and course."""
    count = len(shown.others)
    if not count:
        return
    high = min(_OTHER_HIGH + 6, (BODY_BOTTOM - top) / count)
    top = BODY_BOTTOM - count * high
    hairline(slide, LEFT, top - 4, pptx_master.FIGURE_WIDE, f"{shown.key_id}.1")
    label_wide = max(extent(one.label, 15) for one in shown.others) + 14
    for number, one in enumerate(shown.others, 1):
        box = Box(LEFT, top + (number - 1) * high, pptx_master.FIGURE_WIDE, high)
        _other(slide, one, box, min(label_wide, box.wide * 0.6), number, shown.key_id)


def _other(slide: Any, one: KeyFigure, box: Box, label_wide: float, number: int, place: str) -> None:
    size = 15.0
    _text(slide, f"label{number}@{place}", one.label, Box(box.left, box.top, label_wide - 6, 20), (size, 14, 13), INK)
    value = slide.shapes.add_textbox(*Box(box.left + label_wide, box.top, box.wide - label_wide, 20).emu)
    value.name = f"figure{number}@{place}"
    write(value.text_frame, [[Run(with_unit(one.number, one.unit), 16, INK, True)]], spacing=1.25)
    # State first, then target, then course, as far as there is room on one line; that none is set the key figure says.
    said = [one.state, one.target, one.course] if one.state else [one.course or one.target]
    said = [part for part in said if part][: 1 if one.status == "no_data" else 3]
    while len(said) > 1 and extent("　".join(said), 13) > box.wide:
        said.pop()
    if not said:
        return
    shape = slide.shapes.add_textbox(*Box(box.left, box.top + 20, box.wide, 18).emu)
    shape.name = f"state{number}@{place}"
    runs = [Run(said[0], fitting(said[0], box.wide, (13, 12, 11)), STATUS[one.status] if one.state else GREY,
                one.status == "not_met")]
    if said[1:]:
        runs.append(Run("　" + "　".join(said[1:]), 13, GREY))
    write(shape.text_frame, [runs])


def _text(
    slide: Any, name: str, words: str, box: Box, sizes: tuple[float, ...], colour: str, *, bold: bool = False
) -> None:
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    size = fitting(words, box.wide, sizes)
    write(shape.text_frame, [[Run(cut(words, size, box.wide), size, colour, bold)]])


def hairline(slide: Any, left: float, top: float, wide: float, place: str) -> None:
    """Draw a thin line."""
    line = slide.shapes.add_connector(1, Pt(left), Pt(top), Pt(left + wide), Pt(top))
    line.name = f"hairline@{place}"
    plain(line)
    line.line.color.rgb, line.line.width = rgb(HAIR), Pt(0.75)
