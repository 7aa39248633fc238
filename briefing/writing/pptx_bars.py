"""Bars on a slide (条形图): worst first, what falls short coloured, the target a line across."""

from __future__ import annotations

from typing import Any, Final

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing.model import Chart
from briefing.writing.pptx_chart_parts import LINES, category_axis, fill, font_of, frame, label, number_format, printed
from briefing.writing.pptx_master import Box
from briefing.writing.pptx_text import INK, ORANGE, PAPER, QUIET, Run, cut, extent, fitting, plain, rgb, write

#: Sizes of the names beside bars on one line or on two, and the most of the width they take.
_NAMES: Final = (18.0, 16.0, 15.0, 14.0)
_NAMES_TWO: Final = (14.0, 13.0, 12.0)
_NAMES_SHARE: Final = 0.44
#: Size of the figures at the bars; thickness of a bar that few bars do not go beyond.
_FIGURES, _THICK = 18.0, 40.0
#: Room above the bars for the words of the target.
_TARGET_HIGH: Final = 24.0


def draw(slide: Any, chart: Chart, box: Box, place: str) -> None:
    """Draw bars into a box; their shape is named after its place."""
    size, room, names = _names(chart, box)
    told = [value for series in chart.series for value in series.values if value is not None]
    aimed = chart.target if chart.target else None
    low, top = min([0.0, *told]), max([*told, aimed or 0.0, 0.0]) or 1.0
    labels = max(extent(printed(value, chart), _FIGURES) for value in told) + 10 if told else 0.0
    inner = box.wide - room - 8
    # A figure stands beyond its bar; with a target that it would lie upon, in the bar, where the shortest has room.
    within = aimed is not None and told != [] and inner * (min(told) - low) / (top - low) > labels
    top = top * (1.03 if within else inner / max(inner - labels, inner / 3))
    if aimed is not None:
        _target_line(slide, chart, box, box.left + room + inner * (aimed - low) / (top - low), place)
    made = frame(slide, XL_CHART_TYPE.BAR_CLUSTERED, chart, names, box, place)
    plot = made.plots[0]
    plot.gap_width, plot.overlap = min(500, max(55, round(100 * (box.high / len(names) / _THICK - 1)))), 0
    category_axis(made.category_axis, size, INK)
    made.category_axis.reverse_order = True
    made.value_axis.visible = False
    made.value_axis.has_major_gridlines = False
    made.value_axis.minimum_scale, made.value_axis.maximum_scale = low, top
    # As on the wall: what falls short is coloured and the rest quiet; where nothing is judged there is one colour.
    judged = len(chart.series) == 1 and (bool(chart.behind) or aimed is not None)
    for number, series in enumerate(plot.series):
        fill(series.format.fill, QUIET if judged else LINES[number % len(LINES)])
        if len(chart.series) == 1:
            for at in sorted(chart.behind):
                fill(series.points[at].format.fill, ORANGE)
        labelled = series.data_labels
        labelled.show_value = True
        labelled.position = XL_LABEL_POSITION.INSIDE_END if within else XL_LABEL_POSITION.OUTSIDE_END
        number_format(labelled, chart, with_unit=True)
        font_of(labelled.font, _FIGURES, INK, bold=True)
        if aimed is not None and not within:  # a figure that the line of the target crosses stays legible
            series._element.find(qn("c:dLbls")).find(qn("c:txPr")).addprevious(parse_xml(
                f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:srgbClr val="{PAPER}"/></a:solidFill></c:spPr>'))
        for at in sorted(chart.behind) if within and len(chart.series) == 1 else ():
            series._element.find(qn("c:dLbls")).insert(0, parse_xml(label(at, chart, PAPER, _FIGURES, "inEnd")))
    above = _TARGET_HIGH if aimed is not None else 0.0
    _plot_area(made, room / box.wide, above / box.high, (box.wide - room - 8) / box.wide, (box.high - above) / box.high)
    _legend(made, chart)


def _names(chart: Chart, box: Box) -> tuple[float, float, list[str]]:
    """Return the size of the names beside the bars, the room they take, and the names as they fit into it."""
    silent = {
        at for at in range(len(chart.categories)) if all(series.values[at] is None for series in chart.series)
    }
    names = [name + ("（未报）" if at in silent else "") for at, name in enumerate(chart.categories)]
    most = box.wide * _NAMES_SHARE
    longest = max(names, key=lambda name: extent(name, 1), default="")
    size = fitting(longest, most - 12, _NAMES)
    if extent(longest, size) > most - 12:
        lines = 2 if box.high / len(names) > 36 else 1
        size = fitting(longest, most - 12, _NAMES_TWO, lines)
        return size, most, [cut(name, size, most - 12, lines) for name in names]
    return size, min(most, extent(longest, size) + 12), names


def _target_line(slide: Any, chart: Chart, box: Box, across: float, place: str) -> None:
    """Draw the target as a dashed line across the bars, its words over it."""
    line = slide.shapes.add_connector(1, Pt(across), Pt(box.top + _TARGET_HIGH - 2), Pt(across),
                                      Pt(box.top + box.high))
    line.name = f"targetline@{place}"
    plain(line)
    line.line.color.rgb, line.line.width = rgb(INK), Pt(1.5)
    line.line.dash_style = MSO_LINE.DASH
    wide = extent(chart.target_words, 14) + 4
    left = min(max(across - wide / 2, box.left), box.left + box.wide - wide)
    words = slide.shapes.add_textbox(*Box(left, box.top, wide, 20).emu)
    words.name = f"target@{place}"
    write(words.text_frame, [[Run(chart.target_words, 14, INK, True)]], align="center")


def _legend(made: Any, chart: Chart) -> None:
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.include_in_layout = False
        font_of(made.legend.font, 14, INK)


def _plot_area(made: Any, left: float, top: float, wide: float, high: float) -> None:
    """Fix where the bars stand, so that the line of the target stands where its number is."""
    area = made._chartSpace.chart.plotArea
    held = area.find(qn("c:layout"))
    if held is not None:
        area.remove(held)
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/><c:x val="{left:.4f}"/><c:y val="{top:.4f}"/><c:w val="{wide:.4f}"/>'
        f'<c:h val="{high:.4f}"/></c:manualLayout></c:layout>'
    ))
