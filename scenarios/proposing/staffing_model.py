"""The integer program of the staffing plan (派驻补齐): who sends how many to whom, and which postings are renewed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from indicators.months import Floats, Ints
from scenarios.proposing.demands import Demand
from scenarios.proposing.milp import Model, Objective
from scenarios.proposing.moments import Moment
from scenarios.proposing.sending import Pairs, name_of, pairs
from scenarios.proposing.supply import Spare, spare

#: The flow that must reach everybody, whatever the document.
MUST_REACH = "lead_to_member"
#: Kilometres at which a place counts half as much as one next door, when places are chosen among equals.
NEAR_KM = 20.0
#: Steps by which the next person at a place counts for less; beyond them for as little as at the last one.
_STEPS = 25
#: So many persons of one flow at most: more than any plan can need.
_ENOUGH = 10_000


class StaffingModel:
    """Integer variables x (persons sent, per pair), binary y (renewals), and the constraints by name.

    - cover: every open township-level member has ≥ 1 counted posting from its lead, on each of the days;
    - persons: the distinct persons of a flow, counted ones + renewed ones + Σ x, meet the policy's target;
    - coverage: as many receivers of a flow as its target asks for have ≥ 1;
    - spare: Σ x of a sender over all flows ≤ what it can spare.
    """

    def __init__(
        self, days: tuple[Moment, ...], wanted: tuple[Demand, ...], share: float, limits: Mapping[str, int]
    ) -> None:
        """Lay out the variables and constraints; nothing is solved yet."""
        self.now, self.days, self.wanted, self.share = days[0], days, wanted, share
        self.lp = Model()
        flows = [MUST_REACH, *(one.flow for one in wanted if one.flow != MUST_REACH)]
        self.flows: dict[str, Pairs] = {flow: pairs(self.now, flow) for flow in dict.fromkeys(flows)}
        senders = np.unique(np.concatenate([one.sender for one in self.flows.values()]))
        self.supply: dict[int, Spare] = spare(self.now.figures, senders, share, limits)
        self.x: dict[str, Ints] = {}
        for flow, held in self.flows.items():
            # The limits are constraints of their own, so that they can be named where they are in the way.
            self.x[flow] = self.lp.variables([float(_ENOUGH)] * len(held))
        self.renewable: Ints = days[-1].renewable if len(days) > 1 else np.zeros(0, dtype=np.int64)
        self.y = self.lp.variables([1.0] * len(self.renewable))
        self._row = {int(row): at for at, row in enumerate(self.renewable)}
        self._needs: dict[str, int] = defaultdict(int)
        for day in days:
            self._cover(day)
            for demand in wanted:
                if demand.kind == "persons":
                    self._persons(day, demand)
                elif demand.flow != MUST_REACH:
                    self._coverage(day, demand)
        self._spare()

    # Constraints --------------------------------------------------------------------------------

    def _reach(self, day: Moment, flow: str, receiver: int) -> Ints:
        """Return the variables that bring somebody to a receiver: persons sent and postings renewed."""
        held = self.flows[flow]
        sent = [
            self.x[flow][at] for at in np.flatnonzero(held.receiver == receiver).tolist()
            if day.fits(flow, int(held.sender[at]), receiver)
        ]  # fmt: skip
        rows = day.of(flow, day.renewable)
        renewed = [self.y[self._row[int(row)]] for row in rows[day.reached(flow, rows) == receiver]]
        return np.array([*sent, *renewed], dtype=np.int64)

    def _bare(self, day: Moment, flow: str) -> list[int]:
        """Return the receivers of a flow whom nobody reaches on the day if nothing is done."""
        there = set(day.reached(flow, day.of(flow, day.counted)).tolist())
        return [one for one in day.receivers(flow).tolist() if one not in there]

    def _cover(self, day: Moment) -> None:
        bare = self._bare(day, MUST_REACH)
        self._needs[MUST_REACH] = max(self._needs[MUST_REACH], len(bare))
        for one in bare:
            name = self.lp.named(
                f"cover|{day.words}|{one}",
                f"{name_of(day, MUST_REACH, one)}至少有 1 名计入的派驻{day.words}，现在没有",
            )
            self.lp.add(self._reach(day, MUST_REACH, one), 1.0, low=1, name=name)

    def _persons(self, day: Moment, demand: Demand) -> None:
        flow, held = demand.flow, self.flows[demand.flow]
        people = day.context.base.postings.person
        here = np.unique(people[day.of(flow, day.counted)])
        fits = [day.fits(flow, int(s), int(r)) for s, r in zip(held.sender, held.receiver, strict=True)]
        sent = self.x[flow][np.array(fits, dtype=np.bool_)]
        returning = self._returning(day, flow, here)
        low, high = demand.persons()
        name = self.lp.named(f"persons|{day.words}|{flow}", f"{demand.words}{day.words}，现有 {len(here)} 人")
        columns = np.concatenate([sent, returning])
        self.lp.add(columns, 1.0, low=low - len(here), high=high - len(here), name=name)
        self._needs[flow] = max(self._needs[flow], low - len(here), 0)

    def _returning(self, day: Moment, flow: str, here: Ints) -> Ints:
        """Return a variable per person who counts only if one of their postings is renewed: 1 where one is."""
        rows = day.of(flow, day.renewable)
        people = day.context.base.postings.person[rows]
        absent = [one for one in np.unique(people).tolist() if one not in set(here.tolist())]
        found = self.lp.variables([1.0] * len(absent), whole=False)
        for person, column in zip(absent, found.tolist(), strict=True):
            own = [self.y[self._row[int(row)]] for row in rows[people == person]]
            self.lp.add([column, *own], [-1.0] + [1.0] * len(own), low=0)
            for one in own:
                self.lp.add([column, one], [1.0, -1.0], low=0)
        return found

    def _coverage(self, day: Moment, demand: Demand) -> None:
        receivers, bare = day.receivers(demand.flow), self._bare(day, demand.flow)
        least = demand.covered(len(receivers))
        name = self.lp.named(
            f"coverage|{day.words}|{demand.flow}",
            f"{demand.words}{day.words}，现有 {len(receivers) - len(bare)} 处、共 {len(receivers)} 处",
        )
        reached = self.lp.variables([1.0] * len(bare))
        for one, column in zip(bare, reached.tolist(), strict=True):
            ways = self._reach(day, demand.flow, one)
            self.lp.add([column, *ways], [-1.0] + [1.0] * len(ways), low=0)
        missing = math.inf if least is None else least - (len(receivers) - len(bare))
        self.lp.add(reached, 1.0, low=min(missing, len(receivers) + 1), name=name)
        self._needs[demand.flow] = max(self._needs[demand.flow], len(bare))

    def _spare(self) -> None:
        names = self.now.context.base.institutions.names
        for one, held in self.supply.items():
            if held.left is None:
                continue
            columns = np.concatenate([self.x[flow][own.sender == one] for flow, own in self.flows.items()])
            name = self.lp.named(f"spare|{one}", held.words(names[one], self.share))
            self.lp.add(columns, 1.0, high=held.left, name=name)

    def sentences(self) -> tuple[str, ...]:
        """Return the constraints in words, those of many institutions as one sentence."""
        context, found = self.now.context, []
        for day in self.days:
            all_of, bare = len(day.receivers(MUST_REACH)), len(self._bare(day, MUST_REACH))
            found.append(f"每家基层成员单位至少有 1 名计入的派驻{day.words}：共 {all_of} 家，现有 {bare} 家没有")
        found += [words for name, words in self.lp.words.items() if name.startswith(("persons|", "coverage|"))]
        limited = [held for held in self.supply.values() if held.most is not None]
        given = sum(held.given for held in limited)
        own = f"，其中 {given} 家按设定" if given else ""
        found.append(
            f"每家派出单位同时派出的人数（含已派出的）不超过其医师数的 {100 * self.share:g}%：共 {len(limited)} 家{own}"
        )
        calibers = dict.fromkeys(context.rules[flow].name for flow in self.flows)
        found.append(f"派驻按“{'”“'.join(calibers)}”口径计入")
        return tuple(found)

    # Objectives ---------------------------------------------------------------------------------

    def objectives(self) -> list[Objective]:
        """Return what is to be small, in order: persons, renewals; then where they do most, and how far they go."""
        every = np.concatenate(list(self.x.values()))
        found = [Objective("求最少增派人数", every, np.ones(len(every)), whole=True)]
        if len(self.y):
            found.append(Objective("求最少续派人次", self.y, np.ones(len(self.y)), whole=True))
        columns, worth = self._worth
        if len(columns):
            found.append(Objective("比较各单位人口和距离", columns, -worth, main=False))
        far = np.concatenate([held.km for held in self.flows.values()])
        if any(len(np.unique(held.receiver)) < len(held) for held in self.flows.values()):
            found.append(Objective("由近处派出", every, far, main=False))
        return found

    @cached_property
    def _worth(self) -> tuple[Ints, Floats]:
        """Return a variable per further person at each place, and what that person is worth (the first the most).

        The k-th further person at a place with p people and n posted is worth p ÷ (n + k) ÷ (1 + km ÷ NEAR_KM).
        """
        columns: list[Ints] = []
        worth: list[Floats] = []
        for flow, held in self.flows.items():
            need = self._needs[flow]
            if need == 0:
                continue
            posted = self.now.reached(flow, self.now.of(flow, self.now.counted)).tolist()
            able = np.array([self.supply[int(one)].left != 0 for one in held.sender], dtype=np.bool_)
            for one in np.unique(held.receiver).tolist():
                own = np.flatnonzero(held.receiver == one)
                near = own[able[own]] if able[own].any() else own
                steps = np.arange(1, min(need, _STEPS) + 1)
                last = max(0, need - _STEPS)
                value = held.people[own[0]] / (posted.count(one) + steps) / (1 + held.km[near].min() / NEAR_KM)
                ends = np.ones(len(steps))
                ends[-1] += last
                taken = self.lp.variables(ends, whole=False)
                self.lp.add(
                    np.concatenate([taken, self.x[flow][own]]),
                    np.concatenate([np.ones(len(taken)), -np.ones(len(own))]), low=0, high=0,
                )  # fmt: skip
                columns.append(taken)
                worth.append(value)
        if not columns:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        joined = np.concatenate(worth)
        return np.concatenate(columns), joined / joined.max()

    # Answers ------------------------------------------------------------------------------------

    def sent(self, x: Floats) -> list[tuple[str, int, int, int]]:
        """Return flow, sender, receiver and persons of everything that is sent, in the order of the registers."""
        found = []
        for flow, held in self.flows.items():
            persons = np.round(x[self.x[flow]]).astype(np.int64)
            own = [(flow, int(held.sender[at]), int(held.receiver[at]), int(persons[at]))
                   for at in np.flatnonzero(persons)]  # fmt: skip
            found += sorted(own, key=lambda one: (one[2], one[1]))
        return found

    def renewed(self, x: Floats) -> list[int]:
        """Return the rows of the postings that are renewed."""
        return [int(row) for row in self.renewable[np.round(x[self.y]) == 1]]
