"""Days after the month or in another age: at the edges, and never of what is live as it is stated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.merging import merge
from tests.data.merging.sending import Row, altered, faithful, live, sent, small
from tests.data.small_world import small_world

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"
REPORTED = faithful(small_world(), COUNTY, MONTH)
AFTER, AGO, LONG = "day_after_month", "day_long_ago", "term_long"


def told(sheets: dict[str, list[Row]], base: Any = None) -> list[tuple[str, str]]:
    findings = merge(base or small(), [sent(COUNTY, MONTH, sheets)], MONTH, DAY).findings
    return [(one.code, one.severity) for one in findings if one.code in (AFTER, AGO, LONG)]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2023, 9, 30), []),
        (date(2023, 10, 1), [(AFTER, "warning")]),
        (date(2023, 12, 31), [(AFTER, "warning")]),
        (date(2024, 1, 1), [(AFTER, "error")]),
        (date(2000, 1, 1), []),
        (date(1999, 12, 31), [(AGO, "warning")]),
    ],
)
def test_what_happened_lies_in_this_century_and_not_after_the_month(day: date, found: list[tuple[str, str]]) -> None:
    sites = [{"requesting_institution_id": name, "service_type": "imaging", "opened_on": date(2022, 1, 1)}
             for name in ("T1", "T2")]
    sites[0]["opened_on"], sites[1]["closed_on"] = day, day
    bones = [{"subject_id": "C1", "specialty": "骨科", "kind": "key", "since": day, "until": None},
             {"subject_id": "C1", "specialty": "眼科", "kind": "weak", "since": date(2022, 1, 1), "until": day}]
    sheets = altered(REPORTED, "resource_centres", lambda row: True, opened_on=day)
    assert told({**sheets, "remote": sites, "specialties": bones}) == found * 5


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(1949, 9, 30), [(AGO, "warning")]),
        (date(1949, 10, 1), []),
        (date(2023, 10, 1), [(AFTER, "warning")]),
        (date(2024, 1, 1), [(AFTER, "error")]),
    ],
)
def test_institutions_may_be_older(day: date, found: list[tuple[str, str]]) -> None:
    assert told(altered(REPORTED, "institutions", lambda row: row["institution_id"] == "T2", opened_on=day)) == found


@pytest.mark.parametrize(
    ("column", "day", "found"),
    [
        ("start_on", date(2015, 8, 31), [(AGO, "warning")]),
        ("start_on", date(2015, 9, 1), []),
        ("end_on", date(2023, 10, 1), [(AFTER, "warning")]),
        ("end_on", date(2024, 1, 1), [(AFTER, "error")]),
        ("planned_end_on", date(2030, 1, 1), []),
        ("planned_end_on", date(2030, 1, 2), [(LONG, "warning")]),
    ],
)
def test_days_of_postings(column: str, day: date, found: list[tuple[str, str]]) -> None:
    assert told(altered(REPORTED, "postings", lambda row: True, **{column: day})) == found


def test_a_day_that_is_live_as_it_is_stated_is_not_asked_about() -> None:
    tables = small_world()
    tables["institutions"][2]["closed_on"] = date(2026, 1, 1)
    tables["postings"][0] |= {"start_on": date(2001, 1, 1), "end_on": date(2025, 1, 1)}
    tables["remote_sites"][0] |= {"opened_on": date(1990, 1, 1), "closed_on": date(2025, 1, 1)}
    sheets = faithful(tables, COUNTY, MONTH)
    assert sheets["postings"] and sheets["remote"] and told(sheets, live(tables)) == []
    assert told(sheets) != []


def test_a_posting_that_goes_elsewhere_keeps_its_days_unasked() -> None:
    tables = small_world()
    tables["postings"][0]["end_on"] = date(2025, 1, 1)
    sheets = altered(faithful(tables, COUNTY, MONTH), "postings", lambda row: True, to_institution_id="T2")
    assert told(sheets, live(tables)) == []


def test_it_is_said_of_the_cell() -> None:
    sheets = altered(REPORTED, "postings", lambda row: True, end_on=date(2023, 10, 1))
    merged = merge(small(), [sent(COUNTY, MONTH, sheets)], MONTH, DAY)
    [found] = [one for one in merged.findings if one.code == AFTER]
    assert (found.sheet, found.cell, found.value) == ("派驻人员", "N3", "2023-10-01")
    assert "计划结束日期" in found.fix
