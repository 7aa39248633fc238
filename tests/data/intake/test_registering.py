"""The sender's own register: known by number or name, renamed, or new with a number that is always the same."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data.intake.answers import SentFile
from data.intake.grids import Value
from data.intake.numbering import number_of
from tests.data.intake.sent import CITY, ROWS, codes, only, read, register_with, sheet

NEW: dict[str, Value] = {"name": "望春社区卫生服务中心", "category": "社区卫生服务中心", "region_code": "330203100"}


def institutions(*rows: dict[str, Value], others: tuple[Any, ...] = (), **known: Any) -> SentFile:
    return read(sheet("institutions", *rows), *others, known=register_with(**known) if known else None)


def ids(sent: SentFile, key: str = "institutions", name: str = "institution_id") -> list[object]:
    return sent.forms[key].frame[name].astype(object).where(pd.notna, None).tolist()


def test_an_unknown_name_without_a_number_is_new_and_said() -> None:
    sent = institutions(*ROWS["institutions"], NEW)
    found = only(sent, "institution_new")
    assert (found.severity, found.cell, found.value) == ("warning", "B6", NEW["name"])
    assert ids(sent)[-1] == number_of("330203", NEW["name"])
    assert re.fullmatch(r"330203-[0-9a-f]{8}", str(ids(sent)[-1]))


def test_the_number_of_a_new_one_is_the_same_in_every_file() -> None:
    assert ids(institutions(NEW)) == ids(institutions(*ROWS["institutions"], NEW))[-1:]


def test_a_municipal_one_is_numbered_with_the_city() -> None:
    row: dict[str, Value] = {"name": "市口腔医院", "category": "市级医院", "region_code": "3302"}
    sent = read(sheet("city_institutions", ROWS["city_institutions"][0], row), name=CITY)
    assert only(sent, "institution_new").severity == "warning"
    assert str(ids(sent, "city_institutions")[-1]).startswith("3302-")


def test_other_sheets_know_what_is_new() -> None:
    work = sheet("workforce", {"institution_name": NEW["name"], "physicians": 3})
    member = sheet(
        "memberships",
        *ROWS["memberships"],
        {"consortium_id": "C1", "consortium_name": "海曙医共体", "institution_name": NEW["name"], "role": "乡级成员"},
    )
    sent = institutions(*ROWS["institutions"], NEW, others=(member, work))
    assert codes(sent) == {"institution_new"}
    assert ids(sent, "workforce") == ids(sent)[-1:] == ids(sent, "memberships")[-1:]
    assert codes(read(work)) == {"name_unknown"}


def test_a_known_name_without_a_number_is_the_known_one() -> None:
    row = {**ROWS["institutions"][1], "institution_id": None}
    sent = institutions(row)
    assert codes(sent) == set()
    assert ids(sent) == ["T1"]


def test_nearly_a_known_name_that_has_no_row_is_asked_back() -> None:
    row = {**ROWS["institutions"][1], "institution_id": None, "name": "集士港镇卫生院"}
    sent = institutions(ROWS["institutions"][0], row)
    found = only(sent, "name_unknown")
    assert (found.severity, found.cell) == ("error", "B3")
    assert "集士港卫生院" in found.message and "T1" in found.fix and "新增" in found.fix
    assert not sent.forms["institutions"].complete


def test_nearly_a_known_name_is_new_where_the_known_one_has_its_row() -> None:
    row = {**ROWS["institutions"][1], "institution_id": None, "name": "集士港镇卫生院"}
    assert codes(institutions(*ROWS["institutions"], row)) == {"institution_new"}


@pytest.mark.parametrize("word", ["新增", " 新增 ", "新建"])
def test_whoever_writes_new_means_it(word: str) -> None:
    row = {**ROWS["institutions"][1], "institution_id": word, "name": "集士港镇卫生院"}
    sent = institutions(ROWS["institutions"][0], row)
    assert codes(sent) == {"institution_new"}
    assert ids(sent)[-1] == number_of("330203", "集士港镇卫生院")


def test_a_new_one_that_is_sent_again_after_it_was_published_is_known() -> None:
    number = number_of("330203", NEW["name"])
    known = {
        "institution_id": number,
        "name": NEW["name"],
        "category": "community_health_centre",
        "county_code": "330203",
        "region_code": "330203100",
    }
    for cell in (None, "新增", number):
        sent = institutions({**NEW, "institution_id": cell}, institutions=[known])
        assert codes(sent) == set()
        assert ids(sent) == [number]


def test_a_number_with_a_name_of_nobody_is_a_new_name_and_said() -> None:
    row = {**ROWS["institutions"][1], "name": "集士港中心卫生院"}
    sent = institutions(row, others=(sheet("workforce", {"institution_name": "集士港中心卫生院", "physicians": 1}),))
    found = only(sent, "institution_renamed")
    assert (found.severity, found.cell) == ("warning", "B2")
    assert "集士港卫生院" in found.message
    assert sent.forms["institutions"].frame["name"].tolist() == ["集士港中心卫生院"]
    assert ids(sent, "workforce") == ["T1"], "the other sheets may use the new name"


def test_numbers_that_slipped_by_a_row_are_an_error() -> None:
    rows = [{**ROWS["institutions"][1], "name": "古林卫生院"}, {**ROWS["institutions"][2], "name": "集士港卫生院"}]
    sent = institutions(*rows)
    assert [one.cell for one in sent.errors if one.code == "name_mismatch"] == ["B2", "B3"]
    assert "T2" in sent.errors[0].fix


def test_another_name_of_a_known_one_does_not_rename_it() -> None:
    sent = institutions({**ROWS["institutions"][1], "name": "老卫生院"})
    assert only(sent, "name_alias").severity == "warning"
    assert sent.forms["institutions"].frame["name"].tolist() == ["集士港卫生院"]
    former = {"institution_id": "T1", "name": "旧院", "valid_from": date(2000, 1, 1), "valid_to": date(2010, 1, 1)}
    sent = institutions({**ROWS["institutions"][1], "name": "旧院"}, aliases=[former])
    assert only(sent, "name_former").severity == "warning"
    assert sent.forms["institutions"].frame["name"].tolist() == ["集士港卫生院"]


def test_spaces_and_brackets_of_another_kind_do_not_rename() -> None:
    sent = institutions({**ROWS["institutions"][1], "name": "集士港 卫生院"})
    assert codes(sent) == set()
    assert sent.forms["institutions"].frame["name"].tolist() == ["集士港卫生院"]


def test_a_number_that_nobody_has_is_an_error() -> None:
    found = only(institutions({**NEW, "institution_id": "T99"}), "number_unknown")
    assert (found.cell, found.severity) == ("A2", "error")
    assert "留空" in found.fix


@pytest.mark.parametrize(("number", "name", "where"), [("H2", "鄞州医院", "鄞州区"), ("M1", "市第一医院", "宁波市")])
def test_an_institution_of_others_is_not_yours(number: str, name: str, where: str) -> None:
    sent = institutions({**NEW, "institution_id": number, "name": name})
    assert where in only(sent, "not_yours").message
    assert sent.forms["institutions"].frame.empty


def test_categories_of_the_other_sender_are_errors() -> None:
    county = codes(institutions({**NEW, "category": "市级医院"}))
    assert county == {"municipal_row", "institution_new"}
    row: dict[str, Value] = {"name": "某某卫生院", "category": "乡镇卫生院", "region_code": "3302"}
    assert codes(read(sheet("city_institutions", row), name=CITY)) == {"county_row", "institution_new"}


def posting(**values: Value) -> SentFile:
    return read(sheet("postings", {**ROWS["postings"][0], **values}))


def test_a_posting_without_a_number_is_the_known_one_if_it_says_the_same() -> None:
    sent = posting(posting_id=None)
    assert codes(sent) == set()
    assert ids(sent, "postings", "posting_id") == ["P1"]


@pytest.mark.parametrize("number", [None, "新增"])
def test_a_new_posting_gets_a_number_that_is_always_the_same(number: Value) -> None:
    sent = posting(posting_id=number, person_id="甲09")
    assert ids(sent, "postings", "posting_id") == [number_of("330203", "甲09", "H1", "T1", "330203", date(2022, 1, 1))]


def test_a_postings_number_is_a_known_one_of_your_own() -> None:
    assert only(posting(posting_id="17"), "number_unknown").cell == "A2"
    assert "张家口市" in only(posting(posting_id="P2"), "not_yours").message


@pytest.mark.parametrize(
    ("flow", "code"), [("市级医院 → 牵头医院", "municipal_row"), ("市级单位 → 区县", "municipal_row")]
)
def test_municipal_postings_are_not_a_countys(flow: str, code: str) -> None:
    sent = posting(flow=flow)
    assert only(sent, code).cell == "C2"
    assert sent.forms["postings"].frame.empty


def test_a_countys_posting_without_a_direction_is_its_own() -> None:
    sent = posting(flow=None)
    assert codes(sent) == set()
    assert sent.forms["postings"].frame["flow"].tolist() == ["lead_to_member"]


def test_the_postings_of_counties_are_not_the_citys() -> None:
    row = {**ROWS["city_postings"][0], "flow": "牵头医院 → 成员单位"}
    assert only(read(sheet("city_postings", row), name=CITY), "county_row").severity == "error"


def test_a_statement_without_a_number_is_the_known_one_or_new() -> None:
    row = {**ROWS["statements"][0], "statement_id": None}
    other = {**row, "subject": "进展"}
    sent = read(sheet("statements", row, other), name=CITY)
    assert ids(sent, "statements", "statement_id") == [
        "S1",
        number_of("3302", "3302", "进展", "超过 300 名", "超过 300 名"),
    ]
    assert codes(read(sheet("statements", {**row, "statement_id": "S9"}), name=CITY)) == {"number_unknown"}
