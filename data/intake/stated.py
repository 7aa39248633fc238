"""What words outside the cells of a table say of all its numbers (表外说明): units of ten thousand, whole periods."""

from __future__ import annotations

import re

#: A unit with its multiplier: 万元, 百人次. After a number (3.5万元) it is an amount and no unit; 数百万元 is one too.
_SCALED = re.compile(r"(?<![0-9.十百千万亿数几多上余近])([十百千万亿]+(?:元|人民币|人次|人|例次|例|件|次|张|个))")
#: 用元，不用万元: the unit that is not meant.
_NOT = re.compile(r"(不用|不是|不要|不写|不填|不得|不能|不以|勿用|请勿|切勿|而非|并非|非|换算前)[^,，。;；:：]{0,6}$")
#: More than a month, or another one than the month reported.
_PERIOD = re.compile(
    r"(?<![0-9])(?:1[0-2]|0?[1-9])月?份?[-~－—–～至到](?:1[0-2]|0?[1-9])月"
    r"|(?:第?[一二三四1-4]季度?|[上下]半年|全年|年度|本年|当年|历年)|累计"
)
_MONTH = re.compile(r"(?<![0-9])(?:1[0-2]|0?[1-9])月")
_OTHER_TIME = re.compile(r"累计|全年|本年|上年|去年|往年|同期|上月|上个月|上季|季度|半年|年初")


def scaled_unit(text: str) -> str | None:
    """Return the unit that a text names, if it makes numbers mean something else: 万元, 千人; null if it names none.

    Args:
        text: Folded, without spaces (:func:`data.intake.values.cell_text`).
    """
    for found in _SCALED.finditer(text):
        if not _NOT.search(text[: found.start()]):
            return found[1]
    return None


def is_money_unit(unit: str) -> bool:
    """Tell whether a unit is one of money."""
    return unit.endswith(("元", "人民币"))


def period(text: str) -> str | None:
    """Return the period longer than a month that a text names: 1-12月, 上半年, 累计; null if it names none.

    A text that names a single month besides a year (2022年度12月份) is of that month.
    """
    for found in _PERIOD.finditer(text):
        of_year = found[0] in ("年度", "本年", "当年")
        if not (of_year and _MONTH.search(text)) and not _NOT.search(text[: found.start()]):
            return found[0]
    return None


def of_other_time(label: str) -> bool:
    """Tell whether the head over several columns says that they are not of the month: 本年累计, 上年同期."""
    return bool(_OTHER_TIME.search(label))
