"""Cells of data: what cannot be read is said with its place, formulas and errors too, and nothing personal is said."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.intake.answers import SentFile
from data.intake.grids import Contents, Value
from data.intake.understanding import understand
from tests.data.intake.sent import CITY, COUNTY, ROWS, at, codes, grid, only, read, register, set_cell, sheet, table

ID, PHONE = "11010519491231002X", "13812345678"
#: As ID, with another check digit.
SLIP = "110105194912310021"


def with_cell(key: str, name: str, value: Value, row: int = 0) -> SentFile:
    changed = set_cell(sheet(key), at(key, name, row), value)
    return read(changed, name=CITY if key in ("bookings", "pairings", "statements") else COUNTY)


@pytest.mark.parametrize(
    ("key", "name", "value", "code", "cell"),
    [
        ("workforce", "physicians", "三十左右", "type_unreadable", "D2"),
        ("workforce", "nurses", "无", "mark_unclear", "E2"),
        ("postings", "kind", "长住", "code_unknown", "H2"),
        ("postings", "start_on", "2022-13-01", "type_unreadable", "L2"),
        ("workforce", "month", "2023年第三季度", "type_unreadable", "A2"),
        ("capability", "value", "推荐标准", "code_unknown", "D2"),
    ],
)
def test_a_cell_that_cannot_be_read_is_an_error_with_its_place(
    key: str, name: str, value: Value, code: str, cell: str
) -> None:
    found = only(with_cell(key, name, value), code)
    assert (found.severity, found.cell, found.value) == ("error", cell, value)
    assert found.place.endswith(cell)


def test_a_bad_cell_is_null_and_its_row_is_kept_unless_it_is_required() -> None:
    rows = with_cell("workforce", "physicians", "很多").forms["workforce"]
    assert rows.frame["physicians"].isna().tolist() == [True, False, False]
    assert rows.complete
    lost = with_cell("postings", "kind", "长住").forms["postings"]
    assert lost.frame.empty and not lost.complete


@pytest.mark.parametrize("name", ["person_id", "kind", "start_on", "to_institution_name"])
def test_a_row_without_what_it_needs_is_an_error_and_lost(name: str) -> None:
    row = {**ROWS["postings"][0], name: None}
    if name == "to_institution_name":
        row["to_institution_id"] = None
    sent = read(sheet("postings", row, ROWS["postings"][0]))
    found = only(sent, "required_missing")
    assert found.severity == "error" and found.cell is not None and found.cell.endswith("2")
    assert len(sent.forms["postings"].frame) == 1 and not sent.forms["postings"].complete


def test_what_is_read_as_something_else_is_said() -> None:
    found = only(with_cell("workforce", "physicians", "1.2万"), "value_read_as")
    assert (found.severity, found.cell) == ("warning", "D2")
    assert "12000" in found.message


def test_many_readings_of_one_kind_are_counted_after_twenty() -> None:
    rows = [{"institution_name": "集士港卫生院", "physicians": "1.2万"}] * 30
    found = [one for one in read(sheet("workforce", *rows)).findings if one.code == "value_read_as"]
    assert len(found) == 21 and "还有 10 处" in found[-1].message


@pytest.mark.parametrize(("text", "value"), [("无", None), ("未开展", None), ("—", None)])
def test_marks_where_words_may_be_missing_are_null(text: str, value: None) -> None:
    sent = with_cell("postings", "duty", text)
    assert codes(sent) == set()
    assert sent.forms["postings"].frame["duty"].isna().tolist() == [True]


def test_work_not_begun_is_zero_times() -> None:
    assert with_cell("remote", "volume", "未开展").forms["remote"].frame["volume"].tolist() == [0]


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        ("床位", 20, "20"),
        ("床位", "20", "20"),
        ("床位", 20.0, "20"),
        ("床位", 0, "0"),
        ("药品目录重合率", 85.5, "85.5"),
        ("优质服务基层行等级", "基本标准", "basic"),
        ("共享药房", "否", "no"),
        ("共享药房", None, None),
    ],
)
def test_a_capability_is_read_by_its_item(item: str, value: Value, expected: str | None) -> None:
    sent = read(sheet("capability", {"subject_name": "集士港卫生院", "item": item, "value": value}))
    assert codes(sent) == set()
    assert sent.forms["capability"].frame["value"].astype(object).where(pd.notna, None).tolist() == [expected]


@pytest.mark.parametrize(("item", "value"), [("床位", "是"), ("共享药房", 3), ("信息平台", "是")])
def test_a_capability_of_another_kind_is_an_error(item: str, value: Value) -> None:
    sent = read(sheet("capability", {"subject_name": "集士港卫生院", "item": item, "value": value}))
    assert len(sent.errors) == 1 and sent.errors[0].cell == ("C2" if item == "信息平台" else "D2")


def test_serial_dates_count_from_where_the_file_says() -> None:
    data = set_cell(sheet("postings"), at("postings", "start_on"), 44562)
    old = Contents("xls", (data,), (), date_1904=True)
    new = Contents("xlsx", (data,))
    starts = [
        understand(one, COUNTY, "0" * 64, 1, register()).forms["postings"].frame["start_on"][0].date()
        for one in (old, new)
    ]
    assert starts == [date(2026, 1, 2), date(2022, 1, 1)]


def test_a_formula_without_a_value_is_an_error() -> None:
    place = at("workforce", "physicians")
    data = set_cell(sheet("workforce", formulas={place: "=1+2"}), place, None)
    found = only(read(data), "formula_without_value")
    assert (found.severity, found.cell) == ("error", "D2")


def test_formulas_with_a_value_are_taken_and_said_once_for_a_sheet() -> None:
    places = [at("workforce", name, row) for row in (0, 1, 2) for name in ("physicians", "nurses")]
    sent = read(sheet("workforce", formulas=dict.fromkeys(places, "=A1")))
    found = only(sent, "formula_taken")
    assert (found.severity, found.cell) == ("warning", "D2")
    assert "“D2”、“E2”、“D3”、“E3”、“D4”等 6 个" in found.message
    assert sent.forms["workforce"].frame["physicians"].tolist() == [30, 5, 3]


def test_a_formula_that_says_nothing_is_an_empty_cell() -> None:
    place = at("workforce", "physicians")
    sent = read(set_cell(sheet("workforce", formulas={place: '=""'}), place, ""))
    assert sent.forms["workforce"].frame["physicians"].isna().tolist() == [True, False, False]
    assert sent.errors == ()


def test_rows_of_formulas_that_give_nothing_are_blank() -> None:
    cells = [*table("workforce", only=["institution_name", "physicians", "nurses"]), ["", 0, 0]]
    data = grid(cells, "人员力量", formulas={(4, 0): '=""', (4, 1): "=B9", (4, 2): "=C9"})
    assert read(data).forms["workforce"].rows == (2, 3, 4)
    assert read(data).errors == ()


def test_a_formula_of_a_name_without_a_value_makes_no_blank_row() -> None:
    cells = [*table("workforce", only=["institution_name", "physicians", "nurses"]), [None, None, None]]
    assert codes(read(grid(cells, "人员力量", formulas={(4, 0): "=X1"}))) == {"formula_without_value"}


def test_an_error_value_is_an_error() -> None:
    place = at("workforce", "physicians")
    data = set_cell(sheet("workforce", errors={place: "#REF!"}, formulas={place: "=#REF!"}), place, None)
    found = only(read(data), "cell_error")
    assert (found.severity, found.cell) == ("error", "D2")
    assert "#REF!" in found.message


def said(sent: SentFile) -> str:
    return " ".join(f"{one.value} {one.message} {one.fix}" for one in sent.findings)


@pytest.mark.parametrize(
    ("secret", "code"), [(ID, "personal_id"), (PHONE, "personal_phone"), (int(PHONE), "personal_phone")]
)
@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("postings", "person_id"),
        ("workforce", "physicians"),
        ("workforce", "institution_name"),
        ("postings", "start_on"),
        ("outward_referrals", "specialty"),
        ("workforce", "institution_id"),
        ("postings", "kind"),
        ("capability", "value"),
    ],
)
def test_identifiers_of_persons_are_errors_and_never_said_or_kept(
    key: str, name: str, secret: Value, code: str
) -> None:
    sent = with_cell(key, name, secret)
    found = [one for one in sent.findings if one.code == code]
    assert [(one.severity, one.value) for one in found] == [("error", "（已隐去）")]
    assert str(secret) not in said(sent)
    assert all(str(secret) not in rows.frame.astype("str").to_csv() for rows in sent.forms.values())
    assert {one.code for one in sent.errors} == {code}, "it is said once"


def test_identifiers_within_other_words_are_found_too() -> None:
    sent = with_cell("outward_referrals", "specialty", f"骨科（{PHONE}）")
    assert "personal_phone" in codes(sent) and PHONE not in said(sent)


def test_an_amount_of_as_many_digits_is_an_amount() -> None:
    sent = with_cell("costs", "outpatient_fee_yuan", 13812345678)
    assert "personal_phone" not in codes(sent)
    assert sent.forms["costs"].frame["outpatient_fee_yuan"].tolist() == [13812345678.0]


def test_columns_that_the_form_does_not_know_are_searched_and_said_once() -> None:
    cells: list[list[Value]] = [["机构名称", "医师", "护士", "手机", "联系人"]]
    cells += [["集士港卫生院", 5, 6, PHONE, "张某某"], ["古林卫生院", 3, 0, PHONE, "李某某"]]
    sent = read(grid(cells, "人员力量"))
    phones = [one for one in sent.findings if one.code == "personal_phone"]
    assert [(one.cell, one.severity) for one in phones] == [("D2", "error")]
    assert "共 2 处" in phones[0].message
    assert PHONE not in said(sent)
    assert all(name not in said(sent) for name in ("张某某", "李某某"))


def test_a_likely_name_is_a_warning_where_text_is_free_and_is_not_said() -> None:
    sent = with_cell("outward_referrals", "specialty", "张某某主任")
    found = only(sent, "personal_name")
    assert found.severity == "warning"
    assert "张某某" not in said(sent)


def test_a_name_in_place_of_a_persons_code_is_an_error() -> None:
    sent = with_cell("postings", "person_id", "张某某")
    found = next(one for one in sent.findings if one.code == "personal_name")
    assert (found.severity, found.value) == ("error", "（已隐去）")
    assert "张某某" not in said(sent)
    assert "张某某" not in sent.forms["postings"].frame.astype("str").to_csv(), "it would stand among the changes"
    assert {one.code for one in sent.errors} == {"personal_name"}


@pytest.mark.parametrize(
    "slip", [SLIP, SLIP.replace("1", "１"), f"{SLIP[:6]} {SLIP[6:14]} {SLIP[14:]}", f"{SLIP[:16]}7x"]
)
def test_an_id_number_with_a_slip_of_the_pen_in_place_of_a_persons_code_is_one_too(slip: str) -> None:
    sent = with_cell("postings", "person_id", slip)
    found = only(sent, "personal_id")
    assert (found.severity, found.value) == ("error", "（已隐去）")
    assert slip not in said(sent) + sent.forms["postings"].frame.astype("str").to_csv()


@pytest.mark.parametrize("code", ["330203180001011239", "990203198001011239", "33020319800101123", "NBP00495"])
def test_a_code_that_has_no_birthday_or_place_or_length_of_an_id_number_is_taken(code: str) -> None:
    assert "personal_id" not in codes(with_cell("postings", "person_id", code))


def test_a_clinic_may_bear_a_persons_name() -> None:
    row = {"name": "张某某卫生室", "category": "村卫生室", "region_code": "330203100201"}
    assert codes(read(sheet("institutions", *ROWS["institutions"], row))) == {"institution_new"}


def test_a_persons_name_in_an_institutions_column_is_not_said() -> None:
    sent = with_cell("workforce", "institution_name", "张某某")
    assert "name_mismatch" in codes(sent)
    assert "张某某" not in said(sent)


def test_a_merged_identifier_is_not_filled_into_other_rows() -> None:
    cells = table("postings", ROWS["postings"][0], {**ROWS["postings"][0], "posting_id": None, "person_id": None})
    cells[1][1] = PHONE
    sent = read(grid(cells, "派驻人员", merged=((1, 1, 2, 1),)))
    assert "personal_phone" in codes(sent)
    assert sent.forms["postings"].frame.empty
    assert PHONE not in said(sent)
