"""Chinese numerals (中文数字): read only to propose what may have been meant, never taken."""

from __future__ import annotations

_DIGITS = {character: value for value, pair in enumerate(
    ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for character in pair}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}


def in_numerals(text: str) -> bool:
    """Tell whether a text is made of Chinese numerals only."""
    return bool(text) and all(one in _DIGITS or one in _SMALL or one in _LARGE for one in text)


def number_of(text: str) -> int | None:
    """Return the number a text of Chinese numerals says: 三十五 is 35; null for anything else.

    Digits in a row are read one by one (二〇二二 is 2022); parts must fall in size (一千零五, not 五一千). Null too
    for 三千五, which is 3500 to most and 3005 to some.
    """
    if not in_numerals(text):
        return None
    if all(one in _DIGITS for one in text):
        return int("".join(str(_DIGITS[one]) for one in text))
    total = section = 0
    digit: int | None = None
    last, small, large = 1, 10**4, 10**12
    zero = False
    for one in text:
        if one in _DIGITS:
            if digit:
                return None
            digit, zero = _DIGITS[one], zero or not _DIGITS[one]
        elif one in _SMALL:
            if _SMALL[one] >= small or digit == 0 or (digit is None and (one not in "十拾" or section)):
                return None
            section += (digit or 1) * _SMALL[one]
            last, small, digit, zero = _SMALL[one], _SMALL[one], None, False
        else:
            section += digit or 0
            if _LARGE[one] >= large or not section:
                return None
            total += section * _LARGE[one]
            last, small, large, section, digit, zero = _LARGE[one], 10**4, _LARGE[one], 0, None, False
    if digit and last > 10 and not zero:
        return None
    return total + section + (digit or 0)
