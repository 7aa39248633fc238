"""Consortia (医共体) and who belonged to which, and when (成员关系)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from data.model import TOWNSHIP_LEVEL
from data.sample.common import Plan, Row, rows_of, stream
from data.sample.places import Places


@dataclass(frozen=True)
class Affiliations:
    """Consortia and memberships of one city, and quick answers about them."""

    consortia: pd.DataFrame
    memberships: pd.DataFrame
    #: Lead hospital (牵头医院) by consortium.
    leads: dict[str, str]
    counties: dict[str, str]
    since: dict[str, date]

    def existing(self, day: date) -> list[str]:
        """Return the consortia that exist on a day, in order."""
        return [c for c, start in self.since.items() if start <= day]

    @cached_property
    def _spans(self) -> list[tuple[str, str, str, date, date | None]]:
        """Institution, consortium, role, first day, first day no longer: all but the clinics, as plain values."""
        held = self.memberships[self.memberships["role"] != "village_member"]
        columns = [list(held[c]) for c in ("institution_id", "consortium_id", "role", "valid_from", "valid_to")]
        return list(zip(*columns, strict=True))

    def members(self, consortium: str, day: date) -> list[str]:
        """Return the township-level members (乡级成员) of a consortium on a day."""
        return [
            i
            for i, c, role, start, end in self._spans
            if c == consortium and role == "township_member" and start <= day and (end is None or end > day)
        ]

    def home(self, day: date) -> dict[str, str]:
        """Return the consortium of every hospital and township-level institution that belongs to one on a day."""
        return {
            i: c
            for i, c, _, start, end in self._spans
            if start <= day and (end is None or end > day) and self.since[c] <= day
        }


def affiliate(plan: Plan, places: Places, institutions: pd.DataFrame) -> Affiliations:
    """Found the consortia of the plan and divide each county's institutions among them."""
    consortia: list[Row] = []
    leads: dict[str, str] = {}
    first: dict[str, str] = {}
    for county in plan["counties"]:
        code = county["code"]
        for number, lead in enumerate(county["leads"], 1):
            identity = f"{code}-{lead['id']}"
            consortia.append(
                {
                    "consortium_id": identity,
                    "name": lead["consortium"],
                    "county_code": code,
                    "established_on": lead["from"],
                    "provenance": "sample",
                }
            )
            leads[identity] = f"{code}-H{number}"
        first |= _divide(plan, places, institutions, county)
    since = {row["consortium_id"]: row["established_on"] for row in consortia}
    rows = _lead_rows(leads, since) + _county_rows(plan, institutions, since, leads)
    rows += _township_rows(plan, places, institutions, first, since)
    rows += _village_rows(plan, places, institutions, rows)
    frame = pd.DataFrame(rows).assign(provenance="sample")
    return Affiliations(
        pd.DataFrame(consortia),
        frame.astype({"valid_from": object, "valid_to": object}).where(frame.notna(), None),
        leads,
        {row["consortium_id"]: row["county_code"] for row in consortia},
        since,
    )


def _divide(plan: Plan, places: Places, institutions: pd.DataFrame, county: Plan) -> dict[str, str]:
    """Cut a county's townships into sectors round its seat, one for each lead by its share."""
    code = county["code"]
    alone = {places.town(u["township"], u["county"]) for u in plan["townships"]["unaffiliated"] if "left_on" not in u}
    own = institutions[institutions["category"].isin(TOWNSHIP_LEVEL) & (institutions["county_code"] == code)]
    towns = places.townships[places.townships["region_code"].isin(set(own["town"]) - alone)]
    seat = places.townships.set_index("region_code").loc[places.town(county["seat"], code)]
    angle = np.arctan2(towns["lat"] - seat["lat"], (towns["lon"] - seat["lon"]) * np.cos(np.radians(seat["lat"])))
    order = np.argsort(angle.to_numpy(), kind="stable")
    gaps = np.diff(np.append(angle.to_numpy()[order], angle.to_numpy()[order[0]] + 2 * np.pi))
    order = np.roll(order, -(int(np.argmax(gaps)) + 1))
    ends = np.cumsum([lead["share"] for lead in county["leads"]]) * len(order)
    letters = [lead["id"] for lead in county["leads"]]
    return {
        str(towns["region_code"].iloc[index]): f"{code}-{letters[int(np.searchsorted(ends, place + 0.5))]}"
        for place, index in enumerate(order)
    }


def _lead_rows(leads: dict[str, str], since: dict[str, date]) -> list[Row]:
    return [
        {
            "consortium_id": c,
            "institution_id": lead,
            "role": "lead",
            "supervisor_id": None,
            "valid_from": since[c],
            "valid_to": None,
        }
        for c, lead in leads.items()
    ]


