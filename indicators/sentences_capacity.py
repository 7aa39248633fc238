"""Findings of 能力建设 and of the trees: what is built, who is paired, how beds moved, who belongs nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicators.lists.capacity import SUBJECTS
from indicators.sentences import fitted
from indicators.wording import NBSP, date_words, joined, quantity

if TYPE_CHECKING:
    import pandas as pd

    from indicators.lists.trees import Forest

#: States that say that the thing is there, and what is said of it in each section.
_DONE = ("yes", "open")
_WORDS = {"资源共享中心": "已建成", "体制机制": "已落实", "牵头医院": "已达到"}
_PAIRED = "已结对"
_HALF_WAY = {"partial": "部分落实", "building": "在建", "planned": "拟建"}


def item(row: pd.Series) -> str:
    """Return what an item of the matrix comes to: how many have it, how many are on the way, how many 未报.

    Args:
        row: A row of :func:`indicators.lists.capacity_tally`.
    """
    asked = int(row["total"] - row["not_applicable"])
    who, counter = SUBJECTS[row["subject_kind"]], "家" if row["subject_kind"] == "consortium" else "个"
    if asked == 0:
        return f"{row['item_label']}：没有可问的{who}"
    silent = int(row["not_reported"])
    if silent == asked:
        return f"{row['item_label']}：{quantity(asked, counter)}{who}均未报"
    of = f"{row['item_label']}：{quantity(asked, counter)}{who}中{NBSP}"
    unreported = f"{quantity(silent, counter)}未报" if silent else ""
    if row["number"]:
        # Where institutions are counted, those that did not tell are among the words already.
        return fitted([_numbers(row, of), "" if row["of"] else unreported]).removesuffix("。")
    done = int(sum(row[state] for state in _DONE))
    word = _PAIRED if row["item"] == "pairing" else _WORDS.get(row["section"], "已达到")
    first = f"{of}{quantity(done, counter)}{word}"
    half = [f"{quantity(int(row[state]), counter)}{word}" for state, word in _HALF_WAY.items() if row[state]]
    # What was not reported is said before what is on its way: it must not fall out for want of room.
    return fitted([first, unreported, *half]).removesuffix("。")


def _numbers(row: pd.Series, of: str) -> str:
    """Return the numbers of an item: so many of those that told, a sum, or for percentages from lowest to highest."""
    label, unit = row["item_label"], row["unit"]
    if row["of"]:
        words = f"{label}：已报{NBSP}{quantity(int(row['of']), unit)}中{NBSP}{quantity(row['sum'], unit)}"
        return words + (f"，另有{NBSP}{quantity(int(row['unreported']), unit)}未报" if row["unreported"] else "")
    if unit == "%":
        low, high = quantity(row["low"], unit, 1), quantity(row["high"], unit, 1)
        return f"{label}：{low}" if low == high else f"{label}：{low}～{high}"
    return f"{of.removesuffix(f'中{NBSP}')}共{NBSP}{quantity(row['sum'], unit)}"


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
