"""Days and months as whole numbers, and the rule of what has ended by a day.

A day is the number of days since 1970-01-01, a month is ``year * 12 + month - 1``; both are plain
integers, so that whole columns compare in one step. Text months are ``YYYY-MM``.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.wording import month_label

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Stands for a missing day. It is below every real day, so a missing start has always begun.
NO_DAY = np.iinfo(np.int64).min
#: Stands for a missing end: no day reaches it.
NEVER = np.iinfo(np.int64).max
#: Stands for an absent row, code or month in a column of positions.
NONE = -1
MONTHS_A_YEAR = 12

_EPOCH_MONTH = 1970 * MONTHS_A_YEAR


def day_of(value: date) -> int:
    """Return the number of days since 1970-01-01."""
    return value.toordinal() - date(1970, 1, 1).toordinal()


def date_of(day: int) -> date:
    """Return the calendar date of a day number."""
    return date.fromordinal(day + date(1970, 1, 1).toordinal())


def days(column: pd.Series[Any], missing: int = NO_DAY) -> Ints:
    """Return a date column as day numbers; null becomes ``missing``."""
    numbers: Ints = column.to_numpy(dtype="datetime64[ms]").astype("datetime64[D]").astype(np.int64)
    if missing != NO_DAY:
        numbers[numbers == NO_DAY] = missing
    return numbers


def month_of(value: date) -> int:
    """Return the month number of a day."""
    return value.year * MONTHS_A_YEAR + value.month - 1


def month_number(text: str) -> int:
    """Return the month number of ``YYYY-MM``."""
    year, month = text.split("-")
    return int(year) * MONTHS_A_YEAR + int(month) - 1


def month_text(month: int) -> str:
    """Return ``YYYY-MM``."""
    return f"{month // MONTHS_A_YEAR:04d}-{month % MONTHS_A_YEAR + 1:02d}"


def month_words(month: int) -> str:
    """Return the month as an official writes it: ``2022年3月``."""
    return month_label(month_text(month))


def months(column: pd.Series[Any]) -> Ints:
    """Return a column of ``YYYY-MM`` as month numbers; null becomes ``NONE``."""
    codes, seen = pd.factorize(column)
    numbers = np.array([month_number(text) for text in seen] + [NONE], dtype=np.int64)
    return numbers[codes]


def month_of_days(numbers: Ints) -> Ints:
    """Return the month number of each day number."""
    return numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + _EPOCH_MONTH


def last_day(month: int) -> date:
    """Return the last day of a month."""
    year, index = divmod(month, MONTHS_A_YEAR)
    return date(year, index + 1, calendar.monthrange(year, index + 1)[1])


def last_ended_month(as_of: date) -> int:
    """Return the last month that has ended by a day: its own month only on that month's last day."""
    month = month_of(as_of)
    return month if as_of == last_day(month) else month - 1


def year_to_date(as_of: date) -> range:
    """Return the month numbers from January of the year to the last ended month; may be empty."""
    return range(as_of.year * MONTHS_A_YEAR, last_ended_month(as_of) + 1)


def months_later(numbers: Ints, months_on: int) -> Ints:
    """Return the day that is n months later: the same day of that month, or its last where there is none.

    From 2021-03-31, 18 months later is 2022-09-30.
    """
    day = numbers.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    in_month = (day - month.astype("datetime64[D]")).astype(np.int64)
    there = month + np.timedelta64(months_on, "M")
    length = ((there + np.timedelta64(1, "M")).astype("datetime64[D]") - there.astype("datetime64[D]")).astype(np.int64)
    later: Ints = there.astype("datetime64[D]").astype(np.int64) + np.minimum(in_month, length - 1)
    return later


def year_before(as_of: date) -> date:
    """Return the same day a year before; a month's last day stays a month's last day."""
    return shift(as_of, -MONTHS_A_YEAR)


def shift(as_of: date, months_on: int) -> date:
    """Return the same day some months on, clipped to the month; a month-end stays a month-end."""
    month = month_of(as_of)
    there = last_day(month + months_on)
    return there if as_of == last_day(month) else date(there.year, there.month, min(as_of.day, there.day))


def month_ends(first: str, last: str) -> list[date]:
    """Return the last day of every month from ``YYYY-MM`` to ``YYYY-MM``."""
    return [last_day(month) for month in range(month_number(first), month_number(last) + 1)]


def month_as_of(month: str, snapshot_as_of: date) -> date:
    """Return the day that 截止月份 stands for: the month's last day, at most the snapshot's as-of date."""
    return min(last_day(month_number(month)), snapshot_as_of)


def last_month_ends(as_of: date, count: int) -> list[date]:
    """Return the last ``count`` month-ends up to a day, oldest first."""
    last = last_ended_month(as_of)
    return [last_day(month) for month in range(last - count + 1, last + 1)]


def newest(found: Iterable[int]) -> int:
    """Return the greatest month number, or ``NONE`` where there is none."""
    return max(found, default=NONE)
