"""Sentences of 能力建设: how many targets of capability are met, and what a matrix or a list holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indicators.sentences import fitted, who
from indicators.wording import NBSP, gap_words, joined, number, quantity

if TYPE_CHECKING:
    import pandas as pd

    from indicators.model import Figure


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
        said = f"{subject}能力建设{NBSP}{len(told)}{NBSP}项有数（文件未设目标）"
        return fitted([said, f"{full}{NBSP}项全部做到" if full else ""])
    missed = [one for one in aimed if one.status == "not_met"]
    if not missed:
        return f"{subject}能力建设已报的{NBSP}{len(aimed)}{NBSP}项目标全部达标。"
    worst = max(missed, key=lambda one: one.gap or 0.0)
    decimals = worst.definition.decimals
    gap = gap_words(worst.gap, worst.unit, decimals)
    first = f"{subject}能力建设{NBSP}{len(aimed)}{NBSP}项目标{NBSP}{len(missed)}{NBSP}项未达标"
    return fitted([first, f"{worst.definition.short}{gap}{'最多' if len(missed) > 1 else ''}"])


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


def pairings(rows: pd.DataFrame) -> str:
    """Return how many leads have a higher hospital beside them, and who has none."""
    if rows.empty:
        return "上级医院结对未报"
    leads = rows.drop_duplicates("institution_id")
    alone = leads.loc[~leads["covered"], "lead"].tolist()
    said = f"{len(leads)}{NBSP}家牵头医院中{NBSP}{quantity(len(leads) - len(alone), '家')}有上级医院结对"
    return f"{said}；{joined(alone, 2, '家')}没有" if alone else said


def beds(rows: pd.DataFrame) -> str:
    """Return the beds of the grassroots members and how they moved in the last year."""
    told = rows.dropna(subset=["beds"]) if len(rows) else rows
    if told.empty:
        return "基层床位未报"
    last = told.iloc[-1]
    said = f"基层成员床位{NBSP}{number(last['beds'])}{NBSP}张（{last['reported']}/{last['institutions']}{NBSP}家已报）"
    if last["change"] == last["change"]:
        moved = f"{'增加' if last['change'] > 0 else '减少'}{NBSP}{number(abs(last['change']))}{NBSP}张"
        said += f"，比上一年末{moved}" if last["change"] else "，与上一年末持平"
    return said
