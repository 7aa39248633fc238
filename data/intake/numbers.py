"""Numbers as people write them (数字): full-width, 千分位, 1.2万, with a unit that fits; nothing is guessed.

Every text is read exactly, in decimals, and only then becomes an ``int`` or a ``float``.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Context, Decimal

from data.forms.model import Field
from data.intake.grids import Value
from data.intake.number_faults import why_not
from data.intake.outcome import Read, ValueProblem, quoted, read_as, unreadable
from data.intake.plain import folded
from data.intake.units import is_money, takes_percent, units_of

#: Spreadsheets keep 15 digits; a number with more of them before the point is not one that was counted.
TOO_LARGE = 10**15
#: How far from a whole number a cell may be that should hold one: what binary arithmetic leaves, and never a half.
_RESIDUE, _MOST_RESIDUE = 1e-9, 1e-4

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(
    r"(?P<currency>[¥￥]?)(?P<sign>[+-]?)"
    r"(?:(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?"
    r"|\.(?P<bare>[0-9]+))"
    r"(?:[eE](?P<power>[+-]?[0-9]{1,3}))?"
    r"(?P<times>千万|百万|千|万|亿)?(?P<unit>[^0-9.,+\s-]*)"
)
_TIMES = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}
#: Enough digits for the longest text a cell may hold, so that no step rounds.
_EXACT = Context(prec=2000)


def read_number(field: Field, value: Value) -> Read:
    """Read a whole number (``int`` columns) or one with decimals; the sign is kept, the rules judge it.

    Raises:
        ValueProblem: ``type_unreadable``, with the reason and, where there is one, the reading it may have been.
    """
    if isinstance(value, str):
        return _of_text(field, value)
    if isinstance(value, bool):
        raise unreadable("应为数字，这里是“是/否”的格式（TRUE/FALSE）", "填写数字；没有报送就留空")
    if isinstance(value, (int, float)):
        return Read(_of_cell(field, value))
    raise _not_a_number(value)


def shown_number(value: int | float) -> str:
    """Return a number as a message says it: plain digits, without an exponent."""
    return f"{Decimal(repr(value)).normalize():f}"


def _of_text(field: Field, text: str) -> Read:
    plain = folded(text)
    if _WHOLE.fullmatch(plain):
        return Read(int(plain) if field.kind == "int" else float(plain) + 0.0)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise why_not(field, text, plain)
    unit, times, power = found["unit"], found["times"], found["power"]
    percent = unit == "%" and not times and takes_percent(field)
    if not percent and unit and unit not in units_of(field):
        raise why_not(field, text, plain)
    if (found["currency"] and not is_money(field)) or (power and (times or unit)):
        raise why_not(field, text, plain)
    digits = (found["whole"] or "").replace(",", "").replace(" ", "")
    part = found["part"] or found["bare"] or ""
    if power and (exponent := int(power)) > 0 and len(part) < exponent:
        raise unreadable(
            f"{quoted(text)}是科学计数，后面的数字可能已经丢失", "把这一列设为“数值”格式，按原始记录重新填写全部数字"
        )
    shift = (int(power) if power else 0) + _TIMES.get(times or "", 0)
    exact = _EXACT.scaleb(Decimal(f"{found['sign']}{digits or '0'}{'.' + part if part else ''}"), shift)
    taken, changed = _typed(field, exact, text)
    plainly = not (times or power or percent or changed or " " in (found["whole"] or ""))
    return Read(taken, None if plainly else read_as(text, shown_number(taken)))


def _typed(field: Field, exact: Decimal, text: str) -> tuple[int | float, bool]:
    """Return the number in the column's type, and whether it differs from what is written."""
    if abs(exact) >= TOO_LARGE:
        raise _too_large(text)
    if field.kind == "float":
        number = float(exact) + 0.0
        return number, Decimal(repr(number)) != exact
    whole = exact.to_integral_value()
    if abs(exact - whole) > Decimal(_tolerance(float(whole))):
        raise _has_decimals(text)
    return int(whole), whole != exact


def _of_cell(field: Field, value: int | float) -> int | float:
    if not abs(value) < TOO_LARGE:  # NaN as well
        raise _too_large(value)
    if field.kind == "float":
        return float(value) + 0.0
    whole = round(value)
    if abs(value - whole) > _tolerance(whole):
        raise _has_decimals(value)
    return whole


def _tolerance(whole: float) -> float:
    return min(_RESIDUE * max(1.0, abs(whole)), _MOST_RESIDUE)


def _too_large(found: object) -> ValueProblem:
    return unreadable(f"{quoted(found)}太大，不像是一个数", "检查是否多写了数字，或两个数写在了一起")


def _has_decimals(found: object) -> ValueProblem:
    return unreadable(f"应为整数，{quoted(found)}有小数", "核对原始记录，改为整数")


def _not_a_number(value: date | time | timedelta | None) -> ValueProblem:
    what = "时间" if isinstance(value, (time, timedelta)) else "日期"
    return unreadable(f"应为数字，这里是{what}格式", f"把单元格格式从“{what}”改为“常规”，核对后重新填写数字")
