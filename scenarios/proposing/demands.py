"""What a policy's targets ask of postings (人员目标), read as whole numbers; no number of a document stands here."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.policies import Policy, Target
from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.registers import FLOWS
from indicators.status import meets, nearest
from indicators.wording import NBSP, target_words

_PERCENT = 100.0


@dataclass(frozen=True)
class Demand:
    """A target for the persons (人数) or the coverage (覆盖) of one flow."""

    flow: str
    kind: str
    target: Target
    name: str

    @property
    def words(self) -> str:
        """The target as a document says it."""
        definition = catalogue()[f"posting.{self.flow}.{self.kind}"]
        words = target_words(self.target, definition.unit, definition.decimals)
        return f"{self.name}为{NBSP}{words}" if words[0].isdigit() else f"{self.name}{words}"

    def persons(self) -> tuple[int, float]:
        """Return the fewest and the most persons that meet the target; infinity where more is never too many."""
        low = int(nearest(0.0, self.target, whole=True))
        if isinstance(self.target.value, tuple):
            return low, math.floor(self.target.value[1])
        return low, math.floor(self.target.value) if self.target.op == "<=" else math.inf

    def covered(self, of: int) -> int | None:
        """Return how many of some receivers must be reached; null where no number of them meets the target."""
        return next((n for n in range(of + 1) if meets(_PERCENT * n / of, self.target)), None) if of else 0


def demands(figures: CityFigures, scope: str, policy: Policy | None) -> tuple[Demand, ...]:
    """Return the targets that the policy sets for postings at the level of the scope, in the order of the flows."""
    if policy is None:
        return ()
    found = []
    for flow in FLOWS:
        for kind in ("persons", "coverage"):
            key = f"posting.{flow}.{kind}"
            target = policy.target(key, figures.level_of(scope))
            if target is not None:
                found.append(Demand(flow, kind, target, catalogue()[key].name))
    return tuple(found)
