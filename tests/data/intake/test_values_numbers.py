"""Numbers in cells: every usual way of writing one is read exactly; what may be something else is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from data.forms import Field, forms
from data.intake.numerals import number_of
from data.intake.values import Read, ValueProblem, read_value

VISITS = forms()["care_seeking"].field("visits_in")
VOLUME = forms()["remote"].field("volume")
NURSES = forms()["workforce"].field("nurses")
TEAMS = forms()["family_doctors"].field("teams")
FEE = forms()["costs"].field("drug_fee_yuan")
LON = forms()["institutions"].field("lon")
MINUTES = forms()["remote"].field("median_turnaround_minutes")
ANY = forms()["statements"].field("value")


def problem(field: Field, value: object) -> ValueProblem:
    with pytest.raises(ValueProblem) as caught:
        read_value(field, value)
    return caught.value


@pytest.mark.parametrize(
    ("field", "cell", "number"),
    [
        (VISITS, 1234, 1234),
        (VISITS, 1234.0, 1234),
        (VISITS, 0, 0),
        (VISITS, -5, -5),
        (VISITS, "0", 0),
        (VISITS, "007", 7),
        (VISITS, "1234", 1234),
        (VISITS, " 1234 ", 1234),
        (VISITS, "\u3000 1234\u00a0", 1234),
        (VISITS, "1234\n", 1234),
        (VISITS, "1234_x000D_", 1234),
        (VISITS, "\u200b1234", 1234),
        (VISITS, "１２３４", 1234),
        (VISITS, "1,234", 1234),
        (VISITS, "1，234", 1234),
        (VISITS, "1,234,567", 1234567),
        (VISITS, "1, 234", 1234),
        (VISITS, "12.0", 12),
        (VISITS, "1,234.00", 1234),
        (VISITS, "+5", 5),
        (VISITS, "-5", -5),
        (VISITS, "－5", -5),
        (VISITS, "−5", -5),
        (VISITS, "- 5", -5),
        (VISITS, "-0", 0),
        (VISITS, "12人次", 12),
        (VISITS, "12 人次", 12),
        (VISITS, "１２次", 12),
        (VOLUME, "12例", 12),
        (VOLUME, "12例次", 12),
        (VOLUME, "12件", 12),
        (NURSES, "12名", 12),
        (NURSES, "12人", 12),
        (TEAMS, "12支", 12),
        (FEE, 1234.5, 1234.5),
        (FEE, 1234, 1234.0),
        (FEE, "1234.50元", 1234.5),
        (FEE, "¥1,234.50", 1234.5),
        (FEE, "￥1,234.50", 1234.5),
        (FEE, "1．5", 1.5),
        (FEE, ".5", 0.5),
        (LON, "121.55°", 121.55),
        (LON, "121.5500", 121.55),
        (MINUTES, "30分钟", 30.0),
    ],
)
def test_plain_ways_of_writing_a_number_are_read_without_a_word(field: Field, cell: object, number: float) -> None:
    read = read_value(field, cell)
    assert read == Read(number)
    assert type(read.value) is type(number)


@pytest.mark.parametrize(
    ("field", "cell", "number", "said"),
    [
        (VISITS, "1.2万", 12000, "“1.2万”按 12000 读取"),
        (VISITS, "1.2345万", 12345, "“1.2345万”按 12345 读取"),
        (VISITS, "3万", 30000, "“3万”按 30000 读取"),
        (VISITS, "3 万人次", 30000, "“3 万人次”按 30000 读取"),
        (VISITS, "2千", 2000, "“2千”按 2000 读取"),
        (VISITS, "1.5亿", 150_000_000, "“1.5亿”按 150000000 读取"),
        (VISITS, "3百万", 3_000_000, "“3百万”按 3000000 读取"),
        (VISITS, "2千万", 20_000_000, "“2千万”按 20000000 读取"),
        (VISITS, "1 234", 1234, "“1 234”按 1234 读取"),
        (VISITS, "1\u00a0234", 1234, "“1 234”按 1234 读取"),
        (VISITS, "1.234E+03", 1234, "“1.234E+03”按 1234 读取"),
        (VISITS, "1233.9999999999998", 1234, "“1233.9999999999998”按 1234 读取"),
        (FEE, "1.2万元", 12000.0, "“1.2万元”按 12000 读取"),
        (FEE, "0.1万元", 1000.0, "“0.1万元”按 1000 读取"),
        (FEE, "1.5E-03", 0.0015, "“1.5E-03”按 0.0015 读取"),
        (ANY, "2.04%", 2.04, "“2.04%”按 2.04 读取"),
        (ANY, "2.04％", 2.04, "“2.04％”按 2.04 读取"),
        (FEE, "12.34567890123456789", 12.345678901234567, "“12.34567890123456789”按 12.345678901234567 读取"),
    ],
)
def test_what_is_not_plainly_the_same_is_read_and_said(field: Field, cell: str, number: float, said: str) -> None:
    assert read_value(field, cell) == Read(number, said)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1233.9999999999998, 1234),
        (1234.0000000000002, 1234),
        (5.551115123125783e-17, 0),
        (1234.000001, 1234),
    ],
)
def test_what_binary_arithmetic_leaves_is_no_decimal(cell: float, number: int) -> None:
    assert read_value(VISITS, cell) == Read(number)


@pytest.mark.parametrize("cell", [12.5, 1234.00001, 1_000_000_000.5, 0.3, 1e-8, "12.5", "1.23456万", "1E-3"])
def test_a_count_with_decimals_is_refused(cell: object) -> None:
    assert "有小数" in problem(VISITS, cell).message


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1,23", "逗号"),
        ("1，23", "逗号"),
        ("1,2345", "逗号"),
        ("12,34,567", "逗号"),
        ("1234,567", "逗号"),
        ("0,123", "逗号"),
        ("1,", "逗号"),
        ("约50", "不是确切的数"),
        ("近50人次", "不是确切的数"),
        ("超过50", "不是确切的数"),
        ("50余", "不是确切的数"),
        ("50余人次", "不是确切的数"),
        ("50多", "不是确切的数"),
        ("50左右", "不是确切的数"),
        ("50以上", "不是确切的数"),
        ("50+", "不是确切的数"),
        (">50", "不是确切的数"),
        ("＞50", "不是确切的数"),
        ("≥50", "不是确切的数"),
        ("10-20", "范围"),
        ("10—20", "范围"),
        ("10～20", "范围"),
        ("10至20", "范围"),
        ("12/15", "两个数"),
        ("12：15", "两个数"),
        ("5+3", "算式"),
        ("1。5", "小数点"),
        ("1·5", "小数点"),
        ("1、5", "小数点"),
        ("1.2.3", "小数点"),
        ("12.", "小数点"),
        ("12 34", "几个数"),
        ("12\n345", "几个数"),
        ("1\n234", "几个数"),
        ("1  234", "几个数"),
        ("(5)", "括号"),
        ("（5）", "括号"),
        ("5-", "正负号"),
        ("▲5", "正负号"),
        ("--5", "不是"),
        ("inf", "不是数"),
        ("-Infinity", "不是数"),
        ("#REF!", "公式错误"),
        ("#DIV/0!", "公式错误"),
        ("2022年", "日期"),
        ("10²", "²"),
        ("①", "不是"),
        ("½", "不是"),
        ("١٢", "不是"),
        ("十八人", "不是"),
        ("3w", "w"),
        ("3K", "K"),
        ("5家", "家"),
        ("5元", "元"),
        ("5人", "人"),
        ("1e3人", "不是"),
        ("5%", "百分号"),
        ("¥5", "不是"),
        ("0x10", "算式"),
        ("有", "不是"),
        ("1.5E+03", "科学计数"),
        ("1E+05", "科学计数"),
        ("1e999", "科学计数"),
        ("1e99999", "不是"),
    ],
)
def test_what_is_no_single_exact_count_is_refused_with_the_reason(cell: str, why: str) -> None:
    found = problem(VISITS, cell)
    assert found.code == "type_unreadable"
    assert why in found.message
    assert found.fix


@pytest.mark.parametrize(("cell", "proposal"), [("三", "3"), ("三十五", "35"), ("一百零二", "102"), ("两万", "20000")])
def test_chinese_numerals_are_proposed_and_not_taken(cell: str, proposal: str) -> None:
    found = problem(VISITS, cell)
    assert "中文数字" in found.message
    assert f"写成 {proposal}" in found.fix


def test_a_numeral_with_two_readings_gets_no_proposal() -> None:
    assert "不清楚是多少" in problem(VISITS, "三千五").message


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0), ("〇", 0), ("十", 10), ("十二", 12), ("二十", 20), ("一百", 100), ("一百一十", 110),
        ("一千零五", 1005),
        ("一万二千", 12000), ("一亿零三", 100_000_003), ("三万零五百", 30500), ("二〇二二", 2022), ("叁拾伍", 35),
        ("", None), ("五一千", None), ("一百二", None), ("三万五", None), ("百", None), ("万", None), ("十十", None),
        ("一万一亿", None), ("3十", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "cell", [True, False, date(2022, 1, 2), datetime(2022, 1, 2, 3), time(8, 30), timedelta(hours=30)]
)
@pytest.mark.parametrize("field", [VISITS, FEE])
def test_yes_no_and_dates_are_no_numbers(field: Field, cell: object) -> None:
    assert problem(field, cell).code == "type_unreadable"


@pytest.mark.parametrize("field", [VISITS, FEE])
def test_fifteen_digits_are_the_most(field: Field) -> None:
    assert read_value(field, "999999999999999").value == 10**15 - 1
    assert read_value(field, 10**15 - 1).value == 10**15 - 1
    for cell in ("1000000000000000", 10**15, 1e15, -1e15, "1000万亿", float("inf"), float("nan"), "9" * 400):
        assert problem(field, cell).code == "type_unreadable"
    assert "太大" in problem(field, "1000000000000000").message
    assert "太大" in problem(field, "10000000亿").message


def test_an_amount_in_ten_thousands_is_converted_only_where_yuan_are_asked() -> None:
    assert read_value(FEE, "1.2万元").value == 12000
    assert problem(VISITS, "1.2万元").code == "type_unreadable"


def test_zero_has_no_sign() -> None:
    assert str(read_value(FEE, "-0").value) == "0.0"
    assert str(read_value(FEE, -0.0).value) == "0.0"


def test_a_count_is_no_percentage() -> None:
    assert read_value(ANY, "5%").value == 5
    assert "百分号" in problem(replace(ANY, kind="int"), "5%").message


def test_an_identifier_among_numbers_is_not_said() -> None:
    found = problem(VISITS, "13800000000转")
    assert "13800000000" not in found.message + found.fix


def test_units_are_those_of_the_column() -> None:
    assert "带单位只能是" in problem(NURSES, "5家").fix
    assert problem(TEAMS, "5人").code == "type_unreadable"
