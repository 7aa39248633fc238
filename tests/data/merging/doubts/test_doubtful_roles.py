"""Roles, items, services and counts said of an institution that they hardly are of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.merging import merge
from tests.data.merging.sending import Row, altered, faithful, live, sent, small
from tests.data.small_world import Tables, row, small_world

MONTH, DAY, COUNTY, CITY = "2023-09", date(2023, 10, 8), "330203", "3302"
CODES = {
    "lead_unfit", "role_unfit", "supervisor_unfit", "category_unlike_name", "central_town_unfit", "item_unfit",
    "value_jump", "clinic_unfit", "clinic_elsewhere", "provider_unfit", "pairing_level", "above_population",
    "village_doctors_unfit",
}


def told(sheets: dict[str, list[Row]], sender: str = COUNTY, tables: Tables | None = None) -> list[tuple[str, str]]:
    done = merge(live(tables) if tables else small(), [sent(sender, MONTH, sheets)], MONTH, DAY)
    return [(one.code, one.severity) for one in done.findings if one.code in CODES]


def with_category(category: str) -> tuple[Tables, dict[str, list[Row]]]:
    """Return the world with a new institution of a category, and what the county reports of it."""
    tables = small_world()
    tables["institutions"].append(
        row("institutions", institution_id="N1", name="某机构", category=category, county_code=COUNTY,
            region_code=COUNTY)
    )
    return tables, faithful(tables, COUNTY, MONTH)


@pytest.mark.parametrize(
    ("category", "role", "found"),
    [
        ("county_hospital", "lead", None), ("tcm_hospital", "lead", None),
        ("mch_centre", "lead", ("lead_unfit", "warning")), ("township_hospital", "lead", ("lead_unfit", "warning")),
        ("village_clinic", "lead", ("lead_unfit", "error")),
        ("cdc", "county_member", None), ("township_hospital", "county_member", ("role_unfit", "warning")),
        ("community_health_centre", "township_member", None), ("cdc", "township_member", ("role_unfit", "warning")),
        ("village_clinic", "village_member", None), ("township_hospital", "village_member", ("role_unfit", "warning")),
        ("other", "village_member", None),
    ],
)
def test_a_role_is_held_against_the_category(category: str, role: str, found: tuple[str, str] | None) -> None:
    tables, sheets = with_category(category)
    sheets["memberships"].append(
        {"consortium_id": "C9", "consortium_name": "新医共体", "institution_id": "N1", "role": role}
    )
    assert told(sheets, tables=tables) == ([found] if found else [])


@pytest.mark.parametrize(("above", "found"), [("T1", False), ("T2", False), ("H1", True), ("V1", True), (None, False)])
def test_who_is_above_a_clinic_is_of_a_township(above: str | None, found: bool) -> None:
    sheets = altered(faithful(small_world(), COUNTY, MONTH), "memberships", lambda one: one["institution_id"] == "V1",
                     supervisor_id=above)
    assert told(sheets) == ([("supervisor_unfit", "warning")] if found else [])
    of_hospital = altered(sheets, "memberships", lambda one: one["institution_id"] == "T2", supervisor_id="T1")
    assert ("supervisor_unfit", "warning") in told(of_hospital)


@pytest.mark.parametrize(
    ("name", "category", "found"),
    [
        ("湖东村卫生室", "village_clinic", False), ("湖东村卫生室（湖西分室）", "township_hospital", True),
        ("湖东卫生院", "community_health_centre", False), ("湖东中心卫生院", "village_clinic", True),
        ("湖东街道社区卫生服务中心", "township_hospital", False), ("湖东街道社区卫生服务中心", "county_hospital", True),
        ("海曙区妇幼保健院", "mch_centre", False), ("海曙区妇幼保健院", "cdc", True),
        ("海曙区疾病预防控制中心", "cdc", False), ("海曙区疾病预防控制中心", "mch_centre", True),
        ("海曙区中医院", "tcm_hospital", False), ("海曙区人民医院", "township_hospital", True),
        ("湖东门诊部", "village_clinic", False), ("湖东村卫生室", "other", False),
    ],
)
def test_a_new_name_is_held_against_the_category(name: str, category: str, found: bool) -> None:
    sheets = faithful(small_world(), COUNTY, MONTH)
    new = {"institution_id": "N1", "name": name, "category": category, "region_code": COUNTY}
    sheets["institutions"] = [*sheets["institutions"], new]
    assert told(sheets) == ([("category_unlike_name", "warning")] if found else [])


@pytest.mark.parametrize(("number", "town", "found"), [("T2", True, False), ("H1", True, True), ("H1", False, False)])
def test_only_grassroots_institutions_are_of_a_central_town(number: str, town: bool, found: bool) -> None:
    sheets = altered(faithful(small_world(), COUNTY, MONTH), "institutions",
                     lambda one: one["institution_id"] == number, central_town=town)
    assert told(sheets) == ([("central_town_unfit", "warning")] if found else [])


@pytest.mark.parametrize(
    ("subject", "item", "value", "found"),
    [
        ("T1", "county_strong_hospital", "yes", "item_unfit"), ("T1", "county_strong_hospital", None, None),
        ("H1", "grade2_b_capability", "yes", "item_unfit"), ("T2", "grade2_b_capability", "yes", None),
        ("H1", "service_tier", "basic", "item_unfit"), ("T2", "service_tier", "basic", None),
        ("H1", "beds", "900", None), ("T1", "beds", "199", None), ("T1", "beds", "200", "value_jump"),
        ("T1", "beds", "2", "value_jump"), ("T1", "beds", "3", None), ("T1", "beds", "0", None),
        ("C1", "shared_pharmacy", "yes", None),
    ],
)
def test_an_item_is_held_against_its_subject_and_its_value(
    subject: str, item: str, value: str | None, found: str | None
) -> None:
    sheets: Any = {"capability": [{"subject_id": subject, "item": item, "value": value}]}
    assert told(sheets) == ([(found, "warning")] if found else [])


@pytest.mark.parametrize(("mode", "clinic", "found"), [
    ("clinic", "T1", "clinic_unfit"), ("extension", "T1", None), ("clinic", "V1", None), ("clinic", "V2", None),
    ("clinic", "V3", "clinic_elsewhere"), ("mobile", "V3", None),
])
def test_the_clinic_of_a_village_is_one_and_lies_there(mode: str, clinic: str, found: str | None) -> None:
    tables = small_world()
    for number, place in (("V2", "330203100"), ("V3", "330203100299")):
        tables["institutions"].append(
            row("institutions", institution_id=number, name=number, category="village_clinic", county_code=COUNTY,
                region_code=place)
        )
    tables["village_services"] = []
    sheets: Any = {"village_services": [{"village_code": "330203100201", "mode": mode, "institution_id": clinic}]}
    assert told(sheets, tables=tables) == ([(found, "warning")] if found else [])


@pytest.mark.parametrize(("provider", "found"), [("H1", False), ("M1", False), ("T2", True), ("V1", True)])
def test_who_gives_a_remote_service_is_a_hospital(provider: str, found: bool) -> None:
    sheets: Any = {"remote": [{"requesting_institution_id": "T1", "service_type": "ecg", "volume": 3,
                               "providing_institution_id": provider}]}
    assert told(sheets) == ([("provider_unfit", "warning")] if found else [])


@pytest.mark.parametrize(("partner", "level", "found"), [
    ("M1", "municipal", False), ("M1", "provincial", True), ("H2", "provincial", False),
])
def test_a_municipal_partner_is_of_that_level(partner: str, level: str, found: bool) -> None:
    tables = small_world()
    tables["pairings"] = []
    sheets: Any = {"pairings": [{"institution_id": "H1", "partner_id": partner, "level": level}]}
    assert told(sheets, CITY, tables) == ([("pairing_level", "warning")] if found else [])


@pytest.mark.parametrize("name", ["contracted", "key_population", "key_contracted"])
@pytest.mark.parametrize(("count", "severity"), [(1000, None), (1001, "warning"), (2000, "warning"), (2001, "error")])
def test_no_more_people_than_live_there(name: str, count: int, severity: str | None) -> None:
    sheets: Any = {"family_doctors": [{"county_code": COUNTY, name: count}]}
    assert told(sheets) == ([("above_population", severity)] if severity else [])
    tables = small_world()
    tables["regions"][2]["population"] = None
    assert told(sheets, tables=tables) == []


@pytest.mark.parametrize(("number", "count", "found"), [("T1", 3, False), ("V1", 3, False), ("H1", 3, True),
                                                        ("H1", 0, False)])
def test_village_doctors_work_in_villages_and_towns(number: str, count: int, found: bool) -> None:
    sheets: Any = {"workforce": [{"institution_id": number, "village_doctors": count}]}
    assert told(sheets) == ([("village_doctors_unfit", "warning")] if found else [])


def test_what_is_live_is_not_asked_about_again() -> None:
    tables = small_world()
    for one in tables["memberships"]:
        if one["institution_id"] == "T2":
            one |= {"role": "village_member", "supervisor_id": "H1"}
    tables["institutions"][1] |= {"central_town": True, "category": "mch_centre"}
    tables["capability"].append(
        row("capability", subject_id="T2", item="county_strong_hospital", value="yes", since=date(2021, 1, 1))
    )
    tables["village_services"][0]["institution_id"] = "T1"
    assert told(faithful(tables, COUNTY, MONTH), tables=tables) == []
