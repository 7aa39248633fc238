"""Monthly tables: a sender's rows of the month are replaced, and nothing else is."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.merging import merge
from data.merging.plain import said_number
from data.model import TABLES
from tests.data.merging.sending import codes, faithful, live, sent, small
from tests.data.small_world import row, small_world, volume
from tests.world_places import month_of, shift_months
from tests.worlds import random_world

DAY = date(2023, 10, 8)
MONTH = "2023-08"
quick = settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate])


def rows_of(merged, table: str, **values):
    frame = merged.frames[table]
    for name, value in values.items():
        frame = frame[frame[name] == value]
    return frame


def test_a_county_s_rows_of_the_month_are_replaced():
    held = small()
    merged = merge(held, [sent("330203", MONTH, {"care_seeking": [{"visits_in": 70, "visits_out": 30}]})], MONTH, DAY)
    [one] = rows_of(merged, "care_seeking", county_code="330203").to_dict("records")
    assert (one["month"], one["visits_in"], one["visits_out"]) == (MONTH, 70, 30)
    # What the sheet leaves blank is not reported any more.
    assert pd.isna(one["grassroots_visits"]) and one["provenance"] == "reported"


def test_another_month_is_added_beside():
    merged = merge(
        small(), [sent("330203", "2023-09", {"care_seeking": [{"visits_in": 70}]})], "2023-09", DAY
    )
    assert sorted(rows_of(merged, "care_seeking", county_code="330203")["month"]) == ["2023-08", "2023-09"]


def test_a_row_without_any_number_is_not_written():
    rows = [{"institution_id": "T1", "physicians": 5}, {"institution_id": "H1"}]
    merged = merge(small(), [sent("330203", MONTH, {"workforce": rows})], MONTH, DAY)
    assert list(rows_of(merged, "workforce", month=MONTH)["institution_id"]) == ["T1"]


def test_zero_is_a_number_and_is_written():
    merged = merge(
        small(), [sent("330203", MONTH, {"workforce": [{"institution_id": "T1", "nurses": 0}]})], MONTH, DAY
    )
    assert list(rows_of(merged, "workforce", institution_id="T1", month=MONTH)["nurses"]) == [0]


def test_a_resubmission_that_blanks_a_number_takes_it_away():
    tables = small_world()
    tables["remote_volumes"] = [volume(MONTH, 5), volume(MONTH, 7, providing_institution_id="M1")]
    site = {"requesting_institution_id": "T1", "service_type": "ecg"}
    rows = [{**site, "providing_institution_id": "H1", "volume": 6}, {**site, "providing_institution_id": "M1"}]
    merged = merge(live(tables), [sent("330203", MONTH, {"remote": rows})], MONTH, DAY)
    assert list(rows_of(merged, "remote_volumes")["providing_institution_id"]) == ["H1"]
    told = [one for one in merged.changes if one.table == "remote_volumes"]
    assert [(one.kind, one.old, one.new) for one in told] == [("removed", 7, None), ("changed", 5, 6)]


def test_a_sheet_without_a_single_number_takes_nothing_away():
    held = small()
    merged = merge(held, [sent("330203", MONTH, {"costs": [{"consortium_id": "C1"}]})], MONTH, DAY)
    pd.testing.assert_frame_equal(merged.frames["costs"], held["costs"])
    assert codes(merged.findings) == {"month_empty"}
    assert not (merged.frames["submissions"]["received_on"] == pd.Timestamp(DAY)).any()


def test_rows_lost_in_reading_are_not_taken_away():
    tables = small_world()
    tables["workforce"] = [row("workforce", institution_id=code, month=MONTH, nurses=3) for code in ("T1", "T2")]
    rows = [{"institution_id": "T1", "nurses": 4}]
    whole = merge(live(tables), [sent("330203", MONTH, {"workforce": rows})], MONTH, DAY)
    part = merge(live(tables), [sent("330203", MONTH, {"workforce": rows}, complete=False)], MONTH, DAY)
    assert list(rows_of(whole, "workforce")["institution_id"]) == ["T1"]
    assert sorted(rows_of(part, "workforce")["institution_id"]) == ["T1", "T2"]


def test_the_city_s_bookings_replace_those_of_municipal_hospitals_and_of_hospitals_it_names():
    tables = small_world()
    tables["bookings"] = [
        row("bookings", provider_institution_id=code, month=MONTH, resource=kind, offered=9)
        for code, kind in (("M1", "ct"), ("H1", "ct"), ("H1", "mri"), ("H2", "ct"), ("H3", "ct"))
    ]
    rows = [{"provider_institution_id": "M1", "resource": "mri", "offered": 1},
            {"provider_institution_id": "H1", "resource": "ct", "offered": 2}]
    merged = merge(live(tables), [sent("3302", MONTH, {"bookings": rows})], MONTH, DAY)
    found = {(one["provider_institution_id"], one["resource"]): one["offered"]
             for one in merged.frames["bookings"].to_dict("records")}
    assert found == {("M1", "mri"): 1, ("H1", "ct"): 2, ("H2", "ct"): 9, ("H3", "ct"): 9}


@pytest.mark.parametrize(
    ("old", "new", "noted"),
    [(10, 99, False), (20, 99, False), (20, 100, True), (100, 20, True), (100, 21, False), (21, 104, False),
     (0, 500, False), (None, 500, False), (500, None, False), (500, 100, True), (499, 100, False)],
)
def test_a_number_five_times_that_of_the_month_before_is_asked_about(old, new, noted):
    tables = small_world()
    tables["care_seeking"] = [row("care_seeking", county_code="330203", month="2023-08", visits_in=old, visits_out=1)]
    file = sent("330203", "2023-09", {"care_seeking": [{"visits_in": new, "visits_out": 1}]})
    found = [one for one in merge(live(tables), [file], "2023-09", DAY).findings if one.code == "month_jump"]
    assert [(one.cell, one.severity) for one in found] == ([("D3", "warning")] if noted else [])


@pytest.mark.parametrize(("old", "new", "noted"), [(100, 999, False), (100, 1000, True), (5000, 500, True)])
def test_what_is_not_spent_every_month_may_move_more(old, new, noted):
    tables = small_world()
    tables["investments"] = [row("investments", county_code="330203", month="2023-08", item="设备", amount_yuan=old)]
    file = sent("330203", "2023-09", {"investments": [{"item": "设备", "amount_yuan": new}]})
    found = [one for one in merge(live(tables), [file], "2023-09", DAY).findings if one.code == "month_jump"]
    assert ["10 倍以上" in one.message for one in found] == [True] * noted


@pytest.mark.parametrize(
    ("number", "said"),
    [(4980000.0, "4,980,000"), (4980000.55, "4,980,000.55"), (100, "100"), (1e15, "1,000,000,000,000,000"),
     (1e22, "10,000,000,000,000,000,000,000"), (0.5, "0.5"), (9999.5, "9999.5"), (10000, "10,000"),
      (1e-7, "0.0000001"), (0.0, "0")],
)
def test_a_number_is_said_in_figures(number, said):
    assert said_number(number) == said


def test_a_large_amount_that_jumps_is_said_in_figures():
    tables = small_world()
    tables["costs"] = [row("costs", consortium_id="C1", month="2023-08", outpatient_fee_yuan=498000.25)]
    file = sent("330203", "2023-09", {"costs": [{"consortium_id": "C1", "outpatient_fee_yuan": 4980002.5}]})
    (found,) = [one for one in merge(live(tables), [file], "2023-09", DAY).findings if one.code == "month_jump"]
    assert found.value == "4,980,002.5"
    assert "上个月是 498,000.25，这个月是 4,980,002.5" in found.message


@quick
@given(st.integers(0, 2**20))
def test_whatever_is_sent_rows_of_others_stay_as_they_are(seed):
    world, pick = random_world(seed), random.Random(seed)
    held = live(world.tables)
    county = pick.choice([one["region_code"] for one in world.rows("regions") if one["level"] == "county"])
    month = month_of(shift_months(world.as_of, pick.choice([-1, 0, 1])))
    reported = faithful(world.tables, county, month)
    # Whatever a clerk may do to a workbook: rows left out, numbers changed, sheets left out.
    forms = {
        key: [_changed(one, pick) for one in rows if pick.random() < 0.8]
        for key, rows in reported.items()
        if pick.random() < 0.7
    }
    merged = merge(held, [sent(county, month, forms)], month, DAY)
    own = _Own(world, county)
    for table in TABLES:
        if table != "submissions":
            before = held[table][[not own.has(table, one) for one in held[table].to_dict("records")]]
            after = merged.frames[table]
            after = after[[not own.has(table, one) for one in after.to_dict("records")]]
            pd.testing.assert_frame_equal(before.reset_index(drop=True), after.reset_index(drop=True))
        if "month" in TABLES[table].names:
            others = held[table][held[table]["month"] != month]
            again = merged.frames[table].head(len(held[table]))
            again = again[again["month"] != month].head(len(others))
            pd.testing.assert_frame_equal(others.reset_index(drop=True), again.reset_index(drop=True))


def _changed(one: dict, pick: random.Random) -> dict:
    return {
        name: pick.randrange(500) if isinstance(value, int) and not isinstance(value, bool) and pick.random() < 0.3
        else value
        for name, value in one.items()
    }


class _Own:
    """Tells rows of one county, by what they hang on."""

    def __init__(self, world, county):
        self.county = county
        self.institutions = {one["institution_id"]: one["county_code"] for one in world.rows("institutions")}
        self.consortia = {one["consortium_id"]: one["county_code"] for one in world.rows("consortia")}

    def has(self, table, one):
        if table == "postings":
            return one["to_county_code"] == self.county and one["flow"] == "lead_to_member"
        if table in ("pairings", "bookings", "statements", "regions"):
            return False
        for name in ("county_code", "village_code", "consortium_id", "subject_id", "institution_id",
                     "requesting_institution_id"):
            if name in one and isinstance(one[name], str):
                code = one[name]
                return (self.consortia.get(code) or self.institutions.get(code) or code)[:6] == self.county
        return False


@pytest.mark.parametrize(("old", "new", "noted"), [(100, 0, True), (99, 0, False), (100, None, False), (0, 0, False)])
def test_nothing_left_of_a_large_number_is_asked_about(old, new, noted):
    tables = small_world()
    tables["care_seeking"] = [row("care_seeking", county_code="330203", month="2023-08", visits_in=old, visits_out=1)]
    file = sent("330203", "2023-09", {"care_seeking": [{"visits_in": new, "visits_out": 1}]})
    found = [one for one in merge(live(tables), [file], "2023-09", DAY).findings if one.code == "month_zero"]
    assert [(one.cell, one.severity, one.value) for one in found] == ([("D3", "warning", "0")] if noted else [])


@pytest.mark.parametrize(("month", "noted"), [("2022-09", True), ("2022-08", False), ("2023-07", True)])
def test_a_number_is_held_against_the_last_one_within_a_year(month, noted):
    tables = small_world()
    tables["care_seeking"] = [
        row("care_seeking", county_code="330203", month="2022-07", visits_in=7),
        row("care_seeking", county_code="330203", month=month, visits_in=1000),
        row("care_seeking", county_code="330203", month="2023-10", visits_in=7),
    ]
    file = sent("330203", "2023-09", {"care_seeking": [{"visits_in": 10}]})
    found = [one for one in merge(live(tables), [file], "2023-09", DAY).findings if one.code == "month_jump"]
    assert [month in one.message for one in found] == ([True] if noted else [])


@pytest.mark.parametrize(("last", "noted"), [("2023-08", True), ("2022-09", True), ("2022-08", False)])
def test_rows_that_were_there_the_last_time_are_missed(last, noted):
    tables = small_world()
    tables["workforce"] = [
        row("workforce", institution_id=one, month=last, physicians=3) for one in ("H1", "T1", "T2")
    ]
    file = sent("330203", "2023-09", {"workforce": [{"institution_id": "H1", "physicians": 3}]})
    found = [one for one in merge(live(tables), [file], "2023-09", DAY).findings if one.code == "rows_absent"]
    assert [one.severity for one in found] == (["warning"] if noted else [])
    assert all(f"{last} 报了、这个月没有数的有 2 行" in one.message and "（T1）”" in one.message for one in found)


def test_what_has_closed_is_not_missed_and_lost_rows_are_not():
    tables = small_world()
    tables["workforce"] = [row("workforce", institution_id=one, month="2023-08", physicians=3) for one in ("H1", "T1")]
    closed = [{**one, "closed_on": date(2023, 9, 1)} if one["institution_id"] == "T1" else one
              for one in tables["institutions"]]
    form = {"workforce": [{"institution_id": "H1", "physicians": 3}]}
    for world, complete in (({**tables, "institutions": closed}, True), (tables, False)):
        file = sent("330203", "2023-09", form, complete=complete)
        assert not [one for one in merge(live(world), [file], "2023-09", DAY).findings if one.code == "rows_absent"]


def test_a_day_after_the_month_in_place_of_one_before_it_is_not_called_early():
    tables = small_world()
    own = next(one for one in tables["postings"] if one["flow"] == "lead_to_member")
    fields = ("posting_id", "person_id", "from_institution_id", "to_institution_id", "kind", "start_on", "end_on")
    for start, early in ((date(2023, 11, 1), False), (date(2020, 1, 1), True)):
        form = {"postings": [{**{name: own[name] for name in fields}, "start_on": start}]}
        findings = merge(live(tables), [sent("330203", "2023-09", form)], "2023-09", DAY).findings
        found = [one for one in findings if one.code == "reported_late"]
        assert ["早于" in one.message for one in found] == [early]