def _county_rows(plan: Plan, institutions: pd.DataFrame, since: dict[str, date], leads: dict[str, str]) -> list[Row]:
    """The county's other institutions follow its first lead; a lead founded later did too, until then."""
    rows: list[Row] = []
    for county in plan["counties"]:
        code, home = county["code"], f"{county['code']}-A"
        own = institutions[institutions["institution_id"].str.startswith(f"{code}-M")]
        rows += [
            {
                "consortium_id": home,
                "institution_id": i,
                "role": "county_member",
                "supervisor_id": None,
                "valid_from": since[home],
                "valid_to": None,
            }
            for i in own["institution_id"]
        ]
        regroup = plan.get("regroup", {})
        if regroup.get("county") == code:
            rows.append(
                {
                    "consortium_id": home,
                    "institution_id": leads[f"{code}-{regroup['to']}"],
                    "role": "county_member",
                    "supervisor_id": None,
                    "valid_from": since[home],
                    "valid_to": regroup["on"],
                }
            )
    return rows


def _township_rows(
    plan: Plan, places: Places, institutions: pd.DataFrame, first: dict[str, str], since: dict[str, date]
) -> list[Row]:
    settings, regroup = plan["townships"], plan.get("regroup", {})
    left = {places.town(u["township"], u["county"]): u["left_on"] for u in settings["unaffiliated"] if "left_on" in u}
    late = {places.town(m["township"], m["county"]): m["from"] for m in settings["late_members"]}
    moved = {places.town(name, regroup["county"]) for name in regroup.get("townships", [])}
    rows: list[Row] = []
    for institution in rows_of(institutions[institutions["category"].isin(TOWNSHIP_LEVEL)]):
        town = str(institution.town)
        if town not in first:
            continue
        home = first[town]
        start = max(d for d in (since[home], late.get(town), _day(institution.opened_on)) if d is not None)
        end = left.get(town) or _day(institution.closed_on)
        row = {
            "consortium_id": home,
            "institution_id": institution.institution_id,
            "role": "township_member",
            "supervisor_id": None,
            "valid_from": start,
            "valid_to": end,
        }
        if town in moved:
            rows.append(row | {"valid_to": regroup["on"]})
            row |= {"consortium_id": f"{regroup['county']}-{regroup['to']}", "valid_from": regroup["on"]}
        rows.append(row)
    return rows


def _village_rows(plan: Plan, places: Places, institutions: pd.DataFrame, rows: list[Row]) -> list[Row]:
    """Clinics under the hospital of their township, wherever that goes; some joined later, some never."""
    settings = plan["villages"]
    rng = stream("clinic members", places.city)
    above: dict[str, list[Row]] = {}
    for row in rows:
        if row["role"] == "township_member" and row["institution_id"].endswith("-T1"):
            above.setdefault(row["institution_id"][:9], []).append(row)
    # Whole townships differ in how far they have brought their clinics in, not single villages at random.
    keenness = {
        town: float(np.clip(rng.normal(settings["clinic_member_share"], 0.12), 0.3, 1.0)) for town in sorted(above)
    }
    members: list[Row] = []
    for clinic in rows_of(institutions[institutions["category"] == "village_clinic"]):
        town = str(clinic.town)
        joins, later = rng.random() < keenness.get(town, 0.0), rng.random() < 0.3
        if clinic.county_code == settings.get("full_county"):
            joins, later = True, False
        if not joins:
            continue
        opened, closed = _day(clinic.opened_on), _day(clinic.closed_on)
        for number, row in enumerate(above[town]):
            start = max(d for d in (row["valid_from"], opened) if d is not None)
            start = max(start, _later(row["valid_from"])) if later and number == 0 else start
            end = min((d for d in (row["valid_to"], closed) if d is not None), default=None)
            if end is None or start < end:
                members.append(
                    {
                        "consortium_id": row["consortium_id"],
                        "institution_id": clinic.institution_id,
                        "role": "village_member",
                        "supervisor_id": row["institution_id"],
                        "valid_from": start,
                        "valid_to": end,
                    }
                )
    return members


def _later(start: date) -> date:
    """Clinics that joined late did so at the turn of a year, or in mid-2023 where the consortium is that young."""
    turn = date(start.year + 1, 1, 1)
    return turn if turn < date(2023, 9, 1) else date(2023, 7, 1)


def _day(value: object) -> date | None:
    """Return a day held in a frame of objects, or None."""
    return value if isinstance(value, date) and not pd.isna(value) else None
