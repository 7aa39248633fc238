"""Ownership and grade that are not as they were: once for an institution, from what to what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.merging import merge
from tests.data.merging.sending import altered, faithful, live, sent
from tests.data.small_world import Tables, row, small_world

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"


def world(clinics: int = 0, **known: Any) -> Tables:
    """Return the world with what is known of the lead, and so many private clinics more."""
    tables = small_world()
    lead = next(one for one in tables["institutions"] if one["institution_id"] == "H1")
    lead |= known
    tables["institutions"] += [
        row("institutions", institution_id=f"N{number}", name=f"第{number}卫生室", category="village_clinic",
            county_code=COUNTY, region_code="330203100", ownership="private")
        for number in range(clinics)
    ]
    return tables


def told(tables: Tables, wanted: Any, **values: Any) -> list[tuple[str, str | None, str | None, str]]:
    sheets = altered(faithful(tables, COUNTY, MONTH), "institutions", wanted, **values)
    merged = merge(live(tables), [sent(COUNTY, MONTH, sheets)], MONTH, DAY)
    return [(one.code, one.cell, one.value, one.message) for one in merged.findings
            if one.code in ("attribute_changed", "column_changed")]


def lead(one: dict[str, Any]) -> bool:
    return one["institution_id"] == "H1"


@pytest.mark.parametrize(
    ("known", "now", "found"),
    [
        ({"ownership": "public"}, {"ownership": "private"},
         [("F3", "社会办", "所有制原来是“公立”，这里是“社会办”")]),
        ({"grade": "二级乙等"}, {"grade": "二级甲等"}, [("G3", "二级甲等", "等级原来是“二级乙等”，这里是“二级甲等”")]),
        ({"grade": "二级乙等"}, {"grade": None}, [("G3", None, "等级原来是“二级乙等”，这里空着")]),
        ({"ownership": "public", "grade": "二级乙等"}, {"ownership": "private", "grade": "一级"},
         [("F3", "社会办", "所有制原来是“公立”，这里是“社会办”；等级原来是“二级乙等”，这里是“一级”")]),
        # What is told for the first time, and what is as it was.
        ({}, {"ownership": "public", "grade": "二级乙等"}, []),
        ({"ownership": "public", "grade": "二级乙等"}, {"ownership": "public"}, []),
    ],
)
def test_what_is_not_as_it_was_is_said_once(known: Any, now: Any, found: list[Any]) -> None:
    assert told(world(**known), lead, **now) == [("attribute_changed", *one) for one in found]


@pytest.mark.parametrize(("changed", "codes"), [(9, ["attribute_changed"] * 9), (10, ["column_changed"])])
def test_where_most_of_a_column_changed_the_column_is_named(changed: int, codes: list[str]) -> None:
    few = {f"N{number}" for number in range(changed)}
    result = told(world(18), lambda one: one["institution_id"] in few, ownership="public")
    assert [code for code, *_ in result] == codes


def test_a_sheet_without_the_column_says_nothing_of_it() -> None:
    tables = world(ownership="public", grade="二级乙等")
    rows = [
        {name: value for name, value in one.items() if name != "grade"}
        for one in faithful(tables, COUNTY, MONTH)["institutions"]
    ]
    file = sent(COUNTY, MONTH, {"institutions": rows})
    for name in ("grade", "ownership"):
        del file.forms["institutions"].columns[name]  # type: ignore[attr-defined]
    merged = merge(live(tables), [file], MONTH, DAY)
    assert "attribute_changed" not in {one.code for one in merged.findings}
