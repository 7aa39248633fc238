"""Slots and equipment opened to the grassroots (向基层开放的预约资源) by lead and municipal hospitals, by month."""

from __future__ import annotations

import numpy as np

from data.sample.affiliations import Affiliations
from data.sample.care import consortium_shares, leave_out
from data.sample.common import Plan, Row, months, stream
from data.sample.shapes import OFTEN, WAYS, drift, seasonal

#: Chance of each of the ways for a hospital as a whole.
_HOUSES = (0.26, 0.14, 0.2, 0.2, 0.2)


def booking_rows(plan: Plan, affiliations: Affiliations) -> list[Row]:
    """Return ``bookings``: offered, kept for the grassroots, used.

    What a hospital keeps is decided by resource and goes its own way: more, less, at one stroke or not at all. Not
    every hospital has every machine.
    """
    settings = plan["bookings"]
    span = months(plan["first_month"], plan["last_month"])
    seasons = seasonal(plan, span)
    shares = consortium_shares(affiliations)
    providers = [(lead, shares[c] + 0.35) for c, lead in affiliations.leads.items()]
    providers += [(m, 2.6) for m in settings["municipal"]]
    rows: list[Row] = []
    for provider, size in providers:
        rng = stream("bookings", provider)
        own = float(rng.uniform(0.55, 1.4))
        # One hand decides for most of a hospital's resources.
        house = np.eye(len(WAYS))[int(rng.choice(len(WAYS), p=_HOUSES))]
        for resource, usual, generous, common in settings["resources"]:
            has = rng.random() < common or size > 2
            ends = [one * generous * own * float(rng.uniform(0.75, 1.3)) for one in settings["grassroots_share"]]
            often = house if rng.random() < 0.75 else np.array(OFTEN)
            kept, demand = drift(rng, span, ends, often.tolist()), float(rng.uniform(0.62, 0.84))
            # A clinic is opened or a machine bought in mid-period: from then on there are more slots.
            grown = int(rng.integers(6, len(span) * 2))
            for number, (month, season) in enumerate(zip(span, seasons, strict=True)):
                room = usual * size * (1.25 if number >= grown else 1.0) * (0.5 + 0.5 * float(season))
                # Slots are planned in tens; what is used follows demand.
                offered = max(10, round(room * float(rng.uniform(0.95, 1.05)) / 10) * 10)
                row = {
                    "provider_institution_id": provider,
                    "month": month,
                    "resource": resource,
                    "offered": offered,
                    "to_grassroots": max(0, round(offered * float(kept[number]) / 5) * 5),
                    "used": int(rng.binomial(offered, float(np.clip(demand + 0.1 * season, 0, 0.98)))),
                    "provenance": "sample",
                }
                if has:
                    rows.append(row)
    return leave_out(rows, settings["missing"], "provider_institution_id")
