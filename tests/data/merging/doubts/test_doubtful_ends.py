"""Postings whose ends do not fit: the very ones that the indicators leave out for that reason, each said once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.merging import Merged, merge
from data.tables import city_tables
from indicators.counting import CODES
from indicators.engine import lazily
from tests.data.merging.sending import Row, altered, faithful, live, sent
from tests.data.small_world import Tables, row, small_world

MONTH, DAY, LAST = "2023-09", date(2023, 10, 8), date(2023, 9, 30)
COUNTY, CITY = "330203", "3302"
CODE = "posting_ends_unfit"


def world() -> Tables:
    tables = small_world()
    tables["institutions"].append(
        row("institutions", institution_id="Z1", name="市疾控", category="municipal_public_health", region_code=CITY)
    )
    tables["institutions"].append(
        row("institutions", institution_id="X1", name="独立卫生院", category="township_hospital", county_code=COUNTY,
            region_code=COUNTY)
    )
    return tables


def merged(sheets: dict[str, list[Row]], sender: str = COUNTY, tables: Tables | None = None) -> Merged:
    return merge(live(tables or world()), [sent(sender, MONTH, sheets)], MONTH, DAY)


def unfit(done: Merged) -> list[tuple[str | None, str | None]]:
    return [(one.sheet, one.cell) for one in done.findings if one.code == CODE]


def reasons(done: Merged) -> dict[str, str]:
    """Return why each posting is not counted, as the indicators say."""
    tables = city_tables(dict(done.frames), CITY, LAST)
    found = lazily(tables, LAST, "headcount", None).context.reasons
    numbers = tables.frames["postings"]["posting_id"].tolist()
    return {number: CODES[reason] for number, reason in zip(numbers, found, strict=True)}


#: Sender, receiver, and the column of the cell that is named; null where both fit.
COUNTY_ENDS = (
    ("H1", "T1", None), ("H1", "V1", None), ("T2", "T1", "D"), ("X1", "T1", "D"), ("H1", "X1", "F"), ("H2", "T1", "F"),
)
CITY_ENDS = (
    ("municipal_to_lead", "M1", "H1", None), ("municipal_to_lead", "M1", "T1", "H"),
    ("municipal_to_lead", "M1", None, "H"), ("municipal_to_lead", "Z1", "H1", "D"),
    ("municipal_to_county", "Z1", None, None), ("municipal_to_county", "M1", "T1", None),
    ("municipal_to_county", "H1", None, "D"),
)


def check(done: Merged, sender: str, expected: list[str | None]) -> None:
    """See that the cells are named, and that the same rows are left out for that reason."""
    assert [place for _, place in unfit(done)] == [f"{at}{row}" for row, at in enumerate(expected, 3) if at]
    why = reasons(done)
    numbers = done.frames["postings"]["posting_id"]
    own = [number for number in numbers if number.startswith(f"{sender}-")]
    assert [why[number] == "ends_do_not_fit" for number in own] == [at is not None for at in expected]


@pytest.mark.parametrize(
    ("kind", "end", "counts"),
    [("long_term", None, True), ("long_term", LAST, True), ("mobile", None, False),
     ("long_term", date(2023, 9, 29), False)],
)
def test_a_county_hears_of_what_is_not_counted(kind: str, end: date | None, counts: bool) -> None:
    rows: list[Row] = [
        {"person_id": f"甲9{at}", "from_institution_id": sender, "to_institution_id": receiver, "kind": kind,
         "start_on": date(2023, 9, 1), "end_on": end}
        for at, (sender, receiver, _) in enumerate(COUNTY_ENDS)
    ]
    check(merged({"postings": rows}), COUNTY, [cell if counts else None for _, _, cell in COUNTY_ENDS])


def test_the_city_hears_of_what_is_not_counted() -> None:
    rows: list[Row] = [
        {"person_id": f"乙9{at}", "flow": flow, "from_institution_id": sender, "to_institution_id": receiver,
         "to_county_code": COUNTY, "kind": "long_term", "start_on": date(2023, 9, 1)}
        for at, (flow, sender, receiver, _) in enumerate(CITY_ENDS)
    ]
    check(merged({"city_postings": rows}, CITY), CITY, [cell for *_, cell in CITY_ENDS])


def test_what_did_not_fit_before_is_not_asked_about_again() -> None:
    tables = world()
    tables["postings"][0]["to_institution_id"] = "X1"
    sheets = faithful(tables, COUNTY, MONTH)
    assert unfit(merged(sheets, tables=tables)) == []
    shorter = altered(sheets, "postings", lambda one: True, end_on=date(2023, 9, 30))
    assert unfit(merged(shorter, tables=tables)) == [("派驻人员", "F3")]


def test_postings_that_fit_no_more_since_a_member_left_are_said_at_once() -> None:
    sheets: Any = faithful(world(), COUNTY, MONTH)
    sheets["memberships"] = [one for one in sheets["memberships"] if one["institution_id"] != "T1"]
    done = merged(sheets)
    assert unfit(done) == [("派驻人员", None)]
    assert reasons(done)["P1"] == "ends_do_not_fit"
    [found] = [one for one in done.findings if one.code == CODE]
    assert "1 次" in found.message and "P1" in found.message
