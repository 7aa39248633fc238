"""Where a rule begins and ends: the last day that is right and the first that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from data.findings import Finding
from data.geography import point_outside_km, to_wgs84
from data.rules import amounts, memberships, positions, postings, volumes
from data.rules.spans import counts, overlapping
from tests.data.small_world import AS_OF, BOXES, added, boundaries, changed, findings_of, row, small_world, volume

DAY = date.fromisoformat
Change = Callable[..., list[Finding]]


def lead(consortium: str, institution: str, start: str, end: str | None = None) -> dict[str, object]:
    return row(
        "memberships",
        consortium_id=consortium,
        institution_id=institution,
        role="lead",
        valid_from=DAY(start),
        valid_to=DAY(end) if end else None,
    )


def leads_of_c2(
    *rows: dict[str, object], born: str | None = "2019-01-01", gone: str | None = None, as_of: date = AS_OF
) -> list[Finding]:
    """Return what the lead rule finds when C2 has these leads and life."""
    tables = changed(
        "consortia", 1, established_on=DAY(born) if born else None, dissolved_on=DAY(gone) if gone else None
    )
    tables["memberships"] = [one for one in tables["memberships"] if one["consortium_id"] != "C2"] + list(rows)
    return findings_of(memberships.lead_count, tables, as_of)


# memberships: half-open spans


@pytest.mark.parametrize(("starts", "wrong"), [("2021-05-09", True), ("2021-05-10", False), ("2021-05-11", False)])
def test_a_membership_that_ends_the_day_the_next_begins_does_not_overlap(starts: str, wrong: bool) -> None:
    tables = changed("memberships", 2, valid_to=DAY("2021-05-10"))
    tables["memberships"].append({**tables["memberships"][2], "valid_from": DAY(starts), "valid_to": None})
    assert bool(findings_of(memberships.overlaps, tables)) is wrong


def test_a_long_membership_overlaps_each_later_one() -> None:
    tables = small_world()
    later = [("2020-01-01", "2020-02-01"), ("2021-01-01", "2021-02-01")]
    tables["memberships"] += [
        {**tables["memberships"][2], "valid_from": DAY(start), "valid_to": DAY(end)} for start, end in later
    ]
    assert len(findings_of(memberships.overlaps, tables)) == 2


def test_a_membership_left_open_when_its_consortium_was_dissolved_overlaps_nothing_after() -> None:
    tables = changed("consortia", 1, dissolved_on=DAY("2021-01-01"))
    tables["consortia"][1]["county_code"] = "330203"
    tables["memberships"][2]["valid_from"] = DAY("2021-01-01")
    tables["memberships"].append({**tables["memberships"][2], "consortium_id": "C2", "valid_from": DAY("2020-01-01")})
    assert findings_of(memberships.overlaps, tables) == []
    tables["consortia"][1]["dissolved_on"] = DAY("2021-01-02")
    assert len(findings_of(memberships.overlaps, tables)) == 1


def test_a_membership_of_no_day_overlaps_nothing() -> None:
    tables = small_world()
    again = {**tables["memberships"][2], "valid_from": DAY("2020-01-01"), "valid_to": DAY("2020-01-01")}
    tables["memberships"].append(again)
    assert findings_of(memberships.overlaps, tables) == []


# leads: exactly one on every day the consortium exists


def test_leads_that_follow_one_another_day_by_day_are_one() -> None:
    assert leads_of_c2(lead("C2", "H2", "2019-01-01", "2021-03-01"), lead("C2", "H1", "2021-03-01")) == []


@pytest.mark.parametrize(
    ("first_ends", "second_starts", "days"),
    [
        ("2021-03-01", "2021-03-02", "2021-03-01 至 2021-03-01"),
        ("2021-03-02", "2021-03-01", "2021-03-01 至 2021-03-01"),
    ],
)
def test_one_day_without_a_lead_or_with_two_is_wrong(first_ends: str, second_starts: str, days: str) -> None:
    (found,) = leads_of_c2(lead("C2", "H2", "2019-01-01", first_ends), lead("C2", "H1", second_starts))
    assert days in found.message


def test_a_lead_must_be_there_from_the_first_day_to_the_last() -> None:
    assert leads_of_c2(lead("C2", "H2", "2019-01-01", "2022-01-01"), gone="2022-01-01") == []
    (late,) = leads_of_c2(lead("C2", "H2", "2019-01-02"))
    assert "2019-01-01 至 2019-01-01" in late.message
    (early,) = leads_of_c2(lead("C2", "H2", "2019-01-01", "2021-12-31"), gone="2022-01-01")
    assert "2021-12-31 至 2021-12-31" in early.message


def test_leads_before_and_after_the_life_of_a_consortium_do_not_count() -> None:
    before_and_after = [lead("C2", "H1", "2015-01-01", "2019-01-01"), lead("C2", "H1", "2022-01-01")]
    assert leads_of_c2(lead("C2", "H2", "2019-01-01", "2022-01-01"), *before_and_after, gone="2022-01-01") == []


def test_where_the_founding_day_is_unknown_the_first_membership_begins_the_life() -> None:
    assert leads_of_c2(lead("C2", "H2", "2020-06-01"), born=None) == []
    tables_member = row(
        "memberships", consortium_id="C2", institution_id="T2", role="township_member", valid_from=DAY("2020-05-31")
    )
    (found,) = leads_of_c2(lead("C2", "H2", "2020-06-01"), tables_member, born=None)
    assert "2020-05-31 至 2020-05-31" in found.message


def test_a_consortium_without_any_membership_has_no_lead() -> None:
    assert len(leads_of_c2()) == 1
    assert len(leads_of_c2(born=None)) == 1


def test_a_consortium_that_never_exists_needs_no_lead() -> None:
    assert leads_of_c2(born="2020-01-01", gone="2020-01-01") == []


def test_what_lies_after_the_as_of_date_does_not_count_yet() -> None:
    tomorrow = AS_OF + timedelta(1)
    assert leads_of_c2(lead("C2", "H2", "2019-01-01", str(tomorrow))) == []
    assert len(leads_of_c2(lead("C2", "H2", "2019-01-01", str(AS_OF)))) == 1
    assert leads_of_c2(born=str(tomorrow)) == []
    assert len(leads_of_c2(born=str(AS_OF))) == 1


def test_two_leads_are_wrong_even_after_the_as_of_date() -> None:
    future = str(AS_OF + timedelta(40))
    assert len(leads_of_c2(lead("C2", "H2", "2019-01-01"), lead("C2", "H1", future))) == 1


def test_without_a_table_of_memberships_no_lead_is_missed() -> None:
    assert findings_of(memberships.lead_count, {**small_world(), "memberships": []}) == []


def test_spans_are_counted_like_days() -> None:
    """The sweep over edges against a slow count of every day."""
    rng = np.random.default_rng(5)
    base = pd.Timestamp("2020-01-01")
    for _ in range(30):
        size = int(rng.integers(0, 5))
        start = pd.Series(
            [base + pd.Timedelta(days=int(d)) for d in rng.integers(-5, 25, size)], dtype="datetime64[ms]"
        )
        end = start + pd.to_timedelta(rng.integers(-2, 15, size), unit="D")
        first, last = base, base + pd.Timedelta(days=20)
        days = {
            first + pd.Timedelta(days=n): int(
                ((start <= first + pd.Timedelta(days=n)) & (end > first + pd.Timedelta(days=n))).sum()
            )
            for n in range(20)
        }
        spans = list(counts(start, end, first, last))
        assert {day: n for a, b, n in spans for day in pd.date_range(a, b, inclusive="left")} == days
        assert all(one[2] != following[2] for one, following in pairwise(spans))
        owners = pd.Series(["x"] * size, dtype="str")
        assert bool(list(overlapping(owners, start, end))) == any(
            max(start[a], start[b]) < min(end[a], end[b])
            for a in range(size)
            for b in range(a)
            if start[a] < end[a] and start[b] < end[b]
        )


# postings


@pytest.mark.parametrize(("end", "wrong"), [("2021-12-31", True), ("2022-01-01", False), ("2022-01-02", False)])
def test_a_posting_of_one_day_is_right(end: str, wrong: bool) -> None:
    assert bool(findings_of(postings.ends_before_start, changed("postings", end_on=DAY(end)))) is wrong


@pytest.mark.parametrize(("starts", "odd"), [("2022-12-31", True), ("2023-01-01", True), ("2023-01-02", False)])
def test_the_last_day_of_a_posting_still_counts(starts: str, odd: bool) -> None:
    tables = small_world()
    tables["postings"].append({**tables["postings"][1], "posting_id": "P3", "start_on": DAY(starts), "end_on": None})
    assert bool(findings_of(postings.two_at_a_time, tables)) is odd


@pytest.mark.parametrize(
    ("planned", "odd"), [(AS_OF - timedelta(1), True), (AS_OF, False), (AS_OF + timedelta(1), False)]
)
def test_a_planned_end_has_passed_the_day_after(planned: date, odd: bool) -> None:
    assert bool(findings_of(postings.overdue, changed("postings", planned_end_on=planned))) is odd
    ended = changed("postings", planned_end_on=planned, end_on=planned)
    assert findings_of(postings.overdue, ended) == []


def test_a_posting_without_a_receiver_goes_nowhere_wrong() -> None:
    assert findings_of(postings.to_itself, changed("postings", to_institution_id=None)) == []


# volumes and months: the site of the small world is open from 2022-03-15 to 2023-06-09


@pytest.mark.parametrize(
    ("month", "wrong"),
    [("2022-02", True), ("2022-03", False), ("2023-05", False), ("2023-06", False), ("2023-07", True)],
)
def test_one_open_day_in_the_month_is_enough(month: str, wrong: bool) -> None:
    tables = {**small_world(), "remote_volumes": [volume(month, 3)]}
    assert [f.code for f in findings_of(volumes.outside_life, tables)] == ["volume_outside_site_life"] * wrong


@pytest.mark.parametrize(("closed", "wrong"), [("2023-06-01", True), ("2023-06-02", False)])
def test_a_site_closed_on_the_first_was_not_open_that_month(closed: str, wrong: bool) -> None:
    tables = changed("remote_sites", closed_on=DAY(closed))
    tables["remote_volumes"] = [volume("2023-06", 3)]
    assert bool(findings_of(volumes.outside_life, tables)) is wrong


@pytest.mark.parametrize(("opened", "wrong"), [("2022-02-28", False), ("2022-03-01", True)])
def test_a_site_opened_on_the_last_day_was_open_that_month(opened: str, wrong: bool) -> None:
    tables = changed("remote_sites", opened_on=DAY(opened))
    tables["remote_volumes"] = [volume("2022-02", 3)]
    assert bool(findings_of(volumes.outside_life, tables)) is wrong


def test_a_month_inside_the_second_of_two_sites_is_right_and_between_them_wrong() -> None:
    tables = added(
        "remote_sites", row("remote_sites", institution_id="T1", service_type="ecg", opened_on=DAY("2023-08-01"))
    )
    tables["remote_volumes"] = [volume("2023-08", 3), volume("2023-07", 3)]
    (found,) = findings_of(volumes.outside_life, tables)
    assert found.value == "2023-07"
    assert "2022-03-15 至 2023-06-09、2023-08-01 至今" in found.message


def test_a_null_volume_claims_nothing_and_a_zero_does() -> None:
    assert findings_of(volumes.outside_life, {**small_world(), "remote_volumes": [volume("2021-01", None)]}) == []
    assert len(findings_of(volumes.outside_life, {**small_world(), "remote_volumes": [volume("2021-01", 0)]})) == 1


def test_without_a_table_of_sites_a_volume_is_only_a_warning() -> None:
    found = findings_of(volumes.outside_life, {**small_world(), "remote_sites": []})
    assert [(f.code, f.severity) for f in found] == [("volume_without_site", "warning")]


@pytest.mark.parametrize(("month", "wrong"), [("2023-08", False), ("2023-09", False), ("2023-10", True)])
@pytest.mark.parametrize("as_of", [date(2023, 9, 1), date(2023, 9, 30)])
def test_the_month_of_the_as_of_date_is_allowed(month: str, wrong: bool, as_of: date) -> None:
    assert bool(findings_of(volumes.months_ahead, changed("costs", month=month), as_of)) is wrong


@pytest.mark.parametrize(
    ("rows", "odd"),
    [
        ([("2022-12", 5), ("2023-01", 5)], True),
        ([("2022-11", 5), ("2023-01", 5)], False),
        ([("2023-02", 0), ("2023-03", 0)], False),
        ([("2023-02", 5), ("2023-03", 6)], False),
        ([("2023-02", None), ("2023-03", None)], False),
    ],
)
def test_a_copied_month_is_the_same_number_in_the_next_month(rows: list[tuple[str, int | None]], odd: bool) -> None:
    tables = {**small_world(), "remote_volumes": [volume(month, amount) for month, amount in rows]}
    assert bool(findings_of(volumes.repeated, tables)) is odd


def test_the_same_number_of_another_provider_is_no_copy() -> None:
    rows = [volume("2023-02", 5), volume("2023-03", 5, providing_institution_id="M1")]
    assert findings_of(volumes.repeated, {**small_world(), "remote_volumes": rows}) == []


# positions: the box of 330203 ends at 30° north


def north_of_330203(kilometres: float) -> dict[str, float]:
    west, _, east, north = BOXES["330203"]
    lon, lat, _ = Geod(ellps="WGS84").fwd((west + east) / 2, north, 0, kilometres * 1000)
    return {"lon": lon, "lat": lat}


@pytest.mark.parametrize(
    ("kilometres", "code"),
    [(-0.5, None), (0.5, "position_near"), (2.95, "position_near"), (3.1, "position_outside")],
)
def test_three_kilometres_outside_are_still_a_warning(kilometres: float, code: str | None) -> None:
    found = findings_of(positions.outside, changed("institutions", 1, **north_of_330203(kilometres)))
    assert [f.code for f in found] == ([code] if code else [])


def test_a_region_is_held_against_its_own_county() -> None:
    assert findings_of(positions.outside, changed("regions", 6, lon=121.25, lat=29.75)) == []
    (found,) = findings_of(positions.outside, changed("regions", 6, lon=121.75, lat=29.75))
    assert (found.table, found.code) == ("regions", "position_outside")


def test_a_municipal_institution_is_held_against_its_city_or_the_county_it_lies_in() -> None:
    anywhere = {"lon": 121.75, "lat": 29.75}
    assert findings_of(positions.outside, changed("institutions", 0, **anywhere)) == []
    there = changed("institutions", 0, **anywhere, region_code="330203")
    assert [f.code for f in findings_of(positions.outside, there)] == ["position_outside"]


def test_gcj02_is_named_only_where_shifting_back_lands_inside() -> None:
    # In GCJ-02 this is 110 m south of the box; its true place is 170 m inside.
    raw = {"lon": 121.25, "lat": 29.499}
    land = boundaries().geometry[0]
    assert point_outside_km(**raw, county=land) > 0
    assert point_outside_km(*to_wgs84(**raw, datum="gcj02"), land) == 0
    (found,) = findings_of(positions.outside, changed("institutions", 1, **raw, datum="wgs84"))
    assert found.code == "position_near"
    assert "GCJ-02" in found.message
    assert findings_of(positions.outside, changed("institutions", 1, **raw, datum="gcj02")) == []
    (far,) = findings_of(positions.outside, changed("institutions", 1, **north_of_330203(2.9)))
    assert "GCJ-02" not in far.message


def test_a_swapped_point_is_named_so_in_its_own_datum() -> None:
    swapped = changed("institutions", 1, lon=29.75, lat=121.25, datum="bd09")
    assert [f.code for f in findings_of(positions.outside, swapped)] == ["position_swapped"]


# amounts


@pytest.mark.parametrize(("value", "wrong"), [(-1, True), (0, False), (1, False), (None, False)])
def test_zero_is_a_count(value: int | None, wrong: bool) -> None:
    assert bool(findings_of(amounts.negatives, changed("workforce", physicians=value))) is wrong
    assert bool(findings_of(amounts.negatives, changed("costs", outpatient_fee_yuan=value))) is wrong


@pytest.mark.parametrize(
    ("item", "subject", "value", "code"),
    [
        ("drug_catalogue_overlap", "C1", "100", None),
        ("drug_catalogue_overlap", "C1", "100.1", "value_invalid"),
        ("drug_catalogue_overlap", "C1", "80%", "value_invalid"),
        ("beds", "T1", "-1", "negative_count"),
        ("beds", "T1", "0", None),
        ("beds", "T1", "yes", "value_invalid"),
        ("service_tier", "T1", "recommended", None),
        ("service_tier", "T1", "yes", "value_invalid"),
        ("shared_pharmacy", "C1", "no", None),
        ("shared_pharmacy", "C1", "none", "value_invalid"),
        ("shared_pharmacy", "C1", None, None),
    ],
)
def test_each_item_takes_its_own_values(item: str, subject: str, value: str | None, code: str | None) -> None:
    tables = changed("capability", 2, subject_id=subject, item=item, value=value)
    assert [f.code for f in findings_of(amounts.capability_values, tables)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        (date(2023, 9, 29), None), (date(2023, 9, 30), "2023-09-30"), (date(2023, 10, 15), "2023-09-30"),
        (date(2023, 10, 30), "2023-09-30"), (date(2023, 10, 31), None),
    ],
)
def test_key_specialties_are_counted_on_the_last_month_end(as_of: date, day: str | None) -> None:
    """A second one is listed from the last day of September to that of October: on no other month's end are there 2."""
    more = row("specialties", subject_id="C1", specialty="中医", kind="key", since=DAY("2023-09-30"),
               until=DAY("2023-10-31"))
    found = findings_of(amounts.key_specialties, added("specialties", more), as_of)
    assert [f"在 {day} 有 2 个" in one.message for one in found] == ([True] if day else [])


def test_key_specialties_of_members_count_for_the_consortium() -> None:
    more = row("specialties", subject_id="T1", specialty="中医", kind="key", since=DAY("2020-01-01"))
    assert len(findings_of(amounts.key_specialties, added("specialties", more))) == 1
    ended = {**more, "until": DAY("2022-01-01")}
    assert findings_of(amounts.key_specialties, added("specialties", ended)) == []
    assert findings_of(amounts.key_specialties, {**changed("capability", value="7"), "specialties": []}) == []
