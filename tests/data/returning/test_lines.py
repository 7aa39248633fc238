"""The lines of a 退回单: order, and what is put together."""

from __future__ import annotations

import pytest

from data.returning.lines import MOST_SINGLE, in_order, lines, place_of, single_lines
from tests.data.returning.sent import NAME, found


@pytest.mark.parametrize(
    ("cell", "name", "row", "letters"),
    [
        ("D17", "D17", 17, "D"),
        ("d17", "D17", 17, "D"),
        ("17", "A17", 17, None),
        ("XFD1048576", "XFD1048576", 1_048_576, "XFD"),
    ],
)
def test_a_cell_or_a_row_is_a_place(cell: str, name: str, row: int, letters: str | None) -> None:
    place = place_of(cell)
    assert place is not None
    assert (place.name, place.row, place.letters) == (name, row, letters)


@pytest.mark.parametrize("cell", [None, "", "D0", "0", "XFE1", "D1048577", "1048577", "第三行", "D17:D18", "'D17"])
def test_what_is_no_cell_is_no_place(cell: str | None) -> None:
    assert place_of(cell) is None


def test_errors_come_first_and_the_whole_before_its_cells() -> None:
    mixed = [
        found("w", "A1", "warning"),
        found("later", "AA3"),
        found("earlier", "B3"),
        found("row", "3"),
        found("sheet", None),
        found("file", None, sheet=None),
    ]
    assert [one.code for one in in_order(mixed)] == ["file", "sheet", "row", "earlier", "later", "w"]


def test_up_to_the_limit_every_finding_has_its_line() -> None:
    same = [found("x", f"D{row}") for row in range(3, 3 + MOST_SINGLE)]
    assert len(lines(same, NAME)) == MOST_SINGLE
    (together,) = lines([*same, found("x", "D99")], NAME)
    assert together.cells == "D3—D42 等"
    assert together.message == "共 41 处（D3—D42、D99）：x 的问题"
    assert len(single_lines([*same, found("x", "D99")], NAME)) == MOST_SINGLE + 1


def test_only_the_same_rule_in_the_same_column_is_put_together() -> None:
    many = [found("x", f"{letter}{row}") for row in range(3, 30) for letter in "DE"]
    many += [found("y", "D3"), found("x", "D3", "warning"), found("x", "D3", sheet="人员"), found("x", None)]
    assert sorted((line.severity, line.sheet, line.cells) for line in lines(many, NAME)) == [
        ("error", "人员", "D3"),
        ("error", "机构", ""),
        ("error", "机构", "D3"),
        ("error", "机构", "D3—D29"),
        ("error", "机构", "E3—E29"),
        ("warning", "机构", "D3"),
    ]


def test_what_is_said_of_whole_sheets_is_said_once() -> None:
    many = [found("x", f"D{row}") for row in range(3, 60)]
    many += [found("empty", None, "warning", sheet=sheet, message="没有填") for sheet in ("人员力量", "费用")]
    many += [found("empty", None, "warning", sheet="投入", message="另一句")]
    assert [(line.sheet, line.message) for line in lines(many, NAME)[1:]] == [
        ("人员力量、费用", "没有填"),
        ("投入", "另一句"),
    ]


def test_a_line_of_many_says_that_messages_and_fixes_differ() -> None:
    many = [
        found("x", f"D{row}", value=f"值{row}", message=f"问题{row}", fix=f"改法{row}") for row in range(3, 60, 2)
    ] + [found("y", f"E{row}") for row in range(3, 23)]
    line = lines(many, NAME)[0]
    assert line.message == "共 29 处（D3、D5、D7、D9、D11、D13、D15、D17 等），如：问题3"
    assert line.fix.startswith("改法3（其余各处")
    assert line.value == "值3、值5、值7 等"


def test_another_file_is_named_and_the_own_is_not() -> None:
    own, other = single_lines([found("x", "D3"), found("x", "D3", file="别的.xlsx")], NAME)
    assert (own.file, other.file) == (None, "别的.xlsx")
