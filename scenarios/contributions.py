"""What each change adds to the whole (逐项贡献): in order, and summing to the difference."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from indicators.wording_numbers import figure_rounded


def contributions(path: Sequence[float | None]) -> tuple[float, ...]:
    """Return what each step adds, from the value before the first to that after the last.

    The contribution of a change is the value after it less the value before it, so it hangs on the order: a change
    is measured on top of those before it. Where a value in between is null (未报), the steps to it add nothing and
    the next reported one is measured against the last reported. Counts add up to last less first exactly, rates to
    the last digit that a double holds; what is printed adds up exactly, see :func:`printed`.

    Args:
        path: One value more than there are steps; empty is the answer where first or last is null.
    """
    return tuple(after - before for before, after in pairwise(_told(path)))


def printed(path: Sequence[float | None], unit: str, decimals: int) -> tuple[Decimal, ...]:
    """Return the contributions as they are printed: they add up to the printed values' difference exactly.

    Each is the difference of two rounded values and not a rounded difference, so that a reader who adds them to the
    figure before arrives at the figure after.
    """
    told = [figure_rounded(value, unit, decimals) for value in _told(path)]
    return tuple(after - before for before, after in pairwise(told))


def _told(path: Sequence[float | None]) -> list[float]:
    """Return the path with each null replaced by the last value before it; nothing where an end is null."""
    if path[0] is None or path[-1] is None:
        return []
    told: list[float] = []
    for value in path:
        told.append(told[-1] if value is None else value)
    return told
