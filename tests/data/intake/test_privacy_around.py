"""Personal numbers outside the data: titles, notes, sheets that are not read; signatures are passed over."""

from __future__ import annotations

import pytest

from data.intake.grids import Value
from data.intake.personal import HIDDEN, personal_kind
from tests.data.intake.sent import codes, grid, only, read, table

PHONE = "13800001111"


@pytest.mark.parametrize("at", [0, -1])
def test_a_telephone_in_a_title_or_a_note_is_an_error_with_its_cell(at: int) -> None:
    cells = table("care_seeking")
    cells.insert(len(cells) if at else 0, [f"注：有疑问打 {PHONE}"])
    found = only(read(grid(cells, "就医流向")), "personal_phone")
    assert (found.severity, found.cell, found.value) == ("error", f"A{3 if at else 1}", HIDDEN)


@pytest.mark.parametrize(
    "row", [["填表人：某某", f"联系电话：{PHONE}"], ["联系电话", int(PHONE)], ["审核人", None, PHONE]]
)
def test_signatures_are_passed_over(row: list[Value]) -> None:
    assert codes(read(grid([*table("care_seeking"), row], "就医流向"))) == set()


def test_a_sheet_that_is_not_read_is_looked_through_and_each_column_told_once() -> None:
    people = grid([["代号", "联系电话"], *([number, int(PHONE) + number] for number in range(5))], "花名册")
    sent = read(grid(table("care_seeking"), "就医流向"), people)
    found = [one for one in sent.errors if one.code == "personal_phone"]
    assert [(one.sheet, one.cell, one.value) for one in found] == [("花名册", "B2", HIDDEN)]
    assert "共 5 处" in found[0].message


def test_a_hidden_sheet_and_one_without_a_header_are_looked_through_too() -> None:
    for sheet in (grid([[PHONE]], "隐藏", visible=False), grid([[PHONE]], "费用")):
        sent = read(grid(table("care_seeking"), "就医流向"), sheet)
        assert "personal_phone" in codes(sent)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("身份证110105199003078515", "id"), ("身份证号：11010519900307851X", "id"), ("110105199003078515", None),
     ("身份证办理 3000 件", None)],
)
def test_what_is_called_an_id_number_is_one_with_a_slip_of_the_pen_in_it_too(text: str, kind: str | None) -> None:
    assert personal_kind(text) == kind
