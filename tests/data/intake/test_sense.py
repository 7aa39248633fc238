"""What cannot be within one row, and rows that say the same twice; below, at and above each edge."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.answers import SentFile
from data.intake.grids import Value
from data.intake.identifiers import is_credit_code
from tests.data.intake.sent import CITY, ROWS, codes, only, read, sheet


def one(key: str, **values: Any) -> SentFile:
    return read(sheet(key, {**ROWS[key][0], **values}), name=CITY if key == "bookings" else "330203海曙区_2023-09.xlsx")


@pytest.mark.parametrize(
    ("key", "part", "whole"),
    [
        ("family_doctors", "key_contracted", "key_population"),
        ("care_seeking", "grassroots_visits", "visits_in"),
        ("outward_referrals", "cases", "total_cases"),
        ("bookings", "to_grassroots", "offered"),
        ("bookings", "used", "offered"),
        ("costs", "fund_in_county_yuan", "fund_all_yuan"),
    ],
)
def test_a_part_is_not_more_than_its_whole(key: str, part: str, whole: str) -> None:
    others = {name: None for name in ROWS[key][0] if name in ("to_grassroots", "used") and name != part}
    for less, more in ((9, 10), (10, 10), (11, None), (None, 10), (0, 0)):
        assert codes(one(key, **others, **{part: less, whole: more})) == set(), (less, more)
    sent = one(key, **others, **{part: 11, whole: 10})
    found = only(sent, "part_exceeds_whole")
    assert (found.severity, found.value) == ("error", "11")
    assert "10" in found.message


@pytest.mark.parametrize("part", ["drug_fee_yuan", "consumable_fee_yuan"])
def test_drugs_and_consumables_cost_no_more_than_visits_and_stays(part: str) -> None:
    fees = {"outpatient_fee_yuan": 6000.0, "inpatient_fee_yuan": 4000.0, "outpatient_visits": 3, "discharges": 2}
    other = {"drug_fee_yuan": None, "consumable_fee_yuan": None}
    for paid in (9999.0, 10000.0):
        assert codes(one("costs", **{**fees, **other, part: paid})) == set()
    assert only(one("costs", **{**fees, **other, part: 10001.0}), "part_exceeds_whole").severity == "error"
    assert codes(one("costs", **{**fees, **other, part: 10001.0, "inpatient_fee_yuan": None})) == set()


def test_nobody_of_the_key_population_is_contracted_beyond_all_that_are() -> None:
    for less, more in ((9, 10), (10, 10)):
        assert codes(one("family_doctors", key_contracted=less, contracted=more, key_population=99)) == set()
    only(one("family_doctors", key_contracted=11, contracted=10, key_population=99), "part_exceeds_whole")


@pytest.mark.parametrize("code", ["12330203MB0000000", "12330203MB00000000", "1233020300000000"])
def test_a_credit_code_of_another_form_is_doubted(code: str) -> None:
    assert only(one("institutions", uscc=code), "uscc_wrong").severity == "warning"


def test_a_credit_code_with_its_check_character_is_taken() -> None:
    whole = next(f"12330203MB0000000{last}" for last in "0123456789ABCDEFGHJKLMNPQRTUWXY"
                 if is_credit_code(f"12330203MB0000000{last}"))
    assert codes(one("institutions", uscc=whole)) == set()
    assert codes(one("institutions", uscc=None)) == set()


@pytest.mark.parametrize(
    ("lon", "lat", "datum", "found"),
    [
        (121.25, 29.75, None, True),
        (121.25, None, None, True),
        (None, 29.75, None, True),
        (None, None, None, False),
        (121.25, 29.75, "GCJ-02", False),
        (None, None, "GCJ-02", False),
    ],
)
def test_a_position_says_its_datum(lon: Value, lat: Value, datum: Value, found: bool) -> None:
    assert codes(one("institutions", lon=lon, lat=lat, datum=datum)) == ({"datum_missing"} if found else set())


def test_a_datum_that_cannot_be_read_is_said_once() -> None:
    assert codes(one("institutions", datum="火星")) == {"code_unknown"}


@pytest.mark.parametrize(("volume", "missing"), [(0, True), (3, True), (None, False)])
def test_a_volume_says_who_gave_the_service(volume: Value, missing: bool) -> None:
    sent = one("remote", providing_institution_id=None, providing_institution_name=None, volume=volume)
    assert codes(sent) == ({"provider_missing"} if missing else set())
    assert len(sent.forms["remote"].frame) == (0 if missing else 1)


@pytest.mark.parametrize(
    "key",
    [
        "institutions",
        "memberships",
        "workforce",
        "remote",
        "village_services",
        "care_seeking",
        "outward_referrals",
        "capability",
        "governance",
        "costs",
        "postings",
    ],
)
def test_the_same_row_twice_is_an_error_that_names_the_first(key: str) -> None:
    first = ROWS[key][0]
    sent = read(sheet(key, first, *ROWS[key][1:], first))
    found = only(sent, "duplicate_row")
    last = len(ROWS[key]) + 2
    assert (found.severity, found.cell) == ("error", str(last))
    assert "第 2 行" in found.message
    assert len(sent.forms[key].frame) == len(ROWS[key]) and not sent.forms[key].complete


def test_a_row_is_the_same_whether_it_is_named_by_number_or_by_name() -> None:
    rows = ({"institution_id": "T1", "institution_name": "集士港卫生院"}, {"institution_name": "老卫生院"})
    assert codes(read(sheet("workforce", *rows))) == {"duplicate_row"}


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("remote", {"service_type": "远程影像"}),
        ("remote", {"providing_institution_id": "M1", "providing_institution_name": "市第一医院"}),
        ("outward_referrals", {"specialty": "眼科"}),
        ("capability", {"item": "胸痛中心"}),
        ("postings", {"posting_id": None, "start_on": "2023-02-01"}),
        ("postings", {"posting_id": None, "person_id": "甲02"}),
    ],
)
def test_a_row_that_differs_in_its_key_is_another(key: str, values: dict[str, Value]) -> None:
    assert codes(read(sheet(key, ROWS[key][0], {**ROWS[key][0], **values}))) == set()


def test_one_number_for_two_postings_is_an_error() -> None:
    other = {**ROWS["postings"][0], "person_id": "甲02"}
    assert "duplicate_row" in codes(read(sheet("postings", ROWS["postings"][0], other)))


def test_two_rows_that_could_not_be_understood_are_no_repetition() -> None:
    rows = [{"institution_name": "没有的医院"}, {"institution_name": "没有的医院"}]
    assert codes(read(sheet("workforce", *rows))) == {"name_unknown"}
