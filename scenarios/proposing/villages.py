"""Village plan (村级布点方案): where new points cover the most people, or the fewest points that cover all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from data.model import VILLAGE_MODE
from data.tables import CityTables
from indicators.engine import CityFigures, lazily
from indicators.months import Ints
from indicators.scopes import UnknownScope
from indicators.wording import joined, quantity, share_words
from scenarios.change import called
from scenarios.model import AddClinic, Change, Scenario, SetVillageMode
from scenarios.naming import names_of
from scenarios.proposing.answering import answer
from scenarios.proposing.milp import Model, Objective, Outcome, solve
from scenarios.proposing.proposal import CannotProposeError, Control, Proposal
from scenarios.proposing.travel import TravelTimes
from scenarios.proposing.village_ground import Ground, Where, ground, nearest_hospital

_WHERE = {"any": "没有同类服务点的村", "unserved": "无服务的村", "planned": "应设未设卫生室的村"}


@dataclass(frozen=True)
class VillageWish:
    """What the user wants; either ``metres`` or a table of travel times with ``minutes`` says what covered means."""

    metres: float | None = None
    times: TravelTimes | None = None
    minutes: float | None = None
    #: Most points; null: as many as it takes, and then everybody must be covered.
    points: int | None = None
    #: Whether everybody must be covered (at most ``points`` still holds where it is given).
    everybody: bool = False
    kind: Literal["clinic", "extension"] = "clinic"
    where: Where = "any"

    @property
    def covers_all(self) -> bool:
        """Whether this is set covering (覆盖全部) and not maximal covering (覆盖最多)."""
        return self.everybody or self.points is None

    @property
    def reach_words(self) -> str:
        """What covered means, in words."""
        if self.times is not None:
            return f"按所给通行时间表 {self.minutes:g} 分钟内"
        return f"{self.metres:g} 米内（直线距离示意）"


def propose_villages(
    tables: CityTables, as_of: date, county: str, wish: VillageWish, *, control: Control | None = None
) -> Proposal:
    """Find where to set up points in one county, keeping all that are there.

    Maximal covering: max Σ w·z with z ≤ Σ y over the points in reach, Σ y ≤ n. Set covering: min Σ y with Σ y ≥ 1 over
    the points in reach of every village. Among equals the fewest points, then those in villages with more people.

    Raises:
        CannotProposeError: The wish is incomplete, the scope is no county, or villages were not reported.
        UnknownScope: The tables name no such county.
    """
    clock = (control or Control()).clock()
    figures = lazily(tables, as_of, None, None)
    _check(figures, county, wish)
    clock.tell("整理村庄和现有服务点")
    held = ground(
        figures, county, metres=wish.metres, times=wish.times, minutes=wish.minutes, where=wish.where, kind=wish.kind
    )
    plan = _Plan(figures, held, wish)
    outcome = solve(plan.lp, plan.objectives(), clock)
    chosen = held.candidates[outcome.x[plan.y] == 1] if len(outcome.x) else held.candidates[:0]
    name = figures.name_of(county)
    scenario = Scenario(
        name=f"{name}村级布点方案", scope=tables.city_code, snapshot=tables.snapshot_id, as_of=as_of,
        changes=_changes(figures, county, chosen, wish.kind),
    )
    return answer(
        plan.lp, outcome, clock, scenario=scenario, summary=plan.summary(name, outcome, chosen),
        objective=plan.words(), constraints=plan.sentences(), assumptions=plan.assumptions(),
        value=plan.value(outcome), unit="个点" if wish.covers_all else held.unit,
    )  # fmt: skip


def _check(figures: CityFigures, county: str, wish: VillageWish) -> None:
    if not figures.knows(county):
        raise UnknownScope(county)
    if figures.level_of(county) != "county":
        raise CannotProposeError("村级布点方案按区县做，请写 6 位区县代码")
    if county not in figures.counties:
        raise CannotProposeError(f"{figures.name_of(county)}不在文件统计范围")
    if (wish.times is None) != (wish.minutes is None) or (wish.times is None) == (wish.metres is None):
        raise CannotProposeError("覆盖范围要么写距离（米），要么给出通行时间表和分钟数")
    if any(limit is not None and not limit >= 0 for limit in (wish.metres, wish.minutes, wish.points)):
        raise CannotProposeError("距离、分钟数和点数都不能小于 0")
    held = figures.context.base.villages
    if not figures.holds(held.county, np.full(len(held), -2), county).any():
        raise CannotProposeError(f"{figures.name_of(county)}没有村的资料，不能做村级布点方案")


def _changes(figures: CityFigures, county: str, chosen: Ints, kind: str) -> tuple[Change, ...]:
    codes = [str(figures.context.base.villages.index[one]) for one in chosen]
    if kind == "clinic":
        return tuple(AddClinic(village_code=code) for code in codes)
    by_hospital: dict[str | None, list[str]] = defaultdict(list)
    for code, hospital in zip(codes, nearest_hospital(figures, county, chosen), strict=True):
        by_hospital[hospital].append(code)
    return tuple(
        SetVillageMode(village_codes=tuple(own), mode="extension", institution_id=hospital)
        for hospital, own in sorted(by_hospital.items(), key=lambda pair: pair[0] or "")
    )


class _Plan:
    """The integer program of one county, and what it says in words."""

    def __init__(self, figures: CityFigures, held: Ground, wish: VillageWish) -> None:
        self.held, self.wish = held, wish
        known, codes = names_of(figures.tables), figures.context.base.villages.index
        self.names = [called(known, str(code)) for code in codes]
        self.lp = Model()
        self.y = self.lp.variables(np.ones(len(held.candidates)))
        self.bare = np.flatnonzero(~held.covered)
        self.z = self.lp.variables(np.ones(0 if wish.covers_all else len(self.bare)), whole=False)
        for at, one in enumerate(self.bare.tolist()):
            ways = self.y[held.reach[one]]
            if wish.covers_all:
                name = self.lp.named(
                    f"cover|{one}",
                    f"{self.names[held.villages[one]]} {wish.reach_words}要有服务点，能设点的有 {len(ways)} 个村",
                )
                self.lp.add(ways, 1.0, low=1, name=name)
            else:
                self.lp.add([self.z[at], *ways], [1.0] + [-1.0] * len(ways), high=0)
        if wish.points is not None:
            self.lp.add(self.y, 1.0, high=wish.points, name=self.lp.named("points", f"新设不超过 {wish.points} 个点"))

    def objectives(self) -> list[Objective]:
        """Return what is to be small, in order."""
        weight = self.held.weight[self.bare]
        count = np.ones(len(self.y))
        fewest = Objective("求最少点数", self.y, count, whole=True, main=self.wish.covers_all)
        position = {one: at for at, one in enumerate(self.held.villages.tolist())}
        own = np.array([self.held.weight[position[one]] for one in self.held.candidates.tolist()])
        larger = Objective("优先设在人口多的村", self.y, -own, main=False)
        if self.wish.covers_all:
            return [fewest, larger]
        whole = bool((weight == np.round(weight)).all())
        return [Objective("求覆盖最多", self.z, -weight, whole=whole), fewest, larger]

    def value(self, outcome: Outcome) -> float | None:
        """Return the points that are needed, or how many more people are covered; null without a plan."""
        if not outcome.scores:
            return None
        return outcome.scores[0] if self.wish.covers_all else -outcome.scores[0] + 0.0

    def words(self) -> str:
        """Return the objective."""
        if self.wish.covers_all:
            return "新设的点最少；同样点数时，优先设在人口多的村"
        thing = "人口" if self.held.unit == "人" else "村"
        return f"新覆盖的{thing}最多；同样多时点数最少，再优先设在人口多的村"

    def sentences(self) -> tuple[str, ...]:
        """Return the constraints."""
        wish, held = self.wish, self.held
        found = [f"现有服务点全部保留（{held.fixed} 处：村卫生室、延伸服务的村、乡级机构，含邻近区县的）"]
        # A figure stands apart from the word before it.
        gap = " " if wish.times is None else ""
        rule = f"每个村{gap}{wish.reach_words}有服务点" if wish.covers_all else f"{wish.reach_words}有服务点算覆盖"
        found.append(f"{rule}：共 {len(held.villages)} 个村，现有 {len(self.bare)} 个没有")
        if wish.points is not None:
            found.append(f"新设{VILLAGE_MODE[wish.kind]}不超过 {wish.points} 个点")
        found.append(f"只设在{_WHERE[wish.where]}（其中 {len(held.candidates)} 个设点后能新增覆盖）")
        return tuple(found)

    def assumptions(self) -> tuple[str, ...]:
        """Return what is taken for granted."""
        found = [self.held.basis]
        if self.wish.times is None:
            found.append("距离为平面投影上的直线距离示意，不是路程")
        else:
            found.append("通行时间由使用者提供，表中没有的起终点视为不可达；只写一个方向的两个方向相同")
        if self.held.without_position:
            found.append(f"{self.held.without_position} 个村没有坐标，未列入")
        return tuple(found)

    def summary(self, name: str, outcome: Outcome, chosen: Ints) -> str:
        """Return what the plan does in one sentence."""
        if outcome.status in ("infeasible", "nothing"):
            return f"{name}按所列约束没有可行的布点" if outcome.status == "infeasible" else "没有找到方案"
        held = self.held
        reached = held.covered.copy()
        picked = np.isin(held.candidates, chosen)
        reached |= held.reach[:, picked].any(axis=1)
        before, after = (float(held.weight[which].sum()) for which in (held.covered, reached))
        whole = float(held.weight.sum())
        if not len(chosen):
            return f"{name}不需或不能再设点" + (f"，现已覆盖 {share_words(before, whole)}" if whole else "")
        places = joined([self.names[one] for one in chosen.tolist()], measure="个村")
        return (
            f"{name}新设{VILLAGE_MODE[self.wish.kind]} {len(chosen)} 个点（{places}），"
            f"覆盖从 {quantity(before, held.unit)}增至 {quantity(after, held.unit)}"
            f"（{share_words(before, whole)} → {share_words(after, whole)}）"
        )
