"""Making changes of consortia and their members (医共体与成员单位)."""

from __future__ import annotations

import pandas as pd

from scenarios.changes_places import FoundConsortium, MergeConsortia, ReassignMember
from scenarios.done import Done
from scenarios.facts import Facts
from scenarios.moving import Member, below, in_force, may_move, moved, role_of, supervisor_of
from scenarios.state import CannotApply, State, added, changed, own_id, without


def reassign_member(state: State, change: ReassignMember, index: int) -> Done:
    """Move a member to another consortium of its county, with the clinics below it."""
    state.require("memberships")
    facts = Facts(state)
    facts.institution(change.institution_id)
    facts.consortium(change.consortium_id)
    county = facts.county_of_consortium(change.consortium_id)
    before = facts.consortium_of(change.institution_id)
    if before == change.consortium_id:
        raise CannotApply(f"{facts.name(change.institution_id)}本来就属于{facts.name(change.consortium_id)}")
    may_move(facts, change.institution_id, county)
    members = _with_clinics(facts, [change.institution_id], change.consortium_id)
    return Done(state.having(memberships=moved(state, members)))


def found_consortium(state: State, change: FoundConsortium, index: int) -> Done:
    """Found a consortium on the day; the lead and the members come from wherever they are in the county."""
    state.require("memberships")
    facts = Facts(state)
    facts.county(change.county_code)
    everyone = [change.lead_institution_id, *change.members]
    if len(set(everyone)) < len(everyone):
        raise CannotApply("同一家机构写了不止一次")
    for id in everyone:
        may_move(facts, id, change.county_code)
    if facts.category(change.lead_institution_id) == "village_clinic":
        raise CannotApply(f"{facts.name(change.lead_institution_id)}是村卫生室，不能牵头")
    consortia = state["consortia"]
    alive = facts.context.exists & consortia["county_code"].eq(change.county_code).to_numpy()
    if change.name in set(consortia.loc[alive, "name"]):
        raise CannotApply(f"{facts.name(change.county_code)}已有名为“{change.name}”的医共体")
    id = own_id(index, 0)
    row = {
        "consortium_id": id, "name": change.name, "county_code": change.county_code, "established_on": state.as_of,
    }  # fmt: skip
    members = _with_clinics(facts, everyone, id)
    members[0] = Member(change.lead_institution_id, id, "lead")
    return Done(state.having(consortia=added("consortia", consortia, [row]), memberships=moved(state, members)))


def merge_consortia(state: State, change: MergeConsortia, index: int) -> Done:
    """Dissolve consortia on the day and take all that belonged to them into another of the same county."""
    state.require("memberships")
    facts = Facts(state)
    facts.consortium(change.into_id)
    if change.into_id in change.from_ids:
        raise CannotApply(f"{facts.name(change.into_id)}不能并入它自己")
    if len(set(change.from_ids)) < len(change.from_ids):
        raise CannotApply("同一家医共体写了不止一次")
    county = facts.county_of_consortium(change.into_id)
    for id in change.from_ids:
        facts.consortium(id)
        if facts.county_of_consortium(id) != county:
            raise CannotApply(f"跨县：{facts.name(id)}不在{facts.name(county)}")
    frame = state["memberships"]
    rows = frame[in_force(state) & frame["consortium_id"].isin(change.from_ids).to_numpy()]
    members = [
        Member(id, change.into_id, role if role != "lead" else role_of(facts, id), None if pd.isna(above) else above)
        for id, role, above in zip(rows["institution_id"], rows["role"], rows["supervisor_id"], strict=True)
    ]
    merged = moved(state, members)
    # Whoever was to join one of them later has nowhere to go.
    later = merged["consortium_id"].isin(change.from_ids) & (merged["valid_from"] >= state.day)
    which = state["consortia"]["consortium_id"].isin(change.from_ids)
    gone = changed(state["consortia"], which, dissolved_on=state.day)
    return Done(state.having(consortia=gone, memberships=without(merged, later)))


def _with_clinics(facts: Facts, ids: list[str], consortium_id: str) -> list[Member]:
    """Return memberships of these institutions and of the clinics below them, in the consortium they move to."""
    state = facts.state
    clinics: dict[str, str] = {}
    for id in ids:
        clinics |= dict.fromkeys(below(state, [id], facts.consortium_of(id)), id)
    inside = {*ids, *clinics, *_members_of(facts, consortium_id)}
    members = []
    for id in ids:
        above = clinics.pop(id, None) or supervisor_of(state, id)
        members.append(Member(id, consortium_id, role_of(facts, id), above if above in inside else None))
    return members + [Member(id, consortium_id, role_of(facts, id), above) for id, above in clinics.items()]


def _members_of(facts: Facts, consortium_id: str) -> set[str]:
    frame = facts.state["memberships"]
    held = in_force(facts.state) & frame["consortium_id"].eq(consortium_id).to_numpy()
    return set(frame.loc[held, "institution_id"])
