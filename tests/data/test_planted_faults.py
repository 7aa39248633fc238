"""One fault planted in a valid random world gives that error and no other; the world without it gives none."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.checking import check_source
from tests.world_places import PLACES, Row, full_row, month_last, month_of, shift_months
from tests.worlds import World, random_world, write_source

Fault = Callable[[World, random.Random], World]


def some(world: World, pick: random.Random, table: str, fits: Callable[[Row], bool] = lambda row: True) -> Row:
    rows = [row for row in world.rows(table) if fits(row)]
    if not rows:
        raise LookupError(f"{world} has no such row in {table}")
    return pick.choice(rows)


def altered(world: World, table: str, row: Row, **values: Any) -> World:
    """Return the world with one row of a table changed."""
    rows = [{**other, **values} if other is row else other for other in world.rows(table)]
    return world.with_rows(**{table: rows})


def more(world: World, table: str, **values: Any) -> World:
    return world.with_rows(**{table: [*world.rows(table), full_row(table, values)]})


def unknown_institution(world: World, pick: random.Random) -> World:
    return altered(world, "postings", some(world, pick, "postings"), to_institution_id="无此机构")


def unknown_provider(world: World, pick: random.Random) -> World:
    return altered(world, "remote_volumes", some(world, pick, "remote_volumes"), providing_institution_id="X")


def unknown_subject(world: World, pick: random.Random) -> World:
    return altered(world, "governance", some(world, pick, "governance"), subject_id="C999")


def unknown_village(world: World, pick: random.Random) -> World:
    return more(world, "village_services", village_code="330299999999", mode="none", valid_from=date(2020, 1, 1))


def lasting(world: World) -> set[str]:
    """Return the consortia that have always existed by the as-of date and go on."""
    return {
        row["consortium_id"]
        for row in world.rows("consortia")
        if row["dissolved_on"] is None and (row["established_on"] is None or row["established_on"] < world.as_of)
    }


def twice_a_member(world: World, pick: random.Random) -> World:
    known = lasting(world)
    member = some(
        world,
        pick,
        "memberships",
        lambda row: row["role"] != "lead" and row["valid_to"] is None and row["consortium_id"] in known,
    )
    return more(world, "memberships", **{**member, "valid_from": max(member["valid_from"], world.as_of) + timedelta(1)})


def member_of_another_county(world: World, pick: random.Random) -> World:
    inside = {row["institution_id"] for row in world.rows("memberships")}
    stranger = some(world, pick, "institutions", lambda row: row["institution_id"] not in inside and row["county_code"])
    other = some(world, pick, "consortia", lambda row: row["county_code"] != stranger["county_code"])
    return more(
        world, "memberships", consortium_id=other["consortium_id"], institution_id=stranger["institution_id"],
        role="county_member", valid_from=other["established_on"] or date(2001, 1, 1),
        valid_to=other["dissolved_on"],
    )  # fmt: skip


def a_day_without_a_lead(world: World, pick: random.Random) -> World:
    known = lasting(world)
    lead = some(
        world,
        pick,
        "memberships",
        lambda row: row["role"] == "lead" and row["valid_to"] is None and row["consortium_id"] in known,
    )
    return altered(world, "memberships", lead, valid_to=world.as_of)


def two_leads(world: World, pick: random.Random) -> World:
    consortium = some(world, pick, "consortia", lambda row: row["dissolved_on"] is None)
    fits = {"role": "township_member", "consortium_id": consortium["consortium_id"], "valid_to": None}
    member = some(world, pick, "memberships", lambda row: all(row[name] == value for name, value in fits.items()))
    return altered(world, "memberships", member, role="lead")


def ends_before_it_starts(world: World, pick: random.Random) -> World:
    posting = some(world, pick, "postings")
    return altered(world, "postings", posting, end_on=posting["start_on"] - timedelta(1))


def goes_where_it_came_from(world: World, pick: random.Random) -> World:
    posting = some(world, pick, "postings")
    return altered(world, "postings", posting, to_institution_id=posting["from_institution_id"])


def negative_volume(world: World, pick: random.Random) -> World:
    return altered(world, "remote_volumes", some(world, pick, "remote_volumes"), volume=-1)


def negative_fee(world: World, pick: random.Random) -> World:
    return altered(world, "costs", some(world, pick, "costs"), drug_fee_yuan=-0.01)


def volume_before_the_site(world: World, pick: random.Random) -> World:
    first = {}
    for site in world.rows("remote_sites"):
        key = (site["institution_id"], site["service_type"])
        first[key] = min(first.get(key, site["opened_on"]), site["opened_on"])
    fits = [key for key, opened in first.items() if opened <= world.as_of]
    institution, service = pick.choice(fits)  # an IndexError is a LookupError: no site, no fault
    before = month_of(shift_months(first[institution, service].replace(day=1), -1))
    return more(
        world, "remote_volumes", month=before, service_type=service, requesting_institution_id=institution,
        providing_institution_id=world.rows("institutions")[0]["institution_id"], volume=1,
    )  # fmt: skip


def month_to_come(world: World, pick: random.Random) -> World:
    county = some(world, pick, "regions", lambda row: row["level"] == "county")["region_code"]
    later = month_of(month_last(month_of(world.as_of)) + timedelta(1))
    return more(world, "care_seeking", county_code=county, month=later, visits_in=1)


def same_key_twice(world: World, pick: random.Random) -> World:
    return more(world, "care_seeking", **some(world, pick, "care_seeking"))


def same_institution_twice(world: World, pick: random.Random) -> World:
    return more(world, "institutions", **some(world, pick, "institutions"))


def words_for_a_number(world: World, pick: random.Random) -> World:
    return altered(world, "care_seeking", some(world, pick, "care_seeking"), visits_in="一千")


def no_such_day(world: World, pick: random.Random) -> World:
    return altered(world, "postings", some(world, pick, "postings"), start_on="2023-02-30")


def no_such_month(world: World, pick: random.Random) -> World:
    return altered(world, "care_seeking", some(world, pick, "care_seeking"), month="2023-13")


def unknown_code(world: World, pick: random.Random) -> World:
    return altered(world, "postings", some(world, pick, "postings"), kind="forever")


def empty_required(world: World, pick: random.Random) -> World:
    return altered(world, "postings", some(world, pick, "postings"), person_id=None)


def on_the_map(world: World, pick: random.Random, lon: float, lat: float) -> World:
    institution = some(world, pick, "institutions", lambda row: row["county_code"])
    return altered(world, "institutions", institution, lon=lon, lat=lat, datum="wgs84")


def swapped(world: World, pick: random.Random) -> World:
    """A place in the institution's own county with longitude and latitude exchanged."""
    institution = some(world, pick, "institutions", lambda row: row["county_code"])
    lat, lon = PLACES[institution["county_code"]]
    return altered(world, "institutions", institution, lon=lon, lat=lat, datum="wgs84")


