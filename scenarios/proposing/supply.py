"""How many persons a hospital can still send (可派人数): a share of its physicians, less those who are away already."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indicators.engine import CityFigures
from indicators.months import Ints

#: Share of a hospital's physicians (医师) that may be away at a time where nobody says otherwise. No document sets it.
DEFAULT_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Spare:
    """What one hospital can spare; ``most`` is null where nothing limits it (人员力量未报)."""

    most: int | None
    away: int
    physicians: int | None
    #: Whether the user set ``most``.
    given: bool

    @property
    def left(self) -> int | None:
        """How many more it can send, never negative; null without a limit."""
        return None if self.most is None else max(0, self.most - self.away)

    def words(self, name: str, share: float) -> str:
        """Return the limit as a sentence without a full stop."""
        if self.most is None:
            return f"{name}人员力量未报，派出人数不设上限"
        why = "按设定" if self.given else f"医师 {self.physicians} 人的 {100 * share:g}%"
        return f"{name}最多派出 {self.most} 人（{why}），已派出 {self.away} 人，还可派 {self.left} 人"


def spare(figures: CityFigures, senders: Ints, share: float, limits: Mapping[str, int]) -> dict[int, Spare]:
    """Return what each sender can spare, by position.

    A limit is the most persons away at a time, those who are away already included: that given by institution id, else
    the share of the physicians of the latest month told by the day, rounded down. Away are the distinct persons of its
    long-term postings in force, whatever their flow.
    """
    context = figures.context
    held, register = context.base.postings, context.base.institutions.index
    in_force = held.long_term & (held.start <= context.day) & (held.end >= context.day)
    latest = _physicians(figures)
    found: dict[int, Spare] = {}
    for one in senders.tolist():
        away = len(np.unique(held.person[in_force & (held.sender == one)]))
        told = latest.get(one)
        given = limits.get(str(register[one]))
        most = given if given is not None else None if told is None else math.floor(share * told + 1e-9)
        found[one] = Spare(most, away, told, given is not None)
    return found


def _physicians(figures: CityFigures) -> dict[int, int]:
    context = figures.context
    table = context.base.monthly("workforce", "institution_id", context.base.institutions.index)
    told = table.values["physicians"]
    usable = np.flatnonzero((table.subject >= 0) & (table.month <= context.last_month) & ~np.isnan(told))
    ordered = usable[np.argsort(table.month[usable], kind="stable")]
    # Rows stand oldest first; the last one of an institution is kept.
    return {int(table.subject[row]): int(told[row]) for row in ordered}
