"""Standards no longer reached, and villages no longer served: asked about once, and what got better never."""

from __future__ import annotations

from datetime import date

import pytest

from data.merging import merge
from tests.data.merging.sending import altered, faithful, live, sent
from tests.data.small_world import Tables, row, small_world

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"
SINCE = date(2021, 1, 1)


def told(tables: Tables, sheets: dict[str, list[dict[str, object]]]) -> list[tuple[str, str | None, str]]:
    merged = merge(live(tables), [sent(COUNTY, MONTH, sheets)], MONTH, DAY)
    return [(one.code, one.cell, one.message) for one in merged.findings
            if one.code in ("state_back", "village_unserved", "column_changed")]


@pytest.mark.parametrize(
    ("table", "subject", "item", "old", "new", "said"),
    [
        ("capability", "H1", "county_strong_hospital", "yes", "no", "“县级强院标准”原来是“是”，这里是“否”"),
        ("capability", "H1", "county_strong_hospital", "no", "yes", None),
        ("capability", "H1", "county_strong_hospital", "yes", None, "“{}”原来是“是”，这里空着，按没有报送处理"),
        ("capability", "H1", "county_strong_hospital", "no", None, "“{}”原来是“否”，这里空着，按没有报送处理"),
        ("capability", "T1", "service_tier", "recommended", "basic", "“{}”原来是“推荐标准”，这里是“基本标准”"),
        ("capability", "T1", "service_tier", "basic", "none", "“{}”原来是“基本标准”，这里是“未达标准”"),
        ("capability", "T1", "service_tier", "none", "basic", None),
        ("capability", "T1", "beds", "20", "18", None),
        ("capability", "T1", "beds", "20", None, "“{}”原来是“20”，这里空着，按没有报送处理"),
        ("governance", "C1", "info_platform", "yes", "partial", "“{}”原来是“是”，这里是“部分”"),
        ("governance", "C1", "info_platform", "partial", "no", "“{}”原来是“部分”，这里是“否”"),
        ("governance", "C1", "info_platform", "no", "partial", None),
        ("governance", "C1", "info_platform", "yes", "yes", None),
    ],
)
def test_a_value_that_is_worse_or_gone(
    table: str, subject: str, item: str, old: str, new: str | None, said: str | None
) -> None:
    tables = small_world()
    tables[table] = [row(table, subject_id=subject, item=item, value=old, since=SINCE)]
    found = told(tables, {table: [{"subject_id": subject, "item": item, "value": new}]})
    assert [(code, cell) for code, cell, _ in found] == ([("state_back", "D3")] if said else [])
    for _, _, message in found:
        assert said is not None and message.endswith(said.removeprefix("“{}”"))


def test_a_value_that_was_never_reported_is_not_missed() -> None:
    assert told(small_world(), {"capability": [{"subject_id": "T2", "item": "beds", "value": None}]}) == []


def villages(count: int) -> Tables:
    tables = small_world()
    for number in range(count):
        code = f"3302031003{number:02d}"
        tables["regions"].append(row("regions", region_code=code, name=f"第{number}村", level="village",
                                     parent_code="330203100"))
        tables["village_services"].append(row("village_services", village_code=code, mode="mobile",
                                              institution_id="T1", valid_from=SINCE))
    return tables


@pytest.mark.parametrize(
    ("gone", "all_", "found"),
    [
        (0, 20, []), (5, 20, [("village_unserved", f"C{row}") for row in range(4, 9)]),
        (6, 20, [("village_unserved", None)]), (9, 18, [("village_unserved", None)]),
        # From ten on that are half of the column, the column is named.
        (10, 19, [("column_changed", None), ("column_changed", None)]),
    ],
)
def test_villages_that_are_no_longer_served(gone: int, all_: int, found: list[tuple[str, str | None]]) -> None:
    tables = villages(all_)
    few = {f"3302031003{number:02d}" for number in range(gone)}
    sheets = altered(faithful(tables, COUNTY, MONTH), "village_services", lambda one: one["village_code"] in few,
                     mode="none", institution_id=None)
    assert [(code, cell) for code, cell, _ in told(tables, sheets)] == found


def test_a_village_that_is_served_otherwise_or_was_not_is_not_asked_about() -> None:
    tables = villages(2)
    tables["village_services"][-1]["mode"] = "none"
    sheets = altered(faithful(tables, COUNTY, MONTH), "village_services", lambda one: one["mode"] == "mobile",
                     mode="extension")
    assert told(tables, sheets) == []
