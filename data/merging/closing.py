"""What is said when rows of a register end (终止), and when they may not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.intake.notes import named
from data.merging.calendar import Month
from data.merging.origins import Origin
from data.merging.reported import Reports, Sheet


def is_emptied(reports: Reports, sheet: Sheet, in_force: int) -> bool:
    """Tell whether an empty sheet would end a whole register; ``register_emptied`` is noted, and nothing is to end."""
    if not sheet.empty or not in_force:
        return False
    reports.whole(
        sheet, "register_emptied", "error", f"这张表是空的，而现有名册里有 {in_force} 行，不能一次全部终止",
        "按模板补全月末的名册；这个月不报这张表就删去它",
    )
    return True


def note_ended(reports: Reports, sheet: Sheet, names: Sequence[str], month: Month) -> None:
    """Note ``rows_ended``: what the register holds and the sheet does not name."""
    if names:
        reports.whole(
            sheet, "rows_ended", "warning",
            f"现有名册里的 {len(names)} 行在这张表里没有，将从 {month.first} 起终止：{named(names)}",
            "确已终止就不用动；漏了就补上再报",
        )


def note_late(reports: Reports, origin: Origin, column: str, value: date | None, month: Month, what: str) -> None:
    """Note ``reported_late``: a day before the month that was not known, or another than was, so that figures change.

    The day may also be later than the month where the one that was known lies before it.
    """
    said = f"{what} {value}" if value else f"{what}清空了"
    said += f"，早于 {month.first}" if value and value < month.first else ""
    reports.note(
        origin, "reported_late", "warning", column, value, f"{said}，与已有的不同，{month.text} 以前各月的数会跟着变",
        "核对日期；确是补报或更正就不用动",
    )
