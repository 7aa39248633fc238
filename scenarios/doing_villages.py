"""Making changes of services in villages (村级服务) and opening village clinics (村卫生室)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from data.geography import geodesic_m
from data.model import VILLAGE_MODE
from indicators.lists.places import positions_of
from indicators.months import NONE
from indicators.wording import NBSP, joined, quantity
from scenarios.changes_places import AddClinic, SetVillageMode
from scenarios.done import Done
from scenarios.facts import Facts
from scenarios.moving import Member, moved
from scenarios.state import CannotApply, State, added, changed, own_id, without

_TOWNSHIP_DIGITS = 9
_COUNTY_DIGITS = 6


def set_village_mode(state: State, change: SetVillageMode, index: int) -> Done:
    """Serve villages in another way from the day on; whether a clinic is planned there stays as it was."""
    facts = Facts(state)
    if change.institution_id is not None:
        facts.institution(change.institution_id)
        if change.mode == "none":
            raise CannotApply("改为无服务的村不写承担机构")
    codes = _villages(state, facts, change)
    rows = _in_force(state, codes).reindex(codes)
    same = rows["mode"].eq(change.mode)
    if change.institution_id is not None:
        same &= rows["institution_id"].eq(change.institution_id)
    wanted = [code for code, served in zip(codes, same, strict=True) if not served]
    if not wanted:
        raise CannotApply(f"所选的村已经是{VILLAGE_MODE[change.mode]}")
    already = len(codes) - len(wanted)
    notes = (f"其中{NBSP}{quantity(already, '个村')}已经是{VILLAGE_MODE[change.mode]}",) if already else ()
    return Done(state.having(village_services=_served(state, wanted, change.mode, change.institution_id, rows)), notes)


def add_clinic(state: State, change: AddClinic, index: int) -> Done:
    """Open a clinic in a village; it belongs to the consortium of the township hospital above its neighbours."""
    facts = Facts(state)
    regions = state["regions"]
    found = regions[regions["region_code"].eq(change.village_code)]
    county = change.village_code[:_COUNTY_DIGITS]
    if not found["level"].eq("village").any() or county not in facts.context.base.scopes.county_names:
        raise CannotApply(f"本市没有代码为“{change.village_code}”的村")
    institutions = state["institutions"]
    here = institutions["region_code"].eq(change.village_code) & institutions["category"].eq("village_clinic")
    rows = _in_force(state, [change.village_code])
    served = change.village_code in rows.index and rows.loc[change.village_code, "mode"] == "clinic"
    if served or (here.to_numpy() & facts.context.is_open).any():
        raise CannotApply(f"{facts.name(change.village_code)}已有村卫生室")
    village: dict[Any, Any] = found.iloc[0].to_dict()
    id = own_id(index, 0)
    located = pd.notna(village["lon"]) and pd.notna(village["lat"])
    row = {
        "institution_id": id, "name": f"{facts.name(change.village_code)}卫生室（新设）", "category": "village_clinic",
        "county_code": county, "region_code": change.village_code, "opened_on": state.as_of,
        "lon": village["lon"], "lat": village["lat"], "datum": "wgs84" if located else None,
        "position_source": village["position_source"],
    }  # fmt: skip
    above = _hospital_above(state, change.village_code, village)
    frames = {
        "institutions": added("institutions", institutions, [row]),
        "village_services": _served(state, [change.village_code], "clinic", id, rows),
    }
    notes: tuple[str, ...] = ()
    if above is not None:
        home = str(facts.consortium_of(above))
        frames["memberships"] = moved(state, [Member(id, home, "village_member", above)])
    else:
        notes = (f"{facts.name(county)}没有可以管理它的成员卫生院，新设的卫生室不属于任何医共体",)
    return Done(state.having(longer=True, **frames), notes)


def _villages(state: State, facts: Facts, change: SetVillageMode) -> list[str]:
    """Return the villages meant; refuse those that are not known and a county that has none."""
    if change.county_code is None:
        regions = state["regions"]
        found = regions.loc[regions["region_code"].isin(change.village_codes) & regions["level"].eq("village")]
        counties = facts.context.base.scopes.county_names
        known = {code for code in found["region_code"].tolist() if code[:_COUNTY_DIGITS] in counties}
        unknown = sorted(set(change.village_codes) - known)
        if unknown:
            raise CannotApply(f"本市没有代码为 {joined(unknown)} 的村")
        return list(dict.fromkeys(change.village_codes))
    facts.county(change.county_code)
    rows = _in_force(state, county=change.county_code)
    bare = rows["mode"].eq("none")
    if change.which == "unserved_planned":
        bare &= rows["clinic_planned"].eq(True).fillna(False).astype(bool)
    if not bare.any():
        kind = "应设未设卫生室的村" if change.which == "unserved_planned" else "无服务的村"
        raise CannotApply(f"{facts.name(change.county_code)}没有{kind}")
    return sorted(rows.index[bare])


def _in_force(state: State, codes: Sequence[str] = (), *, county: str | None = None) -> pd.DataFrame:
    """Return the row in force of some villages or of those of a county, by code: the latest to begin."""
    frame = state["village_services"]
    own = frame["village_code"].isin(codes) if county is None else frame["village_code"].str.startswith(county)
    frame = frame[own]
    held = (frame["valid_from"] <= state.day) & ~(frame["valid_to"] <= state.day).fillna(False)
    rows = frame[held].sort_values("valid_from", kind="stable").drop_duplicates("village_code", keep="last")
    return rows.set_index("village_code")


def _served(
    state: State, codes: list[str], mode: str, institution_id: str | None, in_force: pd.DataFrame
) -> pd.DataFrame:
    """Return the village services with these villages served otherwise from the day on."""
    frame = state["village_services"]
    planned = in_force["clinic_planned"].reindex(codes)
    own = frame["village_code"].isin(codes)
    later = own & (frame["valid_from"] >= state.day)
    running = own & ~later & ~(frame["valid_to"] <= state.day).fillna(False)
    kept = without(changed(frame, running, valid_to=state.day), later)
    rows = [
        {
            "village_code": code, "mode": mode, "clinic_planned": None if pd.isna(plan) else bool(plan),
            "institution_id": institution_id, "valid_from": state.as_of,
        }
        for code, plan in zip(codes, planned, strict=True)
    ]
    return added("village_services", kept, rows)


def _hospital_above(state: State, village: str, place: dict[Any, Any]) -> str | None:
    """Return the grassroots member of a village's township, else the nearest of its county; null without one."""
    context = state.context
    at = context.grassroots_members
    counties = context.base.counties.index
    home = context.base.institutions.county[at]
    at = at[home == (counties.get_loc(village[:_COUNTY_DIGITS]) if village[:_COUNTY_DIGITS] in counties else NONE)]
    own = state["institutions"][["institution_id", "region_code"]].iloc[at]
    same = own[own["region_code"].str[:_TOWNSHIP_DIGITS] == village[:_TOWNSHIP_DIGITS]]
    if len(same):
        return str(same["institution_id"].min())
    if own.empty:
        return None
    spots = positions_of(state.tables)[["lon", "lat"]].reindex(own["institution_id"])
    far = geodesic_m(place["lon"], place["lat"], spots["lon"].to_numpy(), spots["lat"].to_numpy())
    far = np.nan_to_num(np.broadcast_to(far, len(own)), nan=np.inf)
    ranked = sorted(zip(far, own["institution_id"], strict=True))
    return str(ranked[0][1]) if np.isfinite(ranked[0][0]) else None
