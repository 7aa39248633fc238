"""Cells: what each kind accepts, and what is refused with the way to mend it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from data.intake.cells import read_column
from data.model import Column, Kind


def one(kind: Kind, text: str | None) -> tuple[Any, str | None]:
    """Return the value of a cell (None for null), and the way to mend it where it is refused."""
    values, bad = read_column(Column("x", "某列", kind, nullable=True), [text])
    value = values.iloc[0]
    return (None if pd.isna(value) else value), (bad[0].fix if bad else None)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("code", "0012", "0012"),
        ("code", "330203", "330203"),
        ("code", "医-1", "医-1"),
        ("text", "=1+1", "=1+1"),
        ("text", "<b>名</b>", "<b>名</b>"),
        ("text", " 前后有空格 ", " 前后有空格 "),
        ("text", "两\n行", "两\n行"),
        ("int", "0", 0),
        ("int", "-3", -3),
        ("int", "007", 7),
        ("int", "12.0", 12),
        ("int", "-3.00", -3),
        ("int", "9223372036854775807", 2**63 - 1),
        ("int", "9223372036854775807.0", 2**63 - 1),
        ("float", "1.5", 1.5),
        ("float", "-2", -2.0),
        ("float", "1e-7", 1e-7),
        ("bool", "true", True),
        ("bool", "false", False),
        ("bool", "TRUE", True),
        ("bool", "True", True),
        ("bool", "False", False),
        ("date", "2024-02-29", pd.Timestamp(2024, 2, 29)),
        ("date", "1900-01-01", pd.Timestamp(1900, 1, 1)),
        ("month", "2022-12", "2022-12"),
        ("int", None, None),
        ("date", None, None),
        ("text", None, None),
    ],
)
def test_read(kind: Kind, text: str | None, value: object) -> None:
    assert one(kind, text) == (value, None)


@pytest.mark.parametrize(
    ("kind", "text", "fix"),
    [
        ("int", "1e3", "写成 1000"),
        ("int", "１２", "写成半角数字 12"),
        ("int", "1,200", "写成半角数字 1200"),
        ("int", " 12", "写成半角数字 12"),
        ("int", "12.5", "核对原表，改为整数"),
        ("int", "12人", "只写数字 12"),
        ("int", "—", "没有报送就把单元格留空"),
        ("int", "未报", "没有报送就把单元格留空"),
        ("int", "nan", "没有报送就把单元格留空"),
        ("int", "12.01", "核对原表，改为整数"),
        ("int", "9223372036854775808.0", "检查是否多写了数字"),
        ("int", "9223372036854775808", "检查是否多写了数字"),
        ("int", "１２．０", "写成半角数字 12"),
        ("int", "1,200.0", "写成半角数字 1200"),
        ("int", "12.", "改为半角数字"),
        ("int", ".0", "改为半角数字"),
        ("int", "abc", "改为半角数字"),
        ("int", "0x10", "改为半角数字"),
        ("int", "1_000", "改为半角数字"),
        ("int", "²", "写成半角数字 2"),
        ("float", "12%", "去掉百分号，写成 12"),
        ("float", "inf", "改为半角数字"),
        ("float", "1e999", "检查是否多写了数字"),
        ("float", "1.2.3", "改为半角数字"),
        ("bool", "是", "写成 true"),
        ("bool", "0", "写成 false"),
        ("bool", "tRUE", "写成 true"),
        ("bool", "也许", "是写 true"),
        ("date", "2022-02-30", "核对原始记录"),
        ("date", "2023-02-29", "核对原始记录"),
        ("date", "2022-13-01", "核对原始记录"),
        ("date", "2022/2/3", "写成 2022-02-03"),
        ("date", "2022年2月3日", "写成 2022-02-03"),
        ("date", "20220203", "写成 2022-02-03"),
        ("date", "2022-2-3", "写成 2022-02-03"),
        ("date", "2022-02-03 00:00:00", "写成 2022-02-03"),
        ("date", "２０２２-02-03", "写成 2022-02-03"),
        ("date", "44595", "把这一列设为日期格式"),
        ("date", "2022-02", "补上日"),
        ("date", "0022-02-03", "核对年份"),
        ("date", "3022-02-03", "核对年份"),
        ("date", "长期", "写成 2022-02-03 这样的形式"),
        ("month", "2022-13", "月份在 01 到 12 之间"),
        ("month", "2022-00", "月份在 01 到 12 之间"),
        ("month", "2022-3", "写成 2022-03"),
        ("month", "202203", "写成 2022-03"),
        ("month", "2022年3月", "写成 2022-03"),
        ("month", "2022-03-01", "写成 2022-03"),
        ("month", "三月", "写成 2022-03 这样的形式"),
        ("code", " 330203", "去掉空格，写成 330203"),
        ("code", "3.30203E+11", "把这一列设为文本格式后重新录入"),
        ("code", "330203.0", "写成 330203"),
        ("code", "３３０２０３", "改为半角：330203"),
        ("code", "a\0b", "重新录入这个单元格"),
        ("text", "   ", "没有内容就留空"),
        ("text", "\u3000", "没有内容就留空"),
    ],
)
def test_refused(kind: Kind, text: str, fix: str) -> None:
    value, mend = one(kind, text)
    assert value is None
    assert mend is not None
    assert fix in mend


def test_every_bad_cell_is_named_where_it_stands() -> None:
    values, bad = read_column(Column("x", "某列", "int", nullable=True), ["1", "x", None, "y", "x", "2"])
    assert values.tolist() == [1, pd.NA, pd.NA, pd.NA, pd.NA, 2]
    assert [(cell.position, cell.value) for cell in bad] == [(1, "x"), (3, "y"), (4, "x")]


def test_an_empty_column_keeps_its_dtype() -> None:
    for kind, dtype in (("code", "str"), ("int", "Int64"), ("date", "datetime64[ms]"), ("bool", "boolean")):
        values, bad = read_column(Column("x", "某列", kind, nullable=True), [])  # type: ignore[arg-type]
        assert (str(values.dtype), len(values), bad) == (dtype, 0, [])


def test_a_date_is_a_day() -> None:
    values, _ = read_column(Column("x", "某列", "date"), ["2022-02-03"])
    assert values.iloc[0].date() == date(2022, 2, 3)
