"""Numbers that are ten times those of the month before, or a tenth (跳变): a slipped digit, or 元 for 万元."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from data.merging.calendar import Month
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row, plain_rows
from data.merging.reported import Reports
from data.model import TABLES

#: A number so many times another is large enough a change to ask about ...
TIMES: Final = 10
#: ... unless both are small: between 3 and 30 cases nothing slipped.
SMALL: Final = 100


def jumped(old: Any, new: Any) -> bool:
    """Tell whether one of two numbers above zero is ten times the other or more, and the larger not small."""
    if old is None or new is None or min(old, new) <= 0:
        return False
    return bool(max(old, new) >= SMALL and max(old, new) >= TIMES * min(old, new))


def note_jumps(
    ledger: Ledger, reports: Reports, table: str, month: Month, taken: Sequence[tuple[Row, Origin]]
) -> None:
    """Note ``month_jump`` for each number that jumps against the same row of the month before."""
    described = TABLES[table]
    key = [name for name in described.key if name != "month"]
    numbers = [column for column in described.columns if column.kind in ("int", "float")]
    live = ledger.live(table)
    past = {tuple(row[name] for name in key): row for row in plain_rows(live[live["month"] == month.before])}
    for values, origin in taken:
        before = past.get(tuple(values[name] for name in key))
        if before is None:
            continue
        for column in numbers:
            old, new = before[column.name], values[column.name]
            if jumped(old, new):
                reports.note(
                    origin, "month_jump", "warning", column.name, f"{new:g}" if isinstance(new, float) else new,
                    f"{column.label}上个月是 {old:,.15g}，这个月是 {new:,.15g}，相差十倍以上",
                    "核对位数和单位；属实可以保留",
                )
