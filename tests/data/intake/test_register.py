"""What the register knows on the month's last day: numbers, names, former names, senders."""

from __future__ import annotations

from datetime import date

import pytest

from data.intake.register import Register, fold
from tests.data.intake.sent import register, register_with
from tests.data.small_world import AS_OF, frames, small_world


def test_institutions_consortia_and_regions_are_known_by_number() -> None:
    known = register()
    hospital = known.entry("institution", "H1")
    assert hospital is not None
    assert (hospital.name, hospital.county, hospital.city, hospital.what) == (
        "海曙医院",
        "330203",
        "3302",
        "county_hospital",
    )
    consortium = known.entry("consortium", "C1")
    assert consortium is not None and consortium.county == "330203"
    village = known.entry("region", "330203100201")
    assert village is not None and (village.county, village.what) == ("330203", "village")
    assert known.entry("institution", "C1") is None


def test_the_municipal_have_a_city_and_no_county() -> None:
    municipal = register().entry("institution", "M1")
    assert municipal is not None and (municipal.county, municipal.city) == (None, "3302")


def test_names_are_compared_without_spaces_widths_and_brackets_of_another_kind() -> None:
    assert fold(" 海曙（东）医院\n") == fold("海曙(东)医院") == fold("海 曙(东)医院")
    assert [one.entry.number for one in register().bearers("institution", "海曙 医院")] == ["H1"]
    assert register().bearers("institution", "海曙医") == ()


def test_a_village_is_also_named_with_its_township_and_a_county_with_its_city() -> None:
    known = register()
    assert [one.entry.number for one in known.bearers("region", "集士港镇湖山村")] == ["330203100201"]
    assert [one.entry.number for one in known.bearers("region", "宁波市海曙区")] == ["330203"]


@pytest.mark.parametrize(
    ("valid_to", "former"),
    [("2023-09-29", date(2023, 9, 29)), ("2023-09-30", date(2023, 9, 30)), ("2023-10-01", None), (None, None)],
)
def test_an_alias_is_former_from_the_day_it_ends(valid_to: str | None, former: date | None) -> None:
    end = date.fromisoformat(valid_to) if valid_to else None
    alias = {"institution_id": "T2", "name": "旧名", "valid_from": date(2010, 1, 1), "valid_to": end}
    (bearer,) = register_with(aliases=[alias]).bearers("institution", "旧名")
    assert (bearer.entry.number, bearer.former) == ("T2", former)


@pytest.mark.parametrize(("valid_from", "known"), [(date(2023, 9, 30), True), (date(2023, 10, 1), False)])
def test_an_alias_is_none_before_its_first_day(valid_from: date, known: bool) -> None:
    alias = {"institution_id": "T2", "name": "新名", "valid_from": valid_from}
    assert bool(register_with(aliases=[alias]).bearers("institution", "新名")) is known


@pytest.mark.parametrize(("closed", "live"), [(date(2023, 9, 30), False), (date(2023, 10, 1), True)])
def test_an_institution_is_open_until_the_day_before_it_closes(closed: date, live: bool) -> None:
    one = {
        "institution_id": "X1",
        "name": "某卫生室",
        "category": "village_clinic",
        "county_code": "330203",
        "region_code": "330203",
        "closed_on": closed,
    }
    entry = register_with(institutions=[one]).entry("institution", "X1")
    assert entry is not None and entry.live is live


def test_senders_are_counties_and_cities_and_those_outside_the_account_are_marked() -> None:
    tables = small_world()
    for region in tables["regions"]:
        if region["region_code"] == "330212":
            region["in_account"] = False
    known = Register.of(frames(tables), AS_OF)
    assert known.senders == {
        "3302": "宁波市",
        "1307": "张家口市",
        "330203": "海曙区",
        "330212": "鄞州区",
        "130727": "阳原县",
    }
    assert known.outside == {"330212"}
    assert known.name_of("330203") == "海曙区"
    assert known.name_of("999999") == "999999"


def test_postings_and_statements_are_known_by_what_they_say_and_by_their_sender() -> None:
    known = register()
    key = ("posting", "甲01", "H1", "T1", "330203", date(2022, 1, 1))
    assert known.known[key] == "P1"
    assert known.owners["P1"] == "330203"
    assert known.owners["P2"] == "1307", "a municipal posting is the city's"
    assert known.owners["S1"] == "3302"


def test_what_a_file_adds_leaves_the_register_itself_as_it_was() -> None:
    known = register()
    hospital = known.entry("institution", "H1")
    assert hospital is not None
    grown = known.extended([], [(hospital, "海曙总医院")])
    assert [one.entry.number for one in grown.bearers("institution", "海曙总医院")] == ["H1"]
    assert known.bearers("institution", "海曙总医院") == ()


def test_without_frames_nothing_is_known() -> None:
    known = Register.of({}, AS_OF)
    assert not known.entries and not known.senders
