"""What a scenario takes is what all rows after hold that all rows before did not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.tables import CityTables
from scenarios.applying import apply
from scenarios.cost import Cost, cost_of
from tests.scenarios.asking import EAST, city, do
from tests.scenarios.drawing import Drawing, city_of_world


def rows(tables: CityTables, table: str) -> list[dict[Any, Any]]:
    return tables[table].astype(object).where(tables[table].notna(), None).to_dict("records")


def running(row: dict[Any, Any], begin: str, end: str, day: pd.Timestamp) -> bool:
    return (row[begin] is None or row[begin] <= day) and (row[end] is None or row[end] > day)


def all_rows(before: CityTables, after: CityTables, on: date) -> Cost:
    """The same from every row, whoever touched it."""
    day = pd.Timestamp(on)

    def sites(tables: CityTables) -> set[Any]:
        return {(row["institution_id"], row["service_type"]) for row in rows(tables, "remote_sites")
                if running(row, "opened_on", "closed_on", day)}  # fmt: skip

    def served(tables: CityTables) -> set[Any]:
        modes = {row["village_code"]: row["mode"] for row in sorted(rows(tables, "village_services"),
                 key=lambda row: row["valid_from"]) if running(row, "valid_from", "valid_to", day)}  # fmt: skip
        return {code for code, mode in modes.items() if mode != "none"}

    def clinics(tables: CityTables) -> set[Any]:
        return {row["institution_id"] for row in rows(tables, "institutions")
                if row["category"] == "village_clinic" and running(row, "opened_on", "closed_on", day)}  # fmt: skip

    def ends(tables: CityTables) -> dict[Any, Any]:
        return {row["posting_id"]: row["end_on"] or row["planned_end_on"] for row in rows(tables, "postings")}

    called_back = {row["posting_id"] for row in rows(after, "postings") if row["end_on"]}

    people = [{row["person_id"] for row in rows(tables, "postings")} for tables in (before, after)]
    then, now = ends(before), ends(after)
    later = {id for id, end in now.items() if id not in called_back and end and then.get(id) and end > then[id]}
    return Cost(
        persons=len(people[1] - people[0]),
        sites=len(sites(after)) - len(sites(after) & sites(before)),
        villages=len(served(after) - served(before)),
        clinics=len(clinics(after) - clinics(before)),
        renewed=len({row["person_id"] for row in rows(after, "postings") if row["posting_id"] in later}),
    )


@given(st.integers(0, 12), st.integers(0, 2**30))
@settings(max_examples=12, deadline=None)
def test_the_cost_is_that_of_all_rows(seed: int, draw: int) -> None:
    tables = city_of_world(seed)
    applied = apply(tables, Drawing(tables, draw).scenario(8))
    assert applied.cost == all_rows(tables, applied.tables, applied.as_of)


def test_the_same_tables_cost_nothing() -> None:
    tables = city_of_world(0)
    assert cost_of(tables, tables, tables.as_of) == Cost()


def test_who_is_called_back_after_the_planned_end_is_not_renewed() -> None:
    made = city()
    (posting,) = made.rows["postings"]
    posting["planned_end_on"] = "2022-06-30"
    back = {"kind": "end_postings", "institution_id": f"l{EAST}"}
    assert do(back, on=made).cost == Cost()
    longer = {"kind": "extend_postings", "posting_ids": [posting["posting_id"]], "months": 12}
    assert do(longer, on=made).cost == Cost(renewed=1)
    assert do(longer, back, on=made).cost == Cost()
