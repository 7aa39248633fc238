"""Values that hold until another is given, resource centres, remote sites, specialties and statements."""

from __future__ import annotations

from datetime import date

import pytest

from data.merging import merge
from tests.data.merging.sending import codes, live, plain, sent
from tests.data.small_world import row, small_world

DAY = date(2023, 10, 8)
MONTH, FIRST, EVE, AMID = "2023-09", date(2023, 9, 1), date(2023, 8, 31), date(2023, 9, 15)
COUNTY = "330203"


def report(key, *rows, tables=None, base=None, sender=COUNTY, month=MONTH, complete=True):
    held = base or live(tables or small_world())
    return merge(held, [sent(sender, month, {key: rows}, complete=complete)], month, DAY)


def values(merged, table="capability", subject="T1", item="beds"):
    rows = [r for r in plain(merged.frames[table]) if (r["subject_id"], r["item"]) == (subject, item)]
    return sorted((r["since"], r["value"]) for r in rows)


BEDS = {"subject_id": "T1", "item": "beds"}
SINCE = date(2021, 1, 1)


@pytest.mark.parametrize("value", ["20", "20.0"])
def test_the_same_value_adds_no_row(value):
    merged = report("capability", {**BEDS, "value": value})
    assert values(merged) == [(SINCE, "20")] and not merged.changes


def test_another_value_holds_from_the_first_day():
    merged = report("capability", {**BEDS, "value": "25"})
    assert values(merged) == [(SINCE, "20"), (FIRST, "25")]
    assert [(c.kind, c.column, c.old, c.new) for c in merged.changes] == [("changed", "value", "20", "25")]
    again = report("capability", {**BEDS, "value": "30"}, base=merged.frames)
    assert values(again) == [(SINCE, "20"), (FIRST, "30")]
    assert [(c.kind, c.old, c.new) for c in again.changes] == [("changed", "25", "30")]
    assert values(report("capability", {**BEDS, "value": "20"}, base=again.frames)) == [(SINCE, "20")]


def test_a_value_that_is_cleared_is_not_reported_from_then_on():
    assert values(report("capability", BEDS)) == [(SINCE, "20"), (FIRST, None)]
    nothing = report("capability", {"subject_id": "T2", "item": "beds"})
    assert values(nothing, subject="T2") == []


def test_an_item_that_is_not_listed_keeps_its_value():
    merged = report("governance", {"subject_id": COUNTY, "item": "referral_rules", "value": "yes"})
    assert values(merged, "governance", COUNTY, "plan_issued") == [(date(2019, 3, 1), "yes")]
    assert values(merged, "governance", COUNTY, "referral_rules") == [(FIRST, "yes")]


def test_a_value_known_for_a_later_day_stays():
    tables = small_world()
    tables["capability"].append(row("capability", **BEDS, value="99", since=date(2023, 12, 1)))
    assert values(report("capability", {**BEDS, "value": "25"}, tables=tables)) == [
        (SINCE, "20"), (FIRST, "25"), (date(2023, 12, 1), "99"),
    ]


def centre(merged, kind="ecg"):
    [one] = [r for r in plain(merged.frames["resource_centres"])
             if (r["consortium_id"], r["centre_type"]) == ("C1", kind)]
    return one["status"], one["opened_on"]


def with_centre(status, opened=None):
    return {**small_world(), "resource_centres": [
        row("resource_centres", consortium_id="C1", centre_type="ecg", status=status, opened_on=opened)]}


C1 = {"consortium_id": "C1", "centre_type": "ecg"}


@pytest.mark.parametrize(
    ("old", "new", "day", "said", "opened"),
    [
        (("building", None), "open", None, {"opened_assumed"}, FIRST),
        (("building", None), "open", AMID, set(), AMID),
        (("building", None), "open", EVE, {"reported_late"}, EVE),
        (("open", SINCE), "open", SINCE, set(), SINCE),
        (("open", None), "open", None, set(), None),
        (("open", SINCE), "none", None, {"history_attribute"}, None),
        (("none", None), "building", None, {"history_attribute"}, None),
        ((None, None), "none", None, {"history_attribute"}, None),
        (("open", SINCE), "open", EVE, {"reported_late"}, EVE),
    ],
)
def test_centres_have_no_history_but_their_day(old, new, day, said, opened):
    merged = report("resource_centres", {**C1, "status": new, "opened_on": day}, tables=with_centre(*old))
    assert centre(merged) == (new, opened) and codes(merged.findings) == said


