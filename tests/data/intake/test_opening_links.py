"""What reaches out of a workbook is never followed: the stored value is taken, and the sender is told where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.formula_links import link_flaws
from tests.data.intake.workbooks import codes, county_book, one_sheet, read, saved, with_parts, with_rows

PLAIN = (
    "=D3*2",
    "=SUM(A1:B2)",
    "=SUM(表1[人数])",
    "=表1[[#This Row],[1]]",
    "=表1[1]",
    '=IF(A1="http://x","[1]",1)',
    '=HYPERLINK("#机构!A1","去机构")',
    "='2022年'!A1",
    "=INDEX(机构!A:A,1)",
    "=DIRECTCALL",
)
OUTSIDE = (
    "=[1]Sheet1!A1",
    "='[1]Sheet 1'!$A$1*2",
    "=SUM([12]机构!A1:A9)",
    "='C:\\报表\\[上月.xlsx]机构'!A1",
    "='file:///tmp/other.ods'#$Sheet1.A1",
    "='https://example.org/[a.xlsx]x'!A1",
    "='\\\\server\\share\\[a.xls]x'!A1",
    '=WEBSERVICE("http://example.org")',
    '=_xlfn.WEBSERVICE("http://example.org")',
    '=HYPERLINK("http://example.org","点我")',
    "=HYPERLINK(A1)",
)
RUNNING = (
    "=cmd|'/c calc'!A0",
    "=cmd|' /C notepad'!'A1'",
    '=DDE("soffice","a.ods","A1")',
    '=RTD("prog.id",,"x")',
    '=CALL("kernel32","WinExec","JCJ","calc",0)',
    '=EXEC("calc")',
)


def kinds(formula: str) -> list[str]:
    return [flaw.code for flaw in link_flaws("机构", {(0, 0): formula})]


@pytest.mark.parametrize("formula", PLAIN)
def test_a_formula_within_the_workbook_is_nothing_to_tell(formula: str) -> None:
    assert kinds(formula) == []


@pytest.mark.parametrize("formula", OUTSIDE)
def test_a_formula_that_refers_to_another_file_or_the_web_is_told(formula: str) -> None:
    assert kinds(formula) == ["external_link"]


@pytest.mark.parametrize("formula", RUNNING)
def test_a_formula_that_runs_something_is_told(formula: str) -> None:
    assert kinds(formula) == ["dde_formula"]


@given(st.text(max_size=60))
def test_any_text_is_a_formula_to_look_at(formula: str) -> None:
    assert len(link_flaws("机构", {(0, 0): formula})) <= 1


@pytest.mark.parametrize(("count", "said"), [(1, "A1的"), (5, "A1、A2、A3、A4、A5的"), (6, "A5 等 6 处的")])
def test_the_first_cells_are_named(count: int, said: str) -> None:
    (flaw,) = link_flaws("机构", {(row, 0): "=[1]x!A1" for row in reversed(range(count))})
    assert said in flaw.message and flaw.sheet == "机构" and flaw.severity == "warning"


def test_the_stored_value_is_taken_and_both_kinds_are_told() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>{formula}</f><v>{row}</v></c></row>'
        for row, formula in enumerate(("[1]Sheet1!A1", "cmd|'/c calc'!A0", "1+1"), start=1)
    )
    contents = read(with_rows(rows))
    assert contents.readable and contents.grids[0].rows == ((1,), (2,), (3,))
    assert codes(contents) == ["dde_formula", "external_link"]


def test_links_of_the_workbook_itself_are_told() -> None:
    link = "xl/externalLinks/externalLink1.xml"
    other = with_parts(one_sheet({}), {link: "<externalLink><externalBook/></externalLink>"})
    assert codes(read(other)) == ["external_link"]
    dde = with_parts(one_sheet({}), {link: '<externalLink><ddeLink ddeService="cmd"/></externalLink>'})
    assert codes(read(dde)) == ["dde_formula", "external_link"]
    assert codes(read(with_parts(one_sheet({}), {"xl/connections.xml": "<connections/>"}))) == ["external_link"]


def test_macros_are_told_and_the_values_are_read() -> None:
    contents = read(with_parts(saved(county_book()), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), ".xlsm")
    assert contents.format == "xlsm" and contents.grids[0].rows[2][1] == "330203001"
    assert codes(contents) == ["macro_ignored"]
