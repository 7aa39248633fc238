"""Which rows a template begins with on days at the edge of its month: June 2023 of the small world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from data.tables import conform_all
from tests.data.small_world import Tables, frames, row, small_world, volume
from tests.data.template.rows import Record, rows_of


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def june(tables: Tables, key: str, sender: str = "330203") -> list[Record]:
    return rows_of(conform_all(frames(tables)), sender, "2023-06", key)


def _institution(world: Tables, begin: str | None, end: str | None) -> None:
    world["institutions"].append(
        row("institutions", institution_id="X", name="某卫生院", category="township_hospital", county_code="330203",
            region_code="330203", opened_on=day(begin), closed_on=day(end))
    )


def _membership(world: Tables, begin: str | None, end: str | None) -> None:
    _institution(world, None, None)
    world["memberships"].append(
        row("memberships", consortium_id="C1", institution_id="X", role="township_member", valid_from=day(begin),
            valid_to=day(end))
    )


def _specialty(world: Tables, begin: str | None, end: str | None) -> None:
    world["specialties"].append(
        row("specialties", subject_id="C1", specialty="某专科", kind="weak", since=day(begin), until=day(end))
    )


def _pairing(world: Tables, begin: str | None, end: str | None) -> None:
    world["pairings"].append(
        row("pairings", institution_id="H2", partner_id="M1", valid_from=day(begin), level="municipal",
            valid_to=day(end))
    )


def _village(world: Tables, begin: str | None, end: str | None) -> None:
    world["village_services"].append(
        row("village_services", village_code="330203100201", mode="mobile", valid_from=day(begin), valid_to=day(end))
    )


Adding = Callable[[Tables, str | None, str | None], None]
LONG_AGO = "2020-06-01"


@pytest.mark.parametrize(
    ("add", "key", "begin", "end", "there"),
    [
        # An end that has a column of its own is stated in the month it comes.
        (_institution, "institutions", None, "2023-06-01", False),
        (_institution, "institutions", None, "2023-06-02", True),
        (_institution, "institutions", "2023-06-30", None, True),
        (_institution, "institutions", "2023-07-01", None, False),
        (_institution, "workforce", None, "2023-06-30", False),
        (_institution, "workforce", None, "2023-07-01", True),
        (_specialty, "specialties", LONG_AGO, "2023-06-01", False),
        (_specialty, "specialties", LONG_AGO, "2023-06-02", True),
        (_specialty, "specialties", "2023-07-01", None, False),
        # One that has none is said by leaving the row out, so only the month's end counts.
        (_membership, "memberships", LONG_AGO, "2023-06-30", False),
        (_membership, "memberships", LONG_AGO, "2023-07-01", True),
        (_membership, "memberships", "2023-06-30", None, True),
        (_membership, "memberships", "2023-07-01", None, False),
        (_village, "village_services", LONG_AGO, "2023-06-30", False),
        (_village, "village_services", LONG_AGO, "2023-07-01", True),
        (_pairing, "pairings", LONG_AGO, "2023-06-30", False),
        (_pairing, "pairings", "2023-06-30", None, True),
    ],
)
def test_a_row_is_there_while_it_holds(add: Adding, key: str, begin: str | None, end: str | None, there: bool) -> None:
    world = small_world()
    sender = "3302" if key == "pairings" else "330203"
    before = len(june(world, key, sender))
    # A membership brings its institution along, which is counted in another sheet.
    add(world, begin, end)
    assert len(june(world, key, sender)) - before == int(there)


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        ("2022-01-01", "2023-05-31", False),
        ("2022-01-01", "2023-06-01", True),  # the last day still counts
        ("2022-01-01", None, True),
        ("2023-07-15", None, True),  # known to come
    ],
)
def test_a_posting_stays_until_the_month_after_its_last_day(start: str, end: str | None, there: bool) -> None:
    world = small_world()
    world["postings"][0].update(start_on=day(start), end_on=day(end))
    assert [one["posting_id"] for one in june(world, "postings")] == (["P1"] if there else [])


def test_a_site_that_closes_within_the_month_is_asked_once_more() -> None:
    (asked,) = june(small_world(), "remote")
    assert (asked["requesting_institution_id"], asked["providing_institution_id"]) == ("T1", "H1")
    assert (asked["opened_on"], asked["closed_on"], asked["volume"]) == (date(2022, 3, 15), date(2023, 6, 10), None)
    world = small_world()
    world["remote_sites"][0]["closed_on"] = date(2023, 6, 1)
    assert june(world, "remote") == []
    # What was reported for the month is shown all the same, site or not.
    world["remote_volumes"].append(volume("2023-06", 7))
    (shown,) = june(world, "remote")
    assert (shown["volume"], shown["opened_on"]) == (7, None)


def test_who_served_last_may_be_more_than_one_and_later_months_are_not_asked() -> None:
    world = small_world()
    world["remote_volumes"] += [
        volume("2023-03", 4, providing_institution_id="H2"),
        volume("2023-07", 9, providing_institution_id="M1"),
    ]
    assert [one["providing_institution_id"] for one in june(world, "remote")] == ["H1", "H2"]


@pytest.mark.parametrize(("month", "there"), [("2023-07", False), ("2023-08", True), ("2024-07", True),
                                              ("2024-08", False)])
def test_items_are_those_of_the_last_twelve_months(month: str, there: bool) -> None:
    live = conform_all(frames(small_world()))
    found = rows_of(live, "330203", month, "investments")
    assert [one["item"] for one in found] == (["设备"] if there else [])
    assert [one["amount_yuan"] for one in found] == ([1e6 if month == "2023-08" else None] if there else [])


def test_a_later_value_is_not_known_yet() -> None:
    world = small_world()
    world["capability"] += [
        row("capability", subject_id="T1", item="beds", value="30", since=date(2023, 6, 30)),
        row("capability", subject_id="T1", item="beds", value="40", since=date(2023, 7, 1)),
    ]
    beds = {one["subject_id"]: one["value"] for one in june(world, "capability") if one["item"] == "beds"}
    assert beds == {"T1": "30", "T2": None}


def test_a_county_without_any_row_gets_blank_sheets_to_fill() -> None:
    live = conform_all({"regions": frames(small_world())["regions"]})
    for key in ("institutions", "postings", "costs", "capability"):
        assert rows_of(live, "330212", "2023-06", key) == []
    (asked,) = rows_of(live, "330212", "2023-06", "care_seeking")
    assert (asked["month"], asked["county_code"], asked["county_name"]) == ("2023-06", "330212", "鄞州区")
    assert len(rows_of(live, "330212", "2023-06", "governance")) == 6
