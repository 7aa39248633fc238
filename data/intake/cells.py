"""One cell of text as a value of its kind, or the reason why it cannot be read and how to mend it.

Nothing is guessed: a date is an ISO day, a whole number is ASCII digits (``12.0``, as pandas saves a column that has
nulls, is the same number), a boolean is ``true`` or ``false`` (``TRUE`` as spreadsheets and ``True`` as pandas save
them are the same). Everything else is refused with a sentence.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.model import Column
from data.tables import dtype_of

_INT = re.compile(r"(-?[0-9]+)(?:\.0+)?")
_FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SCIENTIFIC = re.compile(r"-?[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
#: A day as people write it: 2022/2/3, 2022.2.3, 2022年2月3日, 20220203, with or without a time behind it.
_LOOSE_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))([ T].*)?")
_LOOSE_MONTH = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?(?:[-/.][0-9]{1,2}日?)?|([0-9]{2}))")
_BOOL = {"true": True, "false": False, "TRUE": True, "FALSE": False, "True": True, "False": False}
_YES = {"是", "有", "1", "y", "yes", "t", "true", "√", "对"}
_NO = {"否", "无", "0", "n", "no", "f", "false", "×", "错"}
#: Years outside these are slips of the pen (0022, 20222), not dates of a health service.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LARGEST_INT = 2**63 - 1


class CellError(Exception):
    """A cell that is not of its column's kind; carries why and how to mend it, in Chinese."""

    def __init__(self, message: str, fix: str) -> None:
        """Keep the reason and the way to mend it."""
        super().__init__(message)
        self.message, self.fix = message, fix


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that could not be read: its position in the column, the text and the reason."""

    position: int
    value: str
    message: str
    fix: str


def read_column(column: Column, cells: list[str | None]) -> tuple[pd.Series[Any], list[BadCell]]:
    """Read a column of text; unreadable cells become null and are returned beside it.

    Args:
        column: What the column holds.
        cells: Text per row; None is an empty cell.
    """
    read = _READERS[column.kind]
    positions, texts = pd.factorize(np.array([*cells, None], dtype=object)[:-1])
    values: list[Any] = []
    bad: dict[int, CellError] = {}
    for number, text in enumerate(texts):
        try:
            values.append(read(text))
        except CellError as problem:
            values.append(None)
            bad[number] = problem
    # One more at the end: position -1 is an empty cell.
    taken = pd.Series([*values, None], dtype=dtype_of(column)).take(positions).reset_index(drop=True)
    found = [
        BadCell(int(at), str(texts[positions[at]]), bad[positions[at]].message, bad[positions[at]].fix)
        for at in np.flatnonzero(np.isin(positions, list(bad)))
    ]
    return taken, found


def _read_text(text: str) -> str:
    if "\0" in text:
        raise CellError("单元格里有不可见的空字符（NUL）", "重新录入这个单元格，或重新导出文件")
    if not text.strip():
        raise CellError("单元格里只有空格", "没有内容就留空，有内容请填写")
    return text


def _read_code(text: str) -> str:
    _read_text(text)
    if text != text.strip():
        raise CellError("代码前后有空格", f"去掉空格，写成 {text.strip()}")
    if _SCIENTIFIC.fullmatch(text):
        raise CellError("代码被表格软件变成了科学计数，后面的数字已经丢失", "把这一列设为文本格式后重新录入")
    if text.isdigit() and not text.isascii():
        raise CellError("代码用了全角数字", f"改为半角：{unicodedata.normalize('NFKC', text)}")
    if re.fullmatch(r"[0-9]+\.0+", text):
        raise CellError("代码被当成了小数", f"把这一列设为文本格式，写成 {text.split('.')[0]}")
    return text


def _read_int(text: str) -> int:
    digits = _INT.fullmatch(text)
    if digits:
        value = int(digits[1])
        if abs(value) > _LARGEST_INT:
            raise CellError("数字太大", "检查是否多写了数字")
        return value
    raise _bad_number(text, whole=True)


def read_number(text: str) -> float:
    """Read a number with or without decimals; raises :class:`CellError` otherwise."""
    if _FLOAT.fullmatch(text):
        value = float(text)
        if math.isinf(value):
            raise CellError("数字太大", "检查是否多写了数字")
        return value
    raise _bad_number(text, whole=False)


def _bad_number(text: str, *, whole: bool) -> CellError:
    kind = "整数" if whole else "数字"
    plain = unicodedata.normalize("NFKC", text).strip()
    bare = plain.replace(",", "").replace(" ", "")
    pattern = _INT if whole else _FLOAT
    if pattern.fullmatch(bare):
        why = "有千分位逗号或空格" if bare != plain else "前后有空格" if plain == text.strip() else "用了全角数字"
        return CellError(f"应为{kind}，这里{why}", f"写成半角数字 {bare.partition('.')[0] if whole else bare}")
    if whole and _FLOAT.fullmatch(bare):
        value = float(bare)
        if value.is_integer() and abs(value) < 2**53:
            return CellError("应为整数，这里写成了科学计数", f"写成 {int(value)}")
        return CellError("应为整数，这里有小数", "核对原表，改为整数")
    if bare.endswith("%"):
        return CellError(f"应为{kind}，不带百分号", f"去掉百分号，写成 {bare[:-1]}")
    if bare in {"", "-", "—", "——", "/", "\\", "无", "未报", "暂无", "NA", "N/A", "NULL", "null", "None", "nan", "NaN"}:
        return CellError(f"应为{kind}；没有数据时不要写“{text}”", "没有报送就把单元格留空；确实是零就写 0")
    if re.fullmatch(r"-?[0-9.]+\s*[^0-9.\s]+", bare):
        return CellError(f"应为{kind}，不带单位或文字", f"只写数字 {re.match(r'-?[0-9.]+', bare)[0]}")  # type: ignore[index]
    return CellError(f"应为{kind}", "改为半角数字；没有报送就留空")


def _read_bool(text: str) -> bool:
    if text in _BOOL:
        return _BOOL[text]
    word = text.strip().lower()
    should = "true" if word in _YES else "false" if word in _NO else None
    fix = f"写成 {should}" if should else "是写 true，否写 false，没有报送就留空"
    raise CellError("应为 true 或 false", fix)


def _read_date(text: str) -> date:
    if _DAY.fullmatch(text):
        return sensible_day(*map(int, text.split("-")))
    loose = _LOOSE_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if loose:
        year, month, day = int(loose[1]), int(loose[2] or loose[4]), int(loose[3] or loose[5])
        value = sensible_day(year, month, day)
        time = "，不带时间" if loose[6] else ""
        raise CellError(f"日期应写成 年-月-日 的形式{time}", f"写成 {value.isoformat()}")
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        raise CellError("这是表格软件内部的日期序号，不是日期", "把这一列设为日期格式（2022-02-03）后重新导出")
    if _MONTH.fullmatch(text):
        raise CellError("日期缺少“日”", f"补上日，例如 {text}-01")
    raise CellError("不是日期", "写成 2022-02-03 这样的形式；没有就留空")


def sensible_day(year: int, month: int, day: int) -> date:
    """Return the day; raises :class:`CellError` where there is none such, or its year is a slip of the pen."""
    try:
        value = date(year, month, day)
    except ValueError:
        raise CellError(f"没有 {year} 年 {month} 月 {day} 日这一天", "核对原始记录，改为实际存在的日期") from None
    _check_year(year)
    return value


def sensible_month(year: int, month: int) -> str:
    """Return the month as ``YYYY-MM``; raises :class:`CellError` as :func:`sensible_day` does."""
    if not 1 <= month <= 12:
        raise CellError(f"没有 {month} 月", "月份在 01 到 12 之间")
    _check_year(year)
    return f"{year:04d}-{month:02d}"


def _check_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CellError(f"年份 {year} 不合理", "核对年份")


def _read_month(text: str) -> str:
    if _MONTH.fullmatch(text):
        return sensible_month(int(text[:4]), int(text[5:]))
    loose = _LOOSE_MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if loose and 1 <= (month := int(loose[2] or loose[3])) <= 12:
        raise CellError("月份应写成 年-月 的形式", f"写成 {loose[1]}-{month:02d}")
    raise CellError("不是月份", "写成 2022-03 这样的形式")


_READERS: dict[str, Callable[[str], Any]] = {
    "code": _read_code,
    "text": _read_text,
    "int": _read_int,
    "float": read_number,
    "bool": _read_bool,
    "date": _read_date,
    "month": _read_month,
}
