"""A row that was copied from the month before, and one that merely holds a number of it."""

from __future__ import annotations

from datetime import date

import pytest

from data.merging import merge
from tests.data.merging.sending import Row, live, sent
from tests.data.small_world import row, small_world

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"
CARE = {"visits_in": 900, "visits_out": 300, "inpatients_in": 80}


def told(
    now: Row, before: Row = CARE, month: str = "2023-08", form: str = "care_seeking"
) -> list[tuple[str | None, str]]:
    tables = small_world()
    tables[form] = [row(form, county_code=COUNTY, month=month, **before)]
    merged = merge(live(tables), [sent(COUNTY, MONTH, {form: [now]})], MONTH, DAY)
    return [(one.cell, one.message) for one in merged.findings if one.code == "month_repeated"]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (CARE, True), ({**CARE, "inpatients_in": 81}, False), ({**CARE, "inpatients_in": None}, False),
        ({**CARE, "inpatients_out": 5}, False),
    ],
)
def test_all_numbers_of_a_row_are_those_of_the_month_before(now: Row, found: bool) -> None:
    said = [("D3", "这一行的 3 个数与上个月的完全相同，像是照抄")]
    assert told(now) == (said if found else [])


@pytest.mark.parametrize(("largest", "found"), [(99, False), (100, True), (101, True)])
def test_small_numbers_may_well_be_the_same(largest: int, found: bool) -> None:
    few = {"visits_in": largest, "visits_out": 30, "inpatients_in": 8}
    assert bool(told(few, few)) == found


def test_only_the_very_month_before_and_only_what_happens_in_a_month() -> None:
    assert told(CARE, month="2023-07") == []
    offers = {"offered": 300, "to_grassroots": 90, "used": 210}
    tables = small_world()
    tables["bookings"] = [row("bookings", provider_institution_id="M1", month="2023-08", resource="ct", **offers)]
    file = sent("3302", MONTH, {"bookings": [{"provider_institution_id": "M1", "resource": "ct", **offers}]})
    assert "month_repeated" not in {one.code for one in merge(live(tables), [file], MONTH, DAY).findings}
    contracts = {"teams": 3, "doctors": 9, "contracted": 400, "key_population": 120, "key_contracted": 90}
    assert told(contracts, contracts, form="family_doctors") == []
