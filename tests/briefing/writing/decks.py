"""Presentations for the tests: what is written, read back, and a document whose names and gaps are hard to draw."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from pptx import Presentation

from briefing.composing import document
from briefing.model import OTHER_DOCUMENT, SAMPLE, SCENARIO, Cell, Chart, Column, Document, Said, Series, Slide, Table
from briefing.writing.pptx import pptx_bytes
from data.store import default_store

#: A city with targets, one of 16 counties without, a county, a consortium, a day before anything was reported.
CASES = (
    ("3302", date(2022, 12, 31)), ("1307", date(2023, 9, 30)), ("330282", date(2022, 12, 31)),
    ("330203-A", date(2022, 12, 31)), ("3302", date(2019, 1, 15)),
)  # fmt: skip
#: Forty characters.
LONG = "浙江省宁波市海曙区古林镇布政片区第二十三社区卫生服务中心（海曙区人民医院医共体分院）甲"


@cache
def made(scope: str, day: date) -> Document:
    snapshot = default_store().open()
    city = scope[:4]
    return document(snapshot.city(city), scope, day, snapshot=snapshot.id, boundaries=snapshot.boundaries(city))


@cache
def content(scope: str, day: date) -> bytes:
    return pptx_bytes(made(scope, day))


def opened(written: bytes) -> Any:
    return Presentation(io.BytesIO(written))


def named(slide: Any, place: str) -> Any:
    """The one shape at a place."""
    found = [shape for shape in slide.shapes if shape.name == place]
    assert len(found) == 1, (place, [shape.name for shape in slide.shapes])
    return found[0]


def plain(text: str) -> str:
    """A text without the breaks and spaces of its lines."""
    return "".join(text.split())


def texts(deck: Any) -> Iterator[tuple[Any, Any]]:
    """Every text body of every slide, those of table cells too, with its shape."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape, shape.text_frame
            if getattr(shape, "has_table", False) and shape.has_table:
                for row in shape.table.rows:
                    for cell in row.cells:
                        yield shape, cell.text_frame


@cache
def hard() -> Document:
    """Long names in a chart and a table, missing numbers, names like formulas, every mark, a target amid a line."""
    base = made("3302", date(2022, 12, 31))
    chart = next(slide for slide in base.slides if slide.id == "care")
    names = (*(f"{at}{LONG}"[:40] for at in range(6)), "=1+1")
    posted = Series("派驻人数", (12.0, 8.0, None, 3.0, 2.0, 1.0, 0.0))
    bars = Chart("bar", "各机构派驻人数（人）", "人", 0, names, (posted,), frozenset({5, 6}), 10.0, "目标 10 人以上")
    months = tuple(f"2022年{month}月" for month in range(7, 13)) + tuple(f"2023年{month}月" for month in range(1, 7))
    values = (10234.0, None, 11800.5, 12100.0, None, 9000.0, 8000.0, 8100.0, 8200.0, 12000.0, 12345.0, None)
    line = Chart("line", "每月远程服务量（例次）", "例次", 0, months, (Series("远程服务", values),), target=11000.0,
                 target_words="目标 11,000 例次以上")
    rows = tuple((Cell(LONG[:40]), Cell("—"), Cell("@SUM")) for _ in range(14))
    columns = (Column("机构"), Column("人数", "人", 0), Column("说明"))
    table = Table("名单", Said("十四家机构"), columns, rows, ("一条说明。",))
    finding = Said("；".join([LONG[:40], LONG[:40]]) + "。")

    def slide(id: str, **drawn: Any) -> Slide:
        return replace(chart, id=id, finding=finding, scope_name=LONG[:40], chart=None, **drawn)

    slides = (replace(slide("bars"), chart=bars), replace(slide("line"), chart=line), slide("table", table=table),
              slide("none"), slide("missing", missing=f"{LONG[:40]}不按医共体统计", key=None, others=()))
    return replace(base, slides=slides, marks=(SAMPLE, SCENARIO, OTHER_DOCUMENT), title=LONG[:40] + "建设情况")
