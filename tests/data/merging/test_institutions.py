"""The register of institutions: what is new, closed, renamed, and what has no history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data.merging import merge
from tests.data.merging.sending import Row, altered, codes, faithful, form_rows, live, plain, sent, small, without
from tests.data.small_world import row, small_world

DAY = date(2023, 10, 8)
MONTH, FIRST, EVE = "2023-09", date(2023, 9, 1), date(2023, 8, 31)
COUNTY = "330203"


def forms(**set_of_t2) -> dict[str, list[Row]]:
    reported = {"institutions": faithful(small_world(), COUNTY, MONTH)["institutions"]}
    return altered(reported, "institutions", lambda one: one["institution_id"] == "T2", **set_of_t2)


def report(sheets, base=None, month=MONTH, sender=COUNTY):
    return merge(base or small(), [sent(sender, month, sheets)], month, DAY)


def one(merged, number: str) -> Row | None:
    frame = merged.frames["institutions"]
    return next(iter(plain(frame[frame["institution_id"] == number])), None)


def aliases(merged) -> set[tuple]:
    return {(r["institution_id"], r["name"], r["valid_from"], r["valid_to"]) for r in plain(merged.frames["aliases"])}


def test_the_same_register_changes_nothing():
    held = small()
    merged = report(forms(), held)
    pd.testing.assert_frame_equal(merged.frames["institutions"], held["institutions"])
    assert not merged.findings


def test_a_missing_institution_closes_on_the_first_day():
    merged = report(without(forms(), "institutions", lambda r: r["institution_id"] == "T2"))
    assert one(merged, "T2")["closed_on"] == FIRST
    assert [(c.kind, c.column) for c in merged.changes] == [("removed", "closed_on")]
    # And opens again when it is back in the same month.
    assert one(report(forms(), merged.frames), "T2")["closed_on"] is None


def test_one_that_had_closed_before_the_month_need_not_be_listed():
    tables = small_world()
    tables["institutions"][3]["closed_on"] = FIRST
    merged = report(without(forms(), "institutions", lambda r: r["institution_id"] == "T2"), live(tables))
    assert one(merged, "T2")["closed_on"] == FIRST and not merged.changes and not merged.findings


def test_a_new_institution_without_a_day_is_open_from_the_month_on():
    new = {"institution_id": "330203-abc", "name": "新卫生院", "category": "township_hospital", "region_code": COUNTY}
    sheets = forms()
    sheets["institutions"].append(new)
    merged = report(sheets)
    added = one(merged, "330203-abc")
    assert (added["opened_on"], added["county_code"], added["provenance"]) == (FIRST, COUNTY, "reported")
    assert codes(merged.findings) == {"opened_assumed"}
    # Taken back in the same month it was never there ...
    assert one(report(forms(), merged.frames), "330203-abc") is None
    # ... unless something else names it by then.
    staff = row("workforce", institution_id="330203-abc", month=MONTH, nurses=1)
    named = {**merged.frames, "workforce": live({"workforce": [staff]})["workforce"]}
    kept = one(report(forms(), named), "330203-abc")
    assert (kept["opened_on"], kept["closed_on"]) == (FIRST, FIRST)


@pytest.mark.parametrize(("day", "late"), [(EVE, True), (FIRST, False), (date(2023, 9, 30), False), (None, False)])
@pytest.mark.parametrize("column", ["closed_on", "opened_on"])
def test_a_stated_day_is_taken_and_said_where_it_is_before_the_month(column, day, late):
    merged = report(forms(**{column: day}))
    assert one(merged, "T2")[column] == day
    # Open since ever until now: any first day takes it out of earlier months.
    expected = late if column == "closed_on" else day is not None
    assert ("reported_late" in codes(merged.findings)) == expected


@pytest.mark.parametrize(("values", "said"), [
    ({"ownership": "private"}, set()), ({"grade": "二级甲等"}, set()),
    ({"category": "community_health_centre"}, {"history_attribute"}),
    ({"central_town": True}, {"history_attribute"}), ({"uscc": "1"}, set()),
])
def test_what_has_no_history_is_set_in_place(values, said):
    merged = report(forms(**values))
    [(name, value)] = values.items()
    assert one(merged, "T2")[name] == value and codes(merged.findings) == said
    assert [(c.kind, c.column) for c in merged.changes] == [("changed", name)]


def test_coordinates_that_differ_are_surveyed_and_kept_as_given():
    merged = report(forms(lon=121.3, lat=29.8, datum="gcj02"))
    found = one(merged, "T2")
    assert (found["lon"], found["lat"], found["datum"], found["position_source"]) == (121.3, 29.8, "gcj02", "surveyed")
    gone = one(report(forms(lon=None, lat=None, datum=None)), "T2")
    assert (gone["lon"], gone["position_source"]) == (None, None)
    same = one(report(forms(lon=121.25 + 1e-12)), "T2")
    assert same["lon"] == 121.25 and same["position_source"] is None


def test_a_renamed_institution_keeps_its_old_name_as_an_alias():
    merged = report(forms(name="古林中心卫生院"))
    assert one(merged, "T2")["name"] == "古林中心卫生院"
    added = aliases(merged) - aliases(report(forms()))
    assert added == {("T2", "古林卫生院", date(1900, 1, 1), FIRST)}
    # A second name in the same month takes the place of the first; the old one again takes both back.
    twice = report(forms(name="古林医院"), merged.frames)
    assert one(twice, "T2")["name"] == "古林医院" and aliases(twice) == aliases(merged)
    back = report(forms(), twice.frames)
    assert one(back, "T2")["name"] == "古林卫生院" and aliases(back) == aliases(report(forms()))
    # In a later month the second name is a former one, from the day the first ended.
    later = report(forms(name="古林医院"), merged.frames, "2023-10")
    assert aliases(later) - aliases(merged) == {("T2", "古林中心卫生院", FIRST, date(2023, 10, 1))}


def test_a_column_that_the_sheet_lacks_is_kept():
    tables = small_world()
    tables["institutions"][3]["central_town"] = True
    rows = faithful(tables, COUNTY, MONTH)["institutions"]
    short = form_rows("institutions", [{k: v for k, v in r.items() if k != "central_town"} for r in rows],
                      lacks=["central_town", "region_name"])
    file = replace(sent(COUNTY, MONTH, {}), forms={"institutions": short})
    assert one(merge(live(tables), [file], MONTH, DAY), "T2")["central_town"] is True


def test_the_city_keeps_municipal_institutions_and_partners_elsewhere():
    tables = small_world()
    tables["institutions"].append(
        row("institutions", institution_id="X1", name="外市医院", category="municipal_hospital", region_code="3301")
    )
    tables["regions"].append(row("regions", region_code="3301", name="杭州市", level="city"))
    sheet = {"city_institutions": [
        {"institution_id": "M1", "name": "市第一医院", "category": "municipal_hospital", "region_code": "3302",
         "lon": 121.25, "lat": 29.75, "datum": "wgs84"},
    ]}
    merged = report(sheet, live(tables), sender="3302")
    assert one(merged, "X1")["closed_on"] is None and not merged.changes
    sheet["city_institutions"].append(
        {"institution_id": "X1", "name": "外市医院", "category": "municipal_hospital", "region_code": "3301",
         "grade": "三级甲等"})
    assert one(report(sheet, live(tables), sender="3302"), "X1")["grade"] == "三级甲等"
