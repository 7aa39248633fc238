"""Changes of the question itself: a target (目标) taken otherwise, another as-of date (截止日期)."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from data.policy_model import Level
from indicators.wording import NBSP, date_words
from scenarios.change import MOST, BaseChange, Code, Names, called, digits

#: Levels as a sentence names them.
_LEVEL = {"city": "全市", "county": "区县", "consortium": "医共体"}
Number = Annotated[float, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]


class SetTarget(BaseChange):
    """Measure against another value of a target, for this answer only; the document stays as it is."""

    kind: Literal["set_target"] = "set_target"
    indicator: Code
    #: A pair (low, high) where the document sets a range.
    value: Number | tuple[Number, Number]
    #: Null: at every level at which the document sets it.
    level: Level | None = None

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        where = _LEVEL[self.level] if self.level else ""
        ends = (self.value,) if isinstance(self.value, float) else self.value
        value = "～".join(map(digits, ends))
        return f"{where}“{called(names, self.indicator)}”的目标改按{NBSP}{value}{NBSP}计"


class ShiftAsOf(BaseChange):
    """Look at another day (截止日期); changes that follow begin on it."""

    kind: Literal["shift_as_of"] = "shift_as_of"
    to: datetime.date

    def words(self, names: Names) -> str:
        """Return the change as one Chinese sentence without a full stop."""
        return f"截止日期改为{NBSP}{date_words(self.to)}"
