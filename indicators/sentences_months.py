"""Findings of what runs by month: workforce, two-way referral, slots for the grassroots, costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from indicators.sentences import fitted
from indicators.wording import NBSP, change_words, difference, joined, month_words, quantity, short_quantity, signed

if TYPE_CHECKING:
    from indicators.lists.referrals import MonthlyReferrals

_SECTION = 34.0
_STAFF = ("physicians", "nurses", "technicians")


def _year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def workforce(rows: pd.DataFrame, level: str, columns: Sequence[str] = _STAFF, what: str = "卫技人员") -> str:
    """Return how many people work at one level, and how that moved in a year where everybody told both times.

    Args:
        rows: Rows of :func:`indicators.lists.workforce_months`.
        level: county, township or village.
        columns: The numbers that are added up; ``what`` names them.
        what: Chinese name of the people.
    """
    own = rows[rows["level"] == level].set_index("month")
    totals = own[list(columns)].sum(axis=1, min_count=len(columns)).dropna()
    if totals.empty:
        return f"{what}未报"
    month = str(totals.index[-1])
    said = f"{own['level_label'].iloc[0]}{what}{NBSP}{short_quantity(totals[month], '人')}"
    silent = own["open"] - own["reported"]
    short = f"{quantity(int(silent[month]), '家')}未报" if silent[month] > 0 else ""
    before = _year_before(month)
    comparable = before in totals and totals[before] > 0 and silent[month] == 0 and silent[before] == 0
    moved = change_words("同比", 100 * (totals[month] - totals[before]) / totals[before], "人") if comparable else ""
    return fitted([f"{month_words(month)}{said}{f'，{moved}' if moved else ''}", short], _SECTION).removesuffix("。")


def people(rows: pd.DataFrame) -> str:
    """Return the workforce of the grassroots, or of the county level where only that was told, and village doctors.

    Args:
        rows: Rows of :func:`indicators.lists.workforce_months`.
    """
    staffed = rows.loc[rows[list(_STAFF)].notna().all(axis=1), "level"].tolist()
    first = workforce(rows, "township" if "township" in staffed or not staffed else "county")
    village = workforce(rows, "village", ("village_doctors",), "乡村医生")
    return fitted([first, village], 2 * _SECTION).removesuffix("。")


def referrals(held: MonthlyReferrals | None) -> str:
    """Return the last reported month of two-way referral: the share that goes down, against a year before.

    Args:
        held: The months of the scope; null for a scope without consortia.
    """
    told = {} if held is None else {
        month: share for month, share in zip(held.months, held.down_share, strict=True) if share is not None
    }
    if held is None or not told:
        return "双向转诊：各月均未报"
    month, share = list(told.items())[-1]
    first = f"{month_words(month)}下转占比{NBSP}{quantity(share, '%', 1)}"
    before = told.get(_year_before(month))
    compared = f"，{change_words('同比', share - before, '%', 1)}" if before is not None else ""
    silent = held.missing[held.months.index(month)]
    return fitted([first + compared, f"{joined(silent, 1, '家')}未报" if silent else ""], _SECTION).removesuffix("。")


def slots(rows: pd.DataFrame) -> str:
    """Return the share of slots for the grassroots in the last reported month and its direction over a year.

    The document asks for a share that grows step by step (逐步提高), so the direction is said in words.

    Args:
        rows: Rows of :func:`indicators.lists.booking_months` over all resources.
    """
    told = rows.dropna(subset=["share"]).set_index("month")["share"]
    if told.empty:
        return "向基层开放的预约资源：各月均未报"
    month, share = str(told.index[-1]), float(told.iloc[-1])
    first = f"{month_words(month)}给基层{NBSP}{quantity(share, '%', 1)}"
    before = told.get(_year_before(month))
    if before is None:
        return f"{first}，同比无可比数据"
    moved = share - float(before)
    if signed(moved, 1) == "0.0":
        return f"{first}，与上年同月持平"
    word = "提高" if moved > 0 else "下降"
    return f"{first}，比上年同月{word}{NBSP}{difference(moved, '%', 1)}"


def shares(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Return the last reported share of each of several figures, side by side.

    Args:
        rows: Rows of :func:`indicators.lists.cost_months`.
        names: Short names by key.
    """
    parts = []
    for key, name in names.items():
        own = rows[(rows["key"] == key) & ~np.isnan(rows["value"])]
        parts.append(f"{name}{NBSP}{quantity(float(own['value'].iloc[-1]), '%', 1)}" if len(own) else f"{name}未报")
    months = rows.loc[rows["key"].isin(list(names)) & rows["value"].notna(), "month"]
    return f"{month_words(str(months.max()))}{'，'.join(parts)}" if len(months) else "，".join(parts)
