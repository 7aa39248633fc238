"""What each change adds to the whole (逐项贡献): in order, and summing to the difference exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Each round halves what is left of the rounding, and one is nearly always enough.
_ROUNDS = 60


def contributions(values: Sequence[float | None]) -> tuple[float, ...]:
    """Return what each step adds, from the value before the first to that after the last.

    The contribution of a change is the value after it less the value before it, so it hangs on the order: a change
    is measured on top of those before it. Where a value in between is null (未报), the steps to it add nothing and
    the next reported one is measured against the last reported. ``math.fsum`` of the answer is exactly last less
    first: what the rounding of differences leaves is put on the smallest of them.

    Args:
        values: One more than there are steps; empty is the answer where first or last is null.
    """
    first, last = values[0], values[-1]
    if first is None or last is None:
        return ()
    steps, before = [], first
    for value in values[1:]:
        steps.append(0.0 if value is None else value - before)
        before = before if value is None else value
    whole = last - first
    moving = [at for at, step in enumerate(steps) if step]
    if not moving:
        return tuple(steps)
    smallest = min(moving, key=lambda at: abs(steps[at]))
    for _ in range(_ROUNDS):
        left = whole - math.fsum(steps)
        if not left:
            break
        steps[smallest] += left
    return tuple(steps)
