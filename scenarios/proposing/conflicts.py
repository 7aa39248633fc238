"""Which constraints cannot hold together (相互冲突的约束), said in words: the smallest set, by deletion."""

from __future__ import annotations

from collections.abc import Iterable

from scenarios.proposing.milp import Model, feasible
from scenarios.proposing.proposal import Clock

#: So many sets are looked for at most.
_MOST = 10


def conflicts(model: Model, clock: Clock, most: int = _MOST) -> tuple[tuple[str, ...], ...]:
    """Return sets of constraints that cannot hold together, each as :func:`conflicting`, none sharing a constraint.

    Putting right the first would leave the others, so that they are better told at once. There may be more that share
    a constraint with one of these.
    """
    found: list[tuple[str, ...]] = []
    left = list(model.words)
    while len(found) < most and (one := conflicting(model, clock, left)):
        found.append(one)
        left = [name for name in left if name not in one]
    return tuple(found)


def conflicting(model: Model, clock: Clock, among: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the names of constraints that cannot hold together, in the order of the model.

    A deletion filter (删除过滤): constraints are left out as long as the rest still cannot hold together; what then
    remains is irreducible: without any one of them the others can hold. Pieces of many constraints are tried first,
    so that a few among hundreds are found quickly. Where the time runs out before, the set still cannot hold together
    but may have constraints to spare.

    Args:
        model: The program.
        clock: Time limit and stop.
        among: The names that are asked about; null for all.

    Returns:
        Names of :attr:`Model.words`; empty where all hold together, where that was not settled in time, or where the
        unnamed rows alone are at odds.
    """
    clock.tell("查找相互冲突的约束")
    kept = list(model.words if among is None else among)
    if feasible(model, kept, clock) is not False:
        return ()
    size = max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept) and clock.left > 0 and not clock.stopped:
            rest = kept[:at] + kept[at + size :]
            # Only what is known to stay at odds may be left out.
            if feasible(model, rest, clock) is False:
                kept = rest
            else:
                at += size
        if size == 1 or clock.left <= 0 or clock.stopped:
            return tuple(kept)
        size = max(1, size // 2)
