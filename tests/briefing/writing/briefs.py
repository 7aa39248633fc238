"""Briefs for the tests: what is written, read back, and a document whose names and tables are hard to lay out."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import docx
from docx.oxml.ns import qn

from briefing.composing import document
from briefing.model import OTHER_DOCUMENT, SAMPLE, SCENARIO, Cell, Column, Document, Fact, Said, Section, Table
from briefing.writing.docx import docx_bytes
from data.store import default_store
from scenarios.model import Scenario, SetVillageMode
from tests.briefing.writing.decks import LONG, made

CITY = ("3302", date(2022, 12, 31))


@cache
def content(scope: str, day: date) -> bytes:
    return docx_bytes(made(scope, day))


@cache
def what_if() -> Document:
    """A county of a scenario in which its villages without service are served."""
    snapshot = default_store().open()
    served = SetVillageMode(county_code="330282", which="unserved_planned", mode="extension")
    scenario = Scenario(name="补齐", scope="3302", snapshot=snapshot.id, as_of=CITY[1], changes=(served,))
    return document(snapshot.city("3302"), "330282", CITY[1], snapshot=snapshot.id, scenario=scenario)


@cache
def hard() -> Document:
    """Long names, names like markup, missing numbers, tables of 60 and of 61 rows, every mark, one figure thrice."""
    base = made(*CITY)
    key = "care.in_county_rate"
    value, gap = (Fact(key, "3302", "value", 89.7, "89.7%"), Fact(key, "3302", "gap", 0.3, "0.3\u00a0个百分点"))
    other = Fact("care.grassroots_rate", "3302", "value", 65.5, "65.5%")
    text = f"{LONG[:40]}<b>粗</b>就诊率 89.7%，差 0.3\u00a0个百分点；基层 65.5%；再说 89.7%。"
    said = Said(text, (value, gap, other))
    unsaid = Said("全市本年就医流向未报。")
    below = Section("（一）<i>下</i>", (said,))
    sections = (Section("一、总体情况", (said, unsaid)), Section("二、其他", (), (_table("短", 2),), (below,)))
    tables = (_table("目标", 60), _table("无服务村", 61), _wide("各区县"))
    return replace(base, sections=sections, tables=tables, marks=(SAMPLE, SCENARIO, OTHER_DOCUMENT),
                   scope_name=LONG[:40], title=f"{LONG[:40]}县域医共体建设情况")


def _table(name: str, rows: int) -> Table:
    columns = (Column("机构"), Column("人数", "人", 0), Column("说明"))
    lines = tuple((Cell(f"第{at}院"), Cell("—"), Cell("=1+1<b>\x00")) for at in range(rows))
    return Table(name, Said(f"{name} {rows} 家"), columns, lines, ("“—”为未报。",))


def _wide(name: str) -> Table:
    columns = (Column("区县"), *(Column(f"第{at}项指标人数", "人", 0) for at in range(9)))
    lines = tuple((Cell(f"{at}{LONG}"[:40]), *(Cell(f"{at * 1000:,}", at * 1000.0, "not_met" if at else "met")
                                               for _ in range(9))) for at in range(16))
    return Table(name, Said("十六个区县"), columns, lines)


def opened(written: bytes) -> Any:
    return docx.Document(io.BytesIO(written))


def raised(run: Any) -> bool:
    """Tell whether a run is the number of a note."""
    return bool(run.font.superscript)


def words(paragraph: Any) -> str:
    """A paragraph without the numbers of its notes."""
    return "".join(run.text for run in paragraph.runs if not raised(run))


def east_asian(holder: Any) -> str | None:
    """The East Asian font of a style or a run."""
    fonts = holder.element.rPr.find(qn("w:rFonts")) if hasattr(holder, "element") else None
    return None if fonts is None else str(fonts.get(qn("w:eastAsia")))