def in_the_sea(world: World, pick: random.Random) -> World:
    return on_the_map(world, pick, 123.9, 30.9)


#: The error each fault must give, and nothing else.
FAULTS: dict[str, tuple[Fault, ...]] = {
    "reference_missing": (unknown_institution, unknown_provider, unknown_subject, unknown_village),
    "membership_overlap": (twice_a_member,),
    "membership_cross_county": (member_of_another_county,),
    "lead_count": (a_day_without_a_lead, two_leads),
    "posting_ends_before_start": (ends_before_it_starts,),
    "posting_to_itself": (goes_where_it_came_from,),
    "negative_count": (negative_volume, negative_fee),
    "volume_outside_site_life": (volume_before_the_site,),
    "month_after_as_of": (month_to_come,),
    "duplicate_key": (same_key_twice, same_institution_twice),
    "type_unreadable": (words_for_a_number, no_such_day, no_such_month),
    "code_unknown": (unknown_code,),
    "value_missing": (empty_required,),
    "position_swapped": (swapped,),
    "position_outside": (in_the_sea,),
}


def planted(fault: Fault) -> World:
    """Return the first world that has what the fault needs, with the fault in it."""
    for seed in range(50):
        with contextlib.suppress(LookupError):
            return fault(random_world(seed), random.Random(seed))
    raise AssertionError(f"no world fits {fault.__name__}")


@pytest.mark.parametrize(("code", "fault"), [(code, fault) for code, faults in FAULTS.items() for fault in faults])
def test_a_planted_fault_gives_its_error_and_no_other(code: str, fault: Fault, tmp_path: Path) -> None:
    world = planted(fault)
    report = check_source(write_source(world, tmp_path), world.as_of).report
    assert {finding.code for finding in report.errors} == {code}, [finding.to_dict() for finding in report.errors]
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("seed", "encoding"), [(3, "utf-8"), (4, "utf-8-sig"), (5, "gb18030"), (6, "utf-8"), (7, "utf-8")]
)
def test_a_valid_world_gives_no_error(seed: int, encoding: str, tmp_path: Path) -> None:
    world = random_world(seed)
    report = check_source(write_source(world, tmp_path, encoding), world.as_of).report
    assert [finding.to_dict() for finding in report.errors] == []
    assert report.exit_code == 0
