"""The sender's consortia in 成员关系: known by number, name or lead, renamed, or new with a number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.intake.answers import SentFile
from data.intake.grids import Value
from data.intake.numbering import number_of
from tests.data.intake.sent import ROWS, codes, only, read, register_with, sheet


def ids(sent: SentFile, key: str, name: str) -> list[Any]:
    return sent.forms[key].frame[name].tolist()


def members(*rows: dict[str, Value], **known: Any) -> SentFile:
    return read(sheet("memberships", *rows), known=register_with(**known) if known else None)


FIRST, SECOND = ROWS["memberships"]
#: The same two under another lead.
OTHER_LEAD: tuple[dict[str, Value], ...] = (
    {"consortium_name": "望春健康集团", "institution_name": "古林卫生院", "role": "牵头医院"},
    {"consortium_name": "望春健康集团", "institution_name": "集士港卫生院", "role": "乡级成员"},
)


def test_a_new_consortium_is_said_once_and_numbered() -> None:
    sent = members(*OTHER_LEAD)
    found = only(sent, "consortium_new")
    assert (found.severity, found.cell) == ("warning", "B2")
    assert ids(sent, "memberships", "consortium_id") == [number_of("330203", "望春健康集团")] * 2


def test_the_other_sheets_know_a_new_consortium() -> None:
    sent = read(
        sheet("memberships", *OTHER_LEAD), sheet("costs", {"consortium_name": "望春健康集团", "outpatient_visits": 1})
    )
    assert ids(sent, "costs", "consortium_id") == [number_of("330203", "望春健康集团")]
    assert codes(sent) == {"consortium_new"}


def test_nearly_the_name_of_a_consortium_without_rows_is_asked_back_for_each_row() -> None:
    rows = [{**row, "consortium_id": None, "consortium_name": "海曙县医共体"} for row in ROWS["memberships"]]
    sent = members(*rows)
    assert codes(sent) == {"name_unknown"}
    assert [one.cell for one in sent.errors] == ["B2", "B3"]
    assert "C1" in sent.errors[0].fix
    rows[0]["consortium_id"] = "新增"
    assert codes(members(*rows)) == {"consortium_new"}, "said once it holds for all rows of the name"


def test_nearly_the_name_of_a_consortium_that_has_rows_is_new() -> None:
    second = {**ROWS["memberships"][1], "consortium_id": None, "consortium_name": "海曙二医共体"}
    assert codes(members(FIRST, second)) == {"consortium_new"}


def test_a_consortiums_number_and_name_must_agree() -> None:
    assert only(members({**FIRST, "consortium_name": "鄞州医共体"}), "name_mismatch").cell == "B2"
    assert codes(members({**FIRST, "consortium_id": "C2", "consortium_name": "鄞州医共体"})) == {"not_yours"}
    assert codes(members({**FIRST, "consortium_id": "C9"})) == {"number_unknown"}


def called(name: str, *rows: dict[str, Value], number: Value = "C1") -> list[dict[str, Value]]:
    return [{**row, "consortium_id": number, "consortium_name": name} for row in rows or (FIRST, SECOND)]


def test_a_known_number_beside_a_new_name_in_all_its_rows_is_a_consortium_renamed() -> None:
    sent = read(
        sheet("memberships", *called("望春健康集团")),
        sheet("costs", {"consortium_name": "望春健康集团", "outpatient_visits": 1}),
    )
    found = only(sent, "consortium_renamed")
    assert (found.severity, found.cell, found.value) == ("warning", "B2", "望春健康集团")
    assert "编号 C1" in found.message and "“海曙医共体”" in found.message and "以前各月也显示新名称" in found.message
    assert ids(sent, "memberships", "consortium_id") == ["C1", "C1"]
    assert ids(sent, "costs", "consortium_id") == ["C1"], "the other sheets know the new name"


def test_rows_without_the_number_go_with_those_of_the_same_name_that_have_it() -> None:
    first, second = called("望春健康集团")
    for rows in ([first, {**second, "consortium_id": None}], [{**first, "consortium_id": None}, second]):
        sent = members(*rows)
        assert codes(sent) == {"consortium_renamed"}
        assert ids(sent, "memberships", "consortium_id") == ["C1", "C1"]


def test_a_name_that_only_some_rows_of_a_number_bear_is_no_new_name() -> None:
    assert only(members(FIRST, *called("海曙医供体", SECOND)), "name_mismatch").cell == "B3"
    sent = members(*called("望春集团", FIRST), *called("望春健康集团", SECOND))
    assert [one.code for one in sent.errors] == ["name_mismatch"] * 2


@pytest.mark.parametrize("name", ["海曙医共体", " 海曙 医共体", "海曙\n医共体"])
def test_the_same_name_written_otherwise_is_no_new_one(name: str) -> None:
    assert codes(members(*called(name))) == set()


def test_an_unknown_name_under_the_same_lead_is_the_consortium_it_led_renamed() -> None:
    sent = members(*called("望春健康集团", number=None))
    assert only(sent, "consortium_renamed").cell == "B2"
    assert ids(sent, "memberships", "consortium_id") == ["C1", "C1"]
    by_name = [{**row, "institution_id": None} for row in called("望春健康集团", number=None)]
    assert ids(members(*by_name), "memberships", "consortium_id") == ["C1", "C1"]
    assert codes(members(*reversed(by_name))) == {"consortium_renamed"}, "wherever the lead stands"


def test_a_consortium_that_is_listed_or_said_to_be_new_is_not_taken_for_the_renamed_one() -> None:
    assert codes(members(*called("望春健康集团", number="新增"))) == {"consortium_new"}
    lead = called("望春健康集团", FIRST, number=None)
    assert codes(members(*lead, SECOND)) == {"consortium_new"}, "C1 has a row of its own"


def test_who_led_before_the_month_does_not_tell() -> None:
    ended = {"consortium_id": "C7", "institution_id": "T2", "role": "lead", "valid_from": date(2019, 1, 1),
             "valid_to": date(2023, 9, 30)}
    more = {"consortium_id": "C7", "name": "古林旧医共体", "county_code": "330203"}
    known = {"consortia": [more], "memberships": [ended]}
    assert codes(members(FIRST, *OTHER_LEAD, **known)) == {"consortium_new"}
    known["memberships"] = [{**ended, "valid_to": date(2023, 10, 1)}]
    assert codes(members(FIRST, *OTHER_LEAD[:1], **known)) == {"consortium_renamed"}
