"""Charts on a slide (可编辑图表): native ones, with the numbers in a workbook inside, that can be edited in place."""

from __future__ import annotations

import io
import math
import re
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing.model import Chart
from briefing.writing.pptx_master import Box
from briefing.writing.pptx_text import (
    BLUE,
    FONT,
    GREY,
    HAIR,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    Run,
    chinese,
    cut,
    extent,
    fitting,
    plain,
    rgb,
    write,
)

#: Colours of lines: one blue, then those that are told apart best.
_LINES: Final = (BLUE, "C9962A", "0F5B4F", "57B8A8", "6E4B36")
#: Sizes of the names beside bars, and the most of the width they take.
_NAMES: Final = (18.0, 16.0, 15.0, 14.0)
_NAMES_TWO: Final = (14.0, 13.0, 12.0)
#: Size of the figures at the bars; thickness of a bar that few bars do not go beyond.
_FIGURES, _THICK = 18.0, 40.0
_NAMES_SHARE: Final = 0.44
#: Room above the bars for the words of the target.
_TARGET_HIGH: Final = 24.0
_YEAR: Final = re.compile(r"(\d{4})年(.+)")
_MARKS: Final = 4


def draw(slide: Any, chart: Chart, box: Box, place: str) -> None:
    """Draw a chart into a box; its shape is named after its place."""
    (_bars if chart.kind == "bar" else _lines)(slide, chart, box, place)


