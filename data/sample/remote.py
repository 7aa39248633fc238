"""Remote services (远程服务): sites, monthly volumes and the consortia's resource centres (资源共享中心)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.sample.affiliations import Affiliations
from data.sample.common import (
    Plan,
    Row,
    add_months,
    between,
    count_near,
    first_day,
    last_day,
    mix,
    month_of,
    months,
    progress,
    rows_of,
    shift,
    split,
    stream,
)
from data.sample.institutions import open_between
from data.sample.places import Places

#: Demand by month, January first: hearts and lungs in winter, check-ups in spring and autumn, the festival's dip.
_SEASON: dict[str, tuple[float, ...]] = {
    "ecg": (1.19, 0.86, 1.05, 0.99, 0.95, 0.92, 0.93, 0.94, 0.96, 1.0, 1.08, 1.16),
    "imaging": (1.14, 0.84, 1.06, 1.02, 0.98, 0.95, 0.96, 0.95, 0.97, 1.01, 1.06, 1.1),
    "lab": (0.98, 0.78, 1.08, 1.12, 1.08, 1.0, 0.96, 0.95, 1.02, 1.05, 1.02, 0.96),
}
_PLAIN = (1.02, 0.84, 1.05, 1.03, 1.0, 0.99, 0.98, 0.97, 1.0, 1.0, 1.04, 1.06)
_GROWTH_A_YEAR = 1.09
#: Months until a new site is in full use.
_RAMP = 9


@dataclass(frozen=True)
class Site:
    """One open site and what makes its volume."""

    institution: str
    county: str
    town: str
    service: str
    opened: date
    closed: date | None
    #: Requests a month in full use, in an average month.
    usual: float


def open_sites(plan: Plan, places: Places, institutions: pd.DataFrame, affiliations: Affiliations) -> list[Site]:
    """Open the sites of each service in waves: the large and the keen first, down to the plan's shares."""
    hosts = institutions[institutions["town"].notna() & (institutions["category"] != "village_clinic")]
    hosts = hosts[hosts["institution_id"].isin(set(affiliations.memberships["institution_id"]))]
    unused = {(places.town(u["township"]), u["type"]) for u in plan["remote_events"]["unused"]}
    closed = {(places.town(c["township"]), c["type"]): c["on"] for c in plan["remote_events"]["closed"]}
    whole = {t["county"] for t in plan.get("remote_totals", [])}
    served = hosts["served"].astype(float).to_numpy()
    sites: list[Site] = []
    for remote in plan["remote"]:
        service = remote["type"]
        rng = stream("sites", places.city, service)
        keen = pd.Series(np.log(served) * 0.5 + rng.normal(0, 0.55, len(hosts))).rank(ascending=False, pct=True)
        factor = np.exp(rng.normal(0, 0.34, len(hosts)))
        for host, rank, own in zip(rows_of(hosts), keen, factor, strict=True):
            town, county = str(host.town), str(host.county_code)
            waves = [(day, share) for day, share in remote["open"] if rank <= share]
            if (town, service) in unused or (county in whole and service == "ecg"):
                waves = waves or [tuple(remote["open"][-2])]
            if not waves:
                continue
            opened = waves[0][0] + timedelta(days=int(rng.choice([0, 0, 14, 31, 45, 61])))
            opened = _after(host.opened_on, opened, county in whole)
            ended = closed.get((town, service)) or (host.closed_on if isinstance(host.closed_on, date) else None)
            if ended is not None and ended <= opened:
                continue
            usual = remote["rate"] * float(host.served) / 12_000 * float(own)
            sites.append(
                Site(
                    str(host.institution_id),
                    county,
                    town,
                    service,
                    opened,
                    ended,
                    0.0 if (town, service) in unused else usual,
                )
            )
    return sites


def _after(institution_opened: Any, opened: date, early: bool) -> date:
    """A site opens no earlier than its institution; where a whole year is stated, before that year begins."""
    if isinstance(institution_opened, date) and not pd.isna(institution_opened):
        opened = max(opened, add_months(institution_opened, 2))
    return min(opened, date(2022, 12, 1)) if early else opened


