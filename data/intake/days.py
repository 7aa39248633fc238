"""Days as people write them (日期): 2022年3月5日, 2022.3.5, 20220305, cells with a date, serial numbers."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from data.intake.cells import CellError, sensible_day
from data.intake.grids import Value
from data.intake.numerals import number_of
from data.intake.outcome import Read, ValueProblem, quoted, read_as, unreadable
from data.intake.plain import folded

_TIME = r"(?:(?P<sep>[ T]?)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?)?"
_DAY = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[-./])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    r"|年(?P<month_>[0-9]{1,2})月(?P<day_>[0-9]{1,2})[日号])" + _TIME
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0+)?")
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")

#: Serial numbers of a spreadsheet that can be days of a health service: 1980 to 2100.
_FIRST_SERIAL_DAY, _LAST_SERIAL_DAY = date(1980, 1, 1), date(2100, 12, 31)
#: Day 0 of each calendar; the one from 1900 counts a 29th of February 1900 that never was.
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
#: A cell formatted as a date that holds a small number shows a day of 1900.
_FIRST_CELL_YEAR = 1901

_HOW = "写成 2022-03-05 这样的形式；没有就留空"
_FAULTS = (
    (re.compile(r".*(至今|目前|在岗|长期|永久).*"), "不是日期", "到现在还没有结束，就把单元格留空"),
    (re.compile(r"[0-9]{4}(年([0-9]{1,2}月?)?|[-./][0-9]{1,2}|(0[1-9]|1[0-2]))?(初|底|末|上旬|中旬|下旬|份)?"),
     "缺少“日”", "补上日，写成 2022-03-05 这样的形式"),
    (re.compile(r"([0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{1,2}[-./][0-9]{1,2})"), "缺少年份",
     "补上年份，写成 2022-03-05 这样的形式"),
    (re.compile(r"[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}|'?[0-9]{2}年.*"), "的年份只有两位，或年月日的次序不清楚",
     "年份写四位，写成 2022-03-05 这样的形式"),
    (re.compile(r"[0-9]{1,2}([-./])[0-9]{1,2}\1[0-9]{4}"), "不知道哪个是月、哪个是日", "按 年-月-日 写，如 2022-03-05"),
    (re.compile(r".+(-|~|～|至|到).*[0-9]{4}.*|[0-9]{4}.*[日号0-9](~|～|至|到).*"), "是一段时期，不是一天",
     "只写一天；开始和结束写在各自的列"),
)


def read_day(value: Value, *, date_1904: bool) -> Read:
    """Read a day; a time of day is left out, and said unless it is midnight.

    Raises:
        ValueProblem: ``type_unreadable``.
    """
    if isinstance(value, str):
        return _of_text(value, date_1904)
    if isinstance(value, (bool, time, timedelta)) or value is None:
        what = "是“是/否”的格式（TRUE/FALSE）" if isinstance(value, bool) else "只有时间，没有日期"
        raise unreadable(f"应为日期，这里{what}", _HOW)
    if isinstance(value, (int, float)):
        return _of_number(value, value, date_1904)
    day = cell_day(value)
    timed = isinstance(value, datetime) and value.time() != time()
    return Read(day, read_as(value.isoformat(" ") if isinstance(value, datetime) else value, day) if timed else None)


def cell_day(value: date) -> date:
    """Return the day of a cell that holds a date, with or without a time.

    Raises:
        ValueProblem: Where it is a day of 1900, that is a small number in a cell formatted as a date, or not sensible.
    """
    if value.year < _FIRST_CELL_YEAR:
        raise unreadable(f"{quoted(value)}像是一个数被当成了日期", f"核对原始记录，{_HOW}")
    return checked_day(value.year, value.month, value.day)


def checked_day(year: int, month: int, day: int) -> date:
    """Return the day, or raise ``type_unreadable`` where there is no such day or the year is a slip of the pen."""
    try:
        return sensible_day(year, month, day)
    except CellError as problem:
        raise unreadable(problem.message, problem.fix) from None


def compact_day(text: str) -> date | None:
    """Return the day of eight digits (20220305); null for any other text, raises where there is no such day."""
    found = _COMPACT.fullmatch(text)
    return checked_day(*map(int, found.groups())) if found else None


def text_day(plain: str) -> tuple[date, bool] | None:
    """Return the day that a folded text with separators says, and whether it has a time that is not midnight."""
    found = _DAY.fullmatch(plain)
    if found is None or (found["hour"] and not found["sep"] and found["mark"]):
        return None
    timed = any(int(found[part] or 0) for part in ("hour", "minute", "second"))
    if int(found["hour"] or 0) > 23 or int(found["minute"] or 0) > 59 or int(found["second"] or 0) > 59:
        return None
    month, day = found["month"] or found["month_"], found["day"] or found["day_"]
    return checked_day(int(found["year"]), int(month), int(day)), timed


def serial_day(number: float, *, date_1904: bool) -> date | None:
    """Return the day of a spreadsheet's serial number, if it is from 1980 to 2100; else null."""
    if not 0 < number < 100_000:
        return None
    day = (_EPOCH_1904 if date_1904 else _EPOCH) + timedelta(days=math.floor(number))
    return day if _FIRST_SERIAL_DAY <= day <= _LAST_SERIAL_DAY else None


def _of_number(number: int | float, found: object, date_1904: bool) -> Read:
    whole = float(number).is_integer()
    if whole and (day := compact_day(str(int(number)))):
        return Read(day)
    if day := serial_day(number, date_1904=date_1904):
        return Read(day, f"{read_as(found, day)}（表格软件内部的日期序号）")
    text = str(int(number)) if whole else str(number)
    raise _why_not(found, text)


def _of_text(text: str, date_1904: bool) -> Read:
    plain = folded(text)
    if day := compact_day(plain):
        return Read(day)
    if _SERIAL.fullmatch(plain):
        return _of_number(float(plain), text, date_1904)
    if found := text_day(plain):
        day, timed = found
        return Read(day, read_as(text, day) if timed else None)
    raise _why_not(text, plain)


def _why_not(text: object, plain: str) -> ValueProblem:
    for pattern, why, fix in _FAULTS:
        if pattern.fullmatch(plain):
            return unreadable(f"{quoted(text)}{why}", fix)
    if in_chinese(plain):
        return unreadable(f"{quoted(text)}是中文数字写的日期", _HOW)
    return unreadable(f"{quoted(text)}不是日期", _HOW)


def in_chinese(plain: str) -> bool:
    """Tell whether a text is a date in Chinese numerals (二〇二二年三月五日)."""
    parts = [part for part in re.split("[年月日号份]", plain) if part]
    dated = "年" in plain or "月" in plain
    return dated and all(part.isdigit() or number_of(part) is not None for part in parts)
