"""Who is meant by a number and the name beside it, in each kind of column and for each kind of sender."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.intake.answers import SentFile
from data.intake.grids import Value
from data.intake.proposing import closest
from tests.data.intake.sent import CITY, COUNTY, MONTH, ROWS, codes, only, read, register_with, sheet

DAY = date.fromisoformat


def workforce(number: Value = None, name: Value = None, **rows: object) -> SentFile:
    known = register_with(**rows) if rows else None  # type: ignore[arg-type]
    return read(sheet("workforce", {"institution_id": number, "institution_name": name, "physicians": 1}), known=known)


def found_ids(sent: SentFile, key: str = "workforce", name: str = "institution_id") -> list[object]:
    return sent.forms[key].frame[name].astype(object).where(pd.notna, None).tolist()


@pytest.mark.parametrize("name", ["集士港卫生院", " 集士港 卫生院\n", "集士港卫生院　", "老卫生院"])
@pytest.mark.parametrize("number", [None, "T1", " T1 "])
def test_a_number_or_a_name_or_both_say_who_is_meant(number: Value, name: str) -> None:
    sent = workforce(number, name)
    assert codes(sent) == set()
    assert found_ids(sent) == ["T1"]


def test_a_name_that_is_not_the_numbers_is_an_error_with_both_ways_to_mend_it() -> None:
    found = only(workforce("T1", "古林卫生院"), "name_mismatch")
    assert (found.severity, found.cell, found.value) == ("error", "C2", "古林卫生院")
    assert "集士港卫生院" in found.message and "T2" in found.fix and "集士港卫生院" in found.fix
    assert only(workforce("T1", "没有的医院"), "name_mismatch").fix.endswith("或把编号留空")


def test_a_row_of_nobody_known_is_lost() -> None:
    sent = workforce("T1", "古林卫生院")
    assert sent.forms["workforce"].frame.empty and not sent.forms["workforce"].complete


def test_a_close_name_is_proposed_and_not_taken() -> None:
    sent = workforce(None, "集士港镇卫生院")
    found = only(sent, "name_unknown")
    assert (found.severity, found.cell) == ("error", "C2")
    assert "“集士港卫生院”（编号 T1）" in found.fix
    assert found_ids(sent) == []


def test_a_name_like_none_is_not_proposed_anything() -> None:
    assert "是不是" not in only(workforce(None, "完全不同的名字啊"), "name_unknown").fix


def test_a_number_that_is_not_known_is_an_error_with_the_number_of_the_name() -> None:
    found = only(workforce("T9", "集士港卫生院"), "number_unknown")
    assert (found.cell, found.value) == ("B2", "T9")
    assert "T1" in found.fix
    assert "T1" not in only(workforce("T9", "没有的医院"), "number_unknown").fix


def test_one_name_of_two_institutions_is_asked_back_unless_the_number_is_given() -> None:
    twin = {
        "institution_id": "T7",
        "name": "集士港卫生院",
        "category": "township_hospital",
        "county_code": "330203",
        "region_code": "330203",
    }
    found = only(workforce(None, "集士港卫生院", institutions=[twin]), "name_ambiguous")
    assert "T1" in found.message and "T7" in found.message
    assert found_ids(workforce("T7", "集士港卫生院", institutions=[twin])) == ["T7"]


def test_of_an_open_and_a_closed_one_of_a_name_the_open_one_is_meant() -> None:
    closed = {
        "institution_id": "T7",
        "name": "集士港卫生院",
        "category": "township_hospital",
        "county_code": "330203",
        "region_code": "330203",
        "closed_on": DAY("2020-01-01"),
    }
    assert found_ids(workforce(None, "集士港卫生院", institutions=[closed])) == ["T1"]


def test_a_name_of_another_county_does_not_disturb() -> None:
    other = {
        "institution_id": "X7",
        "name": "集士港卫生院",
        "category": "township_hospital",
        "county_code": "330212",
        "region_code": "330212",
    }
    assert found_ids(workforce(None, "集士港卫生院", institutions=[other])) == ["T1"]


@pytest.mark.parametrize(
    ("number", "name"), [("H2", "鄞州医院"), (None, "鄞州医院"), ("H2", None), ("M1", "市第一医院")]
)
def test_anothers_institution_is_not_yours(number: Value, name: Value) -> None:
    sent = read(sheet("workforce", {"institution_id": number, "institution_name": name, "physicians": 1}))
    found = next(one for one in sent.errors if one.code == "not_yours")
    assert ("鄞州区" if number != "M1" else "宁波市") in found.message
    assert sent.forms["workforce"].frame.empty


def test_a_former_name_is_taken_and_said() -> None:
    alias = {
        "institution_id": "T2",
        "name": "古林乡卫生院",
        "valid_from": DAY("2000-01-01"),
        "valid_to": DAY("2023-09-30"),
    }
    for number in (None, "T2"):
        sent = workforce(number, "古林乡卫生院", aliases=[alias])
        found = only(sent, "name_former")
        assert (found.severity, found.cell) == ("warning", "C2")
        assert "古林卫生院" in found.message and "2023-09-30" in found.message
        assert found_ids(sent) == ["T2"]
    alias["valid_to"] = DAY("2023-10-01")
    assert codes(workforce(None, "古林乡卫生院", aliases=[alias])) == set()


@pytest.mark.parametrize(
    ("number", "name"), [("M1", "市第一医院"), (None, "市第一医院"), (None, "鄞州医院"), ("H2", "鄞州医院")]
)
def test_who_gives_a_remote_service_may_be_municipal_or_of_another_county(number: Value, name: str) -> None:
    row = {**ROWS["remote"][0], "providing_institution_id": number, "providing_institution_name": name}
    sent = read(sheet("remote", row))
    assert codes(sent) == set()
    assert found_ids(sent, "remote", "providing_institution_id") == ["M1" if "一" in name else "H2"]


def test_who_gives_a_remote_service_is_not_of_another_city() -> None:
    row = {**ROWS["remote"][0], "providing_institution_id": None, "providing_institution_name": "阳原医院"}
    assert only(read(sheet("remote", row)), "not_yours").severity == "error"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330203100201", "湖山村"),
        (None, "湖山村"),
        ("330203100201", "集士港镇湖山村"),
        (None, "集士港镇湖山村"),
        (330203100201, "湖山村"),
    ],
)
def test_villages_are_found_by_code_or_name(code: Value, name: str) -> None:
    sent = read(sheet("village_services", {"village_code": code, "village_name": name, "mode": "延伸服务"}))
    assert codes(sent) == set()
    assert found_ids(sent, "village_services", "village_code") == ["330203100201"]


def test_a_village_is_no_township_of_its_name() -> None:
    town = {"region_code": "330203101", "name": "湖山村", "level": "township", "parent_code": "330203"}
    sent = read(
        sheet("village_services", {"village_name": "湖山村", "mode": "延伸服务"}), known=register_with(regions=[town])
    )
    assert found_ids(sent, "village_services", "village_code") == ["330203100201"]


@pytest.mark.parametrize("name", ["湖山村", "集士港镇", "海曙区", None])
def test_the_place_beside_a_villages_code_may_be_what_lies_above(name: Value) -> None:
    row = {**ROWS["institutions"][3], "region_name": name}
    assert codes(read(sheet("institutions", row))) == set()


def test_the_place_beside_a_code_may_not_be_another() -> None:
    row = {**ROWS["institutions"][3], "region_name": "鄞州区"}
    assert only(read(sheet("institutions", row)), "name_mismatch").cell == "E2"


@pytest.mark.parametrize("name", ["海曙区", "海曙", "宁波市海曙区", None])
def test_a_county_may_be_named_short_or_with_its_city(name: Value) -> None:
    for code in ("330203", None):
        sent = read(sheet("care_seeking", {"month": MONTH, "county_code": code, "county_name": name, "visits_in": 1}))
        assert codes(sent) == set()
        assert found_ids(sent, "care_seeking", "county_code") == ["330203"]


@pytest.mark.parametrize(("code", "name"), [("330212", "鄞州区"), (None, "鄞州区"), ("330212", None)])
def test_a_row_of_another_county_is_not_yours(code: Value, name: Value) -> None:
    sent = read(sheet("care_seeking", {"county_code": code, "county_name": name, "visits_in": 1}))
    found = only(sent, "not_yours")
    assert found.severity == "error" and "鄞州区" in found.message
    assert sent.forms["care_seeking"].frame.empty and not sent.forms["care_seeking"].complete


@pytest.mark.parametrize(("month", "code"), [("2023-08", "other_month_row"), ("2023-09", None), (None, None)])
def test_a_row_of_another_month_is_an_error(month: Value, code: str | None) -> None:
    sent = read(sheet("workforce", {"month": month, "institution_name": "集士港卫生院", "physicians": 1}))
    assert codes(sent) == ({code} if code else set())
    assert len(sent.forms["workforce"].frame) == (0 if code else 1)


@pytest.mark.parametrize(("name", "number"), [("海曙区", "330203"), ("海曙医共体", "C1")])
def test_a_subject_may_be_the_county_or_a_consortium(name: str, number: str) -> None:
    sent = read(sheet("governance", {"subject_name": name, "item": "信息平台", "value": "是"}))
    assert found_ids(sent, "governance", "subject_id") == [number]


def test_a_consortium_of_another_county_is_not_yours() -> None:
    sent = read(sheet("costs", {"consortium_name": "鄞州医共体", "outpatient_visits": 1}))
    assert "医共体" in only(sent, "not_yours").message


def posting(**values: Value) -> SentFile:
    return read(sheet("city_postings", {**ROWS["city_postings"][0], **values}), name=CITY)


def test_the_citys_postings_are_found_in_the_county_they_go_to() -> None:
    twin = {
        "institution_id": "H7",
        "name": "鄞州医院",
        "category": "county_hospital",
        "county_code": "330203",
        "region_code": "330203",
    }
    row = {**ROWS["city_postings"][0], "to_institution_id": None}
    sent = read(sheet("city_postings", row), name=CITY, known=register_with(institutions=[twin]))
    assert codes(sent) == set()
    assert found_ids(sent, "city_postings", "to_institution_id") == ["H2"]


def test_the_citys_rows_name_nothing_of_another_city() -> None:
    values: dict[str, Value] = {"to_county_code": "130727", "to_county_name": "阳原县", "to_institution_id": None}
    sent = posting(**values, to_institution_name=None)
    assert only(sent, "not_yours").severity == "error"


def test_the_citys_partner_may_be_a_hospital_of_no_county_anywhere() -> None:
    far = {"institution_id": "B1", "name": "北方医院", "category": "other", "region_code": "1101"}
    row = {**ROWS["pairings"][0], "partner_id": None, "partner_name": "北方医院", "level": "跨省"}
    sent = read(sheet("pairings", row), name=CITY, known=register_with(institutions=[far]))
    assert codes(sent) == set()
    assert found_ids(sent, "pairings", "partner_id") == ["B1"]


def test_statements_may_be_about_the_city_a_county_or_a_consortium() -> None:
    for name, number in (("宁波市", "3302"), ("鄞州区", "330212"), ("海曙医共体", "C1")):
        row = {**ROWS["statements"][0], "statement_id": None, "scope_code": None, "scope_name": name}
        assert found_ids(read(sheet("statements", row), name=CITY), "statements", "scope_code") == [number]


@pytest.mark.parametrize(
    ("text", "names", "near"),
    [
        ("abcd", ["abce", "abzz"], "abce"),
        ("abcd", ["wxyz"], None),
        ("abcd", [], None),
        ("", ["a"], None),
        ("abcd", ["abcd"], "abcd"),
    ],
)
def test_the_closest_name_is_the_most_alike(text: str, names: list[str], near: str | None) -> None:
    assert closest(text, names) == near


def test_how_alike_a_name_must_be() -> None:
    assert closest("ab", ["ac"], 0.5) == "ac"
    assert closest("ab", ["ac"], 0.51) is None


@pytest.mark.parametrize(
    ("key", "field", "code", "wanted"),
    [
        ("care_seeking", "county_code", "330203100", "区县"),
        ("care_seeking", "county_code", "330203100201", "区县"),
        ("village_services", "village_code", "330203100", "村（社区）"),
        ("village_services", "village_code", "330203", "村（社区）"),
        ("governance", "subject_id", "330203100", "市或区县"),
        ("city_postings", "to_county_code", "330212100", "区县"),
        ("statements", "scope_code", "330212100", "市或区县"),
    ],
)
def test_a_code_of_a_region_of_another_level_is_an_error_that_says_which_is_asked_for(
    key: str, field: str, code: str, wanted: str
) -> None:
    town = {"region_code": "330212100", "name": "姜山镇", "level": "township", "parent_code": "330212"}
    named_by = {"county_code": "county_name", "village_code": "village_name", "subject_id": "subject_name",
                "to_county_code": "to_county_name", "scope_code": "scope_name"}[field]
    name = CITY if key in ("city_postings", "statements") else COUNTY
    row = {**ROWS[key][0], field: code}
    for spoken in (ROWS[key][0][named_by], None):
        sent = read(sheet(key, {**row, named_by: spoken}), name=name, known=register_with(regions=[town]))
        found = next(one for one in sent.findings if one.code == "region_level")
        assert (found.severity, found.value) == ("error", code)
        assert f"要填{wanted}的" in found.message
        assert (str(ROWS[key][0][field]) in found.fix) == (spoken is not None)


def test_where_an_institution_lies_may_be_of_any_level() -> None:
    for code in ("330203", "330203100", "330203100201"):
        row = {**ROWS["institutions"][1], "region_code": code, "region_name": None}
        assert codes(read(sheet("institutions", row))) == set()
