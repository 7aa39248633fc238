"""Findings of 能力建设 and of the trees: what is built, who is paired, how beds moved, who belongs nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicators.sentences import fitted, who
from indicators.wording import NBSP, date_words, gap_words, joined, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from indicators.lists.trees import Forest
    from indicators.model import Figure


def pairings(rows: pd.DataFrame) -> str:
    """Return how many lead hospitals are paired and which are not.

    Args:
        rows: Rows of :func:`indicators.lists.lead_pairings`.
    """
    if rows.empty:
        return "没有结对帮扶数据"
    leads = rows.drop_duplicates("institution_id")
    alone = leads.loc[~leads["covered"].astype(bool), "lead"].tolist()
    if not alone:
        return f"{quantity(len(leads), '家')}牵头医院都有上级医院结对"
    first = f"{quantity(len(leads), '家')}牵头医院中{NBSP}{quantity(len(leads) - len(alone), '家')}有上级医院结对"
    return fitted([first, f"没有的是{joined(alone, 3, '家')}"]).removesuffix("。")


def beds(rows: pd.DataFrame) -> str:
    """Return the grassroots beds and how those of the same institutions moved since the row before.

    Args:
        rows: Rows of :func:`indicators.lists.grassroots_beds`.
    """
    if rows.empty or np.isnan(rows["beds"].iloc[-1]):
        return "基层床位未报"
    last = rows.iloc[-1]
    first = f"基层床位{NBSP}{quantity(last['beds'], '张')}"
    if np.isnan(last["change"]):
        return first
    since = f"{NBSP}{date_words(rows['as_of'].iloc[-2])}"
    if last["change"] == 0:
        return f"{first}，同一批机构与{since}相同"
    moved = "增加" if last["change"] > 0 else "减少"
    return f"{first}，同一批机构比{since}{moved}{NBSP}{quantity(abs(last['change']), '张')}"


def trees(forest: Forest) -> str:
    """Return what the trees of a scope hold, and who belongs to none of them."""
    if not forest.trees:
        return "没有县域医共体"
    townships = sum(len(tree.township_level) for tree in forest.trees)
    clinics = sum(tree.clinics for tree in forest.trees)
    first = (
        f"{quantity(len(forest.trees), '家')}医共体辖{NBSP}{quantity(townships, '家')}乡级机构、"
        f"{quantity(clinics, '个')}村卫生室"
    )
    alone = [
        quantity(count, counter) + what
        for count, counter, what in (
            (len(forest.township_level), "家", "乡级机构"), (len(forest.clinics), "个", "村卫生室"),
        )
        if count
    ]
    return fitted([first, f"另有{NBSP}{'、'.join(alone)}未归属" if alone else ""]).removesuffix("。")


def capability(level: str, name: str, figures: Sequence[Figure]) -> str:
    """Return the finding of 能力建设: of the rates with a target how many are missed and the one missed most.

    Args:
        level: city, county or consortium.
        name: Name of the scope.
        figures: Rates of capability, governance, centres and pairing given for the scope.
    """
    subject = who(level, name)
    told = [one for one in figures if one.value is not None]
    if not told:
        return f"{subject}能力建设未报。"
    aimed = [one for one in told if one.target is not None]
    if not aimed:
        full = sum(one.value == 100 for one in told if one.value is not None)
        said = f"{subject}能力建设{NBSP}{len(told)}{NBSP}项有数据（文件未设目标）"
        return fitted([said, f"{full}{NBSP}项全部做到" if full else ""])
    missed = [one for one in aimed if one.status == "not_met"]
    if not missed:
        return f"{subject}能力建设已报的{NBSP}{len(aimed)}{NBSP}项目标全部达标。"
    most = max(one.gap or 0.0 for one in missed)
    worst = [one for one in missed if (one.gap or 0.0) == most]
    gap = gap_words(most, worst[0].unit, worst[0].definition.decimals)
    first = f"{subject}能力建设{NBSP}{len(aimed)}{NBSP}项目标{NBSP}{len(missed)}{NBSP}项未达标"
    names = joined([one.definition.short for one in worst], 2, "项")
    return fitted([first, f"{names}{'各' if len(worst) > 1 else ''}{gap}{'最多' if len(missed) > len(worst) else ''}"])


def matrix(rows: pd.DataFrame, subject: str) -> str:
    """Return what one section of the matrix holds: how many cells say yes, no, and were not reported.

    Args:
        rows: Cells of the section, one per row, with ``state``.
        subject: Counting word of the subjects, such as 家医共体.
    """
    if rows.empty:
        return "没有可列的单位"
    states = rows["state"].value_counts()
    yes = int(states.get("yes", 0)) + int(states.get("open", 0))
    no = int(states.get("no", 0)) + int(states.get("none", 0))
    silent = int(states.get("not_reported", 0))
    judged = yes + no + int(states.get("partial", 0)) + int(states.get("building", 0)) + int(states.get("planned", 0))
    said = f"{rows['subject_id'].nunique()}{NBSP}{subject}，{rows['item'].nunique()}{NBSP}项"
    if judged:
        said += f"：已做到{NBSP}{yes}{NBSP}格，未做{NBSP}{no}{NBSP}格"
    return f"{said}，未报{NBSP}{silent}{NBSP}格" if silent else said
