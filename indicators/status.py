"""Target status (达标、未达标) and gap (差距): how far to the nearest value that meets the target."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from indicators.model import Definition, Figure, Status

if TYPE_CHECKING:
    from data.policies import Target


def meets(value: float, target: Target) -> bool:
    """Tell whether a value meets a target by its op; the ends of a range meet it."""
    if isinstance(target.value, tuple):
        low, high = target.value
        return low <= value <= high
    if target.op == ">":
        return value > target.value
    if target.op == ">=":
        return value >= target.value
    return value <= target.value


def nearest(value: float, target: Target, *, whole: bool) -> float:
    """Return the value nearest to this one that meets the target; the value itself where it does.

    "超过 300 人" counts whole persons, so 301 is the nearest. A rate that must exceed its target has no
    nearest value; the target stands for it.

    Args:
        value: The value to start from.
        target: The target.
        whole: Whether the figure counts whole things.
    """
    if meets(value, target):
        return value
    if isinstance(target.value, tuple):
        low, high = target.value
        edge = low if value < low else high
        return _whole(edge, up=value < low) if whole else edge
    if target.op == ">" and whole:
        return float(math.floor(target.value) + 1)
    return _whole(target.value, up=target.op != "<=") if whole else target.value


def judge(value: float | None, target: Target | None, definition: Definition) -> tuple[Status, float | None]:
    """Return status and gap of a value.

    No target gives ``no_target`` and no gap, whatever the value; a null value gives ``no_data`` and no gap.
    """
    if target is None:
        return "no_target", None
    if value is None:
        return "no_data", None
    if meets(value, target):
        return "met", 0.0
    return "not_met", abs(nearest(value, target, whole=definition.is_whole) - value)


def past_due(figure: Figure) -> bool:
    """Tell whether the target's due date has passed (已过文件年度); false without a target or a due date."""
    return figure.target is not None and figure.target.due is not None and figure.as_of > figure.target.due


def _whole(edge: float, *, up: bool) -> float:
    return float(math.ceil(edge) if up else math.floor(edge))
