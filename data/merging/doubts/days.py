"""Days that lie after the month, or in another age (日期存疑): what has not happened yet cannot be reported."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from data.merging.calendar import Month, months_later
from data.merging.doubts.brought import Facts, brought
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports

#: Days that something did happen on, by table; a planned end is none of them.
_ACTUAL: Final = {
    "institutions": ("opened_on", "closed_on"),
    "postings": ("start_on", "end_on"),
    "remote_sites": ("opened_on", "closed_on"),
    "resource_centres": ("opened_on",),
    "specialties": ("since", "until"),
}
#: Who sends a month's tables some weeks late may know of a day some weeks after it; nobody knows of a later one.
_NEAR_MONTHS: Final = 3
#: Hospitals are older than the People's Republic, but few; what consortia are made of is of this century.
_OLDEST: Final = {"institutions": date(1949, 10, 1)}
_CENTURY: Final = date(2000, 1, 1)
#: A posting is for months or a few years; one that is planned to last longer, or began before, is a slip of the pen.
_LONGEST_MONTHS: Final = 96


def note_days(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``day_after_month`` (error from three months on), ``day_long_ago`` and ``term_long``.

    A day that is live as it is stated is not asked about again.
    """
    for table, columns in _ACTUAL.items():
        for line, origin in brought(ledger, reports, table):
            before = line.before or (facts.live_postings.get(_number(origin)) if table == "postings" else None)
            for column in columns:
                day = _stated(line, origin, before, column)
                if day is not None:
                    _note_day(reports, origin, table, column, day, month)
    for line, origin in brought(ledger, reports, "postings"):
        before = line.before or facts.live_postings.get(_number(origin))
        end, start = _stated(line, origin, before, "planned_end_on"), line.now["start_on"]
        if end is not None and end > months_later(start, _LONGEST_MONTHS):
            _note(
                reports, origin, "term_long", "planned_end_on", end,
                f"离开始日期 {start} 有 {_LONGEST_MONTHS // 12} 年以上", "核对两个日期的年份；属实可以保留",
            )


def _number(origin: Origin) -> Any:
    """Return the number of a posting as the sheet states it: one that moves goes on under another."""
    return origin.rows.frame["posting_id"].iloc[origin.index]


def _stated(line: Line, origin: Origin, before: Row | None, column: str) -> date | None:
    """Return the day that the sheet states and that is not live already; null for none."""
    day = line.now[column]
    if day is None or (before is not None and before[column] == day) or column not in origin.rows.columns:
        return None
    cell = origin.rows.frame[column].iloc[origin.index]
    return None if cell != cell or cell is None or cell.date() != day else day


def _note_day(reports: Reports, origin: Origin, table: str, column: str, day: date, month: Month) -> None:
    oldest = months_later(month.first, -_LONGEST_MONTHS) if table == "postings" else _OLDEST.get(table, _CENTURY)
    if day < oldest:
        _note(reports, origin, "day_long_ago", column, day, f"早于 {oldest}，很少见", "核对年份；属实可以保留")
    if day <= month.last:
        return
    near = months_later(month.first, 1 + _NEAR_MONTHS)
    planned = "；计划的日期写在“计划结束日期”" if column == "end_on" else ""
    if day < near:
        _note(
            reports, origin, "day_after_month", column, day, f"在 {month.text} 月末之后，到月末还没有发生",
            f"核对日期；到那个月再报也来得及；已经确定的可以保留{planned}",
        )
    else:
        reports.note(
            origin, "day_after_month", "error", column, day,
            f"{_label(origin, column)}比 {month.text} 月末晚 {_NEAR_MONTHS} 个月以上，不会是已经发生的事",
            f"核对年份和月份；还没有发生就留空{planned}",
        )


def _note(
    reports: Reports, origin: Origin, code: str, column: str, day: date, message: str, fix: str
) -> None:
    reports.note(origin, code, "warning", column, day, f"{_label(origin, column)}{message}", fix)


def _label(origin: Origin, column: str) -> str:
    return f"“{origin.rows.form.field(column).label}”"