def test_a_centre_that_opens_twice_in_a_month_opens_once():
    one = report("resource_centres", {**C1, "status": "open"}, tables=with_centre("building"))
    two = report("resource_centres", {**C1, "status": "open"}, base=one.frames)
    assert centre(two) == ("open", FIRST) and not two.changes and not two.findings


ECG = {"requesting_institution_id": "T1", "service_type": "ecg"}


def sites(merged, institution="T1"):
    return sorted((r["opened_on"], r["closed_on"]) for r in plain(merged.frames["remote_sites"])
                  if r["institution_id"] == institution)


def with_site(*spans):
    return {**small_world(), "remote_sites": [
        row("remote_sites", institution_id="T1", service_type="ecg", opened_on=a, closed_on=b) for a, b in spans]}


@pytest.mark.parametrize(
    ("spans", "stated", "expected", "late"),
    [
        ([(SINCE, None)], {}, [(SINCE, None)], False),
        ([(SINCE, None)], {"opened_on": SINCE}, [(SINCE, None)], False),
        ([(SINCE, None)], {"closed_on": AMID}, [(SINCE, AMID)], False),
        ([(SINCE, None)], {"closed_on": FIRST}, [(SINCE, FIRST)], False),
        ([(SINCE, None)], {"closed_on": EVE}, [(SINCE, EVE)], True),
        ([], {}, [(FIRST, None)], False),
        ([], {"opened_on": AMID}, [(AMID, None)], False),
        ([], {"opened_on": EVE}, [(EVE, None)], True),
        ([(SINCE, EVE)], {}, [(SINCE, EVE), (FIRST, None)], False),
        ([(SINCE, FIRST)], {}, [(SINCE, None)], False),
        ([(SINCE, None)], {"opened_on": date(2022, 1, 1)}, [(date(2022, 1, 1), None)], True),
        ([(SINCE, None)], {"opened_on": AMID}, [(SINCE, FIRST), (AMID, None)], False),
    ],
)
def test_sites_follow_the_days_stated_and_else_the_month(spans, stated, expected, late):
    merged = report("remote", {**ECG, **stated}, tables=with_site(*spans))
    assert sites(merged) == expected
    assert ("reported_late" in codes(merged.findings)) == late
    assumed = "opened_on" not in stated and (FIRST, None) in expected
    assert ("opened_assumed" in codes(merged.findings)) == assumed


def test_that_a_site_opens_with_the_month_is_said_once():
    rows = [{**ECG, "providing_institution_id": name, "volume": 1} for name in ("H1", "M1")]
    one = report("remote", *rows, tables=with_site())
    assert [(found.code, found.severity, found.cell) for found in one.findings] == [("opened_assumed", "warning", "E3")]
    assert report("remote", *rows, base=one.frames).findings == ()


def test_a_site_that_vanishes_closes_and_comes_back():
    other = {"requesting_institution_id": "T2", "service_type": "ecg"}
    merged = report("remote", other, tables=with_site((SINCE, None)))
    assert sites(merged) == [(SINCE, FIRST)] and sites(merged, "T2") == [(FIRST, None)]
    back = report("remote", ECG, base=merged.frames)
    assert sites(back) == [(SINCE, None)] and sites(back, "T2") == []


def test_rows_of_several_providers_are_one_site_and_must_agree():
    rows = [{**ECG, "providing_institution_id": "H1", "volume": 1, "opened_on": AMID},
            {**ECG, "providing_institution_id": "M1", "volume": 2}]
    merged = report("remote", *rows, tables=with_site())
    assert sites(merged) == [(AMID, None)] and not merged.findings
    rows[1]["opened_on"] = FIRST
    [found] = report("remote", *rows, tables=with_site()).findings
    assert (found.code, found.severity, found.cell) == ("site_conflict", "error", "E4")


BONES = {"subject_id": "C1", "specialty": "骨科", "kind": "key"}


def specialties(merged):
    return sorted((r["specialty"], r["kind"], r["since"], r["until"]) for r in plain(merged.frames["specialties"]))


