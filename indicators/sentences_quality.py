"""Findings of 数据质量 and of the documents: what was due and came, what is in doubt, what can be monitored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from indicators.lists.suspicious import KINDS
from indicators.sentences import fitted, who
from indicators.wording import NBSP, joined, number, quantity, share_words

if TYPE_CHECKING:
    import pandas as pd

    from indicators.lists.submissions import Completeness


def completeness(found: Completeness) -> str:
    """Return how much of what was due has come; where no record is kept, that everything counts as sent."""
    if found.due == 0:
        return "没有应报的月份"
    if found.assumed:
        return "没有报送记录，各区县视同全部已报"
    missing = found.due - found.received
    first = f"应报{NBSP}{quantity(found.due, '份')}，收到{NBSP}{quantity(found.received, '份')}"
    if not missing:
        return f"{first}，全部收到"
    return f"{first}，完整率{NBSP}{share_words(found.received, found.due)}，未收到{NBSP}{quantity(missing, '份')}"


def doubts(rows: pd.DataFrame) -> str:
    """Return how many monthly numbers are in doubt, by kind, gravest first.

    Args:
        rows: Rows of :func:`indicators.lists.plausibility`.
    """
    counts = Counter(rows["kind"])
    if not counts:
        return "没有存疑的月度数据"
    parts = [f"{label}{NBSP}{quantity(counts[kind], '处')}" for kind, label in KINDS.items() if counts[kind]]
    return f"{quantity(len(rows), '处')}月度数据存疑：{'、'.join(parts)}"


def monitoring(rows: pd.DataFrame) -> str:
    """Return how many indicators of a monitoring system can be given here, and what the others lack.

    Args:
        rows: Rows of :func:`indicators.lists.monitoring`.
    """
    if rows.empty:
        return "这份文件没有列出监测指标"
    counts = Counter(rows["status_label"])
    told = rows.loc[rows["status"] == "computed", "value"].notna().sum()
    first = f"{quantity(len(rows), '项')}监测指标中{NBSP}{quantity(counts['可计算'], '项')}可计算"
    if told < counts["可计算"]:
        first += f"（{quantity(int(told), '项')}有数据）"
    rest = [f"{quantity(counts[label], '项')}{label}" for label in ("口径待核", "无数据") if counts[label]]
    return fitted([first, *rest]).removesuffix("。")


def statements(rows: pd.DataFrame) -> str:
    """Return how many statements are quoted, and that they are not the figures of this page.

    Args:
        rows: Rows of :func:`indicators.lists.statements`.
    """
    if rows.empty:
        return "没有已公布数据"
    return f"文件公布{NBSP}{quantity(len(rows), '条')}，照原文引用，不与本页数字相加或比较"


def quality(
    level: str, name: str, held: Completeness, by_county: pd.DataFrame, doubts: int, since: str = ""
) -> str:
    """Return the finding of 数据质量.

    Args:
        level: city, county or consortium.
        name: Name of the scope.
        held: Received of due.
        by_county: The same by county, with ``missing``.
        doubts: Volumes and positions in doubt.
        since: First month (``YYYY-MM``) that is counted.
    """
    if level == "consortium":
        return "报送按区县统计，请在左侧选择区县查看。"
    subject = who(level, name)
    span = f"{NBSP}{since[:4]}{NBSP}年以来" if since else ""
    if held.share is None:
        return f"{subject}没有应报的报表。"
    if held.assumed:
        first = f"{subject}没有报送登记，各月报表视同已报"
    elif held.received == held.due:
        first = f"{subject}{span}应报{NBSP}{number(held.due)}{NBSP}份报表全部收到"
    else:
        first = f"{subject}{span}报送完整率{NBSP}{share_words(held.received, held.due)}"
        first += f"，缺{NBSP}{number(held.due - held.received)}{NBSP}份"
    late = by_county[by_county["missing"] > 0].sort_values("missing", ascending=False, kind="stable")
    most = f"{joined(late['name'].tolist(), 1, '个区县')}缺报" if len(late) and level == "city" else ""
    return fitted([first, most, f"{doubts}{NBSP}处存疑" if doubts else "没有发现存疑的数"])


def missing(missing: int, late: int) -> str:
    """Return how many reports that were due did not come, and how many came late."""
    behind = f"迟报{NBSP}{quantity(late, '份')}" if late else ""
    if not missing:
        return f"应报的报表全部收到，其中{behind}" if late else "应报的报表全部收到"
    first = f"应报未报{NBSP}{quantity(missing, '份')}"
    return f"{first}，{behind}" if late else first


def months(rows: pd.DataFrame, year: int, table: str) -> str:
    """Return the finding of the reports of one year: due, received, late, missing; who misses most.

    Args:
        rows: Rows of :func:`indicators.lists.submission_months`.
        year: Their year.
        table: Chinese name of the one table looked at; empty for all.
    """
    what = f"{year}{NBSP}年{table}"
    due, late, missing = (int(rows[name].sum()) for name in ("due", "late", "missing"))
    if not due:
        return f"{what}没有应报的月份"
    if (rows["state"] == "assumed").any():
        return f"{what}没有报送登记，视同已报"
    first = f"{what}应报{NBSP}{quantity(due, '份')}"
    behind = f"迟报{NBSP}{quantity(late, '份')}" if late else ""
    if not missing:
        return f"{first}，全部收到{'，其中' if late else ''}{behind}"
    by = rows.groupby("name", sort=False)["missing"].sum()
    most = by.index[by == by.max()].tolist()
    worst = f"{joined(most, 2, '个')}缺得最多" if len(most) < len(by) else ""
    said = f"{first}，未报{NBSP}{quantity(missing, '份')}"
    return fitted([f"{said}，{behind}" if late else said, worst]).removesuffix("。")


def positions(doubtful: int, without: int) -> str:
    """Return how many institutions have coordinates in doubt, and how many have none."""
    counts = {"坐标存疑": doubtful, "没有坐标": without}
    parts = [f"{quantity(count, '家')}{what}" for what, count in counts.items() if count]
    return f"机构{NBSP}{'，'.join(parts)}" if parts else "机构坐标齐全"


def warnings(count: int, kinds: int) -> str:
    """Return how many warnings the check of the snapshot left, over how many rules."""
    if not count:
        return "校验没有提示"
    return f"校验提示{NBSP}{number(count)}{NBSP}条，涉及{NBSP}{kinds}{NBSP}条规则"
