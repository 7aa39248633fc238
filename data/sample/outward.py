"""Cases treated outside the county by specialty (外转专科), month by month."""

from __future__ import annotations

import numpy as np

from data.sample.affiliations import Affiliations
from data.sample.care import leave_out
from data.sample.common import Plan, Row, count_near, month_of, months, shift, stream
from data.sample.places import Places
from data.sample.shapes import Values, drift, seasonal, wander

#: By how much fewer leave once a consortium of the county has built the specialty up, from half a year on.
_BUILT = 0.86


def outward_rows(plan: Plan, places: Places, affiliations: Affiliations, specialties: list[Row]) -> list[Row]:
    """Return ``outward_referrals``; some counties leave out the total, some a whole specialty."""
    settings = plan["outward"]
    span = months(plan["first_month"], plan["last_month"])
    rows: list[Row] = []
    for code, means in plan["care"]["rates"].items():
        rng = stream("outward", code)
        keeps = settings["specialties"]
        season = seasonal(plan, span, code)
        # A county that keeps fewer inpatients sends out more of every specialty, each with its own strengths.
        tilt = (100 - means["inpatient"][-1]) / 22
        silent = settings["silent"].get(code, [])
        for specialty, share, size, kind in keeps:
            own = float(np.clip(share * tilt * rng.uniform(0.66, 1.4), 0.03, 0.72))
            ways = own * drift(rng, span, [1.05, 0.88]) * (1 + wander(rng, len(span), 0.045))
            ways *= _built(code, specialty, affiliations, specialties, span)
            usual = places.residents[code] / 100_000 * size * float(rng.uniform(0.8, 1.25))
            sick = _sick(plan, kind, span, season) * (1 + wander(rng, len(span), 0.05))
            for month, leave, one in zip(span, ways, sick, strict=True):
                total = count_near(rng, usual * float(one), 200)
                row = _row(code, month, specialty, int(rng.binomial(total, float(np.clip(leave, 0.01, 0.92)))), total)
                if specialty not in silent:
                    rows.append(row)
    rows += _rare(plan, span) + _without_total(plan, places, span)
    return leave_out(rows, settings["missing"], "county_code")


def _row(county: str, month: str, specialty: str, cases: int, total: int | None) -> Row:
    return {
        "county_code": county,
        "month": month,
        "specialty": specialty,
        "total_cases": total,
        "cases": cases,
        "provenance": "sample",
    }


def _sick(plan: Plan, kind: str, span: list[str], season: Values) -> Values:
    """Return how many fall ill in a month, relative to an average one; some illness has a season of its own."""
    usual = plan["outward"]["seasons"][kind]
    return np.asarray((0.45 + 0.55 * season) * np.array([usual[int(month[5:]) - 1] for month in span]))


def _built(
    county: str, specialty: str, affiliations: Affiliations, specialties: list[Row], span: list[str]
) -> Values:
    """Return what is left of those who leave, once a consortium of the county made it its key specialty (重点专科)."""
    begun = [
        shift(month_of(row["since"]), 6)
        for row in specialties
        if row["kind"] == "key"
        and row["specialty"] == specialty
        and affiliations.counties.get(row["subject_id"]) == county
    ]
    return np.array([_BUILT ** sum(month >= one for one in begun) for month in span])


def _rare(plan: Plan, span: list[str]) -> list[Row]:
    """A specialty so rare that no rate can be told of it (基数过小): one county's, and a case now and then."""
    rare = plan["outward"]["rare"]
    rng = stream("outward rare", plan["city"])
    totals = [int(rng.poisson(rare["monthly"])) for _ in span]
    return [
        _row(rare["county"], month, rare["specialty"], int(rng.binomial(total, rare["share"])), total)
        for month, total in zip(span, totals, strict=True)
    ]


def _without_total(plan: Plan, places: Places, span: list[str]) -> list[Row]:
    """A specialty of which nobody knows all cases, since most go to private clinics: cases alone."""
    settings = plan["outward"]["without_total"]
    rows: list[Row] = []
    for county in settings["counties"]:
        rng = stream("outward without total", county)
        usual = places.residents[county] / 100_000 * settings["size"] * (1 + wander(rng, len(span), 0.12))
        for month, mean in zip(span, usual * seasonal(plan, span, county), strict=True):
            rows.append(_row(county, month, settings["specialty"], count_near(rng, float(mean), 60), None))
    return rows
