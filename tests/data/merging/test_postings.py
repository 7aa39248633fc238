"""Postings: ended, amended, moved, new; and what that says of earlier months."""

from __future__ import annotations

from datetime import date

import pytest

from data.merging import merge
from tests.data.merging.sending import Row, codes, live, plain, sent, small
from tests.data.small_world import row, small_world

DAY = date(2023, 10, 8)
MONTH, FIRST, EVE, LAST = "2023-09", date(2023, 9, 1), date(2023, 8, 31), date(2023, 9, 30)
COUNTY = "330203"
P1 = {"posting_id": "P1", "person_id": "甲01", "flow": "lead_to_member", "from_institution_id": "H1",
      "to_institution_id": "T1", "kind": "long_term", "title_grade": "intermediate", "start_on": date(2022, 1, 1),
      "planned_end_on": date(2024, 1, 1)}


def report(*rows: Row, base=None, month=MONTH, complete=True, key="postings", sender=COUNTY):
    return merge(base or small(), [sent(sender, month, {key: rows}, complete=complete)], month, DAY)


def county(merged) -> dict[str, Row]:
    rows = plain(merged.frames["postings"])
    return {r["posting_id"]: r for r in rows if r["flow"] == "lead_to_member" and r["to_county_code"] == COUNTY}


def test_as_it_is_nothing_changes():
    merged = report(P1)
    assert not merged.changes and not merged.findings


def test_one_that_is_missing_ended_on_the_last_day_of_the_month_before():
    new = {**P1, "posting_id": None, "person_id": "甲09", "start_on": LAST}
    merged = report(new)
    assert county(merged)["P1"]["end_on"] == EVE
    # The term of twenty months is done: nothing is said of earlier months.
    assert codes(merged.findings) == {"rows_ended"}
    # It comes back in the same month.
    assert county(report(P1, new, base=merged.frames))["P1"]["end_on"] is None


def test_one_cut_short_says_that_earlier_months_change():
    tables = small_world()
    tables["postings"][0]["start_on"] = date(2022, 3, 1)
    merged = report({**P1, "posting_id": None, "person_id": "甲09", "start_on": LAST}, base=live(tables))
    # From 1 March 2022 to 31 August 2023 it is a day short of eighteen months.
    assert {"rows_ended", "posting_amended"} == codes(merged.findings)


def test_one_that_began_in_the_month_and_is_missing_was_never_there():
    new = {**P1, "posting_id": None, "person_id": "甲09", "start_on": FIRST}
    first = report(P1, new)
    assert len(county(first)) == 2
    assert set(county(report(P1, base=first.frames))) == {"P1"}


def test_without_a_number_the_same_posting_gets_the_same_number():
    new = {**P1, "posting_id": None, "person_id": "甲09", "start_on": FIRST}
    first = report(P1, new)
    assert set(county(first)) == set(county(report(P1, new, base=first.frames)))


@pytest.mark.parametrize(("start", "late"), [(EVE, True), (FIRST, False)])
def test_a_new_posting_from_before_the_month_is_reported_late(start, late):
    merged = report(P1, {**P1, "posting_id": None, "person_id": "甲09", "start_on": start})
    assert codes(merged.findings) == ({"reported_late"} if late else set())


@pytest.mark.parametrize(("end", "late"), [(date(2023, 8, 30), True), (EVE, False), (LAST, False)])
def test_an_end_before_the_month_is_reported_late_and_one_on_its_eve_is_not(end, late):
    merged = report({**P1, "end_on": end})
    assert county(merged)["P1"]["end_on"] == end
    assert ("reported_late" in codes(merged.findings)) == late


