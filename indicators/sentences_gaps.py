"""Sentences of the gaps (差距): each target that is missed, and what is known of all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.sentences import fitted
from indicators.wording import NBSP, difference, due_words, han_count, joined, overshoots, quantity, target_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.model import Figure


def gap_sentence(figure: Figure, shortfall: float) -> str:
    """Return one gap: ``长期派驻 286 人，目标超过 300 人，差 15 人（占目标的 5.0%）；已过文件年度，文件未写明期限``.

    Args:
        figure: A figure that misses its target.
        shortfall: How far, in % of the target.
    """
    definition = figure.definition
    decimals = definition.decimals
    goal = target_words(figure.target, figure.unit, decimals)
    value = quantity(figure.value, figure.unit, decimals)
    lacking = difference(figure.gap, figure.unit, decimals)
    said = f"{definition.short}{NBSP}{value}，目标{_spaced(goal)}"
    if figure.target is not None and figure.target.value != 0:
        # Of a target of 0 the value is the gap; of a rate 百分点 and % would only confuse.
        share = "" if figure.unit == "%" else f"（占目标的{NBSP}{quantity(shortfall, '%', 1)}）"
        said += f"，{'超出' if overshoots(figure.value, figure.target) else '差'}{NBSP}{lacking}{share}"
    term = due_words(figure.target, figure.as_of)
    return f"{said}；{term}" if term else said


def gaps_finding(
    missed: int, met: int, silent: Sequence[Figure], *, first: Figure | None, tied: int = 0
) -> str:
    """Return the finding above the gaps: how many targets are missed, which most, and how many nothing is known of.

    Args:
        missed: Targets missed.
        met: Targets met.
        silent: Targets without data.
        first: The figure with the largest shortfall; null where none is missed.
        tied: How many others are missed by as much.
    """
    if missed + met + len(silent) == 0:
        return "文件未设目标，不列差距"
    total = missed + met + len(silent)
    # What has nothing to count yet (分母为 0) was not failed to be reported.
    word = "无数据" if any(one.denominator == 0 for one in silent) else "未报"
    unknown = f"{joined([one.definition.short for one in silent], 2, '项')}{word}" if silent else ""
    if missed == 0:
        if met == 0:
            return f"目标都{word}，无法评价"
        every = "目标已达标" if total == 1 else f"{han_count(total).strip(NBSP)}项目标全部达标"
        return fitted(["已报的目标全部达标" if silent else every, unknown]).removesuffix("。")
    alike = f"等{NBSP}{tied + 1}{NBSP}项" if tied else ""
    worst = f"差距最大的是{first.definition.short}{alike}" if first is not None and missed > tied + 1 else ""
    count = f"{total}{NBSP}项目标中{NBSP}{missed}{NBSP}项未达标"
    return fitted([f"{count}，{worst}" if worst else count, unknown]).removesuffix("。")


def _spaced(goal: str) -> str:
    return f"{NBSP}{goal}" if goal[0].isdigit() else goal
