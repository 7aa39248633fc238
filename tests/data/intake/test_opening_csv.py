"""CSV files as real systems write them: encodings, separators, quotes, formulas."""

from __future__ import annotations

import pytest

from tests.data.intake.workbooks import codes, only, read, refused

TEXT = "机构编号,名称,人数\r\n330203001,张某某卫生室,12\r\n"
ROWS = (("机构编号", "名称", "人数"), ("330203001", "张某某卫生室", "12"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_excel_and_wps_are_read(encoding: str) -> None:
    contents = read(TEXT.encode(encoding), ".csv")
    assert only(contents).rows == ROWS
    assert contents.format == "csv" and codes(contents) == ["hidden_unknown"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_by_its_name(encoding: str) -> None:
    contents = read(TEXT.encode(encoding), ".csv")
    assert refused(contents) == "encoding_unreadable" and "UTF-16" in contents.flaws[0].message


def test_a_damaged_byte_is_no_other_encoding() -> None:
    assert refused(read(TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:] * 3, ".csv")) == "encoding_damaged"


def test_text_that_two_encodings_allow_is_read_with_a_warning() -> None:
    assert "encoding_ambiguous" in codes(read("név,é\n".encode(), ".csv")) or "encoding_ambiguous" in codes(
        read("编,码\n".encode("gb18030"), ".csv")
    )


@pytest.mark.parametrize(("separator", "word"), [("\t", "制表符"), (";", "分号"), ("|", "竖线")])
def test_another_separator_is_taken_and_said(separator: str, word: str) -> None:
    contents = read(TEXT.replace(",", separator).encode(), ".csv")
    assert only(contents).rows == ROWS
    assert [flaw.code for flaw in contents.flaws if word in flaw.message] == ["separator_other"]


def test_a_comma_stays_the_separator_where_cells_hold_others() -> None:
    contents = read('名称,备注\n甲,一;二;三\n乙,"四;五"\n'.encode(), ".csv")
    assert only(contents).rows[1] == ("甲", "一;二;三") and codes(contents) == ["hidden_unknown"]


def test_quotes_hold_separators_and_line_breaks() -> None:
    assert only(read('名称,备注\n"甲,乙\n镇","他说""好"""\n'.encode(), ".csv")).rows[1] == ("甲,乙\n镇", '他说"好"')


@pytest.mark.parametrize(("text", "row"), [('a,b\n1,"2\n3,4\n', 2), ('a,b\n1,2\n"3"x,4\n', 3)])
def test_quotes_that_do_not_pair_are_refused_with_their_row(text: str, row: int) -> None:
    contents = read(text.encode(), ".csv")
    assert refused(contents) == "csv_quotes" and f"第 {row} 行" in contents.flaws[0].message


def test_rows_of_several_lengths_and_blank_ones_keep_their_place() -> None:
    grid = only(read(b"\n\na,b,,\n,,,\n1\n2,3,4\n,,\n\n", ".csv"))
    assert grid.rows == ((None,) * 3, (None,) * 3, ("a", "b", None), (None,) * 3, ("1", None, None), ("2", "3", "4"))


def test_formulas_and_error_values_are_no_values() -> None:
    grid = only(read(b'a,b,c,d,e\n="001",=1+1,#REF!,-3,=\n', ".csv"))
    assert grid.rows[1] == ("001", None, None, "-3", "=")
    assert (grid.formulas, grid.errors) == ({(1, 1): "=1+1"}, {(1, 2): "#REF!"})


def test_a_formula_that_calls_a_program_is_told() -> None:
    contents = read(b"a,b\n1,\"=cmd|'/c calc'!A0\"\n", ".csv")
    assert "dde_formula" in codes(contents) and only(contents).rows[1] == ("1", None)


def test_cells_and_text_may_be_as_many_as_the_limit() -> None:
    content = b"abc,2\n3,4\n"
    assert read(content, ".csv", cells=4, text=3).readable
    assert refused(read(content, ".csv", cells=3, text=3)) == "too_many_cells"
    assert refused(read(content, ".csv", cells=4, text=2)) == "text_too_long"


def test_a_file_of_blank_lines_has_no_rows() -> None:
    assert only(read(b"\n\n,,\n", ".csv")).rows == ()
