"""The month that is collected (收表月份) and its days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property


@dataclass(frozen=True)
class Month:
    """A month, ``YYYY-MM``; what changes in it takes force on its first day."""

    text: str

    @cached_property
    def first(self) -> date:
        """The first day: rows of registers are closed and opened on it."""
        return date(int(self.text[:4]), int(self.text[5:]), 1)

    @cached_property
    def last(self) -> date:
        """The last day: registers are reported as they stand on it."""
        return date(self.first.year, self.first.month, calendar.monthrange(self.first.year, self.first.month)[1])

    @cached_property
    def eve(self) -> date:
        """The day before the first: nothing that was true on it changes."""
        return self.first - timedelta(days=1)

    @cached_property
    def before(self) -> str:
        """The month before, ``YYYY-MM``."""
        return f"{self.eve:%Y-%m}"


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has none."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, number + 1, min(day.day, calendar.monthrange(year, number + 1)[1]))
