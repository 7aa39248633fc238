"""Whether a posting (派驻) is counted on a day, and if not, for which first reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indicators.months import NEVER, Bools, Ints
from indicators.registers import GRADES, Postings

#: Reasons in the order in which they are asked; the first that applies is given. 0 is counted.
REASONS: dict[str, str] = {
    "counted": "计入",
    "not_started": "尚未开始",
    "ended": "已结束",
    "not_long_term": "非长期派驻",
    "ends_do_not_fit": "派出或接收机构不符",
    "title_blank": "职称未填",
    "title_low": "职称低于要求",
    "term_unknown": "派驻期限不明",
    "term_short": "派驻期限不足",
}
CODES = tuple(REASONS)
#: Reasons of postings that are not in force on the day; the page tallies them apart.
NOT_IN_FORCE = ("not_started", "ended")


@dataclass(frozen=True)
class Rule:
    """What a caliber (口径) demands beyond a long-term posting whose ends fit; null demands nothing."""

    id: str
    name: str
    min_title_grade: str | None
    min_months: int | None


def reasons(held: Postings, day: int, ends_fit: Bools, rule: Rule) -> Ints:
    """Return for each posting the position in :data:`CODES` of the first reason that applies; 0 where it counts.

    The last day of a posting still counts. The term runs from its start to its end, else to its planned end,
    and is long enough when that is on or after the same day ``min_months`` later.

    Args:
        held: The postings.
        day: The as-of date, as a day number.
        ends_fit: Whether the two ends of each posting are what its flow asks for on that day.
        rule: The caliber.
    """
    tests = [
        ("not_started", held.start > day),
        ("ended", held.end < day),
        ("not_long_term", ~held.long_term),
        ("ends_do_not_fit", ~ends_fit),
    ]
    if rule.min_title_grade is not None:
        tests.append(("title_blank", held.grade < 0))
        tests.append(("title_low", held.grade < GRADES.index(rule.min_title_grade)))
    if rule.min_months is not None:
        tests.append(("term_unknown", held.until == NEVER))
        tests.append(("term_short", held.shorter_than(rule.min_months)))
    found = np.zeros(len(held.flow), dtype=np.int64)
    for code, applies in reversed(tests):
        found[applies] = CODES.index(code)
    return found
