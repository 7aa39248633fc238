"""Who may send persons to whom (派出与接收): every pair of a flow, with its distance and the people behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.geography import geodesic_m
from indicators.coding import numbers
from indicators.engine import CityFigures
from indicators.lists.places import positions_of
from indicators.months import Floats, Ints
from scenarios.facts import SENDERS
from scenarios.proposing.moments import Moment
from scenarios.proposing.people import filled, of_grassroots

_METRES = 1000.0


@dataclass(frozen=True)
class Pairs:
    """Sender and receiver of every possible posting of one flow; receivers of municipal_to_county are counties."""

    flow: str
    sender: Ints
    receiver: Ints
    #: Straight line (直线距离示意); where a position is missing, the middle of the known.
    km: Floats
    #: People behind each receiver; where not known, the middle of the known.
    people: Floats
    #: Receivers of the scope, whether anybody can send to them or not.
    receivers: Ints
    #: How many pairs have no known distance.
    without_distance: int

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.sender)


def pairs(now: Moment, flow: str) -> Pairs:
    """Return every pair of a flow whose ends fit (派出、接收机构相符) on the as-of date."""
    context = now.context
    receivers = now.receivers(flow)
    able = context.is_open
    if flow == "lead_to_member":
        leads = [one for one in context.leads.tolist() if able[one]]
        by_consortium = {int(context.consortium_of[one]): one for one in leads}
        found = [
            (by_consortium[home], one) for one in receivers.tolist()
            if (home := int(context.consortium_of[one])) in by_consortium
        ]  # fmt: skip
    else:
        institutions = context.base.institutions
        kinds = np.any([institutions.of(kind) for kind in SENDERS[flow]], axis=0)
        senders = np.flatnonzero(able & institutions.in_city & kinds)
        to = receivers if flow == "municipal_to_county" else receivers[able[receivers]]
        found = [(one, receiver) for one in senders.tolist() for receiver in to.tolist()]
    sender, receiver = (np.array([pair[end] for pair in found], dtype=np.int64) for end in (0, 1))
    km = _distances(now.figures, flow, sender, receiver)
    behind = dict(zip(receivers.tolist(), filled(_people(now, flow, receivers)).tolist(), strict=True))
    return Pairs(
        flow, sender, receiver, filled(km) if len(km) else km,
        np.array([behind[one] for one in receiver.tolist()], dtype=np.float64), receivers, int(np.isnan(km).sum()),
    )  # fmt: skip


def name_of(now: Moment, flow: str, receiver: int) -> str:
    """Return the Chinese name of a receiver."""
    base = now.context.base
    return (base.counties if flow == "municipal_to_county" else base.institutions).names[receiver]


def _distances(figures: CityFigures, flow: str, sender: Ints, receiver: Ints) -> Floats:
    places = positions_of(figures.tables)
    ends = places.iloc[receiver]
    if flow == "municipal_to_county":
        regions = figures.tables["regions"].set_index("region_code")[["lon", "lat"]]
        ends = regions.reindex(figures.context.base.counties.index[receiver])
    starts = places.iloc[sender]
    return geodesic_m(starts["lon"], starts["lat"], ends["lon"].to_numpy(), ends["lat"].to_numpy()) / _METRES


def _people(now: Moment, flow: str, receivers: Ints) -> Floats:
    """Return the people of a member's township, of a lead's consortium (the townships of its members), of a county."""
    figures, context = now.figures, now.context
    if flow == "lead_to_member":
        return of_grassroots(figures, receivers)
    if flow == "municipal_to_county":
        return numbers(context.base.frames["regions"].set_index("region_code")["population"].reindex(
            context.base.counties.index[receivers]))  # fmt: skip
    members = context.grassroots_members
    people = of_grassroots(figures, members)
    homes: Sequence[int] = context.consortium_of[receivers].tolist()
    sums = [np.nansum(people[context.consortium_of[members] == home]) for home in homes]
    return np.array([total if total > 0 else np.nan for total in sums], dtype=np.float64)
