"""Sums of several months typed where one month's number belongs (季度数、累计数当成本月数): told by the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from data.merging.calendar import Month, months_later
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row, plain_rows, said_number
from data.merging.reported import Reports, Sheet
from data.merging.thresholds import thresholds
from data.model import TABLES, Column

#: Numbers that have no sum.
_NOT_SUMMED: Final = ("median_turnaround_minutes",)
#: By table: the column that tells apart what is added up together.
_KINDS: Final = {"remote_volumes": "service_type", "referrals": "direction", "bookings": "resource"}
#: So many are named by cell; more of them are said at once.
_SINGLY: Final = 5
_FIX: Final = "改填这一个月的数；属实可以保留"

#: Numbers by month, none of them null.
_Months = Mapping[str, float]
#: A row that is reported, where, and the rows of the year before by month.
_Told = tuple[Row, Origin, Mapping[str, Row]]


@dataclass(frozen=True)
class _Period:
    """Months whose sum may have been typed."""

    #: The months of it before the one that is reported.
    past: tuple[str, ...]
    #: What their sum is called.
    said: str
    #: What it looks like.
    like: str


@dataclass(frozen=True)
class _Suspect:
    """A number that is nearly a sum."""

    origin: Origin
    column: Column
    value: float
    period: _Period
    months: _Months


def note_sums(
    ledger: Ledger, reports: Reports, sheet: Sheet, table: str, month: Month, taken: Sequence[tuple[Row, Origin]]
) -> frozenset[tuple[int, str]]:
    """Note ``period_sum``: a number that is nearly the sum of three months, or of the year so far.

    Where the numbers are small, those of a column are held against the past together. Returns the rows of the sheet
    and the columns that something was said of: the same need not be said as a jump.
    """
    if not sheet.rows.form.counts_events:
        return frozenset()
    key = [name for name in TABLES[table].key if name != "month"]
    past = ledger.once(("year", table, month.text), lambda: _year_before(ledger.live(table), table, month))
    columns = [one for one in TABLES[table].columns if one.kind in ("int", "float") and one.name not in _NOT_SUMMED]
    rows = [(values, origin, past.get(tuple(values[name] for name in key), {})) for values, origin in taken]
    periods = _periods(month)
    found: list[_Suspect] = []
    for column in columns:
        for values, origin, before in rows:
            months = _numbers(before, column.name)
            value = values[column.name]
            if value is not None and (period := _nearly(value, months, periods)) is not None:
                found.append(_Suspect(origin, column, value, period, months))
    _note_cells(reports, sheet, found, month)
    told = frozenset((one.origin.index, one.column.name) for one in found)
    kind = _KINDS.get(table)
    for column in columns:
        for own in _groups(rows, kind).values():
            if not any((origin.index, column.name) in told for _, origin, _ in own):
                _note_column(reports, sheet, own, column, periods, kind)
    return told


def _periods(month: Month) -> tuple[_Period, ...]:
    number = int(month.text[5:])
    year = tuple(f"{month.text[:4]}-{one:02d}" for one in range(1, number))
    two = tuple(f"{months_later(month.first, -back):%Y-%m}" for back in (2, 1))
    found = [_Period(two, "三个月的合计", "把季度数填成了本月数")]
    for past, last in ((year, number), (year[:-1], number - 1)):
        if len(past) > 1:
            found.append(_Period(past, f"今年 1 至 {last} 月的累计数", "把累计数填成了本月数"))
    return tuple(found)


def _nearly(value: float, months: _Months, periods: Iterable[_Period]) -> _Period | None:
    """Return the period whose sum a number nearly is; null where it is none, or may well be a month's.

    A month's number stands out against a year that is steady, and what the sum leaves for it is a usual month.
    """
    limits = thresholds("period_sum")
    if value < limits["smallest"] or len(months) < limits["fewest_months"]:
        return None
    if value < limits["times"] * max(months.values(), default=0):
        return None
    for period in periods:
        past = [months[one] for one in period.past if one in months]
        if len(past) < len(period.past) or min(past) <= 0 or max(past) > limits["steady"] * min(past):
            continue
        if limits["least"] * min(past) <= value - sum(past) <= limits["most"] * max(past):
            return period
    return None


def _note_cells(reports: Reports, sheet: Sheet, found: Sequence[_Suspect], month: Month) -> None:
    if len(found) > _SINGLY:
        labels = "、".join(dict.fromkeys(f"“{one.column.label}”" for one in found))
        periods = list(dict.fromkeys(one.period.said for one in found))
        cells = "、".join(one.origin.cell(one.column.name) for one in found[:_SINGLY])
        reports.whole(
            sheet, "period_sum", "warning",
            f"{labels}有 {len(found)} 个数都接近{'或'.join(periods)}（{cells} 等），像是{found[0].period.like}", _FIX,
        )
        return
    for one in found:
        last = max(one.months)
        when = "上个月" if last == month.before else f"上一次报的 {last} "
        reports.note(
            one.origin, "period_sum", "warning", one.column.name, said_number(one.value),
            f"{one.column.label}{when}是 {said_number(one.months[last])}，这个月是 {said_number(one.value)}，"
            f"接近{one.period.said}（{_said(one.period, one.months)}），像是{one.period.like}", _FIX,
        )


def _note_column(
    reports: Reports, sheet: Sheet, rows: Sequence[_Told], column: Column,
    periods: Iterable[_Period], kind: str | None,
) -> None:
    """Hold the sum of a column against those of the same rows before; a month counts where all of them reported it.

    Rows that are newer than the months it takes are left out.
    """
    fewest = thresholds("period_sum")["fewest_months"]
    held = [
        (values, months) for values, _, before in rows
        if values[column.name] is not None and len(months := _numbers(before, column.name)) >= fewest
    ]
    if len(held) < 2:
        return
    shared = set.intersection(*(set(months) for _, months in held))
    months = {one: sum(own[one] for _, own in held) for one in shared}
    total = sum(values[column.name] for values, _ in held)
    period = _nearly(total, months, periods)
    if period is not None:
        first, origin, _ = rows[0]
        of = f"{origin.spoken(kind, str(first[kind]))}的" if kind else ""
        reports.whole(
            sheet, "period_sum", "warning",
            f"{of}“{column.label}”各行合起来是 {said_number(round(total, 2))}，接近{period.said}"
            f"（{_said(period, months)}），像是{period.like}", _FIX,
        )


def _said(period: _Period, months: _Months) -> str:
    total = said_number(round(sum(months[one] for one in period.past), 2))
    return f"{period.past[0]} 至 {period.past[-1]} 已报 {total}"


def _groups(
    rows: Sequence[_Told], kind: str | None
) -> dict[Any, list[_Told]]:
    found: dict[Any, list[_Told]] = {}
    for one in rows:
        found.setdefault(one[0][kind] if kind else None, []).append(one)
    return found


def _numbers(before: Mapping[str, Row], column: str) -> dict[str, float]:
    return {month: row[column] for month, row in before.items() if row[column] is not None}


def _year_before(live: pd.DataFrame, table: str, month: Month) -> dict[tuple[Any, ...], dict[str, Row]]:
    """Return the live rows of the twelve months before, by key (but the month) and month."""
    key = [name for name in TABLES[table].key if name != "month"]
    since = f"{months_later(month.first, -12):%Y-%m}"
    found: dict[tuple[Any, ...], dict[str, Row]] = {}
    for row in plain_rows(live[(live["month"] >= since) & (live["month"] < month.text)]):
        found.setdefault(tuple(row[name] for name in key), {})[row["month"]] = row
    return found
