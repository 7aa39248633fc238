"""The brief and the workbook as an office suite prints them: each sentence and number, nothing outside the paper."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefing.checking.reading_docx import places
from briefing.facts import fingerprint
from briefing.manifest import of_sections
from briefing.model import Cell, Column, Document, Said, Table
from briefing.writing.docx import docx_bytes
from briefing.writing.docx_styles import LEFT, RIGHT
from briefing.writing.xlsx import xlsx_bytes
from tests.briefing.writing.briefs import CITY, content, hard, what_if
from tests.briefing.writing.decks import made
from tests.office.conftest import Saved

#: Points in a millimetre, and how far a mark may hang over the margin: one character.
MM, HANG = 72 / 25.4, 17
#: Prints a document under a name and returns the PDF.
Printed = Callable[[str, bytes], Path]
CASES: dict[str, Callable[[], Document]] = {
    "宁波": lambda: made(*CITY), "张家口": lambda: made("1307", date(2023, 9, 30)), "情景": what_if, "难": hard,
}
#: Fewest and most pages: an officer reads a brief of a city with its appendix in an evening.
PAGES = {"宁波": (10, 20), "张家口": (8, 20), "情景": (6, 10), "难": (8, 14)}


@pytest.fixture(scope="module")
def printed(saved: Saved, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder, held = tmp_path_factory.mktemp("briefs"), dict[str, Path]()

    def pdf(name: str, written: bytes) -> Path:
        if name not in held:
            (folder / name).write_bytes(written)
            held[name] = saved(folder / name, "pdf")
        return held[name]

    return pdf


def told(*command: str | Path) -> str:
    return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True).stdout


def even(text: str) -> str:
    """A text without spaces, its characters as a PDF may give them back."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def pages_of(pdf: Path) -> list[str]:
    return told("pdftotext", "-raw", pdf, "-").split("\f")[:-1]


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, printed: Printed) -> tuple[str, Document, Path]:
    document = CASES[request.param]()
    return request.param, document, printed(f"{request.param}.docx", docx_bytes(document))


def test_every_sentence_and_the_code_are_printed_on_numbered_pages(case: tuple[str, Document, Path]) -> None:
    name, document, pdf = case
    pages = pages_of(pdf)
    assert PAGES[name][0] <= len(pages) <= PAGES[name][1]
    said = re.sub(r"\[\d+\]", "", even("".join(re.sub(r"\n— ?\d+ ?—\s*$", "", page) for page in pages)))
    # What the header repeats stands between the parts of a sentence that goes on overleaf.
    said = said.replace(even("".join(document.marks)), "")
    for item in of_sections(document.sections):
        if item.place.startswith("paragraph"):
            assert even(item.text) in said
    assert fingerprint(document) in said
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in even(page)
        for mark in document.marks:
            assert even(mark) in even(page)


def test_nothing_stands_outside_the_margins(case: tuple[str, Document, Path]) -> None:
    root = ElementTree.fromstring(re.sub(r'xmlns="[^"]*"', "", told("pdftotext", "-bbox", case[2], "-")))
    pages = list(root.iter("page"))
    for page in pages:
        width = float(page.get("width", "0"))
        narrowest = min(LEFT, RIGHT) * MM
        for word in page.iter("word"):
            assert float(word.get("xMin", "0")) >= narrowest - 2, word.text
            assert float(word.get("xMax", "0")) <= width - narrowest + HANG, word.text
    assert len({(page.get("width"), page.get("height")) for page in pages}) == 2


def test_every_sign_has_a_font(case: tuple[str, Document, Path]) -> None:
    """A sign that no font has comes back as U+FFFD or not at all; every font is in the file."""
    said = told("pdftotext", case[2], "-")
    assert "\ufffd" not in said
    lines = told("pdffonts", case[2]).splitlines()[2:]
    assert lines
    assert all(line.split()[-5] == "yes" for line in lines)


def test_an_edit_in_the_office_keeps_every_place(saved: Saved, tmp_path: Path) -> None:
    (tmp_path / "sent.docx").write_bytes(content(*CITY))
    before = places(content(*CITY))[1]
    manifest, after = places(saved(tmp_path / "sent.docx", "docx").read_bytes())
    assert after == before
    assert manifest is not None
    assert manifest["made_from"] == made(*CITY).made_from


def test_the_workbook_is_printed_with_no_number_too_wide_for_its_column(printed: Printed) -> None:
    document = made(*CITY)
    pages = pages_of(printed("数据表.xlsx", xlsx_bytes(document)))
    said = even("".join(pages))
    assert "###" not in said
    assert "\ufffd" not in said
    assert all(even(mark) in even(page) for mark in document.marks for page in pages)
    for table in document.tables:
        assert even(table.title.text) in said
        for row in table.rows:
            for cell, column in zip(row, table.columns, strict=True):
                if column.numeric and cell.value is not None:
                    assert even(cell.text).replace(",", "") in said.replace(",", ""), (table.name, cell)


def test_no_lone_row_of_a_table_stands_on_its_last_page(printed: Printed) -> None:
    """A table of 31 rows is one row longer than its page."""
    rows = tuple((Cell(f"第{at}院"), Cell("—"), Cell("文")) for at in range(31))
    table = Table("目标", Said("三十一家"), (Column("机构"), Column("人数", "人", 0), Column("说明")), rows)
    brief = replace(hard(), sections=(), tables=(table,))
    found = [len(re.findall(r"第 ?\d+ ?院", page)) for page in pages_of(printed("长表.docx", docx_bytes(brief)))]
    assert [count for count in found if count] == [28, 3]
