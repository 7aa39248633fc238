"""Figures in correct Chinese (数字): grouping, units, 万 and 亿, shares, parts of a whole, spans, distances.

Part of :mod:`indicators.wording`, which is what others import. Rounding is half up (四舍五入), as in the WPS or Excel
sheet that a reader holds beside the screen; Python's own would make 6.25 a 6.2.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"
NULL: Final = "—"

_WAN: Final = 10_000
_YI: Final = 100_000_000
#: Digits enough for every double: a slip of the finger is printed as it stands and stops nothing.
_EXACT: Final = Context(prec=330)


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Return a finite value rounded half up, away from zero, as its shortest decimal writing stands."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)


def figure_rounded(value: float, unit: str, decimals: int = 0) -> Decimal:
    """Return a finite figure as it is printed: rounded, but a rate is 0 or 100 only where it is: 99.97 gives 99.9."""
    if unit != "%" or not 0 < value < 100:
        return rounded(value, decimals)
    step = Decimal(1).scaleb(-decimals)
    return min(max(rounded(value, decimals), step), 100 - step)


def number(value: float | None, decimals: int = 0) -> str:
    """Return a figure without its unit: ``286``, ``90.1``, ``186,432``; null is "—".

    Digits are grouped from 10,000 on (as rounded), as four-digit numbers read well without. A value that rounds to
    zero has no minus sign.
    """
    if value is None or math.isnan(value):
        return NULL
    held = rounded(value, decimals)
    text = f"{abs(held):,f}" if abs(held) >= _WAN else f"{abs(held):f}"
    return MINUS + text if held < 0 else text


def signed(value: float | None, decimals: int = 0) -> str:
    """Return a change with its sign (``+17``, ``−0.4``); a change that rounds to zero is ``0``; null is "—"."""
    text = number(value, decimals)
    if text == NULL or text.startswith(MINUS):
        return text
    return f"+{text}" if any(digit in text for digit in "123456789") else text


def with_unit(figure: str, unit: str) -> str:
    """Return figure and unit that stay on one line; "—" stands alone, "%" follows directly."""
    if figure == NULL or not unit:
        return figure
    return figure + unit if unit == "%" else f"{figure}{NBSP}{unit}"


def figure_number(value: float | None, unit: str, decimals: int = 0) -> str:
    """Return a figure without its unit; a rate reads 0 or 100 only where it is (全部、没有), so 99.97 is ``99.9``."""
    if value is None or math.isnan(value):
        return NULL
    return number(float(figure_rounded(value, unit, decimals)), decimals)


def quantity(value: float | None, unit: str, decimals: int = 0) -> str:
    """Return a figure with its unit: ``286 人``, ``90.1%``; null is "—"; rates as :func:`figure_number` says."""
    return with_unit(figure_number(value, unit, decimals), unit)


def share_words(part: float, whole: float, decimals: int = 1) -> str:
    """Return a share of a whole in %, which rounds to 0 or 100 only where it is: ``99.9%`` of 9,999 out of 10,000.

    A share of nothing is "—".
    """
    if not whole:
        return NULL
    return quantity(100 * part / whole, "%", 0 if part in (0, whole) else decimals)


def shortened(value: float | None, unit: str, decimals: int = 0) -> tuple[str, str]:
    """Return figure and unit where room is short: 186432 例 is ``("18.6", "万例")``; below 10,000 nothing changes."""
    if value is None or math.isnan(value) or unit == "%":
        return figure_number(value, unit, decimals), unit
    # What is judged is the figure as it would be written: 9,999.6 is 1.0 万, and 99,996,000 is no "10,000.0 万".
    if abs(rounded(value / _WAN, 1)) >= _WAN:
        return number(value / _YI, 2), f"亿{unit}"
    if abs(rounded(value, decimals)) >= _WAN:
        return number(value / _WAN, 1), f"万{unit}"
    return number(value, decimals), unit


def short_quantity(value: float | None, unit: str, decimals: int = 0) -> str:
    """Return :func:`shortened` as one text: ``18.6 万例``."""
    return with_unit(*shortened(value, unit, decimals))


def span_words(low: float, high: float, unit: str, decimals: int = 0) -> str:
    """Return an interval with both ends and one unit: ``89.7%～91.2%`` for rates, ``12～15 人`` for anything else."""
    if unit == "%":
        return f"{quantity(low, unit, decimals)}～{quantity(high, unit, decimals)}"
    return with_unit(f"{number(low, decimals)}～{number(high, decimals)}", unit)


def in_wan(value: float | None, decimals: int = 1) -> str:
    """Return an amount in 万 without the word, for a column whose heading has it; null is "—"."""
    return NULL if value is None or math.isnan(value) else number(value / _WAN, decimals)


def parts_words(part: float | None, whole: float | None, unit: str) -> str:
    """Return a part over its whole with one unit: ``19/23 家``, ``6024.0/6714.5 万人次``; nothing without a whole.

    From 10,000 on both are in 万, so that the two can be compared at a glance.
    """
    if part is None or not whole or math.isnan(part) or math.isnan(whole):
        return ""
    if rounded(whole) >= _WAN:
        return with_unit(f"{in_wan(part)}/{in_wan(whole)}", f"万{unit}")
    return with_unit(f"{number(part)}/{number(whole)}", unit)


def axis_words(value: float) -> str:
    """Return an axis figure: whole where it is whole, 万 from 10,000 on, where room is short."""
    if abs(value) >= _WAN:
        return f"{value / _WAN:g}{NBSP}万"
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def distance_words(km: float) -> str:
    """Return a distance: metres below one kilometre (as rounded), else kilometres with one decimal."""
    if rounded(km * 1000) < 1000:
        return quantity(km * 1000, "米")
    return quantity(km, "公里", 1)


def times_words(large: float, small: float) -> str:
    """Return how many times one value is another: ``2.4 倍``; "—" over zero."""
    return NULL if not small else quantity(large / small, "倍", 1)