def _bars(slide: Any, chart: Chart, box: Box, place: str) -> None:
    size, room, names = _names(chart, box)
    told = [value for series in chart.series for value in series.values if value is not None]
    aimed = chart.target if chart.target else None
    low, top = min([0.0, *told]), max([*told, aimed or 0.0, 0.0]) or 1.0
    labels = max(extent(_printed(value, chart), _FIGURES) for value in told) + 10 if told else 0.0
    inner = box.wide - room - 8
    # A figure stands beyond its bar; with a target that it would lie upon, in the bar, where the shortest has room.
    within = aimed is not None and inner * (min(told) - low) / (top - low) > labels
    top = top * (1.03 if within else inner / max(inner - labels, inner / 3))
    if aimed is not None:
        _target_line(slide, chart, box, box.left + room + inner * (aimed - low) / (top - low), place)
    made = _frame(slide, XL_CHART_TYPE.BAR_CLUSTERED, chart, names, box, place)
    plot = made.plots[0]
    plot.gap_width, plot.overlap = min(500, max(55, round(100 * (box.high / len(names) / _THICK - 1)))), 0
    _category_axis(made.category_axis, size, INK)
    made.category_axis.reverse_order = True
    made.value_axis.visible = False
    made.value_axis.has_major_gridlines = False
    made.value_axis.minimum_scale, made.value_axis.maximum_scale = low, top
    for number, series in enumerate(plot.series):
        plain = QUIET if len(chart.series) == 1 else _LINES[number % len(_LINES)]
        _fill(series.format.fill, plain)
        if len(chart.series) == 1:
            for at in sorted(chart.behind):
                _fill(series.points[at].format.fill, ORANGE)
        labelled = series.data_labels
        labelled.show_value = True
        labelled.position = XL_LABEL_POSITION.INSIDE_END if within else XL_LABEL_POSITION.OUTSIDE_END
        _number_format(labelled, chart, with_unit=True)
        _font(labelled.font, _FIGURES, INK, bold=True)
        if aimed is not None and not within:  # a figure that the line of the target crosses stays legible
            series._element.find(qn("c:dLbls")).find(qn("c:txPr")).addprevious(parse_xml(
                f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:srgbClr val="{PAPER}"/></a:solidFill></c:spPr>'))
        for at in sorted(chart.behind) if within and len(chart.series) == 1 else ():
            series._element.find(qn("c:dLbls")).insert(0, parse_xml(_label(at, chart, PAPER, _FIGURES, "inEnd")))
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


def _lines(slide: Any, chart: Chart, box: Box, place: str) -> None:
    names = _months(chart.categories)
    made = _frame(slide, XL_CHART_TYPE.LINE_MARKERS, chart, names, box, place)
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
    _font(axis.tick_labels.font, 14, GREY)
    _number_format(axis.tick_labels, chart, with_unit=False)
    room = box.wide - 60
    size = fitting(max((line for name in names for line in name.split("\n")), key=lambda one: extent(one, 1)),
                   0.85 * room / max(len(names), 1), (14, 13, 12, 11))
    _category_axis(made.category_axis, size, GREY)
    for number, series in enumerate(made.plots[0].series):
        goal = number == len(chart.series)
        colour = INK if goal else _LINES[number % len(_LINES)]
        series.smooth = False
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(1.75 if goal else 3)
        series.marker.style = XL_MARKER_STYLE.NONE if goal else XL_MARKER_STYLE.CIRCLE
        if goal:
            series.format.line.dash_style = MSO_LINE.DASH
        else:
            series.marker.size = 7
            _fill(series.marker.format.fill, colour)
            series.marker.format.line.color.rgb = rgb(colour)
        values = [chart.target] * len(names) if goal else list(chart.series[number].values)
        last = max((at for at, value in enumerate(values) if value is not None), default=None)
        if goal:
            last = _clear(chart, room)
        if last is not None:
            _end_label(series, last, chart, colour if not goal else INK, goal=goal)
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


def _end_label(series: Any, at: int, chart: Chart, colour: str, *, goal: bool) -> None:
    """Write the figure at the last point; the series' name too where there are several, and a target's alone."""
    named = goal or len(chart.series) > 1
    label = _label(at, chart, colour, 16, "t" if at else "r", value=not goal, name=named)
    none = "".join(f'<c:{show} val="0"/>' for show in _SHOWN)
    labels = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{none}</c:dLbls>")
    labels.insert(0, parse_xml(label))
    series._element.find(qn("c:cat")).addprevious(labels)


_SHOWN: Final = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def _label(
    at: int, chart: Chart, colour: str, size: float, position: str, *, value: bool = True, name: bool = False
) -> str:
    """Return the label of one point as XML."""
    shown = {"showVal": value, "showSerName": name}
    flags = "".join(f'<c:{show} val="{int(shown.get(show, False))}"/>' for show in _SHOWN)
    return (
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{at}"/>'
        f'<c:numFmt formatCode={quoteattr(_format(chart, with_unit=True))} sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="1" '
        f'lang="zh-CN"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FONT}"/>'
        f'<a:ea typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        f'<c:dLblPos val="{position}"/>{flags}</c:dLbl>'
    )


def _frame(slide: Any, kind: Any, chart: Chart, names: list[str], box: Box, place: str) -> Any:
    kept: Any = CategoryChartData
    data = kept(number_format=_format(chart, with_unit=False))
    data.categories = names
    for series in chart.series:
        data.add_series(series.name, series.values)
    if chart.kind == "line" and chart.target is not None:
        data.add_series(chart.target_words, [chart.target] * len(names))
    shape = slide.shapes.add_chart(kind, *box.emu, data)
    shape.name = f"chart@{place}"
    shape._element.nvGraphicFramePr.cNvPr.set("descr", chart.title)
    made = shape.chart
    made.has_title = False
    made.has_legend = False
    _font(made.font, 14, INK)
    made.part.chart_workbook.update_from_xlsx_blob(_workbook(chart))
    return made


def _workbook(chart: Chart) -> bytes:
    """Return the workbook behind a chart: full names and unrounded numbers, no cell of which is a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"  # the name that the chart's references speak of
    heads = [series.name for series in chart.series]
    columns = [list(series.values) for series in chart.series]
    if chart.kind == "line" and chart.target is not None:
        heads.append(chart.target_words)
        columns.append([chart.target] * len(chart.categories))
    for column, head in enumerate(heads, 2):
        _cell(sheet.cell(1, column), head)
    for row, name in enumerate(chart.categories, 2):
        _cell(sheet.cell(row, 1), name)
        for column, values in enumerate(columns, 2):
            if values[row - 2] is not None:
                sheet.cell(row, column, values[row - 2]).number_format = _format(chart, with_unit=False)
    sheet.column_dimensions["A"].width = 24
    for column in range(2, len(heads) + 2):
        sheet.column_dimensions[get_column_letter(column)].width = 30
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(cell: Any, text: str) -> None:
    cell.value = text
    cell.data_type = "s"  # a name that begins with = is a name
    cell.font = Font(name=FONT, size=11)


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


def _format(chart: Chart, *, with_unit: bool) -> str:
    """Return the number format: digits grouped from 10,000 on, as everywhere; the unit where asked for."""
    places = "." + "0" * chart.decimals if chart.decimals else ""
    unit = chart.unit.replace('"', "") if with_unit else ""
    said = f'"{unit}"' if unit == "%" else f'"\u00a0{unit}"' if unit else ""
    return f"[>=10000]#,##0{places}{said};0{places}{said}"


def _printed(value: float, chart: Chart) -> str:
    return f"{value:,.{chart.decimals}f}\u00a0{chart.unit}"


def _number_format(labels: Any, chart: Chart, *, with_unit: bool) -> None:
    labels.number_format, labels.number_format_is_linked = _format(chart, with_unit=with_unit), False


def _category_axis(axis: Any, size: float, colour: str) -> None:
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = rgb(QUIET)
    _font(axis.tick_labels.font, size, colour)
    # Names stand upright, on two lines if need be, instead of being turned where they are long.
    axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")


def _font(font: Any, size: float, colour: str, *, bold: bool = False) -> None:
    font.size, font.bold = Pt(size), bold
    font.color.rgb = rgb(colour)
    chinese(font)


def _fill(fill: Any, colour: str) -> None:
    fill.solid()
    fill.fore_color.rgb = rgb(colour)


def _legend(made: Any, chart: Chart) -> None:
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.include_in_layout = False
        _font(made.legend.font, 14, INK)


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
