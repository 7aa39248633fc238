"""The finding of 国家监测: the values that can be given first, then how many of the names have none, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.sentences import fitted, who
from indicators.wording import NBSP, quantity

if TYPE_CHECKING:
    import pandas as pd


def finding(level: str, name: str, rows: pd.DataFrame) -> str:
    """Return the finding of a monitoring system (监测指标体系) for one place.

    Args:
        level: city, county or consortium.
        name: Name of the scope.
        rows: Rows of :func:`indicators.lists.monitoring`.
    """
    if rows.empty:
        return "没有登记监测指标体系。"
    told = rows[rows["value"].notna()]
    values = [f"{row['name']}{NBSP}{quantity(row['value'], row['unit'], 1)}" for row in told.to_dict("records")]
    rest = rows[rows["value"].isna()]
    if not values:
        return fitted([f"{who(level, name)}{NBSP}{quantity(len(rest), '项')}国家监测指标都没有数值"])
    why = "没有数值" if (rest["status"] == "computed").any() else "待核或无数据"
    return fitted([
        f"{who(level, name)}{'、'.join(values)}",
        f"其余{NBSP}{quantity(len(rest), '项')}{why}" if len(rest) else "",
    ])
