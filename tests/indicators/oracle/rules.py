"""The common rules of data-model.md, one small function each, on plain dates and dicts."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

Row = dict[str, Any]


def open_on(row: Row, day: date) -> bool:
    """*Open on D*: opened_on null or ≤ D, and closed_on null or > D (likewise sites)."""
    return (row["opened_on"] is None or row["opened_on"] <= day) and (
        row["closed_on"] is None or row["closed_on"] > day
    )


def in_force(row: Row, day: date) -> bool:
    """*In force on D*: valid_from ≤ D and (valid_to null or > D)."""
    return row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] > day)


def exists(consortium: Row, day: date) -> bool:
    """A consortium *exists* on D: established_on null or ≤ D, dissolved_on null or > D."""
    begun = consortium["established_on"] is None or consortium["established_on"] <= day
    return begun and (consortium["dissolved_on"] is None or consortium["dissolved_on"] > day)


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def end_of(month: str) -> date:
    """Return the last day of a ``YYYY-MM``."""
    return last_day(int(month[:4]), int(month[5:]))


def start_of(month: str) -> date:
    """Return the first day of a ``YYYY-MM``."""
    return date(int(month[:4]), int(month[5:]), 1)


def months_later(day: date, months: int) -> date:
    """N months later is the same day of that month, or its last day where there is none."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    last = last_day(year, month)
    return date(year, month, day.day) if day.day <= last.day else last


def has_ended(month: str, day: date) -> bool:
    """D's own month only if D is its last day."""
    return end_of(month) <= day


def year_to_date(day: date) -> list[str]:
    """*Year to date*: January of D's year up to the last month that has ended by D; there may be none."""
    months = [f"{day.year}-{month:02d}" for month in range(1, 13)]
    return [month for month in months if has_ended(month, day)]


def ended_months(day: date, count: int) -> list[str]:
    """Return the last ``count`` months that have ended by D, newest first, across the turn of the year."""
    months = []
    year, month = day.year, day.month
    while len(months) < count:
        name = f"{year}-{month:02d}"
        if has_ended(name, day):
            months.append(name)
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return months


def overlaps(site: Row, month: str) -> bool:
    """Whether any day of the month lies in the life of the site, whose closing day no longer counts."""
    return site["opened_on"] <= end_of(month) and (site["closed_on"] is None or site["closed_on"] > start_of(month))


def month_words(month: str) -> str:
    """Return 2022年3月 for 2022-03."""
    return f"{int(month[:4])}年{int(month[5:])}月"