def test_specialties_begin_with_the_month_and_end_as_stated():
    merged = report("specialties", {**BONES, "until": AMID}, {**BONES, "specialty": "眼科", "kind": "weak"})
    assert specialties(merged) == [("眼科", "weak", FIRST, None), ("骨科", "key", date(2020, 1, 1), AMID)]
    gone = report("specialties", {**BONES, "specialty": "眼科", "kind": "weak"})
    assert ("骨科", "key", date(2020, 1, 1), FIRST) in specialties(gone)
    assert specialties(report("specialties", BONES, base=gone.frames)) == [("骨科", "key", date(2020, 1, 1), None)]


def test_a_kind_that_was_changed_beside_its_old_day_is_of_the_new_kind_from_the_month_on():
    since = date(2020, 1, 1)
    merged = report("specialties", {**BONES, "kind": "weak", "since": since})
    both = [("骨科", "key", since, FIRST), ("骨科", "weak", FIRST, None)]
    assert specialties(merged) == both
    [found] = merged.findings
    assert found.code == "specialty_kind_changed"
    assert (found.severity, found.cell, found.value) == ("warning", "D3", "薄弱专科")
    assert f"从 {since} 起列为重点专科" in found.message and f"从 {FIRST} 起按薄弱专科，以前各月不变" in found.message
    # Sent again it is the same; taken back in the same month it is as it was.
    again = report("specialties", {**BONES, "kind": "weak", "since": since}, base=merged.frames)
    assert specialties(again) == both
    back = report("specialties", {**BONES, "since": since}, base=merged.frames)
    assert specialties(back) == [("骨科", "key", since, None)] and codes(back.findings) == {"rows_ended"}


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"since": FIRST}, {"since": FIRST}, True), ({"since": FIRST}, {}, True), ({}, {}, False),
        ({"since": AMID}, {"since": FIRST}, False), ({"since": date(2020, 1, 1)}, {"since": date(2020, 1, 1)}, True),
        ({"since": date(2020, 1, 1), "until": FIRST}, {"since": FIRST}, False),
    ],
)
def test_a_specialty_is_of_one_kind_since_any_day(first, second, told):
    merged = report("specialties", {**BONES, **first}, {**BONES, "kind": "city_feature", **second})
    found = [one for one in merged.findings if one.code == "specialty_two_kinds"]
    assert [(one.severity, one.cell, one.value) for one in found] == [("error", "D4", "市级特色专科")] * told
    assert all("既是重点专科又是市级特色专科" in one.message for one in found)
    keys = [(r["specialty"], r["since"]) for r in plain(merged.frames["specialties"])]
    assert len(keys) == len(set(keys)), "no two rows of one key come to be"


def test_statements_are_added_and_replaced_and_never_removed():
    new = {"scope_code": "3302", "subject": "投入", "value_text": "4300 万元", "source_id": "文件二",
           "quote": "投入4300万元"}
    merged = report("statements", new, sender="3302")
    assert len(merged.frames["statements"]) == 2 and codes(merged.findings) == {"statement_missing"}
    assert len(report("statements", new, base=merged.frames, sender="3302").frames["statements"]) == 2
    old = next(r for r in plain(merged.frames["statements"]) if r["statement_id"] == "S1")
    put = {name: old[name] for name in ("statement_id", "scope_code", "subject", "source_id", "quote")}
    again = report("statements", {**put, "value_text": "超过 301 名"}, base=merged.frames, sender="3302")
    assert {r["value_text"] for r in plain(again.frames["statements"])} == {"超过 301 名", "4300 万元"}


@pytest.mark.parametrize(("closed", "expected"), [(FIRST, None), (AMID, FIRST)])
def test_what_hangs_on_an_institution_that_is_gone_is_not_asked_for(closed, expected):
    tables = with_site((SINCE, None))
    next(one for one in tables["institutions"] if one["institution_id"] == "T1")["closed_on"] = closed
    tables["specialties"] = [row("specialties", subject_id="T1", specialty="骨科", kind="weak", since=SINCE)]
    other = {"requesting_institution_id": "T2", "service_type": "ecg"}
    assert sites(report("remote", other, tables=tables)) == [(SINCE, expected)]
    eyes = report("specialties", {**BONES, "specialty": "眼科"}, tables=tables)
    assert ("骨科", "weak", SINCE, expected) in specialties(eyes)
