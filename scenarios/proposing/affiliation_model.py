"""The integer program of an affiliation (归属): every member to one consortium, even in people, near, in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicators.months import Bools, Floats, Ints
from scenarios.proposing.milp import Model, Objective


@dataclass(frozen=True)
class Members:
    """The members of a county that are to be divided among ``leads``."""

    names: list[str]
    leads: list[str]
    people: Floats
    #: members × leads; where a position is missing, the middle of the known.
    km: Floats
    #: Whether the member has a position and so a place on the ground.
    located: Bools
    #: Pairs of neighbours, positions of members.
    neighbours: list[tuple[int, int]]


class AffiliationModel:
    """Binary a (member i belongs to consortium c), and the constraints by name.

    - each: Σ_c a_ic = 1, and nobody stays without a member;
    - people of each consortium within ± ``spread`` of an even part;
    - contiguous: a flow of one unit to every located member of c, from the first of them, through members of c only;
    - objective: the mean and the largest load (人口距离, Σ people·km) of a consortium, added, as small as possible: the
      first alone gives the hospital in the middle all that is near, the second alone minds nothing but the last one.
    """

    def __init__(self, held: Members, spread: float, *, contiguous: bool) -> None:
        """Lay out the variables and constraints; nothing is solved yet."""
        self.held, self.lp = held, Model()
        count, parts = len(held.names), len(held.leads)
        self.a: Ints = self.lp.variables(np.ones(count * parts)).reshape(count, parts)
        for one in range(count):
            self.lp.add(self.a[one], 1.0, low=1, high=1)
        self._people(spread)
        if contiguous:
            for part in range(parts):
                self._in_one_piece(part)

    @property
    def scale(self) -> float:
        """How many people·km one unit of the objective is, so that the numbers of the program stay near 1."""
        return max(float((self.held.people[:, None] * self.held.km).min(axis=1).sum()), 1e-9)

    def _people(self, spread: float) -> None:
        held = self.held
        # Shares of an even part keep the numbers of the program near 1.
        even = held.people.sum() / len(held.leads)
        share = held.people / even if even > 0 else held.people
        for part, lead in enumerate(held.leads):
            own = self.a[:, part]
            self.lp.add(own, 1.0, low=1, name=self.lp.named(f"one|{part}", f"{lead}牵头的医共体至少有 1 家基层成员"))
            name = self.lp.named(
                f"people|{part}",
                f"{lead}牵头的医共体服务人口与平均数 {even:,.0f} 相差不超过 {100 * spread:g}%",
            )
            if even > 0:
                self.lp.add(own, share, low=1 - spread, high=1 + spread, name=name)

    def _in_one_piece(self, part: int) -> None:
        held = self.held
        at = np.flatnonzero(held.located)
        place = {int(one): row for row, one in enumerate(at)}
        most = float(len(at))
        name = self.lp.named(f"piece|{part}", f"{held.leads[part]}牵头的医共体的成员相连成片")
        root = self.lp.variables(np.ones(len(at)))
        supply = self.lp.variables(np.full(len(at), most), whole=False)
        self.lp.add(root, 1.0, high=1, name=name)
        inward: list[list[int]] = [[] for _ in at]
        outward: list[list[int]] = [[] for _ in at]
        for one, other in held.neighbours:
            for start, end in ((one, other), (other, one)):
                flow = int(self.lp.variables([most], whole=False)[0])
                outward[place[start]].append(flow)
                inward[place[end]].append(flow)
                # Nothing flows into a member of another consortium.
                self.lp.add([flow, self.a[end, part]], [1.0, -most], high=0, name=name)
        for row, one in enumerate(at.tolist()):
            self.lp.add([supply[row], root[row]], [1.0, -most], high=0, name=name)
            self.lp.add([root[row], self.a[one, part]], [1.0, -1.0], high=0, name=name)
            # The flow starts at the first member of the consortium: otherwise each division is found as often as it
            # has members, which takes the search two to three times as long.
            for before in at[:row].tolist():
                self.lp.add([root[row], self.a[before, part]], 1.0, high=1, name=name)
            columns = [int(supply[row]), *inward[row], *outward[row], int(self.a[one, part])]
            signs = [1.0] * (1 + len(inward[row])) + [-1.0] * (len(outward[row]) + 1)
            self.lp.add(columns, signs, low=0, high=0, name=name)

    def objectives(self) -> list[Objective]:
        """Return what is to be small."""
        held = self.held
        load = held.people[:, None] * held.km
        load = load / self.scale
        largest = self.lp.variables([np.inf], whole=False)
        for part in range(len(held.leads)):
            columns = np.append(self.a[:, part], largest)
            self.lp.add(columns, np.append(load[:, part], -1.0), high=0)
        columns = np.append(self.a.ravel(), largest)
        return [Objective("使人口距离又小又均衡", columns, np.append(load.ravel() / len(held.leads), 1.0))]

    def parts(self, x: Floats) -> Ints:
        """Return the consortium of each member, as a position in ``leads``."""
        found: Ints = np.argmax(x[self.a], axis=1)
        return found


def pieces(parts: Ints, held: Members) -> int:
    """Return into how many connected pieces (片) the consortia fall, counting located members only."""
    group = {int(one): int(one) for one in np.flatnonzero(held.located)}

    def top(one: int) -> int:
        while group[one] != one:
            one = group[one]
        return one

    for one, other in held.neighbours:
        if parts[one] == parts[other]:
            group[top(one)] = top(other)
    return sum(one == head for one, head in group.items())


def balance(parts: Ints, held: Members) -> Sequence[tuple[float, float]]:
    """Return for each consortium its people and the mean kilometres to the lead, by people (NaN without any)."""
    found = []
    for part in range(len(held.leads)):
        own = parts == part
        people = float(held.people[own].sum())
        far = float((held.people[own] * held.km[own, part]).sum())
        found.append((people, far / people if people > 0 else float("nan")))
    return found
