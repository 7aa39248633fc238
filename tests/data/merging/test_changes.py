"""What would change, in words, large changes first; and the way from a row to the cell it was reported in."""

from __future__ import annotations

from datetime import date

import pytest

from data.merging import merge
from data.merging.changes import Counts, summary
from data.merging.placing import in_order, known_findings, place
from tests.data.merging.sending import altered, faithful, live, sent, small, without
from tests.data.small_world import boundaries, row, small_world

DAY = date(2023, 10, 8)
MONTH, AS_OF = "2023-09", date(2023, 9, 30)
COUNTY = "330203"


def care(*pairs):
    tables = small_world()
    tables["outward_referrals"] = [
        row("outward_referrals", county_code=COUNTY, month=MONTH, specialty=f"专科{at}", cases=old)
        for at, (old, _) in enumerate(pairs)
    ]
    rows = [{"specialty": f"专科{at}", "cases": new, "total_cases": None} for at, (_, new) in enumerate(pairs)]
    file = sent(COUNTY, MONTH, {"outward_referrals": rows})
    return merge(live(tables), [file], MONTH, DAY).changes


def test_numbers_that_vanish_or_leap_come_before_those_that_move():
    pairs = [(100, 101), (100, 50), (100, 2000), (0, 5), (1000, 500), (5, 0), (7, 7), (10, 9)]
    found = [(one.old, one.new) for one in care(*pairs)]
    assert found == [(100, 2000), (0, 5), (5, 0), (1000, 500), (100, 50), (10, 9), (100, 101)]


@pytest.mark.parametrize(("old", "new"), [(10, 99), (100, 1001)])
def test_ten_times_is_where_a_leap_begins(old, new):
    [one] = care((old, new))
    assert (one.weight > 100_000) == (new == 1001) and one.change == new - old


def test_rows_that_end_come_first_and_new_ones_last():
    reported = faithful(small_world(), COUNTY, MONTH)
    forms = without({"memberships": reported["memberships"]}, "memberships", lambda one: one["institution_id"] == "T2")
    forms["workforce"] = [{"institution_id": "T1", "nurses": 3}]
    forms = altered(forms, "memberships", lambda one: one["institution_id"] == "T1", role="county_member")
    found = merge(small(), [sent(COUNTY, MONTH, forms)], MONTH, DAY).changes
    assert [(one.table, one.kind) for one in found] == [
        ("memberships", "removed"), ("memberships", "changed"), ("workforce", "added"),
    ]
    assert summary(found) == {"memberships": Counts(changed=1, removed=1), "workforce": Counts(added=1)}
    assert [one.key for one in found] == ["古林卫生院（T2）", "集士港卫生院（T1）", "集士港卫生院（T1） · 2023-09"]


def test_each_sender_has_its_own_changes():
    files = [sent(COUNTY, MONTH, {"care_seeking": [{"visits_in": 5}]}),
             sent("130727", MONTH, {"care_seeking": [{"visits_in": 7}]})]
    found = merge(small(), files, MONTH, DAY).changes
    assert [(one.sender, one.new) for one in found] == [("130727", 7), ("330203", 5)]


def placed(forms, tables=None):
    held = live(tables or small_world())
    known = known_findings(held, AS_OF, boundaries())
    return place(merge(held, [sent(COUNTY, MONTH, forms)], MONTH, DAY), AS_OF, known, boundaries())


def test_an_error_of_the_rules_is_said_of_its_cell():
    staff = [{"institution_id": "T1", "nurses": 3}, {"institution_id": "T2", "nurses": -1}]
    [found] = placed({"workforce": staff}).of_cells
    assert (found.code, found.sheet, found.cell, found.value) == ("negative_count", "人员力量", "E4", "-1")
    assert found.sender == COUNTY and found.file == f"{COUNTY}_{MONTH}.xlsx"


def test_a_row_named_by_a_message_is_a_row_of_the_sheet():
    members = faithful(small_world(), COUNTY, MONTH)["memberships"]
    lead = altered({"memberships": members}, "memberships", lambda one: one["institution_id"] == "T1", role="lead")
    found = [one for one in placed(lead).of_cells if one.code == "lead_count"]
    assert len(found) == 1 and found[0].sheet == "成员关系" and "role" not in found[0].fix
    new = {"person_id": "甲01", "from_institution_id": "H1", "to_institution_id": "T2", "kind": "long_term",
           "title_grade": "senior", "start_on": date(2023, 9, 5)}
    posts = faithful(small_world(), COUNTY, MONTH)["postings"]
    [overlap] = [one for one in placed({"postings": [*posts, new]}).of_cells if one.code == "posting_overlap"]
    assert "“派驻人员”第 3 行" in overlap.message and overlap.cell == "B4"


def test_old_warnings_are_not_said_again():
    tables = small_world()
    tables["institutions"][3].update(lon=None, lat=None, datum=None)
    rows = {"institutions": faithful(tables, COUNTY, MONTH)["institutions"]}
    assert not placed(rows, tables).of_cells
    rows = altered(rows, "institutions", lambda one: one["institution_id"] == "T1", lon=None, lat=None, datum=None)
    assert [(one.code, one.cell) for one in placed(rows, tables).of_cells] == [("position_missing", "L4")]


def test_an_error_in_a_row_that_nobody_sent_is_its_county_s():
    tables = small_world()
    members = without({"memberships": faithful(tables, COUNTY, MONTH)["memberships"]}, "memberships",
                      lambda one: one["role"] == "lead")
    told = placed(members)
    # The consortium has no lead any more; its members name it, so it has a cell.
    assert [(one.code, one.sheet) for one in told.of_cells if one.severity == "error"] == [("lead_count", "成员关系")]


def test_findings_stand_errors_first_then_by_sheet_and_cell():
    held = placed({"workforce": [{"institution_id": "T1", "nurses": -3}, {"institution_id": "T2", "nurses": -1}],
                   "care_seeking": [{"visits_in": 3, "grassroots_visits": 5, "visits_out": -2}]}).of_cells
    assert [(one.severity, one.sheet, one.cell) for one in in_order(held[::-1])] == [
        ("error", "就医流向", "E3"), ("error", "人员力量", "E3"), ("error", "人员力量", "E4"),
        ("warning", "就医流向", "F3"),
    ]
