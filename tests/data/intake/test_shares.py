"""Numbers of capability items: percentages that may be fractions, and counts that are whole."""

from __future__ import annotations

import pytest

from data.intake.grids import Value
from tests.data.intake.sent import codes, grid, only, read

OVERLAP, BEDS = "药品目录重合率", "床位"


def capability(item: str, value: Value) -> list[list[Value]]:
    name = "海曙医共体" if item == OVERLAP else "集士港卫生院"
    return [["对象名称", "项目", "值"], [name, item, value]]


@pytest.mark.parametrize("value", [0.572, 1, "0.572", 0.01])
def test_a_share_up_to_one_is_asked_back(value: Value) -> None:
    found = only(read(grid(capability(OVERLAP, value), "能力建设")), "share_unclear")
    assert (found.severity, found.cell) == ("error", "C2")


def test_both_answers_are_offered() -> None:
    found = only(read(grid(capability(OVERLAP, 0.572), "能力建设")), "share_unclear")
    assert "57.2%" in found.message and "0.572%" in found.message and "写 57.2；" in found.fix


@pytest.mark.parametrize(
    ("value", "taken"), [(57.2, "57.2"), ("57.2%", "57.2"), ("0.572%", "0.572"), (0, "0"), (100, "100"), (1.01, "1.01")]
)
def test_a_share_that_is_clear_is_taken(value: Value, taken: str) -> None:
    sent = read(grid(capability(OVERLAP, value), "能力建设"))
    assert not sent.errors
    assert sent.forms["capability"].frame["value"].tolist() == [taken]


@pytest.mark.parametrize("value", [100.1, "5720%"])
def test_a_share_above_the_whole_is_an_error(value: Value) -> None:
    assert only(read(grid(capability(OVERLAP, value), "能力建设")), "share_too_large").severity == "error"


@pytest.mark.parametrize("value", [20.5, 0.5, "20%"])
def test_beds_are_whole(value: Value) -> None:
    assert codes(read(grid(capability(BEDS, value), "能力建设"))) == {"type_unreadable"}


@pytest.mark.parametrize("value", [20, "20张", 20.0])
def test_whole_beds_are_taken(value: Value) -> None:
    sent = read(grid(capability(BEDS, value), "能力建设"))
    assert not sent.errors
    assert sent.forms["capability"].frame["value"].tolist() == ["20"]
