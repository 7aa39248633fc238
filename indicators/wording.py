"""Numbers, dates, gaps and states in correct Chinese (数字与措辞): one place for every page, brief and slide.

Conventions: a no-break space (U+00A0) stands between a figure and its unit and between Han and digits inside a date,
so no line breaks there; a percent sign follows its figure directly; a difference of two rates is in 个百分点, a
relative change in %; null is "—", never 0. Full-width punctuation. Nothing here rounds a value before it is judged:
the status comes with the figure, and a gap too small to show says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from indicators.wording_numbers import (
    MINUS,
    NBSP,
    NULL,
    axis_words,
    distance_words,
    figure_number,
    in_wan,
    number,
    parts_words,
    quantity,
    share_words,
    short_quantity,
    shortened,
    signed,
    span_words,
    times_words,
    with_unit,
)

if TYPE_CHECKING:
    from data.policies import Target

__all__ = [
    "EN_SPACE",
    "FIGURE_SPACE",
    "MINUS",
    "NBSP",
    "NOT_COMPARABLE",
    "NOT_REPORTED",
    "NO_TARGET",
    "NULL",
    "STATUS",
    "axis_words",
    "cell_words",
    "change_words",
    "date_label",
    "date_words",
    "difference",
    "difference_unit",
    "distance_words",
    "due_words",
    "figure_number",
    "gap_words",
    "han_count",
    "in_wan",
    "joined",
    "least_that_meets",
    "missed_by",
    "missed_words",
    "month_label",
    "month_words",
    "number",
    "overshoots",
    "parts_words",
    "quantity",
    "rank_label",
    "rank_words",
    "reach_words",
    "share_words",
    "short_quantity",
    "shortened",
    "signed",
    "span_words",
    "state_words",
    "status_words",
    "surplus_words",
    "target_words",
    "times_words",
    "trend_words",
    "with_unit",
]

#: As wide as a figure: pads numbers so that decimals stand under each other.
FIGURE_SPACE: Final = "\u2007"
EN_SPACE: Final = "\u2002"
NOT_REPORTED: Final = "未报"
NO_TARGET: Final = "文件未设目标"
NOT_COMPARABLE: Final = "无可比数据"

#: Shape and word of each target status; colour only repeats them.
STATUS: Final[dict[str, tuple[str, str]]] = {
    "met": ("●", "达标"),
    "not_met": ("▲", "未达标"),
    "no_data": ("—", "无数据"),
    "no_target": ("—", "无目标"),
}

#: Years beyond which an extrapolation is not worth a date.
_FAR: Final = 10
_HAN: Final = "零一两三四五六七八九十"


def difference_unit(unit: str) -> str:
    """Return the unit in which two values of this unit differ: rates in 个百分点, anything else in its own."""
    return "个百分点" if unit == "%" else unit


def difference(value: float | None, unit: str, decimals: int = 0) -> str:
    """Return an unsigned difference with its unit; one that is not zero but rounds to it is ``不足 0.1 个百分点``."""
    if value is None or math.isnan(value):
        return NULL
    own = difference_unit(unit)
    if value and not any(digit in number(value, decimals) for digit in "123456789"):
        return f"不足{NBSP}{with_unit(number(10.0**-decimals, decimals), own)}"
    return with_unit(number(abs(value), decimals), own)


def gap_words(gap: float | None, unit: str, decimals: int = 0) -> str:
    """Return how far a figure is from its target: ``差 15 人``; nothing when it is met (0) or unknown (null)."""
    if gap is None or math.isnan(gap) or gap == 0:
        return ""
    return f"差{NBSP}{difference(gap, unit, decimals)}"


def overshoots(value: float | None, target: Target | None) -> bool:
    """Tell whether a target is missed by too much rather than by too little: above a range, over a limit but none."""
    if value is None or target is None:
        return False
    if isinstance(target.value, tuple):
        return value > target.value[1]
    # Of a limit of 0 the value is the gap, and there is nothing it could be beyond.
    return target.op == "<=" and target.value != 0


def missed_by(
    value: float | None, gap: float | None, target: Target | None, unit: str, decimals: int = 0
) -> str:
    """Return :func:`gap_words` of a missed target, which too much of something exceeds: ``差 15 人``, ``超出 1 家``."""
    words = gap_words(gap, unit, decimals)
    return words.replace("差", "超出", 1) if overshoots(value, target) else words


def least_that_meets(target: Target, *, whole: bool) -> float | None:
    """Return the value at which a one-sided target is met; None for a range.

    ``whole`` says that the unit is counted in whole things, so that 超过 300 is met at 301.
    """
    if isinstance(target.value, tuple):
        return None
    if target.op == ">" and whole:
        return float(math.floor(target.value) + 1)
    return float(target.value)


def surplus_words(value: float | None, target: Target | None, unit: str, decimals: int = 0) -> str:
    """Return how far a met target is exceeded (``多 7 人``, ``高 0.1 个百分点``); nothing when just met or unknown."""
    if value is None or math.isnan(value) or target is None:
        return ""
    edge = least_that_meets(target, whole=decimals == 0)
    if edge is None:
        return ""
    surplus = edge - value if target.op == "<=" else value - edge
    if surplus <= 0:
        return ""
    word = ("少" if decimals == 0 else "低") if target.op == "<=" else ("多" if decimals == 0 else "高")
    return f"{word}{NBSP}{difference(surplus, unit, decimals)}"


def status_words(status: str) -> str:
    """Return shape and word of a status: ``▲ 未达标``."""
    shape, word = STATUS[status]
    return f"{shape}{NBSP}{word}"


def state_words(
    status: str, value: float | None, gap: float | None, target: Target | None, unit: str, decimals: int = 0
) -> str:
    """Return the status with what follows it: ``▲ 未达标 差 15 人``, ``● 达标 多 7 人``, ``— 无数据``, ``— 无目标``."""
    tail = ""
    if status == "not_met":
        tail = missed_by(value, gap, target, unit, decimals)
    elif status == "met":
        tail = surplus_words(value, target, unit, decimals)
    return f"{status_words(status)}{EN_SPACE}{tail}" if tail else status_words(status)


def target_words(target: Target | None, unit: str | None = None, decimals: int = 0) -> str:
    """Return a target as a document says it: ``超过 300 人``, ``65% 以上``, ``1～3 家``; None: 文件未设目标."""
    if target is None:
        return NO_TARGET
    own = unit or target.unit
    if isinstance(target.value, tuple):
        low, high = (number(end, 0 if float(end).is_integer() else max(decimals, 1)) for end in target.value)
        return with_unit(f"{low}～{high}", own)
    figure = with_unit(number(target.value, 0 if float(target.value).is_integer() else max(decimals, 1)), own)
    if target.op == ">":
        return f"超过{NBSP}{figure}"
    if target.op == "<=" and target.value == 0:
        return figure
    if target.op == "<=":
        return f"不超过{NBSP}{figure}"
    if own == "%" and target.value == 100:
        return figure
    return f"{figure}{NBSP}以上" if own == "%" else f"{figure}以上"


def missed_words(target: Target, unit: str, decimals: int = 0) -> str:
    """Return how a value misses a target: 以上 is missed 低于, 超过 is missed 不超过, a range 未达标."""
    if isinstance(target.value, tuple):
        return "未达标"
    word = {">=": "低于", ">": "不超过", "<=": "超过"}[target.op]
    return f"{word}{NBSP}{quantity(target.value, unit, 0 if float(target.value).is_integer() else max(decimals, 1))}"


def due_words(target: Target | None, as_of: date) -> str:
    """Return what is to be said of a target's term: its month, 已过文件年度, 文件未写明期限, both, or nothing."""
    if target is None:
        return ""
    parts = []
    if target.due is not None:
        if as_of > target.due:
            parts.append("已过文件年度")
        elif target.due_stated:
            parts.append(f"期限{NBSP}{date_words(target.due)}")
    if not target.due_stated:
        parts.append("文件未写明期限")
    return "，".join(parts)


