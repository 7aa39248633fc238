"""Sentences of 数据质量: how complete the reports are, who is late, what is in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.sentences import fitted, who
from indicators.wording import NBSP, joined, number, quantity

if TYPE_CHECKING:
    import pandas as pd

    from indicators.lists.submissions import Completeness


def quality(level: str, name: str, held: Completeness, by_county: pd.DataFrame, doubts: int) -> str:
    """Return the finding of 数据质量.

    Args:
        level: city, county or consortium.
        name: Name of the scope.
        held: Received of due.
        by_county: The same by county, with ``missing``.
        doubts: Volumes and positions in doubt.
    """
    if level == "consortium":
        return "报送按区县统计，请在左侧选择区县查看。"
    subject = who(level, name)
    if held.share is None:
        return f"{subject}没有应报的报表。"
    if held.assumed:
        first = f"{subject}没有报送登记，各月报表视同已报"
    elif held.received == held.due:
        first = f"{subject}应报{NBSP}{number(held.due)}{NBSP}份报表全部收到"
    else:
        first = f"{subject}报送完整率{NBSP}{quantity(held.share, '%', 1)}"
        first += f"，缺{NBSP}{number(held.due - held.received)}{NBSP}份"
    late = by_county[by_county["missing"] > 0].sort_values("missing", ascending=False, kind="stable")
    most = f"{joined(late['name'].tolist(), 1, '个区县')}缺报" if len(late) and level == "city" else ""
    return fitted([first, most, f"{doubts}{NBSP}处存疑" if doubts else "没有发现存疑的数"])


def missing(rows: pd.DataFrame) -> str:
    """Return how many reports that were due did not come."""
    return f"应报未报{NBSP}{number(len(rows))}{NBSP}份" if len(rows) else "应报的报表全部收到"


def warnings(count: int, kinds: int) -> str:
    """Return how many warnings the check of the snapshot left, over how many rules."""
    if not count:
        return "发布时校验没有提示"
    return f"发布时校验提示{NBSP}{number(count)}{NBSP}条，涉及{NBSP}{kinds}{NBSP}条规则"
