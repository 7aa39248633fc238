"""Numbers that point to one person (个人标识): ID cards by GB 11643, mobile telephones; and what looks like them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from data.intake.cells import CellError, sensible_day
from data.intake.widths import HALF_WIDTH, UNSEEN

Kind = Literal["id", "phone"]

#: Digits in groups with one space between them, an X at the end. People do not write ID numbers with dashes, but do so
#: write numbers of documents.
_RUN = re.compile(r"(?<![0-9])[0-9]+(?:\s[0-9]+)*(?:\s?[Xx])?(?![0-9A-Za-z])")
_DIGIT = re.compile("[0-9０-９]")
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
_PHONE = re.compile(
    # The code of the country begins the number: 86 among the digits of a longer one is none.
    r"(?<![0-9])(?:\+|00)?(?:86[\s-]?)?(?<![0-9]\.)(?:"
    r"(?:(?<![0-9])|(?<=86))1[3-9][0-9]{9}(?![0-9])(?!\.[0-9])"
    r"|(?:(?<![0-9])(?<![0-9][\s-])|(?<=86)|(?<=86[\s-]))1[3-9][0-9](?:[\s-][0-9]{4}[\s-]?[0-9]{4}|[0-9]{4}[\s-][0-9]{4})"
    r"(?![0-9])(?![\s-][0-9]))"
)
#: What is called so is one, also with a slip of the pen in it.
_CALLED = re.compile(r"身份证\D{0,6}([0-9]{15,17}[0-9Xx]?)(?![0-9])")
#: An ID number that a spreadsheet took for a quantity: fifteen digits are left of it.
_SCIENTIFIC = re.compile(r"(?<![0-9.])([0-9])\.([0-9]{10,16})[eE]\+?17(?![0-9])")
#: The first two digits of a code of a place.
_PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: GB 32100: the letters and digits of a unified social credit code in order, and their weights.
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def found_in(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Give start, end and kind of every ID and mobile number in a text; places may overlap."""
    if not _DIGIT.search(text):
        return
    places = [at for at, one in enumerate(text) if ord(one) not in UNSEEN]
    plain = text.translate(UNSEEN).translate(HALF_WIDTH)
    for start, end, kind in _found(plain):
        yield places[start], places[end - 1] + 1, kind


def is_id_number(text: str) -> bool:
    """Tell whether a text is an ID card's number: 18 characters with their check digit, or 15 of the old form.

    A number of 18 digits whose last three a spreadsheet has lost is one too.
    """
    text = text.upper()
    if re.fullmatch(r"[0-9]{17}[0-9X]", text) and _has_birthday(text):
        total = sum(int(one) * weight for one, weight in zip(text[:17], _WEIGHTS, strict=True))
        return text[17] == _CHECKS[total % 11] or (text[17] != "X" and _lost_its_end(text))
    return bool(re.fullmatch(r"[0-9]{15}", text)) and text[:2] in _PROVINCES and _is_day("19" + text[6:12])


def like_id_number(text: str) -> bool:
    """Tell whether a text has the form of an ID card's number: place, birthday and length, whatever its check digit."""
    compact = "".join(text.translate(UNSEEN).translate(HALF_WIDTH).split()).upper()
    return bool(re.fullmatch(r"[0-9]{17}[0-9X]", compact)) and _has_birthday(compact)


def is_credit_code(text: str) -> bool:
    """Tell whether a text is a unified social credit code (统一社会信用代码) with the right check character."""
    text = text.upper()
    if len(text) != 18 or any(one not in _CREDIT for one in text):
        return False
    total = sum(_CREDIT.index(one) * weight for one, weight in zip(text[:17], _CREDIT_WEIGHTS, strict=True))
    return _CREDIT[-total % 31] == text[17]


def _found(plain: str) -> Iterator[tuple[int, int, Kind]]:
    for run in _RUN.finditer(plain):
        groups = [(run.start() + one.start(), run.start() + one.end()) for one in _GROUP.finditer(run[0])]
        for first, (start, _) in enumerate(groups):
            joined = ""
            for at, end in groups[first:]:
                joined += plain[at:end]
                if len(joined) > 18:
                    break
                # Fifteen digits have no check digit: numbers side by side would too often look like one.
                if is_id_number(joined) and (len(joined) == 18 or at == start):
                    yield start, end, "id"
    for found in _CALLED.finditer(plain):
        yield found.start(1), found.end(1), "id"
    for found in _SCIENTIFIC.finditer(plain):
        if _has_birthday(found[1] + found[2]):
            yield found.start(), found.end(), "id"
    for found in _PHONE.finditer(plain):
        yield found.start(), found.end(), "phone"


def _lost_its_end(digits: str) -> bool:
    """Tell whether 18 digits are what a floating number has kept of others."""
    return digits.endswith("000") or int(float(f"{float(digits):.15g}")) == int(digits)


def _has_birthday(digits: str) -> bool:
    return digits[:2] in _PROVINCES and len(digits) >= 14 and _is_day(digits[6:14])


def _is_day(digits: str) -> bool:
    try:
        day = sensible_day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except CellError:
        return False
    return day <= date.today()
