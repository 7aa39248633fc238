"""Months as people write them (月份): 2022年3月, 2022.3, 202203, cells with a date, serial numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from data.intake.cells import CellError, sensible_month
from data.intake.days import cell_day, compact_day, in_chinese, serial_day, text_day
from data.intake.grids import Value
from data.intake.outcome import Read, ValueProblem, quoted, read_as, unreadable
from data.intake.plain import folded

_MONTH = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})|年([0-9]{1,2})月份?|\.([0-9]{2}|[2-9])|(0[0-9]|1[0-9])(?:\.0+)?)")
#: 2022.1 is January to who writes it, and October where a spreadsheet has dropped the 0 of 2022.10.
_AMBIGUOUS = re.compile(r"([0-9]{4})\.1")
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_HOW = "写成 2022-03 这样的形式"
_FAULTS = (
    (re.compile(r".*(季|半年|全年|年度|累计).*|.*[0-9]月?[-~～至到、][0-9]+月.*|.*[~～至到].*"),
     "是一段时期，不是一个月", f"一行只报一个月，{_HOW}"),
    (re.compile(r"[0-9]{4}年?(\.0+)?"), "只有年份", f"补上月，{_HOW}"),
    (re.compile(r"[0-9]{1,2}月?份?"), "缺少年份", f"补上年份，{_HOW}"),
    (re.compile(r"'?[0-9]{2}([-./年]).*"), "的年份只有两位", f"年份写四位，{_HOW}"),
)


def read_month(value: Value, *, date_1904: bool) -> Read:
    """Read a month as ``YYYY-MM``; a day within it is left out, and said unless it is the first.

    Raises:
        ValueProblem: ``month_ambiguous`` for 2022.1, else ``type_unreadable``.
    """
    if isinstance(value, (bool, time, timedelta)) or value is None:
        raise unreadable("应为月份，这里不是", _HOW)
    if isinstance(value, (int, float)):
        return _of_number(value, date_1904)
    if isinstance(value, date):
        found = value.isoformat(" ") if isinstance(value, datetime) else value
        return _of_day(cell_day(value), found)
    plain = folded(value)
    if _SERIAL.fullmatch(plain):
        return _of_serial(float(plain), value, date_1904)
    return _of_text(plain, value)


def _of_number(number: int | float, date_1904: bool) -> Read:
    if float(number).is_integer():
        plain = str(int(number))
        return _of_serial(number, plain, date_1904) if len(plain) == 5 else _of_text(plain, plain)
    # 2022.03 and 2022.11 are months typed with a point; further digits would be a serial number with a time.
    plain = f"{number:.2f}".removesuffix("0")
    if abs(number - float(plain)) < 1e-9 and number < 10_000:
        return _of_text(plain, number)
    return _of_serial(number, number, date_1904)


def _of_serial(number: float, found: object, date_1904: bool) -> Read:
    day = serial_day(number, date_1904=date_1904)
    if day is None:
        raise unreadable(f"{quoted(found)}不是月份", _HOW)
    month = f"{day:%Y-%m}"
    return Read(month, f"{read_as(found, month)}（表格软件内部的日期序号）")


def _of_day(day: date, found: object) -> Read:
    month = f"{day.year:04d}-{day.month:02d}"
    return Read(month, None if day.day == 1 else read_as(found, month))


def _of_text(plain: str, text: object) -> Read:
    if found := _MONTH.fullmatch(plain):
        try:
            return Read(sensible_month(int(found[1]), int(found[2] or found[3] or found[4] or found[5])))
        except CellError as problem:
            raise unreadable(f"{quoted(text)}：{problem.message}", problem.fix) from None
    if found := _AMBIGUOUS.fullmatch(plain):
        raise ValueProblem(
            "month_ambiguous", f"{quoted(text)}是 1 月还是 10 月？表格软件会把 {plain}0 存成 {plain}",
            f"1 月写成 {found[1]}-01，10 月写成 {found[1]}-10",
        )
    if day := compact_day(plain):
        return _of_day(day, text)
    if dated := text_day(plain):
        return _of_day(dated[0], text)
    for pattern, why, fix in _FAULTS:
        if pattern.fullmatch(plain):
            raise unreadable(f"{quoted(text)}{why}", fix)
    if in_chinese(plain):
        raise unreadable(f"{quoted(text)}是中文数字写的月份", _HOW)
    raise unreadable(f"{quoted(text)}不是月份", _HOW)
