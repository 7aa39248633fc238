"""Lines over months on a slide (折线图): gaps where nothing was reported, the target dashed, the last figure named."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing.model import Chart
from briefing.writing.pptx_chart_parts import LINES, SHOWN, category_axis, fill, font_of, frame, label, number_format
from briefing.writing.pptx_master import Box
from briefing.writing.pptx_text import GREY, HAIR, INK, extent, fitting, rgb

_YEAR: Final = re.compile(r"(\d{4})年(.+)")
#: Most gridlines above zero.
_MARKS: Final = 4
#: Shares of the height: that a figure under a point takes; that a line falls by which would cross one above it.
_LOW, _STEEP = 0.15, 0.04


def draw(slide: Any, chart: Chart, box: Box, place: str) -> None:
    """Draw lines into a box; their shape is named after its place."""
    names = _months(chart.categories)
    made = frame(slide, XL_CHART_TYPE.LINE_MARKERS, chart, names, box, place)
    told = [value for series in chart.series for value in series.values if value is not None]
    highest = max([*told, chart.target or 0.0, 0.0]) or 1.0
    step = _step(highest)
    axis = made.value_axis
    axis.minimum_scale = min(0.0, math.floor(min([0.0, *told]) / step) * step)
    axis.maximum_scale, axis.major_unit = math.ceil(highest * 1.04 / step) * step, step
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(HAIR)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    font_of(axis.tick_labels.font, 14, GREY)
    number_format(axis.tick_labels, chart, with_unit=False)
    room = box.wide - 60
    size = fitting(max((line for name in names for line in name.split("\n")), key=lambda one: extent(one, 1)),
                   0.85 * room / max(len(names), 1), (14, 13, 12, 11))
    category_axis(made.category_axis, size, GREY)
    for number, series in enumerate(made.plots[0].series):
        goal = number == len(chart.series)
        colour = INK if goal else LINES[number % len(LINES)]
        series.smooth = False
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(1.75 if goal else 3)
        series.marker.style = XL_MARKER_STYLE.NONE if goal else XL_MARKER_STYLE.CIRCLE
        if goal:
            series.format.line.dash_style = MSO_LINE.DASH
        else:
            series.marker.size = 7
            fill(series.marker.format.fill, colour)
            series.marker.format.line.color.rgb = rgb(colour)
        values = [chart.target] * len(names) if goal else list(chart.series[number].values)
        last = max((at for at, value in enumerate(values) if value is not None), default=None)
        if goal:
            last = _clear(chart, room)
        if last is not None:
            side = _side(values, last, None if goal else chart.target, axis.maximum_scale)
            _end_label(series, last, chart, colour if not goal else INK, side, goal=goal)
    blanks = made._chartSpace.chart.find(qn("c:dispBlanksAs"))
    if blanks is not None:
        blanks.set("val", "gap")
    made.has_legend = False


def _clear(chart: Chart, room: float) -> int:
    """Return where along the line of the target its words have most room above them: not at an end, nothing near."""
    reach = math.ceil(extent(chart.target_words, 16) / 2 / (room / len(chart.categories)))
    inner = range(min(reach, len(chart.categories) - 1), max(reach + 1, len(chart.categories) - reach))

    def near(at: int) -> float:
        around = [value for series in chart.series for value in series.values[max(0, at - reach): at + reach + 1]]
        return -max((value - (chart.target or 0.0) for value in around if value is not None), default=-math.inf)

    return max(inner, key=near)


def _side(values: Sequence[float | None], last: int, target: float | None, highest: float) -> str:
    """Return on which side of the last point its figure stands: below where the line comes down to it, if it can."""
    if not last:
        return "r"
    before, own = values[last - 1], values[last] or 0.0
    falls = before is not None and before - own > highest * _STEEP
    crossed = target is not None and 0 < own - target < highest * _LOW
    return "b" if falls and own > highest * _LOW and not crossed else "t"


def _end_label(series: Any, at: int, chart: Chart, colour: str, side: str, *, goal: bool) -> None:
    """Write the figure at the last point; the series' name too where there are several, and a target's alone."""
    named = goal or len(chart.series) > 1
    named_label = label(at, chart, colour, 16, side, value=not goal, name=named)
    none = "".join(f'<c:{show} val="0"/>' for show in SHOWN)
    labels = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{none}</c:dLbls>")
    labels.insert(0, parse_xml(named_label))
    series._element.find(qn("c:cat")).addprevious(labels)


def _months(names: tuple[str, ...]) -> list[str]:
    """Return months with their year under the first one of each year only; other names as they are."""
    said, year = [], ""
    for name in names:
        found = _YEAR.fullmatch(name)
        if found is None:
            said.append(name)
            continue
        said.append(found[2] if found[1] == year else f"{found[2]}\n{found[1]}")
        year = found[1]
    return said


def _step(highest: float) -> float:
    """Return the distance of gridlines so that there are at most four above zero, at round numbers."""
    rough = highest * 1.04 / _MARKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough)
