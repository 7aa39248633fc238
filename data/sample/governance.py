"""How consortia are run (体制机制) and who helps whom (结对帮扶)."""

from __future__ import annotations

from datetime import date

import numpy as np

from data.sample.affiliations import Affiliations
from data.sample.common import Plan, Row, first_day, months, stream
from data.sample.places import Places


def governance_rows(plan: Plan, places: Places, affiliations: Affiliations) -> list[Row]:
    """Return ``governance``: what the documents state of every county, and invented states of the other items."""
    settings = plan["governance"]
    rows: list[Row] = [
        {
            "subject_id": county,
            "item": "plan_issued",
            "value": "yes",
            "since": settings["plan_issued_on"],
            "provenance": "reported",
        }
        for county in places.counties
    ]
    stated = settings.get("reported")
    if stated:
        subject = next(c for c, county in affiliations.counties.items() if county == stated["county"])
        rows.append(
            {
                "subject_id": subject,
                "item": stated["item"],
                "value": "yes",
                "since": stated["on"],
                "provenance": "reported",
            }
        )
    for kind, subjects in (
        ("county", dict.fromkeys(places.counties, _start(plan))),
        ("consortium", affiliations.since),
    ):
        for subject, founded in subjects.items():
            rng = stream("governance", subject)
            keen = float(rng.normal(0, 0.12))
            for item, wanted in settings[kind].items():
                rows += _states(
                    plan,
                    rng,
                    {"subject_id": subject, "item": item, "provenance": "sample"},
                    max(founded, _start(plan)),
                    wanted + keen,
                )
    return rows


def _states(plan: Plan, rng: np.random.Generator, subject: Row, founded: date, wanted: float) -> list[Row]:
    """Go from 否 or 部分 to 是 as far as the subject gets, with some who never report."""
    span = months(plan["first_month"], plan["last_month"])
    luck = float(rng.random())
    steps = sorted(span[int(n)] for n in rng.integers(1, len(span) - 1, 2))
    if rng.random() < plan["governance"]["unreported"]:
        return []
    if luck < wanted * 0.35:
        return [subject | {"value": "yes", "since": founded}]
    rows = [subject | {"value": "no", "since": founded}]
    if luck < wanted + 0.1 and first_day(steps[0]) > founded:
        rows.append(subject | {"value": "partial", "since": first_day(steps[0])})
    if luck < wanted and first_day(steps[1]) > founded and steps[1] != steps[0]:
        rows.append(subject | {"value": "yes", "since": first_day(steps[1])})
    return rows


def pairing_rows(plan: Plan, affiliations: Affiliations) -> list[Row]:
    """Return ``pairings``: each lead with a municipal hospital from some wave on, a few with one outside the city."""
    settings = plan["pairings"]
    rng = stream("pairings", plan["city"])
    hospitals = [m["id"] for m in plan["municipal"] if m["category"] == "municipal_hospital"]
    modes = ["specialty_cooperation", "specialty_trusteeship", "full_trusteeship", "alliance"]
    order = rng.permutation(len(affiliations.leads))
    ended = settings.get("ended", {})
    rows: list[Row] = []
    for rank, (consortium, lead) in zip(order, affiliations.leads.items(), strict=True):
        share = (int(rank) + 0.5) / len(order)
        start = next(day for day, reached in settings["start"] if share <= reached)
        start = max(start, affiliations.since[consortium])
        partner = hospitals[int(rank) % len(hospitals)]
        until = ended.get("on") if ended.get("consortium") == consortium else None
        rows.append(
            {
                "institution_id": lead,
                "partner_id": partner,
                "level": "municipal",
                "valid_from": start,
                "valid_to": until,
                "mode": str(rng.choice(modes, p=[0.45, 0.28, 0.12, 0.15])),
                "provenance": "sample",
            }
        )
        if consortium in settings["outside"]:
            outside = plan["outside"][settings["outside"].index(consortium) % len(plan["outside"])]
            rows.append(
                {
                    "institution_id": lead,
                    "partner_id": outside["id"],
                    "level": outside["level"],
                    "valid_from": start,
                    "valid_to": None,
                    "mode": "alliance",
                    "provenance": "sample",
                }
            )
    return rows


def _start(plan: Plan) -> date:
    return date(int(plan["first_month"][:4]) - 1, 1, 1)
