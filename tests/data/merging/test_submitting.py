"""The record of who sent what: received, due and not received, and what live rows imply where none was kept."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.merging import merge
from data.tables import city_tables
from indicators.engine import lazily
from indicators.lists.submissions import completeness, submissions
from tests.data.merging.sending import codes, faithful, live, plain, sent, small
from tests.data.small_world import row, small_world, volume

DAY = date(2023, 10, 8)
MONTH = "2023-09"
COUNTY = "330203"
COSTS = {"costs": [{"consortium_id": "C1", "discharges": 5}]}


def record(merged) -> dict[tuple, tuple]:
    return {(r["county_code"], r["month"], r["table"]): (r["received_on"], r["rows"])
            for r in plain(merged.frames["submissions"])}


def kept(*rows):
    return {**small_world(), "submissions": [
        row("submissions", county_code=county, month=month, table=table, received_on=on, rows=1)
        for county, month, table, on in rows]}


def test_each_table_received_has_a_row_with_its_day_and_rows():
    forms = {"memberships": faithful(small_world(), COUNTY, MONTH)["memberships"],
             "remote": [{"requesting_institution_id": "T2", "service_type": "ecg", "providing_institution_id": "H1",
                         "volume": 3}],
             "costs": [{"consortium_id": "C1", "discharges": 5}]}
    found = record(merge(small(), [sent(COUNTY, MONTH, forms)], MONTH, DAY))
    assert {table: value for (county, month, table), value in found.items() if month == MONTH} == {
        "memberships": (DAY, 4), "consortia": (DAY, 1), "remote_sites": (DAY, 1), "remote_volumes": (DAY, 1),
        "costs": (DAY, 1),
    }


def test_a_second_file_of_the_month_moves_the_day():
    file = sent(COUNTY, MONTH, COSTS)
    first = merge(small(), [file], MONTH, DAY)
    again = merge(first.frames, [file], MONTH, date(2023, 10, 20))
    assert record(again)[COUNTY, MONTH, "costs"] == (date(2023, 10, 20), 1)
    assert len(again.frames["submissions"]) == len(first.frames["submissions"])


def test_where_no_record_was_kept_the_live_rows_are_recorded_first():
    tables = {**small_world(), "submissions": []}
    merged = merge(live(tables), [sent(COUNTY, MONTH, COSTS)], MONTH, DAY)
    found = record(merged)
    # The end of their own month: they were there, and when they came nobody knows.
    assert found["330203", "2023-08", "care_seeking"] == (date(2023, 8, 31), 1)
    assert found["330203", "2023-08", "bookings"] == (date(2023, 8, 31), 1)
    assert found["330203", MONTH, "costs"] == (DAY, 1)
    assert {r["provenance"] for r in plain(merged.frames["submissions"])} == {"derived", "reported"}
    # What was reported counts as it did: nothing of the past is missing.
    for city in ("3302", "1307"):
        figures = lazily(city_tables(merged.frames, city, DAY), date(2023, 8, 31))
        done = completeness(figures, city)
        assert done.received == done.due


def test_what_was_due_and_did_not_come_is_missed_for_every_county_of_the_city():
    tables = kept((COUNTY, "2023-08", "costs", date(2023, 9, 5)), ("330212", "2023-08", "costs", date(2023, 9, 5)),
                  ("330212", "2023-08", "referrals", None), ("130727", "2023-08", "costs", date(2023, 9, 5)),
                  (COUNTY, "2023-08", "care_seeking", date(2023, 9, 5)))
    file = sent(COUNTY, MONTH, COSTS)
    merged = merge(live(tables), [file], MONTH, DAY)
    found = {key[::2]: value for key, value in record(merged).items() if key[1] == MONTH}
    assert found == {
        (COUNTY, "costs"): (DAY, 1), (COUNTY, "care_seeking"): (None, None), ("330212", "costs"): (None, None),
        ("330212", "referrals"): (None, None),
    }
    figures = lazily(city_tables(merged.frames, "3302", date(2023, 9, 30)), date(2023, 9, 30))
    rows = submissions(figures, "3302")
    rows = rows[rows["month"] == MONTH]
    assert not rows["doubt"].any() and set(rows["state"]) == {"received", "not_received"}


def test_what_comes_later_takes_the_place_of_what_was_missed():
    tables = kept((COUNTY, "2023-08", "costs", date(2023, 9, 5)), ("330212", "2023-08", "costs", date(2023, 9, 5)))
    first = merge(live(tables), [sent(COUNTY, MONTH, COSTS)], MONTH, DAY)
    second = sent("330212", MONTH, {"costs": [{"consortium_id": "C2", "discharges": 5}]})
    both = merge(first.frames, [second], MONTH, DAY)
    assert record(both)["330212", MONTH, "costs"] == (DAY, 1)
    assert not both.frames["submissions"].duplicated(["county_code", "month", "table"]).any()


def test_the_city_s_bookings_are_recorded_for_the_counties_of_the_hospitals():
    tables = kept((COUNTY, "2023-08", "costs", date(2023, 9, 5)))
    file = sent("3302", "2023-08", {"bookings": [
        {"provider_institution_id": "M1", "resource": "ct", "offered": 4},
        {"provider_institution_id": "H1", "resource": "ct", "offered": 4}]})
    found = record(merge(live(tables), [file], "2023-08", DAY))
    assert found[COUNTY, "2023-08", "bookings"] == (DAY, 1)
    assert {county for county, _, table in found if table == "bookings"} == {COUNTY}


@pytest.mark.parametrize(("tables", "late"), [
    (kept((COUNTY, "2023-10", "costs", date(2023, 11, 5))), True),
    (kept((COUNTY, "2023-10", "costs", None)), False),
    ({**small_world(), "remote_volumes": [volume("2023-10", 3)]}, True),
    ({**small_world(), "remote_volumes": [volume("2023-09", 3)]}, False),
])
def test_the_latest_month_is_that_of_rows_or_of_what_was_received(tables, late):
    forms = {"memberships": faithful(small_world(), COUNTY, MONTH)["memberships"]}
    found = codes(merge(live(tables), [sent(COUNTY, MONTH, forms)], MONTH, DAY).findings)
    assert ("register_not_latest" in found) == late


def test_files_without_a_sender_change_nothing():
    held = small()
    merged = merge(held, [], MONTH, DAY)
    assert all(pd.DataFrame.equals(merged.frames[name], held[name]) for name in held)
