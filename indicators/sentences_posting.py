"""Findings of the sections of 人员下沉: the course of a flow, who has nobody, what ran over, what was not counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from indicators.sentences import fitted
from indicators.wording import (
    NBSP,
    NO_TARGET,
    due_words,
    joined,
    month_words,
    quantity,
    reach_words,
    signed,
    trend_words,
)

if TYPE_CHECKING:
    from indicators.model import Figure, Pace, Trend

#: Who sends, by flow.
SENDER: Final = {"lead_to_member": "牵头医院", "municipal_to_lead": "市级医院", "municipal_to_county": "市级单位"}
#: Full-width characters of a section's finding over half a page at 1366 pixels.
_HALF: Final = 30.0
#: A fall from the highest point is worth saying from this share of it on.
_FALL: Final = 0.03


def course(flow: str, months: Sequence[str], values: Sequence[float | None], moved: Trend | None) -> str:
    """Return the finding of a count over time: its highest month and what followed, else its last half year.

    Args:
        flow: Code of the flow.
        months: ``YYYY-MM`` of each value.
        values: The counts; null is a month without data.
        moved: The trend of the last six month-ends.
    """
    who = f"{SENDER[flow]}派驻"
    told = [(month, value) for month, value in zip(months, values, strict=True) if value is not None]
    if not told:
        return f"{who}：没有数据"
    now = told[-1][1]
    best = max(value for _, value in told)
    when = next(month for month, value in reversed(told) if value == best)
    if best == 0:
        return f"{who}：一直没有人员"
    if len(told) > 1 and when != told[-1][0] and best - now >= max(1, best * _FALL):
        peak = f"{who}：{month_words(when)}最多{NBSP}{quantity(best, '人')}"
        return fitted([f"{peak}，此后减少{NBSP}{quantity(best - now, '人')}"], _HALF).removesuffix("。")
    change = moved.change if moved is not None else None
    if change is None:
        return f"{who}：{quantity(now, '人')}"
    if change == 0:
        return f"{who}：近半年持平"
    word = "增加" if change > 0 else "减少"
    record = "，为有数据以来最多" if now == best and when == told[-1][0] and len(told) > 12 else ""
    return f"{who}：近半年{word}{NBSP}{quantity(abs(change), '人')}{record}"


def pace_line(figure: Figure, going: Pace | None) -> str:
    """Return the line under a card's bar: pace before the due date, the shortfall after it, else what is not set."""
    if figure.value is None:
        return "派驻情况未报"
    target = figure.target
    if target is None:
        return NO_TARGET
    if figure.status == "not_met" and going is not None and going.way_share is not None:
        way = f"时间过{NBSP}{quantity(going.time_share, '%')}，完成{NBSP}{quantity(going.way_share, '%')}"
        needed = going.per_month_needed
        return f"{way}，此后每月需{NBSP}{signed(needed, 1)}{NBSP}人" if needed else way
    term = due_words(target, figure.as_of)
    if figure.status == "not_met" and target.due is not None and figure.as_of > target.due:
        return f"{term}；仍差{NBSP}{quantity(figure.gap, '人')}"
    return term


def trend_line(figure: Figure, moved: Trend) -> tuple[str, ...]:
    """Return the trend of the last half year as one line; none where nothing was reported."""
    if figure.value is None:
        return ()
    way = trend_words(moved.change, len(moved.points), "人", 0)
    return (f"{way}，{reach_words(moved.reaches, figure.as_of)}" if moved.reaches else way,)


def unposted(count: int, loose: int, counties: Mapping[str, int], level: str) -> str:
    """Return the finding of the list of institutions with nobody posted.

    Args:
        count: Members with nobody posted.
        loose: Institutions of no consortium (未归属), which stand in the list too.
        counties: How many of the members in each county.
        level: city, county or consortium.
    """
    if count == 0:
        return f"基层成员单位都有人派驻{f'；另有{NBSP}{loose}{NBSP}家未归属' if loose else ''}"
    first = f"无人派驻{NBSP}{quantity(count, '家')}"
    most = max(counties.values(), default=0)
    worst = [name for name, held in counties.items() if held == most]
    if level == "city" and most > 1 and len(worst) < len(counties):
        each = "各" if len(worst) > 1 else ""
        first += f"：{joined(worst, 3, '个区县')}{each}{NBSP}{quantity(most, '家')}{'' if each else '最多'}"
    return fitted([first, f"另有{NBSP}{loose}{NBSP}家未归属" if loose else ""], _HALF).removesuffix("。")


def parts(names: Mapping[str, float | None], what: str) -> str:
    """Return the finding of the bars by county or consortium: who has most and who has none or least."""
    told = {name: value for name, value in names.items() if value is not None}
    if not told:
        return f"各{what}派驻情况未报"
    none = [name for name, value in told.items() if value == 0]
    most = max(told.values())
    first = "、".join(name for name, value in told.items() if value == most)
    if most == 0:
        return f"各{what}都没有派驻人员"
    said = f"{first}最多，{quantity(most, '人')}"
    if none:
        return f"{said}；{joined(none, 2, f'个{what}')}没有"
    least = min(told.values())
    if least == most or len(told) == 1:
        return said if len(told) == 1 else f"各{what}都是{NBSP}{quantity(most, '人')}"
    last = [name for name, value in told.items() if value == least]
    return f"{said}；{joined(last, 2, f'个{what}')}最少，{quantity(least, '人')}"


def uncounted(counted: int, reasons: Mapping[str, int]) -> str:
    """Return the finding of the tally: how many postings in force are not counted, and the main reason."""
    total = sum(reasons.values())
    if total == 0:
        return f"在派的{NBSP}{counted}{NBSP}人次派驻全部计入" if counted else "截止日没有在派的派驻"
    name, most = max(reasons.items(), key=lambda item: item[1])
    said = f"在派未计入{NBSP}{total}{NBSP}人次"
    return f"{said}，多因{name}" if most < total else f"{said}：{name}"


def overdue(count: int, longest: int | None) -> str:
    """Return the finding of the postings whose planned end has passed with no end recorded."""
    if count == 0:
        return "没有逾期未登记结束的派驻"
    tail = f"，最长已逾期{NBSP}{longest}{NBSP}天" if longest else ""
    return f"{count}{NBSP}人次已过计划结束日，未登记结束{tail}"


def calibers(spread: Mapping[str, float | None]) -> str:
    """Return the finding of the comparison: in which flow the calibers differ most; ``spread`` is by flow."""
    told = {flow: value for flow, value in spread.items() if value is not None}
    if not told:
        return "口径对照：派驻情况未报"
    flow, most = max(told.items(), key=lambda item: item[1])
    if most == 0:
        return "口径对照：两种口径人数相同"
    return f"口径对照：{SENDER[flow]}派驻相差{NBSP}{quantity(most, '人')}"


def senders(count: int, first: str, most: int) -> str:
    """Return the finding of who sends to whom: how many send, and who sends most."""
    if count == 0:
        return "谁派给谁：没有计入的派驻"
    return f"谁派给谁：{first}派出最多，{quantity(most, '人')}"
