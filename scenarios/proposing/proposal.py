"""What a proposal (方案建议) gives back: an ordinary scenario, what it is best at, and how sure that is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from scenarios.model import Scenario


class CannotProposeError(Exception):
    """A question for which no plan can be looked for; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come; ``best`` and ``gap`` are null until a first plan is found."""

    #: What is being worked on, in Chinese.
    step: str
    seconds: float
    #: The value of the best plan so far.
    best: float | None = None
    #: How much better than the best so far a plan could still be, as a share of it (0 to 1).
    gap: float | None = None


@dataclass(frozen=True)
class Control:
    """How long a search may take, whom it tells how far it is, and who may stop it."""

    seconds: float = 20.0
    progress: Callable[[Progress], None] | None = None
    #: Asked again and again; true ends the search with the best plan so far.
    stop: Callable[[], bool] | None = None

    def clock(self) -> Clock:
        """Start the time."""
        return Clock(self, time.monotonic())


@dataclass(frozen=True)
class Clock:
    """A running time limit."""

    control: Control
    since: float

    @property
    def passed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.since

    @property
    def left(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self.control.seconds - self.passed)

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self.control.stop is not None and self.control.stop()

    def tell(self, step: str, best: float | None = None, gap: float | None = None) -> None:
        """Say how far the search is."""
        if self.control.progress is not None:
            self.control.progress(Progress(step, self.passed, best, gap))


@dataclass(frozen=True)
class Proposal:
    """A plan as a scenario that one can edit, with objective and constraints in words and the proof or the gap.

    Where nothing was found (:attr:`found` is false) the scenario has no changes.
    """

    scenario: Scenario
    #: What the plan does, in one sentence.
    summary: str
    objective: str
    constraints: tuple[str, ...]
    #: What was taken for granted (人员力量未报, 直线距离示意 …).
    assumptions: tuple[str, ...]
    found: bool
    #: Whether no better plan exists: proven, and not only found.
    optimal: bool
    #: How much better a plan could still be, as a share of this one (0 to 1); null without a plan.
    gap: float | None
    seconds: float
    stopped: bool = False
    #: The value of the objective; null without a plan.
    value: float | None = None
    #: What ``value`` is counted in (人, 个点); empty where it is no count.
    unit: str = ""
    #: Whether it is proven that no plan exists.
    impossible: bool = False
    #: Constraints that cannot hold together, none of which could be left out; empty where a plan exists or may exist.
    infeasible: tuple[str, ...] = ()
    #: Further such sets beside the first, none sharing a constraint with another; there may be more.
    also_infeasible: tuple[tuple[str, ...], ...] = ()

    @property
    def certainty(self) -> str:
        """Say in words how sure the plan is."""
        if self.impossible:
            return "约束不能同时满足"
        if not self.found:
            return "已停止，还没有找到方案" if self.stopped else "限时内没有找到方案，也没有证明不存在"
        if self.optimal:
            return "已证明最优"
        why = "已停止" if self.stopped else "已到时限"
        gap = "，还能好多少未知" if self.gap is None else f"，与最优的差距不超过 {100 * self.gap:.1f}%"
        return f"{why}，是目前找到的最好方案{gap}"
