"""Numbers that are many times those of the month before, or a fraction (跳变), or none: a slipped digit, 万元."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any, Final

import pandas as pd

from data.merging.calendar import Month
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row, plain_rows, said_number
from data.merging.reported import Reports
from data.model import TABLES

#: A number so many times another is large enough a change to ask about: a slipped digit is ten times a number that by
#: itself moved from month to month, by up to a half ...
TIMES: Final = 5
#: ... more for what is not spent every month ...
_TIMES_OF: Final = {"investments": 10}
#: ... unless both are small: between 3 and 30 cases nothing slipped.
SMALL: Final = 100


def jumped(old: Any, new: Any, times: int = TIMES) -> bool:
    """Tell whether one of two numbers above zero is so many times the other or more, and the larger not small."""
    if old is None or new is None or min(old, new) <= 0:
        return False
    return bool(max(old, new) >= SMALL and max(old, new) >= times * min(old, new))


def note_jumps(
    ledger: Ledger, reports: Reports, table: str, month: Month, taken: Sequence[tuple[Row, Origin]],
    told: Container[tuple[int, str]] = (),
) -> None:
    """Hold each number against the last one of the same row in the year before; cells told of already are left out.

    Notes ``month_jump``, and ``month_zero`` where nothing is left of a number that was not small: 0 and not reported
    (未报) are easily mistaken.
    """
    described = TABLES[table]
    key = [name for name in described.key if name != "month"]
    numbers = [column for column in described.columns if column.kind in ("int", "float")]
    times = _TIMES_OF.get(table, TIMES)
    past = last_before(ledger, table, month)
    for values, origin in taken:
        before = past.get(tuple(values[name] for name in key))
        if before is None:
            continue
        when = "上个月" if before["month"] == month.before else f"上一次报的 {before['month']} "
        for column in numbers:
            old, new = before[column.name], values[column.name]
            if (origin.index, column.name) in told:
                continue
            if jumped(old, new, times):
                reports.note(
                    origin, "month_jump", "warning", column.name, said_number(new),
                    f"{column.label}{when}是 {said_number(old)}，这个月是 {said_number(new)}，相差 {times} 倍以上",
                    "核对位数和单位；属实可以保留",
                )
            elif new == 0 and old is not None and old >= SMALL:
                reports.note(
                    origin, "month_zero", "warning", column.name, 0,
                    f"{column.label}{when}是 {said_number(old)}，这个月是 0",
                    "确实没有发生就不用动；没有统计或没有报送就把单元格留空",
                )


def last_before(ledger: Ledger, table: str, month: Month) -> dict[tuple[Any, ...], Row]:
    """Return the last live row of each key (but the month) in the twelve months before the month."""
    return ledger.once(("last", table, month.text), lambda: _last_before(ledger.live(table), table, month))


def _last_before(live: pd.DataFrame, table: str, month: Month) -> dict[tuple[Any, ...], Row]:
    key = [name for name in TABLES[table].key if name != "month"]
    year_before = f"{int(month.text[:4]) - 1}{month.text[4:]}"
    earlier = live[(live["month"] >= year_before) & (live["month"] < month.text)]
    last = earlier.sort_values("month", kind="stable").drop_duplicates(key, keep="last")
    return {tuple(row[name] for name in key): row for row in plain_rows(last)}
