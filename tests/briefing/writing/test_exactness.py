"""A rate reads 100 only where it is all and 0 only where it is none, whoever rounds it."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from briefing.model import Cell, Chart, Column, Said, Series, Table
from briefing.writing import svg_charts
from briefing.writing.exactness import decimals_for
from briefing.writing.pptx_chart_parts import format_of, printed
from briefing.writing.xlsx import xlsx_bytes
from tests.briefing.checking.exported import made


@pytest.mark.parametrize(("values", "unit", "decimals"), [
    ((99.94, 0.06, None), "%", 1), ((99.95,), "%", 2), ((99.97, 50.0), "%", 2), ((0.04,), "%", 2),
    ((100.0, 0.0), "%", 1), ((99.9999,), "%", 4), ((99.999999999,), "%", 5), ((99.97,), "人", 1), ((), "%", 1),
    ((-0.01, 120.04), "%", 1),
])
def test_as_many_digits_as_it_takes(values: tuple[float | None, ...], unit: str, decimals: int) -> None:
    assert decimals_for(values, unit, 1) == decimals


def line(*values: float) -> Chart:
    months = tuple(f"2022年{at}月" for at in range(1, len(values) + 1))
    return Chart("line", "率", "%", 1, months, (Series("率", values),))


def test_figures_of_a_line_on_pages_and_wall() -> None:
    for every in (True, False):
        drawn = str(svg_charts.chart(line(99.97, 60.0, 70.0, 0.03), "a", height=9.0, every=every))
        written = re.findall(r"(?:>|\d月 )(\d+\.\d)%?</t", drawn)
        assert {"99.9", "0.1"} <= set(written), written
        assert not {"100.0", "0.0"} & set(written)


def test_figures_of_a_native_chart() -> None:
    chart = line(99.97, 60.0)
    assert format_of(chart, with_unit=True).endswith('0.00"%"')
    assert printed(99.97, chart).startswith("99.97")
    assert format_of(line(100.0, 60.0), with_unit=True).endswith(';0.0"%"')


def test_a_cell_of_the_workbook() -> None:
    table = Table("率", Said("率"), (Column("名"), Column("率", "%", 1)), (
        (Cell("甲", "甲"), Cell("99.9%", 99.97)), (Cell("乙", "乙"), Cell("100%", 100.0)),
        (Cell("丙", "丙"), Cell("96.3%", 96.3)),
    ))
    sheet = load_workbook(io.BytesIO(xlsx_bytes(replace(made(), tables=(table,)))))["率"]
    forms = {row[0].value: row[1].number_format for row in sheet.iter_rows() if row[0].value in ("甲", "乙", "丙")}
    assert forms == {"甲": "0.00", "乙": "0", "丙": "0.0"}
