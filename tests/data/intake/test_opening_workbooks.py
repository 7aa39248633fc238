"""What is read of .xlsx, .xlsm, .xls and .ods: values in their places, what is hidden, formulas and errors."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from data.intake.grids import Grid
from tests.data.intake.workbooks import (
    FILES,
    HEAD,
    SHEET,
    VALUES,
    codes,
    county_book,
    one_sheet,
    only,
    part,
    read,
    refused,
    saved,
    with_parts,
    with_rows,
    with_sheet,
)


def test_every_kind_of_value_comes_as_it_was_written() -> None:
    grid = only(read(one_sheet({f"A{row}": written for row, (written, _) in enumerate(VALUES, start=1)})))
    got = [row[0] for row in grid.rows]
    assert got == [value for _, value in VALUES]
    assert [type(value) for value in got] == [type(value) for _, value in VALUES]


def test_the_first_row_and_column_are_a1_even_where_nothing_stands() -> None:
    grid = only(read(one_sheet({"C4": "甲"})))
    assert grid.rows == ((None,) * 3,) * 3 + ((None, None, "甲"),)


def test_an_empty_sheet_has_no_rows() -> None:
    assert only(read(one_sheet({}))).rows == ()


def test_a_saved_workbook_shows_all_that_a_spreadsheet_knows() -> None:
    contents = read((FILES / "saved.xlsx").read_bytes())
    sheet, note = contents.grids
    assert (contents.format, contents.flaws, contents.date_1904) == ("xlsx", (), False)
    assert (sheet.name, sheet.visible, note.name, note.visible) == ("机构", True, "说明", False)
    assert sheet.rows[1] == (None, "机构编号", "名称", "人数", "日期", "比例")
    assert sheet.rows[2] == (None, "330203001", "张某某卫生室", 12, date(2022, 3, 4), None)
    assert sheet.rows[3] == (None, "330203002", "甲镇\n卫生院 ", 24, date(2022, 12, 31), True)
    assert sheet.rows[6] == (None, None, None, 0.25, time(5, 6), None)
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {4}
    assert sheet.merged == ((9, 1, 10, 2),)
    assert sheet.errors == {(2, 5): "#DIV/0!", (4, 3): "#REF!", (5, 3): "#N/A"}
    assert sheet.formulas[2, 5] == "=D3/0" and sheet.formulas[3, 3] == "=D3*2"


def test_a_formula_without_a_stored_value_is_null_and_one_that_says_nothing_is_empty_text() -> None:
    never = read(saved(county_book())).grids[0]
    assert never.rows[3][3] is None and never.formulas[3, 3] == "=D3*2"
    calculated = read((FILES / "saved.xlsx").read_bytes()).grids[0]
    assert calculated.rows[8][0] == "" and calculated.formulas[8, 0] == '=IF(D3>100,1,"")'


def test_a_formula_without_a_value_below_all_values_is_kept() -> None:
    grid = only(read(one_sheet({"A1": 1, "C3": "=A1"})))
    assert grid.rows == ((1, None, None), (None,) * 3, (None,) * 3)
    assert grid.formulas == {(2, 2): "=A1"}


@pytest.mark.parametrize("name", ["saved.xls", "saved.ods"])
def test_old_and_open_formats_give_values_and_say_what_they_cannot_show(name: str) -> None:
    contents = read((FILES / name).read_bytes(), name[-4:])
    sheet, note = contents.grids
    assert contents.format == name[-3:]
    assert codes(contents) == ["hidden_unknown"] and contents.readable
    assert not note.visible
    assert sheet.rows[2][:5] == (None, "330203001", "张某某卫生室", 12, date(2022, 3, 4))
    assert sheet.rows[3][2:5] == ("甲镇\n卫生院 ", 24, date(2022, 12, 31))
    assert (sheet.formulas, sheet.hidden_rows, sheet.hidden_columns) == ({}, frozenset(), frozenset())


def test_dates_that_count_from_1904_are_the_same_days_and_the_file_says_so() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2022, 3, 4)
    contents = read(saved(book))
    assert contents.date_1904
    assert contents.grids[0].rows == ((date(2022, 3, 4),),)


def test_an_error_value_is_no_value() -> None:
    grid = only(read(with_rows('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')))
    assert grid.rows == ((None,),)
    assert grid.errors == {(0, 0): "#N/A"}


def test_a_number_beyond_all_numbers_is_an_error_value() -> None:
    grid = only(read(with_rows('<row r="1"><c r="A1"><v>1e999</v></c></row>')))
    assert (grid.rows, grid.errors) == (((None,),), {(0, 0): "#NUM!"})


def test_rows_and_columns_of_no_height_are_hidden() -> None:
    columns = '<cols><col min="2" max="2" width="0" customWidth="1"/><col min="3" max="3" width="9"/></cols>'
    flat = '<row r="1" ht="0" customHeight="1"><c r="C1"><v>1</v></c></row>'
    tall = '<row r="2" hidden="0" ht="15"><c r="A2"><v>2</v></c></row>'
    grid = only(read(with_rows(flat + tall, before=columns)))
    assert (grid.hidden_rows, grid.hidden_columns) == ({0}, {1})


def test_what_is_hidden_beyond_the_last_value_is_not_told() -> None:
    def fill(sheet: object) -> None:
        sheet["B2"] = 1  # type: ignore[index]
        sheet.column_dimensions.group("C", "XFD", hidden=True)  # type: ignore[attr-defined]
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]

    grid = only(read(one_sheet(fill)))
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset(), frozenset())


def test_shared_and_array_formulas_are_told_for_each_cell() -> None:
    first = '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c><c r="B1"><v>1</v></c>'
    second = '<c r="A2"><f t="shared" si="0"/><v>4</v></c><c r="B2"><f t="array" ref="B2">SUM(B1)</f><v>1</v></c>'
    grid = only(read(with_rows(f'<row r="1">{first}</row><row r="2">{second}</row>')))
    assert grid.formulas == {(0, 0): "=B1*2", (1, 0): "=B2*2", (1, 1): "=SUM(B1)"}
    assert grid.rows == ((2, 1), (4, 1))


def test_cells_without_a_name_follow_one_another() -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row><c><f>A1</f></c></row>'
    grid = only(read(with_rows(rows)))
    assert grid.rows == ((1, None), (None, None))
    assert (grid.errors, grid.formulas) == ({(0, 1): "#N/A"}, {(1, 0): "=A1"})


def test_a_chart_is_no_sheet_to_read() -> None:
    book = county_book()
    book.create_chartsheet("图")
    contents = read(saved(book))
    assert [grid.name for grid in contents.grids] == ["机构", "说明"] and contents.flaws == ()


def test_a_sheet_of_another_namespace_is_read_and_says_what_is_not_seen() -> None:
    content = saved(county_book())
    usual, other = "schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"
    strict = part(content, SHEET).replace(usual, other)
    contents = read(with_parts(content, {SHEET: strict}))
    assert contents.grids[0].rows[2][1] == "330203001"
    assert [(flaw.code, flaw.sheet) for flaw in contents.flaws] == [("hidden_unknown", "机构")]


@pytest.mark.parametrize("broken", ["", "<worksheet", "plain", HEAD + "<sheetData><row r='x'/></sheetData>"])
def test_a_sheet_that_is_no_sheet_is_damaged(broken: str) -> None:
    assert refused(read(with_sheet(broken))) == "file_damaged"


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_workbook_without_a_part_it_needs_is_damaged(missing: str) -> None:
    assert refused(read(with_parts(saved(county_book()), {missing: None}))) == "file_damaged"


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_an_encoding_nobody_knows_is_damage(name: str) -> None:
    content = (FILES / "saved.xlsx").read_bytes()
    strange = part(content, name).replace('encoding="UTF-8"', 'encoding="TF-8"')
    assert "TF-8" in strange and read(with_parts(content, {name: part(content, name)})).readable
    assert refused(read(with_parts(content, {name: strange}))) == "file_damaged"


def test_a_cell_outside_of_any_sheet_is_damage() -> None:
    xml = '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    assert refused(read(with_rows(xml))) == "file_damaged"


@pytest.mark.parametrize("name", ["saved.xlsx", "made"])
def test_openpyxl_and_the_reading_agree_on_what_is_hidden_and_calculated(name: str) -> None:
    content = saved(county_book()) if name == "made" else (FILES / name).read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = openpyxl.load_workbook(io.BytesIO(content))
    for grid in read(content).grids:
        sheet = book[grid.name]
        assert grid.hidden_rows == {row - 1 for row, about in sheet.row_dimensions.items() if about.hidden}
        assert {get_column_letter(column + 1) for column in grid.hidden_columns} == {
            letter for letter, about in sheet.column_dimensions.items() if about.hidden
        }
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert grid.formulas == {(c.row - 1, c.column - 1): c.value for c in cells if c.data_type == "f"}
        assert_values(grid, sheet)


def assert_values(grid: Grid, sheet: object) -> None:
    for number, row in enumerate(grid.rows):
        for column, value in enumerate(row):
            if (number, column) not in grid.formulas:
                other = sheet.cell(number + 1, column + 1).value  # type: ignore[attr-defined]
                assert value == (other.date() if isinstance(other, datetime) else other)
