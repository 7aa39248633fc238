"""Cells that are blank where the last month had a number: said once, and not of what was never counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.intake.answers import CellFinding
from data.merging import merge
from tests.data.merging.sending import Row, live, sent
from tests.data.small_world import Tables, row, small_world, volume

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"
CARE = {"visits_in": 900, "visits_out": 300, "inpatients_in": 80}


def told(tables: Tables, form: str, rows: list[Row]) -> list[tuple[str | None, str]]:
    merged = merge(live(tables), [sent(COUNTY, MONTH, {form: rows})], MONTH, DAY)
    return [(one.cell, one.message) for one in merged.findings if one.code == "number_absent"]


def care(month: str = "2023-08", **numbers: Any) -> Tables:
    tables = small_world()
    tables["care_seeking"] = [row("care_seeking", county_code=COUNTY, month=month, **numbers)]
    return tables


@pytest.mark.parametrize(
    ("now", "cells"),
    [
        (CARE, []), ({**CARE, "visits_out": None}, ["E3"]), ({**CARE, "visits_out": 0}, []),
        ({"visits_in": 900}, ["E3", "G3"]),
        # A sheet without any number is told of as a whole.
        ({}, []),
    ],
)
def test_a_cell_that_is_emptied_is_named(now: Row, cells: list[str]) -> None:
    assert [cell for cell, _ in told(care(**CARE), "care_seeking", [now])] == cells


@pytest.mark.parametrize(
    ("month", "said"),
    [("2023-08", "上个月"), ("2023-02", "上一次报的 2023-02 "), ("2022-09", "上一次报的 2022-09 "), ("2022-08", None)],
)
def test_the_last_number_is_that_of_a_year_at_most(month: str, said: str | None) -> None:
    found = told(care(month, **CARE), "care_seeking", [{**CARE, "visits_out": None}])
    assert found == ([("E3", f"县域外就诊人次{said}是 300，这个月空着，按没有报送处理")] if said else [])


def test_a_row_without_any_number_is_named_by_its_sheet_alone() -> None:
    tables = small_world()
    costs = {"outpatient_fee_yuan": 9e6, "inpatient_fee_yuan": 8e6, "drug_fee_yuan": 3e6}
    tables["costs"] = [row("costs", consortium_id="C1", month="2023-08", **costs)]
    other = {"consortium_id": "C9", "consortium_name": "新医共体", "discharges": 7}
    assert told(tables, "costs", [{"consortium_id": "C1"}, other]) == []
    assert [cell for cell, _ in told(tables, "costs", [{"consortium_id": "C1", **costs, "drug_fee_yuan": None}])] == [
        "H3"
    ]


def remote(count: int, **now: Any) -> tuple[Tables, list[Row]]:
    types = ("ecg", "imaging", "lab", "pathology", "consultation", "sterile", "emergency")[:count]
    tables = small_world()
    tables["remote_volumes"] = [
        volume("2023-08", 20, service_type=one, requesting_institution_id="T2", median_turnaround_minutes=30.5)
        for one in types
    ]
    rows: list[Row] = [
        {"requesting_institution_id": "T2", "service_type": one, "providing_institution_id": "H1", **now}
        for one in types[:-1]
    ]
    return tables, [*rows, {"requesting_institution_id": "T2", "service_type": types[-1],
                            "providing_institution_id": "H1", "volume": 9}]


@pytest.mark.parametrize(("count", "cells"), [(6, ["I3", "I4", "I5", "I6", "I7"]), (7, [None])])
def test_many_of_a_column_are_said_at_once(count: int, cells: list[str | None]) -> None:
    """The time of answering is not measured by everybody: nobody asks for it."""
    assert [cell for cell, _ in told(*_with_form(remote(count)))] == cells


def test_a_site_that_closed_in_the_month_has_nothing_to_report() -> None:
    assert told(*_with_form(remote(2, closed_on=date(2023, 9, 20)))) == []
    assert [cell for cell, _ in told(*_with_form(remote(2, closed_on=date(2023, 10, 1))))] == ["I3"]


def _with_form(made: tuple[Tables, list[Row]]) -> tuple[Tables, str, list[Row]]:
    return made[0], "remote", made[1]


def test_a_cell_that_could_not_be_read_is_not_empty() -> None:
    file = sent(COUNTY, MONTH, {"care_seeking": [{**CARE, "visits_out": None}]})
    wrong = CellFinding("type_unreadable", "error", file.name, "就医流向", "E3", "约三百", "不是数", "写数", COUNTY)
    merged = merge(live(care(**CARE)), [replace(file, findings=(wrong,))], MONTH, DAY)
    assert [one.code for one in merged.findings if one.cell == "E3"] == []
