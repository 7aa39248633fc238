"""The workbook read back: typed numbers that equal the document's, nothing that computes, the marks on every sheet."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from briefing.composing import document
from briefing.facts import facts_of, fingerprint
from briefing.model import SAMPLE, SCENARIO, Cell, Column, Document, Said, Table
from briefing.writing.xlsx import CALIBERS, CHECK, xlsx_bytes
from data.store import default_store

#: A workbook holds fifteen digits of a number.
EXACT = 1e-14


@pytest.fixture(scope="module")
def made() -> Document:
    snapshot = default_store().open()
    return document(snapshot.city("3302"), "3302", date(2022, 12, 31), snapshot=snapshot.id)


def opened(document: Document) -> Workbook:
    return load_workbook(io.BytesIO(xlsx_bytes(document)))


def test_a_sheet_for_every_table_and_the_calibers_last(made: Document) -> None:
    names = opened(made).sheetnames
    assert names == [*(table.name for table in made.tables), CHECK, CALIBERS]


def test_every_cell_is_what_the_document_says(made: Document) -> None:
    book = opened(made)
    for table in made.tables:
        head = 3 + len(made.marks)
        rows = list(book[table.name].iter_rows(min_row=head + 1, max_row=head + len(table.rows)))
        for row, cells in zip(rows, table.rows, strict=True):
            for cell, held, column in zip(row, cells, table.columns, strict=False):
                if column.numeric and isinstance(held.value, float | int):
                    assert cell.value == pytest.approx(held.value, rel=EXACT)
                    assert cell.data_type == "n"


def test_the_list_for_checking_holds_every_fact_and_its_code(made: Document) -> None:
    sheet = opened(made)[CHECK]
    rows = sheet.iter_rows(min_row=4 + len(made.marks), values_only=True)
    told = {row[4]: (row[2], row[3]) for row in rows if row[4]}
    for id, fact in facts_of(made).items():
        value, text = told[id]
        assert text == fact.text
        assert value == ("—" if fact.value is None else pytest.approx(fact.value, rel=EXACT))
    assert fingerprint(made) in str(sheet["A2"].value)
    hidden = "".join(str(cell.value) for (cell,) in sheet.iter_rows(min_col=30, max_col=30) if cell.value)
    held = json.loads(hidden)
    assert (held["snapshot"], held["fingerprint"]) == (made.snapshot, fingerprint(made))
    assert {fact["id"] for item in held["items"] for fact in item["facts"]} == set(facts_of(made))


def test_of_the_list_for_checking_only_chinese_is_seen(made: Document) -> None:
    sheet = opened(made)[CHECK]
    seen = [column for column in range(1, sheet.max_column + 1)
            if not sheet.column_dimensions[get_column_letter(column)].hidden]
    assert seen[:4] == [1, 2, 3, 4] and 5 not in seen and 30 not in seen
    names = {str(row[0]) for row in sheet.iter_rows(min_row=4 + len(made.marks), max_row=sheet.max_row - 2,
                                                    values_only=True)}
    assert {"牵头医院派驻成员单位人数", "名单“无服务村”", "文中的数字"} <= names
    assert not [name for name in names if re.search("[a-z]", name) or name in ("", "None")]


def test_nothing_computes_and_hostile_words_stay_words(made: Document) -> None:
    words = ("=1+1", "+2", "-3", "@x", "<b>粗</b>", "院" * 40, "#N/A", "a\x00b")
    table = Table("[坏]:名*?/\\" * 5, Said("=标题"), (Column("名"), Column("数", decimals=1)),
                  tuple((Cell(word, word), Cell("—")) for word in words))
    twice = replace(made, tables=(table, table), marks=(SAMPLE, SCENARIO))
    book = opened(twice)
    assert len(set(book.sheetnames)) == 4
    assert all(len(name) <= 31 for name in book.sheetnames)
    for sheet in book:
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
        assert "e" not in kinds
        assert [sheet.cell(3, 1).value, sheet.cell(4, 1).value] == [SAMPLE, SCENARIO]
        assert SCENARIO in (sheet.oddHeader.center.text or "")
    first = book[book.sheetnames[0]]
    assert [first.cell(6 + at, 1).value for at in range(len(words))] == [*words[:-1], "ab"]
    assert first.cell(6, 1).quotePrefix


def test_the_header_stays_and_can_be_filtered(made: Document) -> None:
    for sheet in opened(made):
        broad = sheet.title not in (CHECK, CALIBERS) and len(next(
            table.columns for table in made.tables if table.name == sheet.title)) > 7
        assert sheet.freeze_panes == f"{'B' if broad else 'A'}{4 + len(made.marks)}"
        assert str(sheet.auto_filter.ref).startswith(f"A{3 + len(made.marks)}:")


def test_a_document_of_nothing_still_opens(made: Document) -> None:
    empty = replace(made, tables=(), slides=(), sections=(), calibers=())
    assert opened(empty).sheetnames == [CHECK, CALIBERS]


def test_every_cell_is_in_a_chinese_typeface_and_numbers_stand_off_the_words_beside_them(made: Document) -> None:
    for sheet in opened(made):
        head = 3 + len(made.marks)
        for row in sheet.iter_rows(max_col=12):
            for cell in row:
                if cell.value is None:
                    continue
                assert (cell.font.name, cell.font.charset) == ("宋体", 134), cell.coordinate
                if cell.row > head and isinstance(cell.value, (int, float)):
                    assert (cell.alignment.horizontal, cell.alignment.indent) == ("right", 1)
                    assert re.fullmatch(r"(#,##)?0(\.0+)?", cell.number_format)


@pytest.mark.parametrize(("length", "high"), [(27, None), (29, 30.0), (2000, 409.0)])
def test_a_row_is_as_high_as_its_words(made: Document, length: int, high: float | None) -> None:
    table = Table("表", Said("表"), (Column("名"),), ((Cell("院" * length, "院" * length),),))
    sheet = opened(replace(made, tables=(table,))).worksheets[0]
    assert sheet.row_dimensions[4 + len(made.marks)].height == high


@pytest.mark.parametrize(("value", "text", "format"), [
    (9999.0, "9999", "0"), (10000.0, "10,000", "#,##0"), (9999.96, "10,000.0", "#,##0.0"), (-1.0, "−1", "0"),
    (-0.03, "−0.03", "0.00"), (-12345.6, "−12,345.6", "#,##0.0"),
])
def test_a_number_is_grouped_from_ten_thousand_on_and_keeps_its_sign(
    made: Document, value: float, text: str, format: str
) -> None:
    table = Table("表", Said("表"), (Column("数", decimals=0),), ((Cell(text, value),),))
    cell = opened(replace(made, tables=(table,))).worksheets[0].cell(4 + len(made.marks), 1)
    assert (cell.value, cell.number_format) == (value, format)
