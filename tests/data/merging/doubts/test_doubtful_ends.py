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


@pytest.mark.parametrize(
    ("sender", "receiver", "cell"),
    [
        ("H1", "T1", None), ("H1", "V1", None), ("T2", "T1", "D3"), ("X1", "T1", "D3"), ("H1", "X1", "F3"),
        ("H2", "T1", "F3"),
    ],
)
@pytest.mark.parametrize(("kind", "end"), [("long_term", None), ("long_term", LAST), ("mobile", None),
                                           ("long_term", date(2023, 9, 29))])
def test_a_county_hears_of_what_is_not_counted(
    sender: str, receiver: str, cell: str | None, kind: str, end: date | None
) -> None:
    new: Row = {"person_id": "甲9", "from_institution_id": sender, "to_institution_id": receiver, "kind": kind,
                "start_on": date(2023, 9, 1), "end_on": end}
    done = merged({"postings": [new]})
    said = [place for _, place in unfit(done)]
    counts = kind == "long_term" and end != date(2023, 9, 29)
    assert said == ([cell] if cell and counts else [])
    [number] = [name for name in reasons(done) if name.startswith(COUNTY)]
    assert (reasons(done)[number] == "ends_do_not_fit") == bool(said)


@pytest.mark.parametrize(
    ("flow", "sender", "receiver", "cell"),
    [
        ("municipal_to_lead", "M1", "H1", None), ("municipal_to_lead", "M1", "T1", "H3"),
        ("municipal_to_lead", "M1", None, "H3"), ("municipal_to_lead", "Z1", "H1", "D3"),
        ("municipal_to_county", "Z1", None, None), ("municipal_to_county", "M1", "T1", None),
        ("municipal_to_county", "H1", None, "D3"),
    ],
)
def test_the_city_hears_of_what_is_not_counted(
    flow: str, sender: str, receiver: str | None, cell: str | None
) -> None:
    new: Row = {"person_id": "乙9", "flow": flow, "from_institution_id": sender, "to_institution_id": receiver,
                "to_county_code": COUNTY, "kind": "long_term", "start_on": date(2023, 9, 1)}
    done = merged({"city_postings": [new]}, CITY)
    assert [place for _, place in unfit(done)] == ([cell] if cell else [])
    [number] = [name for name in reasons(done) if name.startswith(CITY)]
    assert (reasons(done)[number] == "ends_do_not_fit") == bool(cell)


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
