"""Institutions that moved, columns most of whose rows changed, names and codes that nearly are known ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.merging import Merged, merge
from tests.data.merging.sending import Row, altered, faithful, live, sent
from tests.data.small_world import Tables, row, small_world

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"
CODES = {
    "position_of_other", "position_moved", "place_changed", "datum_changed", "consortium_changed", "column_changed",
    "name_new", "person_alike", "clinic_large", "grade_unfit",
}


def told(sheets: Any, tables: Tables | None = None) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in done(sheets, tables).findings if one.code in CODES]


def done(sheets: Any, tables: Tables | None = None) -> Merged:
    return merge(live(tables or small_world()), [sent(COUNTY, MONTH, sheets)], MONTH, DAY)


def many(count: int) -> Tables:
    """Return the world with so many village clinics more, each in a village and at a place of its own."""
    tables = small_world()
    for number in range(count):
        village = f"3302031003{number:02d}"
        tables["regions"].append(
            row("regions", region_code=village, name=f"第{number}村", level="village", parent_code="330203100")
        )
        tables["institutions"].append(
            row("institutions", institution_id=f"N{number}", name=f"第{number}村卫生室", category="village_clinic",
                county_code=COUNTY, region_code=village, lon=121.3 + number / 1000, lat=29.8, datum="wgs84")
        )
        tables["village_services"].append(
            row("village_services", village_code=village, mode="clinic", institution_id=f"N{number}",
                clinic_planned=True, valid_from=date(2020, 1, 1))
        )
    return tables


def report(tables: Tables, key: str, wanted: Any, **values: Any) -> list[tuple[str, str | None]]:
    return told(altered(faithful(tables, COUNTY, MONTH), key, wanted, **values), tables)


def test_a_position_that_is_anothers_was_copied() -> None:
    tables = many(2)
    first = lambda one: one["institution_id"] == "N0"  # noqa: E731
    assert report(tables, "institutions", first, lon=121.301) == [("position_of_other", "L7")]
    assert report(tables, "institutions", first, lon=121.3015) == []
    assert told(faithful(small_world(), COUNTY, MONTH)) == []  # Where they are live at one place nothing is asked.


def test_positions_that_all_slipped_are_said_at_once() -> None:
    tables = many(6)
    sheets = faithful(tables, COUNTY, MONTH)
    new = [one for one in sheets["institutions"] if str(one["institution_id"]).startswith("N")]
    places = [one["lon"] for one in new]
    for one, lon in zip(new, places[1:] + places[:1], strict=True):
        one["lon"] = lon
    assert told(sheets, tables) == [("position_of_other", None)]


def test_another_town_and_another_datum_are_asked_about() -> None:
    tables = many(1)
    first = lambda one: one["institution_id"] == "N0"  # noqa: E731
    assert report(tables, "institutions", first, region_code="330203100201") == [("place_changed", "D7")]
    assert report(tables, "institutions", first, datum="gcj02") == [("datum_changed", "N7")]
    assert report(tables, "institutions", first, datum="gcj02", lon=121.305) == []
    assert report(tables, "institutions", first, lon=None, lat=None, datum=None) == []


def test_who_changed_the_consortium_is_named() -> None:
    sheets = faithful(small_world(), COUNTY, MONTH)
    moved = altered(sheets, "memberships", lambda one: one["institution_id"] == "T2", consortium_id="C9",
                    consortium_name="新医共体")
    found = [one for one in done(moved).findings if one.code == "consortium_changed"]
    assert ["“古林卫生院”" in one.message for one in found] == [True]
    assert told(sheets) == []


@pytest.mark.parametrize(("changed", "found"), [(9, False), (10, True)])
def test_ten_rows_of_a_column_that_changed_at_once_are_asked_about(changed: int, found: bool) -> None:
    tables = many(18)
    few = {f"3302031003{number:02d}" for number in range(changed)}
    result = report(tables, "village_services", lambda one: one["village_code"] in few, clinic_planned=False)
    assert result == ([("column_changed", None)] if found else [])


@pytest.mark.parametrize(("rows", "found"), [(20, True), (21, False)])
def test_ten_of_more_than_twenty_are_not_the_column(rows: int, found: bool) -> None:
    tables = many(rows)
    few = {f"3302031003{number:02d}" for number in range(10)}
    result = report(tables, "village_services", lambda one: one["village_code"] in few, clinic_planned=False)
    assert result == ([("column_changed", None)] if found else [])


def test_beds_that_all_doubled_are_asked_about_apart_from_other_items() -> None:
    tables = many(10)
    own = [f"N{number}" for number in range(10)]
    since = date(2021, 1, 1)
    tables["capability"] += [row("capability", subject_id=one, item="beds", value="20", since=since) for one in own]
    sheets: dict[str, list[Row]] = {"capability": [{"subject_id": one, "item": "beds", "value": "40"} for one in own]}
    assert told(sheets, tables) == [("column_changed", None)]
    assert told({"capability": sheets["capability"][:9]}, tables) == []


@pytest.mark.parametrize(
    ("form", "column", "name", "found"),
    [
        ("outward_referrals", "specialty", "骨科", False), ("outward_referrals", "specialty", "骨外科", True),
        ("outward_referrals", "specialty", "眼科", True), ("investments", "item", "设备", False),
        ("investments", "item", "设备费", True), ("investments", "item", "信息化", False),
    ],
)
def test_a_name_that_no_month_had_is_asked_about(form: str, column: str, name: str, found: bool) -> None:
    numbers = {"cases": 1, "total_cases": 3} if form == "outward_referrals" else {"amount_yuan": 1e6}
    at = {"specialty": "D3", "item": "D3"}[column]
    assert told({form: [{column: name, **numbers}]}) == ([("name_new", at)] if found else [])


@pytest.mark.parametrize(("person", "found"), [("甲01", False), ("甲-01", True), ("甲 01", True), ("甲011", False)])
def test_a_person_written_otherwise_is_asked_about(person: str, found: bool) -> None:
    new = {"person_id": person, "from_institution_id": "H1", "to_institution_id": "T2", "kind": "mobile",
           "start_on": date(2023, 9, 4)}
    assert told({"postings": [new]}) == ([("person_alike", "B3")] if found else [])


@pytest.mark.parametrize(("number", "count", "found"), [("V1", 20, False), ("V1", 21, True), ("T1", 21, False)])
def test_few_work_in_a_village_clinic(number: str, count: int, found: bool) -> None:
    assert told({"workforce": [{"institution_id": number, "nurses": count}]}) == (
        [("clinic_large", "E3")] if found else []
    )


@pytest.mark.parametrize(("number", "grade", "found"), [
    ("T1", "三级甲等", True), ("T1", "二级乙等", False), ("H1", "三级甲等", False),
])
def test_a_township_hospital_is_of_no_third_grade(number: str, grade: str, found: bool) -> None:
    result = report(small_world(), "institutions", lambda one: one["institution_id"] == number, grade=grade)
    assert [code for code, _ in result] == (["grade_unfit"] if found else [])


#: Latitudes of a place 2.00 km north of 29.8, a little less and a little more.
@pytest.mark.parametrize(("lat", "found"), [(29.81803, False), (29.81805, True), (29.79, False), (29.75, True)])
def test_who_moved_by_more_than_two_kilometres_is_asked(lat: float, found: bool) -> None:
    first = lambda one: one["institution_id"] == "N0"  # noqa: E731
    assert report(many(1), "institutions", first, lat=lat) == ([("position_moved", "M7")] if found else [])


def test_a_move_is_measured_on_the_ground_and_needs_two_places() -> None:
    tables = many(1)
    first = lambda one: one["institution_id"] == "N0"  # noqa: E731
    # The same place in another datum is some hundred metres off in degrees.
    assert report(tables, "institutions", first, datum="bd09", lon=121.311, lat=29.8035) == []
    assert report(tables, "institutions", first, lon=None, lat=None, datum=None) == []
    # Exchanged coordinates are no place; that they are wrong the rules say.
    assert report(tables, "institutions", first, lon=29.8, lat=121.3) == []
    tables["institutions"][-1] |= {"lon": None, "lat": None, "datum": None}
    assert report(tables, "institutions", first, lon=121.3, lat=29.8, datum="wgs84") == []


def test_many_that_moved_are_said_at_once() -> None:
    tables = many(6)
    sheets = faithful(tables, COUNTY, MONTH)
    for number, one in enumerate(sheets["institutions"][-6:]):
        one["lat"] = 29.9 + number / 1000
    assert told(sheets, tables) == [("position_moved", None)]
