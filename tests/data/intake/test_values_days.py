"""Days and months in cells: every usual way of writing one, and those that may be two."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from data.forms import Field, forms
from data.intake.values import Read, ValueProblem, read_value

DAY = forms()["postings"].field("end_on")
MONTH = forms()["costs"].field("month")
MARCH_5 = date(2022, 3, 5)


def problem(field: Field, value: object) -> ValueProblem:
    with pytest.raises(ValueProblem) as caught:
        read_value(field, value)
    return caught.value


@pytest.mark.parametrize(
    "cell",
    [
        MARCH_5,
        datetime(2022, 3, 5),
        "2022年3月5日",
        "2022年03月05日",
        "2022 年 3 月 5 日",
        "２０２２年３月５日",
        "2022年3月5号",
        "2022.3.5",
        "2022. 3. 5",
        "2022.03.05",
        "2022/3/5",
        "2022-3-5",
        "2022-03-05",
        "2022－3－5",
        " 2022-03-05\n",
        "2022-03-05 00:00:00",
        "2022-03-05T00:00:00",
        "20220305",
        20220305,
        20220305.0,
    ],
)
def test_ways_of_writing_a_day(cell: object) -> None:
    assert read_value(DAY, cell) == Read(MARCH_5)


@pytest.mark.parametrize(
    "cell", [datetime(2022, 3, 5, 8, 30), "2022/3/5 8:30", "2022-03-05 08:30:01", "2022年3月5日 8:30"]
)
def test_a_time_of_day_is_left_out_and_said(cell: object) -> None:
    read = read_value(DAY, cell)
    assert read.value == MARCH_5
    assert read.said is not None and "按 2022-03-05 读取" in read.said


@pytest.mark.parametrize("cell", [44625, 44625.75, "44625", "44625.5"])
def test_serial_numbers_are_said(cell: object) -> None:
    read = read_value(DAY, cell)
    assert read.value == MARCH_5
    assert read.said is not None and "日期序号" in read.said


def test_serial_numbers_count_from_1904_where_the_file_does() -> None:
    assert read_value(DAY, 44625 - 1462, date_1904=True).value == MARCH_5
    assert read_value(MONTH, 44625 - 1462, date_1904=True).value == "2022-03"


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (29220, None), (29221, date(1980, 1, 1)), (73415, date(2100, 12, 31)), (73416, None), (0, None), (-5, None),
        (5, None),
    ],
)
def test_serial_numbers_from_1980_to_2100_are_days(serial: int, day: date | None) -> None:
    if day is None:
        assert "不是日期" in problem(DAY, serial).message
    else:
        assert read_value(DAY, serial).value == day


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2022年3月", "缺少“日”"),
        ("2022.3", "缺少“日”"),
        ("2022-03", "缺少“日”"),
        ("2022年3月底", "缺少“日”"),
        ("2022年3月上旬", "缺少“日”"),
        (2022.3, "缺少“日”"),
        ("2022年", "缺少“日”"),
        (2022, "缺少“日”"),
        (202203, "缺少“日”"),
        ("22.3.5", "只有两位"),
        ("22-3-5", "只有两位"),
        ("22年3月5日", "只有两位"),
        ("3月5日", "缺少年份"),
        ("3.5", "缺少年份"),
        ("12/5/2022", "哪个是月"),
        ("05-03-2022", "哪个是月"),
        ("31/12/2022", "哪个是月"),
        ("2022-02-30", "没有 2022 年 2 月 30 日"),
        ("2023-02-29", "没有 2023 年 2 月 29 日"),
        ("2022-13-01", "没有"),
        (20221301, "没有"),
        ("1899-12-31", "不合理"),
        ("2200-01-01", "不合理"),
        ("2022-3/5", "不是日期"),
        ("2022 3 5", "不是日期"),
        ("2022-3-1 2", "不是日期"),
        ("2022-03-05 25:00", "不是日期"),
        ("2022-03-058:30", "不是日期"),
        ("2022年3月5日-2023年3月4日", "一段时期"),
        ("2022.3.5-2023.3.4", "一段时期"),
        ("至今", "不是日期"),
        ("二〇二二年三月五日", "中文数字"),
        ("2022年三月五日", "中文数字"),
        (date(1900, 1, 5), "像是一个数"),
        (datetime(1899, 12, 31), "像是一个数"),
        (date(2200, 1, 1), "不合理"),
        (time(8, 30), "只有时间"),
        (timedelta(days=3), "只有时间"),
        (True, "TRUE"),
        (float("nan"), "不是日期"),
        (1e300, "不是日期"),
        ("2022³-3-5", "不是日期"),
    ],
)
def test_what_is_no_single_day_is_refused_with_the_reason(cell: object, why: str) -> None:
    found = problem(DAY, cell)
    assert found.code == "type_unreadable"
    assert why in found.message
    assert found.fix


def test_an_end_that_has_not_come_is_left_empty() -> None:
    assert "留空" in problem(DAY, "至今").fix


@pytest.mark.parametrize(
    "cell",
    [
        "2022年3月", "2022年03月", "2022 年 3 月", "2022年3月份", "2022.3", "2022.03", "2022-3", "2022-03", "2022/3",
        "2022/03",
        "202203", "２０２２年３月", 202203, 202203.0, 2022.3, 2022.03, date(2022, 3, 1), datetime(2022, 3, 1),
        "2022-03-01",
        "20220301", 20220301, "202203.0",
    ],
)  # fmt: skip
def test_ways_of_writing_a_month(cell: object) -> None:
    assert read_value(MONTH, cell) == Read("2022-03")


@pytest.mark.parametrize(
    "cell",
    [
        date(2022, 3, 31), datetime(2022, 3, 9), "2022-03-31", "2022年3月9日", 20220309, 44621, "44621", 44651, 44651.5,
        "44630.5",
    ],
)
def test_a_day_within_the_month_and_serial_numbers_are_said(cell: object) -> None:
    read = read_value(MONTH, cell)
    assert read.value == "2022-03"
    assert read.said is not None and "按 2022-03 读取" in read.said


@pytest.mark.parametrize("cell", [2022.1, "2022.1", "２０２２．１"])
def test_january_or_october_is_asked(cell: object) -> None:
    found = problem(MONTH, cell)
    assert found.code == "month_ambiguous"
    assert "1 月还是 10 月" in found.message
    assert "2022-01" in found.fix and "2022-10" in found.fix


@pytest.mark.parametrize(
    ("cell", "month"),
    [("2022.10", "2022-10"), ("2022.01", "2022-01"), (2022.01, "2022-01"), (2022.11, "2022-11"), (2022.12, "2022-12"),
     (2022.2, "2022-02"), (2022.9, "2022-09"), ("2022-1", "2022-01"), ("2022年10月", "2022-10"), ("2022/1", "2022-01")],
)  # fmt: skip
def test_months_that_are_not_ambiguous(cell: object, month: str) -> None:
    assert read_value(MONTH, cell) == Read(month)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2022年第一季度", "一段时期"),
        ("2022年一季度", "一段时期"),
        ("1-3月", "一段时期"),
        ("2022年1-3月", "一段时期"),
        ("2022年1月至3月", "一段时期"),
        ("2022年上半年", "一段时期"),
        ("2022年度", "一段时期"),
        ("2022年13月", "没有 13 月"),
        ("2022-00", "没有 0 月"),
        (2022.13, "没有 13 月"),
        ("202213", "没有 13 月"),
        ("1899年3月", "不合理"),
        ("2200-01", "不合理"),
        ("3月", "缺少年份"),
        (3, "缺少年份"),
        (12, "缺少年份"),
        ("22年3月", "只有两位"),
        ("22.3", "只有两位"),
        ("2022", "只有年份"),
        (2022, "只有年份"),
        (2022.0, "只有年份"),
        ("2022年三月", "中文数字"),
        ("本月", "不是月份"),
        (2022.333, "不是月份"),
        (29220, "不是月份"),
        (float("inf"), "不是月份"),
        (date(1900, 1, 5), "像是一个数"),
        (True, "不是"),
        (time(1), "不是"),
    ],
)
def test_what_is_no_single_month_is_refused_with_the_reason(cell: object, why: str) -> None:
    found = problem(MONTH, cell)
    assert found.code == "type_unreadable"
    assert why in found.message
    assert found.fix
