"""Who receives the persons of a change: the institution named, or one each of those that have nobody (无人派驻)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.geography import geodesic_m
from indicators.lists.places import positions_of
from scenarios.change import called
from scenarios.changes_staff import RECEIVERS, AddPostings
from scenarios.facts import Facts
from scenarios.people import people_of, townships_of
from scenarios.state import CannotApply, State


@dataclass(frozen=True)
class Receiver:
    """Where one person goes; no institution where a county as a whole receives."""

    institution_id: str | None
    county_code: str


def receivers(state: State, change: AddPostings) -> list[Receiver]:
    """Return one receiver per person; fewer than the persons where there are no more without anybody.

    Those that have nobody come in order of the people they serve, most first, then of nearness to the sender; what is
    not known stands last.

    Raises:
        CannotApply: A reference is unknown, the ends do not fit, or nobody is without a posting.
    """
    facts = Facts(state)
    facts.sender(change.flow, change.from_institution_id)
    if change.to_county_code is not None:
        facts.county(change.to_county_code)
    if change.to == "uncovered":
        return _uncovered(state, facts, change)[: change.persons]
    if change.to_institution_id is None:
        return [Receiver(None, str(change.to_county_code))] * change.persons
    facts.fits(change.flow, change.from_institution_id, change.to_institution_id)
    county = facts.county_of(change.to_institution_id) or ""
    if change.to_county_code not in (None, county):
        raise CannotApply(f"{facts.name(change.to_institution_id)}不在{facts.name(str(change.to_county_code))}")
    return [Receiver(change.to_institution_id, county)] * change.persons


def _uncovered(state: State, facts: Facts, change: AddPostings) -> list[Receiver]:
    found = _counties(state) if change.flow == "municipal_to_county" else _institutions(state, facts, change)
    if change.to_county_code is not None:
        found = [one for one in found if one.county_code == change.to_county_code]
    if not found:
        where = called(state.names, change.to_county_code) if change.to_county_code else ""
        raise CannotApply(f"{where}没有无人派驻的{RECEIVERS[change.flow]}")
    return found


def _counties(state: State) -> list[Receiver]:
    context = state.context
    counties = context.base.counties
    served = context.base.postings.county[context.counted("municipal_to_county")]
    bare = np.setdiff1d(np.arange(len(counties)), served)
    people = np.nan_to_num(counties.population, nan=-1.0)
    return [Receiver(None, counties.index[at]) for at in sorted(bare, key=lambda at: (-people[at], counties.index[at]))]


def _institutions(state: State, facts: Facts, change: AddPostings) -> list[Receiver]:
    context = state.context
    sender = facts.institution(change.from_institution_id)
    if change.flow == "lead_to_member":
        at = context.grassroots_members
        at = at[context.consortium_of[at] == context.consortium_of[sender]]
    else:
        at = context.leads[context.is_open[context.leads]]
    at = at[~np.isin(at, context.base.postings.receiver[context.counted(change.flow)])]
    frame = state["institutions"].iloc[at]
    served = frame["county_code"] if change.flow == "municipal_to_lead" else townships_of(frame["region_code"])
    people = np.nan_to_num(people_of(state["regions"], served.tolist()), nan=-1.0)
    places = positions_of(state.tables)[["lon", "lat"]].to_numpy()
    far = np.nan_to_num(geodesic_m(places[sender, 0], places[sender, 1], places[at, 0], places[at, 1]), nan=np.inf)
    order = sorted(range(len(at)), key=lambda one: (-people[one], far[one], frame["institution_id"].iloc[one]))
    chosen = frame.iloc[order].dropna(subset=["county_code"])
    return [Receiver(*pair) for pair in zip(chosen["institution_id"], chosen["county_code"], strict=True)]
