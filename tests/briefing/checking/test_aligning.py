"""Rows and columns find back to where they came from, however they were sorted, cut or renamed."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.checking.aligning import aligned
from briefing.checking.content import Held

WAS = [["县", "机构", "数"], ["甲县", "一院", 1.0], ["甲县", "二院", 2.0], ["乙县", "三院", 3.0]]


def table(lines: Sequence[Sequence[Held]], name: str = "sheet@表") -> dict[str, Held]:
    head, *rows = lines
    found = {f"head.{column}@{name}": text for column, text in enumerate(head)}
    found |= {f"cell{row}.{column}@{name}": held for row, line in enumerate(rows) for column, held in enumerate(line)}
    return found


def same(lines: Sequence[Sequence[Held]]) -> bool:
    return aligned(table(WAS), table(lines)) == table(WAS)


def test_rows_of_one_name_are_told_apart_by_what_else_they_say() -> None:
    assert same([WAS[0], WAS[3], WAS[2], WAS[1]])


def test_columns_find_their_headings() -> None:
    assert same([[line[2], line[0], line[1]] for line in WAS])


def test_of_two_rows_of_one_name_the_one_that_was_edited_is_found() -> None:
    found = aligned(table(WAS), table([WAS[0], ["甲县", "二院", 9.0], WAS[3], WAS[1]]))
    assert {place for place, held in found.items() if held != table(WAS).get(place)} == {"cell1.2@sheet@表"}


def test_what_is_new_has_no_place() -> None:
    lines = [[*line[:1], new, *line[1:]] for line, new in zip(WAS, ("新", 7.0, 8.0, 9.0), strict=True)]
    found = aligned(table(WAS), table([*lines, ["丙县", 0.0, "四院", 4.0]]))
    assert table(WAS).items() <= found.items()
    assert {place for place in found if place not in table(WAS)} == {
        "head.+1@sheet@表", *(f"cell{row}.+1@sheet@表" for row in range(3)),
        *(f"cell+3.{column}@sheet@表" for column in ("0", "+1", "1", "2")),
    }


def test_a_sheet_is_known_by_its_headings_under_any_name() -> None:
    def named(name: str) -> dict[str, Held]:
        return {f"tab@{name}": name, f"?@{name}~2": "示例", **table(WAS, name)}

    found = aligned(named("sheet@表"), named("sheet@另"))
    assert found == {**named("sheet@表"), "tab@sheet@表": "sheet@另"}
