"""What bars and lines have in common (图表部件): the native chart with its workbook inside, labels, formats, axes."""

from __future__ import annotations

import io
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing.model import Chart
from briefing.writing.exactness import decimals_for
from briefing.writing.pptx_master import Box
from briefing.writing.pptx_text import BLUE, FONT, INK, QUIET, chinese, rgb

#: Colours of several series: one blue, then those that are told apart best.
LINES: Final = (BLUE, "C9962A", "0F5B4F", "57B8A8", "6E4B36")
#: What a label may show, in the order of the format.
SHOWN: Final = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def frame(slide: Any, kind: Any, chart: Chart, names: list[str], box: Box, place: str) -> Any:
    """Return a native chart in a box, named after its place, its numbers in a workbook inside; no title or legend."""
    kept: Any = CategoryChartData
    data = kept(number_format=format_of(chart, with_unit=False))
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
    font_of(made.font, 14, INK)
    made.part.chart_workbook.update_from_xlsx_blob(_workbook(chart))
    for axis in made._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        axis.set("val", axis.get("val").lstrip("-"))  # the library's are negative, which the format does not allow
    return made


def _workbook(chart: Chart) -> bytes:
    """Return the workbook behind a chart: full names and unrounded numbers, no cell of which is a formula."""
    book = Workbook()
    book.properties.creator = "医共体一张图"
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
                sheet.cell(row, column, values[row - 2]).number_format = format_of(chart, with_unit=False)
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


def label(
    at: int, chart: Chart, colour: str, size: float, position: str, *, value: bool = True, name: bool = False
) -> str:
    """Return the label of one point as XML."""
    shown = {"showVal": value, "showSerName": name}
    flags = "".join(f'<c:{show} val="{int(shown.get(show, False))}"/>' for show in SHOWN)
    return (
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{at}"/>'
        f'<c:numFmt formatCode={quoteattr(format_of(chart, with_unit=True))} sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="1" '
        f'lang="zh-CN"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FONT}"/>'
        f'<a:ea typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        f'<c:dLblPos val="{position}"/>{flags}</c:dLbl>'
    )


def format_of(chart: Chart, *, with_unit: bool) -> str:
    """Return the number format: digits grouped from 10,000 on, as everywhere; the unit where asked for.

    With numbers below zero all digits are grouped: programs leave out the sign where a format has conditions.
    """
    decimals = _decimals(chart)
    places = "." + "0" * decimals if decimals else ""
    unit = chart.unit.replace('"', "") if with_unit else ""
    said = f'"{unit}"' if unit == "%" else f'"\u00a0{unit}"' if unit else ""
    if any(value is not None and value < 0 for series in chart.series for value in series.values):
        return f"#,##0{places}{said};-#,##0{places}{said}"
    return f"[>=10000]#,##0{places}{said};0{places}{said}"


def printed(value: float, chart: Chart) -> str:
    """Return a value about as its label prints it, to measure how wide that is."""
    return f"{value:,.{_decimals(chart)}f}\u00a0{chart.unit}"


def _decimals(chart: Chart) -> int:
    return decimals_for((value for series in chart.series for value in series.values), chart.unit, chart.decimals)


def number_format(labels: Any, chart: Chart, *, with_unit: bool) -> None:
    """Set how numbers are printed."""
    labels.number_format, labels.number_format_is_linked = format_of(chart, with_unit=with_unit), False


def category_axis(axis: Any, size: float, colour: str) -> None:
    """Set the axis of the names: no grid, no ticks, names beside the axis."""
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = rgb(QUIET)
    font_of(axis.tick_labels.font, size, colour)
    # Names stand upright, on two lines if need be, instead of being turned where they are long.
    axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")


def font_of(font: Any, size: float, colour: str, *, bold: bool = False) -> None:
    """Set size, colour and typefaces of a part of a chart."""
    font.size, font.bold = Pt(size), bold
    font.color.rgb = rgb(colour)
    chinese(font)


def fill(filled: Any, colour: str) -> None:
    """Fill a shape or a part of a chart with one colour."""
    filled.solid()
    filled.fore_color.rgb = rgb(colour)
