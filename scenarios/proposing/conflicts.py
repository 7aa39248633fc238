"""Which constraints cannot hold together (相互冲突的约束), said in words: the smallest set, by deletion."""

from __future__ import annotations

from scenarios.proposing.milp import Model, feasible
from scenarios.proposing.proposal import Clock


def conflicting(model: Model, clock: Clock) -> tuple[str, ...]:
    """Return the names of constraints that cannot hold together, in the order of the model.

    A deletion filter (删除过滤): constraints are left out as long as the rest still cannot hold together; what then
    remains is irreducible: without any one of them the others can hold. Pieces of many constraints are tried first,
    so that a few among hundreds are found quickly. Where the time runs out before, the set still cannot hold together
    but may have constraints to spare.

    Returns:
        Names of :attr:`Model.words`; empty where all hold together, where that was not settled in time, or where the
        unnamed rows alone are at odds.
    """
    clock.tell("查找相互冲突的约束")
    kept = list(model.words)
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
