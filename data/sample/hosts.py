"""Where each flow of postings comes from and goes to: who may send, who may receive, who waits longest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd

from data.sample.affiliations import Affiliations
from data.sample.common import Plan, rows_of, stream
from data.sample.places import Places

#: Sender, receiver (or None for the county as a whole) and county of the receiver.
Trip = tuple[str, str | None, str]


class Placed(Protocol):
    """What a route asks of a posting."""

    origin: str
    target: str | None
    county: str


@dataclass
class Route:
    """The ways of one flow (派驻方向)."""

    flow: str
    affiliations: Affiliations
    #: How many people a receiver (or a county) should have, relative to the others.
    weights: dict[str, float]
    senders: dict[str, float] = field(default_factory=dict)
    never: set[str] = field(default_factory=set)
    until: dict[str, date] = field(default_factory=dict)
    not_before: dict[str, date] = field(default_factory=dict)
    county_units: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def _homes(self) -> dict[date, dict[str, str]]:
        return {}

    def home(self, day: date) -> dict[str, str]:
        """Return every institution's consortium on a day."""
        if day not in self._homes:
            self._homes[day] = self.affiliations.home(day)
        return self._homes[day]

    def fits(self, origin: str, target: str | None, day: date) -> bool:
        """Tell whether both ends fit the flow on a day."""
        if self.flow == "lead_to_member":
            home = self.home(day).get(target or "")
            return home is not None and self.affiliations.leads[home] == origin
        if self.flow == "municipal_to_lead":
            home = self.home(day).get(target or "")
            return home is not None and self.affiliations.leads[home] == target
        return True

    def lasting(self, origin: str, target: str | None, day: date) -> bool:
        """Tell whether the ends fit on a day and the receiver is not one that will stand empty."""
        return self.fits(origin, target, day) and target not in self.until

    def emptied(self, target: str | None) -> date | None:
        """Return the day after which nobody is posted there any more, if the plan sets one."""
        return self.until.get(target or "")

    def choose(self, rng: np.random.Generator, day: date, held: Sequence[Placed], hurry: float) -> Trip | None:
        """Return the next trip: to where, for its size, the fewest people are.

        ``hurry`` is the chance that a place with nobody comes first.
        """
        if self.flow == "lead_to_member":
            return self._to_member(rng, day, held, hurry)
        if self.flow == "municipal_to_lead":
            return self._to_lead(rng, day, held)
        counts = Counter(p.county for p in held)
        open_to = [c for c in self.weights if self.not_before.get(c, date.min) <= day]
        county = min(open_to, key=lambda c: (counts[c] + rng.uniform(0, 1.4)) / self.weights[c])
        units: list[str | None] = [*self.county_units[county], None, None]
        return self._sender(rng), units[int(rng.integers(len(units)))], county

    def anywhere(self, rng: np.random.Generator, day: date, lonely: bool) -> Trip | None:
        """Return a trip below the county without regard to who is there; lonely: mostly to where nobody is posted."""
        homes = self.home(day)
        able = sorted(i for i in self.weights if i in homes)
        alone = [i for i in able if i in self.never]
        if not able:
            return None
        pool = alone if alone and lonely and rng.random() < 0.7 else able
        target = pool[int(rng.integers(len(pool)))]
        home = homes[target]
        return self.affiliations.leads[home], target, self.affiliations.counties[home]

    def _to_member(self, rng: np.random.Generator, day: date, held: Sequence[Placed], hurry: float) -> Trip | None:
        homes = self.home(day)
        counts = Counter(p.target for p in held)
        open_to = [i for i in self.weights if i in homes and i not in self.never and self.until.get(i, date.max) > day]
        if not open_to:
            return None
        empty = [i for i in open_to if not counts[i]]
        # Early on one institution gets two before the next gets one: the willing ones come first.
        pool = empty if empty and rng.random() < hurry else open_to
        target = min(pool, key=lambda i: (counts[i] + rng.uniform(0.2, 3.4)) / self.weights[i])
        home = homes[target]
        return self.affiliations.leads[home], target, self.affiliations.counties[home]

    def _to_lead(self, rng: np.random.Generator, day: date, held: Sequence[Placed]) -> Trip | None:
        homes = self.home(day)
        counts = Counter(p.target for p in held)
        leads = [
            i
            for i in self.weights
            if i in homes and self.affiliations.leads[homes[i]] == i and self.until.get(i, date.max) > day
        ]
        if not leads:
            return None
        target = min(leads, key=lambda i: (counts[i] + rng.uniform(0, 1.2)) / self.weights[i])
        return self._sender(rng), target, self.affiliations.counties[homes[target]]

    def _sender(self, rng: np.random.Generator) -> str:
        names, shares = list(self.senders), np.array(list(self.senders.values()))
        return str(names[int(rng.choice(len(names), p=shares / shares.sum()))])


def build_routes(
    plan: Plan, places: Places, institutions: pd.DataFrame, affiliations: Affiliations
) -> dict[str, Route]:
    """Return the route of each flow."""
    settings = plan["postings"]
    rng = stream("routes", places.city)
    grassroots = institutions[institutions["town"].notna() & (institutions["category"] != "village_clinic")]
    weights = {
        str(i.institution_id): float(i.served) ** 0.8 * float(rng.uniform(0.7, 1.4)) for i in rows_of(grassroots)
    }
    never = {places.town(name) + "-T1" for name in settings["never_posted"]}
    never |= {i for i in weights if i.endswith("-T2")} if plan["townships"].get("total") is None else set()
    until = {places.town(e["township"]) + "-T1": e["on"] for e in settings["empty_since"]}
    municipal = [u["id"] for u in plan["municipal"]]
    hospitals = {i: (3.0 if n < 3 else 1.2) for n, i in enumerate(m for m in municipal if "-M" in m)}
    counties = {c: float(places.residents[c]) ** 0.6 for c in places.counties}
    lead_weight = {
        lead: float(len(affiliations.members(c, date(2023, 9, 1)))) ** 0.7 + 1 for c, lead in affiliations.leads.items()
    }
    units = {
        c: sorted(
            institutions.loc[
                (institutions["county_code"] == c)
                & institutions["category"].isin(["cdc", "mch_centre", "county_hospital"]),
                "institution_id",
            ]
        )
        for c in places.counties
    }
    county_senders = hospitals | {i: 1.6 for i in municipal if "-P" in i}
    late = settings["municipal_to_county"].get("without_at_first")
    return {
        "lead_to_member": Route("lead_to_member", affiliations, weights, never=never, until=until),
        "municipal_to_lead": Route("municipal_to_lead", affiliations, lead_weight, hospitals),
        "municipal_to_county": Route(
            "municipal_to_county",
            affiliations,
            counties,
            county_senders,
            not_before={late: date(int(plan["first_month"][:4]), 9, 1)},
            county_units=units,
        ),
    }
