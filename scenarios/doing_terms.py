"""Making changes of the question: another target (目标), another day (截止日期)."""

from __future__ import annotations

from indicators.catalogue import catalogue
from indicators.wording import NBSP, date_words, quantity
from scenarios.change import called
from scenarios.changes_terms import SetTarget, ShiftAsOf
from scenarios.done import Done
from scenarios.state import CannotApply, State

_PERCENT = 100
#: How far from the snapshot's own day one may look: farther away nothing in the tables says anything.
YEARS_EITHER_WAY = 10


def set_target(state: State, change: SetTarget, index: int) -> Done:
    """Take another value of a target; the indicator, its levels and its direction stay those of the document."""
    definition = catalogue().get(change.indicator)
    if definition is None:
        raise CannotApply(f"没有名为“{change.indicator}”的指标")
    policy = state.policy
    name = called(state.names, change.indicator)
    held = [] if policy is None else [
        target
        for target in policy.targets
        if target.indicator == change.indicator and (change.level is None or change.level in target.levels)
    ]
    if not held:
        raise CannotApply(f"现行文件没有为“{name}”设这一级的目标，不能调整")
    pair = isinstance(change.value, tuple)
    if any((target.op == "range") != pair for target in held):
        raise CannotApply(f"“{name}”的目标{'不是一个区间' if pair else '是一个区间，要写下限和上限'}")
    ends = change.value if isinstance(change.value, tuple) else (change.value, change.value)
    if ends[0] > ends[1]:
        raise CannotApply("目标的下限大于上限")
    if ends[0] < 0 or (definition.is_rate and ends[1] > _PERCENT):
        within = f"应在 0～{_PERCENT} 之间" if definition.is_rate else "不能小于 0"
        raise CannotApply(f"“{name}”的目标{within}")
    return Done(state.asked(targets=(*state.targets, (change.indicator, change.level, change.value))))


def shift_as_of(state: State, change: ShiftAsOf, index: int) -> Done:
    """Look at another day: postings end, memberships begin; months that are not there yet stay unreported."""
    away = abs(change.to.year - state.tables.as_of.year)
    if away > YEARS_EITHER_WAY:
        ours = date_words(state.tables.as_of)
        most = quantity(YEARS_EITHER_WAY, "年")
        raise CannotApply(f"{date_words(change.to)}离数据截止日期{NBSP}{ours}超过{NBSP}{most}")
    notes: tuple[str, ...] = ()
    if change.to > state.tables.as_of:
        notes = ("数据截止日期之后没有月报，按月统计的指标只算到已有月份",)
    return Done(state.asked(as_of=change.to), notes)
