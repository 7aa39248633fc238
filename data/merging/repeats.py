"""Rows whose numbers are all those of the month before (照抄上月): what was counted hardly agrees to the last one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from data.merging.calendar import Month
from data.merging.jumps import last_before
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports, Sheet
from data.merging.thresholds import thresholds
from data.model import TABLES

#: What a hospital offers (预约资源) is fixed beforehand and may well stay.
_PLANNED: Final = ("bookings",)


def note_repeats(
    ledger: Ledger, reports: Reports, sheet: Sheet, table: str, month: Month, taken: Iterable[tuple[Row, Origin]]
) -> None:
    """Note ``month_repeated``: several numbers, one of them not small, as in the month before, and no other.

    Of remote volumes, one number each, the rules say so.
    """
    if not sheet.rows.form.counts_events or table in _PLANNED:
        return
    limits = thresholds("month_repeated")
    described = TABLES[table]
    key = [name for name in described.key if name != "month"]
    numbers = [column.name for column in described.columns if column.kind in ("int", "float")]
    past = last_before(ledger, table, month)
    for values, origin in taken:
        before = past.get(tuple(values[name] for name in key))
        given = [name for name in numbers if values[name] is not None]
        if before is None or before["month"] != month.before or len(given) < limits["fewest"]:
            continue
        if max(values[name] for name in given) >= limits["smallest"] and all(
            values[name] == before[name] for name in given
        ):
            reports.note(
                origin, "month_repeated", "warning", given[0], values[given[0]],
                f"这一行的 {len(given)} 个数与上个月的完全相同，像是照抄", "换成这个月的数；属实可以保留",
            )
