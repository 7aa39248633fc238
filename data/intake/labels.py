"""Texts and the numbers of things (文字与编号): names, notes, codes of places and institutions."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from data.intake.grids import Value
from data.intake.outcome import Read, ValueProblem, quoted, read_as, unreadable
from data.intake.plain import folded, words_of

#: Longest number of a thing, in characters.
LONGEST_CODE = 64
#: Beyond this a spreadsheet has put zeros in place of the last digits.
_KEPT = 10**15

_SCIENTIFIC = re.compile(r"[0-9]\.?[0-9]*[eE]\+[0-9]+")
_AS_DECIMAL = re.compile(r"([0-9]+)\.0+")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_SEVERAL = re.compile(r"[^、,;]+([、,;][^、,;]+)+")
#: A spreadsheet shows a number as text by a mark before it, which some programs export.
_AS_TEXT = re.compile(r"['‘’`](.+)", re.DOTALL)
_SET_TEXT = "把这一列设为文本格式后，按原始记录重新录入"


def read_text(value: Value) -> Read:
    """Read a name or running text; a number becomes its digits.

    Raises:
        ValueProblem: ``type_unreadable`` for a date, a time, yes/no, or a number whose last digits are lost.
    """
    if isinstance(value, str):
        return Read(words_of(value))
    return Read(_digits(value))


def read_code(value: Value) -> Read:
    """Read the number of a thing: full-width is half-width, spaces go, 330203.0 is 330203.

    Raises:
        ValueProblem: ``type_unreadable`` as for text, and where it is not one number written in full.
    """
    if not isinstance(value, str):
        code = _digits(value)
        if not code.isdigit():
            raise unreadable(f"{quoted(code)}不是编号", _SET_TEXT)
        return Read(code)
    text = value
    if marked := _AS_TEXT.fullmatch(text):
        text = marked[1]
    code = "".join(folded(text).split())
    if found := _AS_DECIMAL.fullmatch(code):
        return Read(found[1], read_as(text, found[1]))
    if _SCIENTIFIC.fullmatch(code):
        raise _lost(text)
    if _GROUPED.fullmatch(code):
        raise unreadable(f"编号 {quoted(text)}里有千分位逗号", f"是一个编号就写成 {code.replace(',', '')}")
    if _SEVERAL.fullmatch(code):
        raise unreadable(f"{quoted(text)}像是几个编号写在了一起", "一个单元格只写一个编号，几个就分成几行")
    if len(code) > LONGEST_CODE:
        raise unreadable(f"编号有 {len(code)} 个字符，太长", "核对是不是填错了列")
    if not any(one.isalnum() for one in code):
        raise unreadable(f"{quoted(text)}不是编号", "没有编号就留空")
    return Read(code)


def _digits(value: Value) -> str:
    if isinstance(value, bool):
        raise unreadable("这里是“是/否”的格式（TRUE/FALSE），不是文字", _SET_TEXT)
    if isinstance(value, (date, datetime, time, timedelta)):
        raise unreadable(f"{quoted(value)}是日期或时间格式，不知道原来写的是什么", _SET_TEXT)
    if isinstance(value, (int, float)):
        if not abs(value) < _KEPT:  # NaN as well
            raise _lost(value)
        return str(int(value)) if float(value).is_integer() else repr(value)
    return ""


def _lost(found: object) -> ValueProblem:
    return unreadable(f"{quoted(found)}被表格软件当成了数，后面的数字已经丢失", _SET_TEXT)
