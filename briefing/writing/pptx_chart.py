"""Charts on a slide (可编辑图表): native ones, with the numbers in a workbook inside, that can be edited in place."""

from __future__ import annotations

from typing import Any

from briefing.model import Chart
from briefing.writing import pptx_bars, pptx_lines
from briefing.writing.pptx_master import Box


def draw(slide: Any, chart: Chart, box: Box, place: str) -> None:
    """Draw a chart into a box; its shape is named after its place."""
    (pptx_bars if chart.kind == "bar" else pptx_lines).draw(slide, chart, box, place)
