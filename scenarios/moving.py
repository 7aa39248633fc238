"""Moving institutions between consortia (成员关系): old memberships end on the day, new ones begin on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.model import TOWNSHIP_LEVEL
from scenarios.facts import Facts
from scenarios.state import CannotApply, State, added, changed, without

#: Role of an institution that has had none, by its category.
_ROLE = {"village_clinic": "village_member", **dict.fromkeys(TOWNSHIP_LEVEL, "township_member")}


@dataclass(frozen=True)
class Member:
    """A membership to begin: who, where, as what, and below which township hospital."""

    institution_id: str
    consortium_id: str
    role: str
    supervisor_id: str | None = None


def moved(state: State, members: Sequence[Member]) -> pd.DataFrame:
    """Return the memberships with some institutions moved; what was planned for them later is given up."""
    frame = state["memberships"]
    own = frame["institution_id"].isin([member.institution_id for member in members])
    later = own & (frame["valid_from"] >= state.day)
    running = own & ~later & ~(frame["valid_to"] <= state.day).fillna(False)
    kept = without(changed(frame, running, valid_to=state.day), later)
    return added(
        "memberships",
        kept,
        [
            {
                "consortium_id": member.consortium_id, "institution_id": member.institution_id, "role": member.role,
                "supervisor_id": member.supervisor_id, "valid_from": state.as_of,
            }
            for member in members
        ],
    )


def role_of(facts: Facts, id: str) -> str:
    """Return the role of a member: the one it has on the day, unless it led; else that of its category."""
    frame = facts.state["memberships"]
    rows = in_force(facts.state)
    held = frame.loc[rows, ["institution_id", "role"]]
    roles = held.loc[held["institution_id"] == id, "role"]
    if len(roles) and roles.iloc[0] != "lead":
        return str(roles.iloc[0])
    return _ROLE.get(facts.category(id), "county_member")


def in_force(state: State) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which memberships are in force on the day, those of consortia that do not exist left out."""
    context = state.context
    held = context.base.memberships
    rows = held.in_force(context.day) & (held.institution >= 0) & (held.consortium >= 0)
    rows[rows] = context.exists[held.consortium[rows]]
    return rows


def below(state: State, ids: Sequence[str], consortium_id: str | None) -> list[str]:
    """Return the institutions whose supervisor (上级卫生院) is one of these, within their consortium, in order."""
    frame = state["memberships"]
    held = frame[in_force(state) & frame["supervisor_id"].isin(ids).to_numpy()]
    if consortium_id is not None:
        held = held[held["consortium_id"] == consortium_id]
    return sorted(set(held["institution_id"]) - set(ids))


def supervisor_of(state: State, id: str) -> str | None:
    """Return the township hospital above an institution by its membership in force; null where none is named."""
    frame = state["memberships"]
    found = frame.loc[in_force(state) & frame["institution_id"].eq(id).to_numpy(), "supervisor_id"].dropna()
    return str(found.iloc[0]) if len(found) else None


def may_move(facts: Facts, id: str, county: str) -> None:
    """Refuse to move an institution that is unknown, closed, of another county, or leads a consortium."""
    facts.institution(id)
    own = facts.county_of(id)
    if own != county:
        where = f"在{facts.name(own)}" if own else "不属于任何区县"
        raise CannotApply(f"跨县：{facts.name(id)}{where}，不能加入{facts.name(county)}的医共体")
    leads = leading(facts.state, id)
    if leads is not None:
        raise CannotApply(f"{facts.name(id)}是{facts.name(leads)}的牵头医院，调走后该医共体没有牵头医院")


def leading(state: State, id: str) -> str | None:
    """Return the consortium that an institution leads now or is to lead later; null where there is none."""
    frame = state["memberships"]
    gone = state["consortia"].set_index("consortium_id")["dissolved_on"].reindex(frame["consortium_id"])
    lives = ~(gone <= state.day).to_numpy(dtype=np.bool_)
    runs = ~(frame["valid_to"] <= state.day).to_numpy(dtype=np.bool_)
    rows = frame[frame["institution_id"].eq(id).to_numpy() & frame["role"].eq("lead").to_numpy() & lives & runs]
    return str(rows["consortium_id"].iloc[0]) if len(rows) else None
