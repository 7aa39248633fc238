"""Registers close and open by date: held day by day against a slow re-telling of the rule, and at its edges."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.merging import merge
from tests.data.merging.sending import Row, altered, codes, faithful, holds, live, plain, sent, small, without
from tests.data.small_world import row, small_world
from tests.world_places import month_first, month_last, month_of, shift_months
from tests.worlds import random_world

DAY = date(2023, 10, 8)
MONTH, FIRST, EVE = "2023-09", date(2023, 9, 1), date(2023, 8, 31)
COUNTY = "330203"
#: Shrinking is left out: a smaller seed is not a smaller world.
few = settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate])

#: form → table, columns that name a thing, attributes, start and end.
REGISTERS = {
    "memberships": ("memberships", ("institution_id",), ("consortium_id", "role", "supervisor_id"), "valid_from",
                    "valid_to"),
    "village_services": ("village_services", ("village_code",), ("mode", "clinic_planned", "institution_id"),
                         "valid_from", "valid_to"),
    "pairings": ("pairings", ("institution_id", "partner_id"), ("level", "mode"), "valid_from", "valid_to"),
}


def state(rows: Iterable[Row], register: tuple, day: date, lives: dict[str, Row]) -> dict[tuple, tuple]:
    """Return what a register says of a day: attributes by thing. A membership needs its consortium to exist."""
    _, names, attributes, start, end = register
    return {
        tuple(one[name] for name in names): tuple(one[name] for name in attributes)
        for one in rows
        if holds(one, start, end, day)
        and ("consortium_id" not in one or holds(lives[one["consortium_id"]], "established_on", "dissolved_on", day))
    }


def mutated(rows: list[Row], form: str, pick: random.Random) -> list[Row]:
    """Return the rows of a sheet as another month might have them: fewer, others, changed ones."""
    changed = []
    for one in rows:
        fate = pick.random()
        if fate < 0.25:
            continue
        if fate < 0.5:
            wanted = {"memberships": {"supervisor_id": None}, "village_services": {"mode": "mobile"},
                      "pairings": {"mode": "other"}}[form]
            one = {**one, **wanted}
        changed.append(one)
    return changed or rows


@few
@given(st.integers(0, 2**20))
def test_day_by_day_the_past_stands_and_the_month_is_as_the_sheet_says(seed):
    world, pick = random_world(seed), random.Random(seed)
    held = live(world.tables)
    county = pick.choice([one["region_code"] for one in world.rows("regions") if one["level"] == "county"])
    month = month_of(shift_months(world.as_of, 1))
    for form, register in REGISTERS.items():
        sender = county[:4] if form == "pairings" else county
        reported = faithful(world.tables, sender, month)[form]
        again = mutated(reported, form, pick)
        before, files = held, [sent(sender, month, {form: again})]
        if pick.random() < 0.5:
            # An earlier file of the same month leaves no trace.
            before = dict(merge(held, [sent(sender, month, {form: mutated(reported, form, pick)})], month, DAY).frames)
        merged = merge(before, files, month, DAY)
        compare(held, merged.frames, register, again, sender, month, form)


def compare(old, new, register, sheet, sender, month, form):
    table, names, attributes, _, _ = register
    lives = [{one["consortium_id"]: one for one in plain(frames["consortia"])} for frames in (old, new)]
    counties = {one["institution_id"]: one["county_code"] or one["region_code"] for one in plain(old["institutions"])}

    def own(key: tuple) -> bool:
        return (counties.get(key[0]) or key[0]).startswith(sender)

    past, now = plain(old[table]), plain(new[table])
    said = {tuple(one[name] for name in names): tuple(one.get(name) for name in attributes) for one in sheet}
    first, last = month_first(month), month_last(month)
    days = [first - timedelta(n) for n in (1, 2, 30, 200, 700)]
    for day in days:
        assert state(past, register, day, lives[0]) == state(now, register, day, lives[1]), (form, day)
    # What is known to begin or end within the month, and is so at its end, keeps its own day.
    amid = {
        tuple(one[name] for name in names) for one in past
        if any(day is not None and first < day <= last for day in (one[register[3]], one[register[4]]))
    }
    for day in (first, first + timedelta(14), last):
        found = state(now, register, day, lives[1])
        told = {key for key in (*found, *said) if own(key) and (day == last or key not in amid)}
        assert {key: found.get(key) for key in told} == {key: said.get(key) for key in told}, (form, day)
        if day == last:
            others = state(past, register, day, lives[0])
            assert {k: v for k, v in found.items() if not own(k)} == {k: v for k, v in others.items() if not own(k)}


def members(month: str = MONTH) -> dict[str, list[Row]]:
    return {"memberships": faithful(small_world(), COUNTY, month)["memberships"]}


def report(forms, month: str = MONTH, base=None, sender: str = COUNTY, **more):
    return merge(base or small(), [sent(sender, month, forms, **more)], month, DAY)


def memberships(merged, institution: str) -> list[tuple]:
    frame = merged.frames["memberships"]
    own = plain(frame[frame["institution_id"] == institution])
    return sorted((one["valid_from"], one["valid_to"], one["consortium_id"], one["role"]) for one in own)


def test_a_register_sent_as_it_is_changes_nothing():
    held = small()
    merged = report(members(), base=held)
    pd.testing.assert_frame_equal(merged.frames["memberships"], held["memberships"])
    assert not merged.changes and not merged.findings


def test_a_missing_member_leaves_on_the_first_day_of_the_month():
    merged = report(without(members(), "memberships", lambda one: one["institution_id"] == "T2"))
    assert memberships(merged, "T2") == [(date(2019, 1, 1), FIRST, "C1", "township_member")]
    [change] = merged.changes
    assert (change.kind, change.column, change.old, change.new) == ("removed", "valid_to", None, "2023-09-01")
    assert "古林卫生院" in change.key and codes(merged.findings) == {"rows_ended"}


def test_another_role_closes_the_row_and_opens_one():
    merged = report(altered(members(), "memberships", lambda one: one["institution_id"] == "T2", role="county_member"))
    assert memberships(merged, "T2") == [
        (date(2019, 1, 1), FIRST, "C1", "township_member"), (FIRST, None, "C1", "county_member"),
    ]
    [change] = merged.changes
    assert (change.kind, change.column, change.old, change.new) == ("changed", "role", "乡级成员", "县级成员")


def test_the_same_month_again_does_not_pile_up():
    one = report(altered(members(), "memberships", lambda row: row["institution_id"] == "T2", role="county_member"))
    two = report(altered(members(), "memberships", lambda row: row["institution_id"] == "T2", role="village_member"),
                 base=one.frames)
    assert memberships(two, "T2") == [
        (date(2019, 1, 1), FIRST, "C1", "township_member"), (FIRST, None, "C1", "village_member"),
    ]
    back = report(members(), base=two.frames)
    assert memberships(back, "T2") == [(date(2019, 1, 1), None, "C1", "township_member")]
    pd.testing.assert_frame_equal(*(
        frame.sort_values(["institution_id", "valid_from"], ignore_index=True)
        for frame in (back.frames["memberships"], small()["memberships"])
    ))


def test_one_left_out_by_mistake_comes_back_as_if_nothing_had_been():
    gone = report(without(members(), "memberships", lambda one: one["institution_id"] == "T2"))
    back = report(members(), base=gone.frames)
    assert memberships(back, "T2") == [(date(2019, 1, 1), None, "C1", "township_member")]


def test_one_that_comes_back_a_month_later_was_away_for_that_month():
    gone = report(without(members(), "memberships", lambda one: one["institution_id"] == "T2"))
    back = report(members(), month="2023-10", base=gone.frames)
    assert [row[:2] for row in memberships(back, "T2")] == [(date(2019, 1, 1), FIRST), (date(2023, 10, 1), None)]


def test_a_new_consortium_is_established_and_one_without_members_dissolved():
    forms = altered(members(), "memberships", lambda one: True, consortium_id="C9", consortium_name="新医共体")
    merged = report(forms)
    lives = {one["consortium_id"]: (one["established_on"], one["dissolved_on"])
             for one in plain(merged.frames["consortia"])}
    assert lives["C9"] == (FIRST, None) and lives["C1"] == (date(2019, 1, 1), FIRST)
    assert lives["C2"] == (date(2019, 1, 1), None)
    assert {row[2] for row in memberships(merged, "T1")} == {"C1", "C9"}
    assert "consortia_ended" in codes(merged.findings)
    # The file is taken back in the same month: the new one was never there.
    back = report(members(), base=merged.frames)
    pd.testing.assert_frame_equal(
        back.frames["consortia"].sort_values("consortium_id", ignore_index=True), small()["consortia"]
    )


def test_a_renamed_consortium_is_the_same_one_and_nothing_else_changes():
    merged = report(altered(members(), "memberships", lambda one: True, consortium_name="海曙健康集团"))
    [change] = merged.changes
    assert (change.table, change.kind, change.column) == ("consortia", "changed", "name")
    assert (change.old, change.new) == ("海曙医共体", "海曙健康集团")
    [was, now] = [next(one for one in plain(frames["consortia"]) if one["consortium_id"] == "C1")
                  for frames in (small(), merged.frames)]
    assert {**was, "name": "海曙健康集团", "provenance": "reported"} == now
    pd.testing.assert_frame_equal(merged.frames["memberships"], small()["memberships"])
    back = report(members(), base=merged.frames)
    assert [(one.column, one.new) for one in back.changes] == [("name", "海曙医共体")]


def test_a_name_that_is_only_written_otherwise_or_not_at_all_stays():
    for name in (" 海曙 医共体", None):
        assert not report(altered(members(), "memberships", lambda one: True, consortium_name=name)).changes


def test_a_consortium_dissolved_before_the_month_cannot_simply_go_on():
    tables = small_world()
    tables["consortia"][0]["dissolved_on"] = EVE
    merged = report(members(), base=live(tables))
    [found] = [one for one in merged.findings if one.severity == "error"]
    assert (found.code, found.cell) == ("consortium_dissolved", "A3")
    tables["consortia"][0]["dissolved_on"] = FIRST
    assert not report(members(), base=live(tables)).findings


@pytest.mark.parametrize("form", ["memberships", "village_services", "institutions", "postings", "remote"])
def test_an_empty_register_is_an_error_and_ends_nothing(form):
    tables = small_world()
    tables["remote_sites"][0]["closed_on"] = None
    held = live(tables)
    merged = report({form: []}, base=held)
    assert codes(one for one in merged.findings if one.severity == "error") == {"register_emptied"}
    for table in ("memberships", "village_services", "institutions", "postings", "remote_sites", "consortia"):
        pd.testing.assert_frame_equal(merged.frames[table], held[table])


def test_a_register_empty_before_may_be_empty():
    tables = small_world()
    tables["village_services"] = []
    assert not report({"village_services": []}, base=live(tables)).findings


def test_rows_lost_in_reading_end_nothing():
    held = small()
    merged = report(without(members(), "memberships", lambda one: one["institution_id"] == "T2"), complete=False)
    pd.testing.assert_frame_equal(merged.frames["memberships"], held["memberships"])


def test_a_column_the_sheet_lacks_says_nothing():
    file = sent(COUNTY, MONTH, members())
    [(key, rows)] = file.forms.items()
    short = replace(rows, columns={name: at for name, at in rows.columns.items() if name != "supervisor_id"},
                    frame=rows.frame.assign(supervisor_id=pd.Series([None] * len(rows.frame), dtype="str")))
    merged = merge(small(), [replace(file, forms={key: short})], MONTH, DAY)
    assert not merged.changes


def test_a_change_known_for_a_later_day_ends_what_begins_now():
    tables = small_world()
    later = date(2023, 12, 1)
    tables["village_services"].append(
        row("village_services", village_code="330203100201", mode="none", valid_from=later)
    )
    tables["village_services"][0]["valid_to"] = later
    sheet = {"village_services": [{"village_code": "330203100201", "mode": "mobile"}]}
    spans = [(one["mode"], one["valid_from"], one["valid_to"])
             for one in plain(report(sheet, base=live(tables)).frames["village_services"])]
    assert sorted(spans, key=lambda one: one[1])[-2:] == [("mobile", FIRST, later), ("none", later, None)]


def test_an_earlier_month_leaves_the_registers_as_they_are():
    tables = small_world()
    latest = report({"care_seeking": [{"visits_in": 5}]}, base=live(tables))
    held = latest.frames
    forms = {**without(members("2023-08"), "memberships", lambda one: one["institution_id"] == "T2"),
             "care_seeking": [{"visits_in": 7}]}
    merged = report(forms, month="2023-08", base=held)
    pd.testing.assert_frame_equal(merged.frames["memberships"], held["memberships"])
    assert codes(merged.findings) == {"register_not_latest"}
    seen = merged.frames["care_seeking"]
    assert list(seen.loc[(seen["county_code"] == COUNTY) & (seen["month"] == "2023-08"), "visits_in"]) == [7]


def test_the_very_first_month_fills_empty_registers():
    tables = {name: rows for name, rows in small_world().items() if name in ("regions", "institutions", "consortia")}
    tables["consortia"] = [one for one in tables["consortia"] if one["county_code"] != COUNTY]
    merged = report(members(), base=live(tables))
    assert {one["valid_from"] for one in plain(merged.frames["memberships"])} == {FIRST}
    made = {one["consortium_id"]: one for one in plain(merged.frames["consortia"])}
    assert made["C1"]["established_on"] == FIRST