def site_rows(sites: list[Site]) -> list[Row]:
    """Return the rows of ``remote_sites``."""
    return [
        {
            "institution_id": s.institution,
            "service_type": s.service,
            "opened_on": s.opened,
            "closed_on": s.closed,
            "provenance": "sample",
        }
        for s in sites
    ]


def volume_rows(plan: Plan, places: Places, sites: list[Site], affiliations: Affiliations) -> list[Row]:
    """Return the rows of ``remote_volumes``, with what the plan has gone wrong."""
    span = months(plan["first_month"], plan["last_month"])
    dips = dict(plan["remote_events"]["dips"])
    turnaround = {r["type"]: r["turnaround"] for r in plan["remote"]}
    abandoned = plan["remote_events"]["abandoned"]
    stated = {total["county"] for total in plan.get("remote_totals", [])}
    homes = {m: affiliations.home(last_day(m)) for m in span}
    rows: list[Row] = []
    for site in sites:
        before = 0
        rng = stream("volumes", site.institution, site.service)
        pace = float(rng.uniform(0.82, 1.22))
        # Some give it up: the one who could work the device has left.
        given_up = span[int(rng.integers(len(span) // 2, len(span) - 3))] if rng.random() < abandoned else ""
        if site.county in stated:
            given_up = ""
        for month in span:
            if not open_between(site.opened, site.closed, last_day(month)):
                continue
            age = between(month_of(site.opened), month)
            mean = site.usual * min(1.0, 0.3 + 0.7 * age / _RAMP) * float(dips.get(month, 1.0))
            mean *= _SEASON.get(site.service, _PLAIN)[int(month[5:]) - 1]
            mean *= _GROWTH_A_YEAR ** (between(plan["first_month"], month) / 12)
            volume = 0 if given_up and month >= given_up else count_near(rng, mean)
            if volume == before and volume:
                # The check takes two equal months for a copied one; only those the plan copies shall stand out.
                volume += 1 if rng.random() < 0.5 or volume == 1 else -1
            before = volume
            home = homes[month].get(site.institution, f"{site.county}-A")
            rows.append(
                {
                    "month": month,
                    "service_type": site.service,
                    "requesting_institution_id": site.institution,
                    "providing_institution_id": affiliations.leads[home],
                    "volume": volume,
                    "median_turnaround_minutes": _minutes(rng, turnaround[site.service], pace, month, plan, volume),
                    "provenance": "sample",
                }
            )
    rows = _meet_totals(plan, rows) + _second_providers(plan, sites, rows)
    return _events(plan, places, rows, affiliations)


def _second_providers(plan: Plan, sites: list[Site], rows: list[Row]) -> list[Row]:
    """Return what a municipal hospital answered beside the lead for a few institutions, from the second year on."""
    second = plan["remote_events"]["second_provider"]
    rng = stream("second providers", plan["city"])
    able = sorted(s.institution for s in sites if s.service == second["type"] and s.usual)
    chosen = set(rng.choice(able, max(1, round(len(able) * second["share"])), replace=False))
    since = shift(plan["first_month"], second["after"])
    added: list[Row] = []
    before: dict[str, int] = {}
    for row in rows:
        fits = row["service_type"] == second["type"] and row["requesting_institution_id"] in chosen
        if fits and row["month"] >= since:
            volume = count_near(rng, 0.3 * row["volume"] + 0.3)
            requester = row["requesting_institution_id"]
            volume += int(volume == before.get(requester))
            before[requester] = volume
            added.append(
                row
                | {"providing_institution_id": second["provider"], "volume": volume, "median_turnaround_minutes": None}
            )
    return added


def _minutes(
    rng: np.random.Generator, ends: list[float], pace: float, month: str, plan: Plan, volume: int
) -> float | None:
    """Return the median time to an answer in minutes, as a clerk writes it; none without a request."""
    if not volume or not ends[0]:
        return None
    value = mix(ends, progress(month, plan["first_month"], plan["last_month"])) * pace * float(rng.uniform(0.93, 1.07))
    step = 1.0 if value < 60 else 5.0 if value < 300 else 30.0 if value < 2000 else 120.0
    return round(value / step) * step


def _meet_totals(plan: Plan, rows: list[Row]) -> list[Row]:
    """Spread each stated total over the months and institutions in the proportions already drawn."""
    for stated in plan.get("remote_totals", []):
        first, last = stated["months"]
        own = [
            r
            for r in rows
            if r["service_type"] == stated["type"]
            and first <= r["month"] <= last
            and r["requesting_institution_id"].startswith(stated["county"])
        ]
        for row, part in zip(own, split(stated["total"], [r["volume"] + 0.15 for r in own]), strict=True):
            row["volume"] = part
            if not part:
                row["median_turnaround_minutes"] = None
    return rows


def _events(plan: Plan, places: Places, rows: list[Row], affiliations: Affiliations) -> list[Row]:
    """Leave out what was never sent in, and put in what was copied, rounded or has no site."""
    events = plan["remote_events"]
    for row in rows:
        if row["requesting_institution_id"][:6] in events["rounding"] and row["volume"] > 200:
            row["volume"] = round(row["volume"] / 5) * 5
    held = {
        (r["month"], r["service_type"], r["requesting_institution_id"], r["providing_institution_id"]): r for r in rows
    }
    one, county = events["copied_institution"], events["copied_county"]
    copier = places.town(one["township"]) + "-T1"
    for (month, service, requester, provider), row in held.items():
        before = held.get((shift(month, -1), service, requester, provider))
        whole = month == county["month"] and requester.startswith(county["county"])
        if before and (whole or (month == one["month"] and requester == copier and service in one["types"])):
            row["volume"] = before["volume"]
            row["median_turnaround_minutes"] = before["median_turnaround_minutes"]
    missed = events["missed"]
    gaps = {
        (m, g["type"], places.town(g["township"]) + "-T1") for g in events["missed_institutions"] for m in g["months"]
    }
    kept = [
        r
        for r in rows
        if not (r["requesting_institution_id"].startswith(missed["county"]) and r["month"] in missed["months"])
        and (r["month"], r["service_type"], r["requesting_institution_id"]) not in gaps
    ]
    blank = events["blank"]
    silent = (places.town(blank["township"]) + "-T1", blank["type"])
    for row in kept:
        if (row["requesting_institution_id"], row["service_type"]) == silent and row["month"] in blank["months"]:
            row |= {"volume": None, "median_turnaround_minutes": None}
    odd = events["without_site"]
    requester = places.town(odd["township"]) + "-T1"
    for month in odd["months"]:
        lead = affiliations.leads[affiliations.home(last_day(month))[requester]]
        if not any(r["requesting_institution_id"] == requester and r["service_type"] == odd["type"] for r in kept):
            kept.append(
                {
                    "month": month,
                    "service_type": odd["type"],
                    "requesting_institution_id": requester,
                    "providing_institution_id": lead,
                    "volume": 9,
                    "provenance": "sample",
                }
            )
    return kept


def centre_rows(plan: Plan, affiliations: Affiliations) -> list[Row]:
    """Return resource centres by consortium: the easy ones first, the hard ones by the stronger consortia only."""
    settings = plan["centres"]
    stated = settings.get("reported", {})
    rows: list[Row] = []
    span = between(month_of(settings["from"]), plan["last_month"]) - 3
    for consortium, county in affiliations.counties.items():
        if county == stated.get("county"):
            rows += [
                {
                    "consortium_id": consortium,
                    "centre_type": t,
                    "status": "open",
                    "opened_on": None,
                    "provenance": "reported",
                }
                for t in stated["types"]
            ]
            continue
        rng = stream("centres", consortium)
        strength = float(rng.normal(0, 0.16))
        for place, (centre, wanted) in enumerate(zip(settings["order"], settings["wanted"], strict=True)):
            luck = float(rng.random())
            status, opened = "none", None
            if luck + strength < wanted:
                lag = int(np.clip(rng.normal(place * span / 9, span / 7), 0, span))
                opened = max(add_months(first_day(month_of(settings["from"])), lag), affiliations.since[consortium])
                status = "open"
            elif luck + strength < wanted + 0.12:
                status = "building"
            elif luck + strength < wanted + 0.2:
                status = "planned"
            rows.append(
                {
                    "consortium_id": consortium,
                    "centre_type": centre,
                    "status": status,
                    "opened_on": opened,
                    "provenance": "sample",
                }
            )
    silent = [r for r in rows if r["status"] == "none"]
    for row in silent[:2]:
        row["status"] = None
    return rows
