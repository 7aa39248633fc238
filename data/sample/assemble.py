"""Make every table of the bundled sample (示例数据): two real cities, generated activity, stated figures exactly."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.model import TABLES, TOWNSHIP_LEVEL
from data.sample import bookings, capability, care, family, governance, money, outward, published, remote, staff
from data.sample.affiliations import affiliate
from data.sample.common import PLANS, Plan, Row, load_plan
from data.sample.hosts import build_routes
from data.sample.institutions import alias_rows, build_institutions
from data.sample.places import read_places
from data.sample.postings import People, build_postings
from data.sample.villages import plan_villages, with_institutions
from data.tables import conform, empty

#: One table of one city, as rows or as a frame.
_Part = Sequence[Row] | pd.DataFrame


def assemble() -> dict[str, pd.DataFrame]:
    """Return all tables of both cities, each with the contract's columns and dtypes, sorted by key."""
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for name in PLANS:
        for table, rows in build_city(load_plan(name)).items():
            parts[table].append(rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows))
    return {
        table: conform(table, pd.concat([f for f in frames if len(f)], ignore_index=True)) if frames else empty(table)
        for table, frames in parts.items()
    }


def build_city(plan: Plan) -> dict[str, _Part]:
    """Return the tables of one city."""
    places = read_places(plan["city"])
    villages = plan_villages(plan, places)
    institutions = build_institutions(plan, places, villages.clinics)
    affiliations = affiliate(plan, places, institutions)
    hosts = institutions[
        institutions["category"].isin(TOWNSHIP_LEVEL) & institutions["institution_id"].str.endswith("-T1")
    ]
    routes = build_routes(plan, places, institutions, affiliations)
    sites = remote.open_sites(plan, places, institutions, affiliations)
    seeking = care.care_rows(plan, places)
    specialties = capability.specialty_rows(plan, places, institutions, affiliations)
    tables: dict[str, _Part] = {
        "regions": _with_outside(plan, places.regions),
        "institutions": institutions,
        "consortia": affiliations.consortia,
        "memberships": affiliations.memberships,
        "postings": build_postings(plan, routes, People(plan["prefix"])),
        "aliases": alias_rows(plan),
        "workforce": staff.workforce_rows(plan, places, institutions),
        "remote_sites": remote.site_rows(sites),
        "resource_centres": remote.centre_rows(plan, affiliations),
        "village_services": with_institutions(
            villages.rows, dict(zip(hosts["town"], hosts["institution_id"], strict=True))
        ),
        "bookings": bookings.booking_rows(plan, affiliations),
        "pairings": governance.pairing_rows(plan, affiliations),
        "specialties": specialties,
        "capability": capability.capability_rows(plan, places, institutions, affiliations, specialties),
        "governance": governance.governance_rows(plan, places, affiliations),
        "investments": money.investment_rows(plan, places),
        "statements": published.statements(plan["city"]),
    }
    monthly: dict[str, list[Row]] = {
        "remote_volumes": remote.volume_rows(plan, places, sites, affiliations),
        "family_doctors": family.family_rows(plan, places),
        "care_seeking": seeking,
        "outward_referrals": outward.outward_rows(plan, places, affiliations, specialties),
        "referrals": care.referral_rows(plan, affiliations, seeking),
        "costs": money.cost_rows(plan, affiliations, seeking),
    }
    tables["submissions"] = published.submission_rows(plan, places, monthly)
    return tables | monthly


def _with_outside(plan: Plan, regions: pd.DataFrame) -> pd.DataFrame:
    """Add the cities of partners outside, which have no counties here and so are nobody's scope."""
    outside = {unit["region"]: unit["region_name"] for unit in plan["outside"]}
    rows = [
        {"region_code": code, "name": name, "level": "city", "provenance": "reported"} for code, name in outside.items()
    ]
    return pd.concat([regions, conform("regions", pd.DataFrame(rows))], ignore_index=True)