def date_words(day: date) -> str:
    """Return a date in a sentence: ``2022 年 6 月 30 日``, unbroken."""
    return f"{day.year}{NBSP}年{NBSP}{day.month}{NBSP}月{NBSP}{day.day}{NBSP}日"


def month_words(month: str) -> str:
    """Return a month (``YYYY-MM``) in a sentence: ``2022 年 6 月``, unbroken."""
    year, number_ = month.split("-")
    return f"{year}{NBSP}年{NBSP}{int(number_)}{NBSP}月"


def month_label(month: str) -> str:
    """Return a month (``YYYY-MM``) where room is short, in a selector or on an axis: ``2022年6月``."""
    year, number_ = month.split("-")
    return f"{year}年{int(number_)}月"


def date_label(day: date) -> str:
    """Return a date where room is short or lines may break: ``2022年6月30日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def change_words(basis: str, value: float | None, unit: str, decimals: int = 0, *, relative: bool | None = None) -> str:
    """Return 同比 or 环比 in words: rates change in 个百分点, amounts (``relative``) in %; null is 无可比数据.

    ``basis`` is 同比 or 环比. ``relative`` None takes it from the unit: everything but a rate changes in %.
    """
    if value is None or math.isnan(value):
        return f"{basis}{NOT_COMPARABLE}"
    as_percent = unit != "%" if relative is None else relative
    if as_percent:
        return f"{basis}{NBSP}{signed(value, 1)}%"
    return f"{basis}{NBSP}{with_unit(signed(value, decimals), difference_unit(unit))}"


def trend_words(change: float | None, months: int, unit: str, decimals: int) -> str:
    """Return the trend over the last ``months``: ``近半年 +17 人``; null says too few points."""
    span = "近半年" if months in (5, 6) else f"近{NBSP}{months}{NBSP}个月"
    if change is None or math.isnan(change):
        return f"{span}可比月份不足"
    moved = signed(change, decimals)
    return f"{span}{NBSP}{with_unit(moved, difference_unit(unit))}" if moved[0] in f"+{MINUS}" else f"{span}持平"


def reach_words(month: str, as_of: date) -> str:
    """Return when a target would be met at the pace of the last half year, as a card says it beside an as-of date.

    ``按此 12 月达标`` in the same year, ``按此明年 3 月达标`` in the next, ``按此 2026 年达标`` within ten years;
    what is further off is no forecast and gives 按此十年内不能达标.
    """
    year, number_ = (int(part) for part in month.split("-"))
    if year == as_of.year:
        return f"按此{NBSP}{number_}{NBSP}月达标"
    if year == as_of.year + 1:
        return f"按此明年{NBSP}{number_}{NBSP}月达标"
    if year <= as_of.year + _FAR:
        return f"按此{NBSP}{year}{NBSP}年达标"
    return "按此十年内不能达标"


def joined(names: Sequence[str], limit: int = 3, measure: str = "") -> str:
    """Return names as a Chinese list: ``宁海县、象山县``; above the limit ``宁海县、象山县、慈溪市等 5 个``.

    ``measure`` is the measure word with its noun (``个区县``); without one it is 个.
    """
    shown = "、".join(names[:limit])
    if len(names) <= limit:
        return shown
    return f"{shown}等{NBSP}{len(names)}{NBSP}{measure or '个'}"


def han_count(count: int) -> str:
    """Return a small count before a measure word in Han (``三``, ``两``); above ten as figures with a space."""
    return _HAN[count] if 0 <= count < len(_HAN) else f"{NBSP}{count}{NBSP}"


def rank_words(rank: int | None, base: int, measure: str, *, tied: bool = False) -> str:
    """Return a rank with its base: ``10 个区县中第 3``, with ties ``并列第 3``; no rank: ◇ 基数过小."""
    if rank is None:
        return f"◇{NBSP}基数过小，不排名"
    return f"{base}{NBSP}{measure}中{'并列' if tied else ''}第{NBSP}{rank}"


def rank_label(rank: float | None, *, tied: bool = False) -> str:
    """Return a rank in a column of ranks, whose caption gives the base: ``3``, ``3（并列）``; no rank is "—"."""
    if rank is None or math.isnan(rank):
        return NULL
    return f"{int(rank)}（并列）" if tied else f"{int(rank)}"


def cell_words(
    status: str, value: float | None, gap: float | None, unit: str, decimals: int = 0, width: int = 0,
    gap_width: int = 0,
) -> str:
    """Return the words of a scorecard cell (评分格): ``▲ 83.3 差 16.7``, ``● 91.6 达标``, ``— 未报``, or the number.

    Figures are padded with figure spaces to ``width`` characters and gaps to ``gap_width``, so that decimals stand
    under each other. The unit is said once, beneath the table; a rate reads 0 or 100 only where it is.
    """
    if value is None or math.isnan(value):
        return f"—{NBSP}{NOT_REPORTED}"
    figure = figure_number(value, unit, decimals).rjust(width, FIGURE_SPACE)
    if status == "met":
        return f"●{EN_SPACE}{figure}{EN_SPACE}达标"
    if status == "not_met" and gap is not None:
        short = number(gap, decimals)
        if not any(digit in short for digit in "123456789"):
            short = f"不足{number(10.0**-decimals, decimals)}"
        return f"▲{EN_SPACE}{figure}{EN_SPACE}差{NBSP}{short.rjust(gap_width, FIGURE_SPACE)}"
    return figure