def test_going_elsewhere_ends_the_posting_and_begins_another():
    moved = {**P1, "to_institution_id": "T2"}
    merged = report(moved)
    held = county(merged)
    assert held["P1"]["end_on"] == EVE and held["P1"]["to_institution_id"] == "T1"
    new = held["P1~202309"]
    assert (new["start_on"], new["end_on"], new["to_institution_id"]) == (FIRST, None, "T2")
    assert new["planned_end_on"] == P1["planned_end_on"] and new["provenance"] == "reported"
    [change] = [one for one in merged.changes if one.column == "to_institution_id"]
    assert (change.kind, change.old, change.new) == ("changed", "集士港卫生院（T1）", "古林卫生院（T2）")
    # The same file again, a file that knows the new number, and one that takes it back.
    assert county(report(moved, base=merged.frames)) == held
    numbered = {**moved, "posting_id": "P1~202309", "start_on": FIRST}
    assert county(report(numbered, base=merged.frames)) == held
    back = county(report(P1, base=merged.frames))
    assert set(back) == {"P1"} and back["P1"]["end_on"] is None


def test_the_old_number_sent_on_in_later_months_means_the_posting_of_today():
    moved = {**P1, "to_institution_id": "T2"}
    held = report(moved)
    later = report(moved, base=held.frames, month="2023-10")
    assert county(later) == county(held)
    third = county(report({**P1, "to_institution_id": "H1", "from_institution_id": "T1"}, base=held.frames,
                          month="2023-10"))
    assert third["P1~202309"]["end_on"] == LAST and third["P1~202310"]["start_on"] == date(2023, 10, 1)


def test_one_that_began_in_the_month_is_simply_put_right():
    new = {**P1, "posting_id": "P9", "person_id": "甲09", "start_on": FIRST}
    first = report(P1, new)
    again = county(report(P1, {**new, "to_institution_id": "T2"}, base=first.frames))
    assert set(again) == {"P1", "P9"} and again["P9"]["to_institution_id"] == "T2"


@pytest.mark.parametrize(("values", "said"), [
    ({"title_grade": "senior"}, True), ({"title_grade": None}, True), ({"duty": "clinical"}, True),
    ({"planned_end_on": date(2023, 6, 30)}, True), ({"planned_end_on": date(2023, 7, 1)}, False),
    ({"planned_end_on": date(2025, 1, 1)}, False),
])
def test_attributes_are_set_in_place_and_it_is_said_what_moves(values, said):
    merged = report({**P1, **values})
    assert set(county(merged)) == {"P1"}
    [(name, value)] = values.items()
    assert county(merged)["P1"][name] == value
    found = [one for one in merged.findings if one.code == "posting_amended"]
    assert bool(found) == said and all("2023-09 以前" in one.message for one in found)


def test_a_county_cannot_touch_the_city_s_postings():
    merged = report(P1, {**P1, "posting_id": "P2"})
    [found] = merged.findings
    assert (found.code, found.severity, found.cell) == ("posting_not_yours", "error", "A4")
    assert not merged.changes


def test_the_city_ends_its_own_and_leaves_the_county_s():
    tables = small_world()
    tables["postings"].append(row("postings", posting_id="P5", person_id="乙", flow="municipal_to_lead",
                                  from_institution_id="M1", to_institution_id="H1", to_county_code=COUNTY,
                                  kind="long_term", start_on=date(2023, 1, 1)))
    new = {"person_id": "丙", "flow": "municipal_to_lead", "from_institution_id": "M1", "to_institution_id": "H1",
           "to_county_code": COUNTY, "kind": "long_term", "start_on": FIRST}
    merged = report(new, base=live(tables), key="city_postings", sender="3302")
    rows = {r["posting_id"]: r for r in plain(merged.frames["postings"])}
    assert rows["P5"]["end_on"] == EVE and rows["P1"]["end_on"] is None
    # Another city's municipal posting is another city's.
    assert rows["P2"] == next(r for r in plain(live(tables)["postings"]) if r["posting_id"] == "P2")


def test_a_posting_to_come_is_left_alone():
    tables = small_world()
    tables["postings"].append({**tables["postings"][0], "posting_id": "P7", "start_on": date(2023, 12, 1)})
    assert county(report(P1, base=live(tables)))["P7"]["end_on"] is None
