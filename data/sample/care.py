"""Where patients went (就医流向), what was referred, booked and paid, month by month."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.sample.affiliations import Affiliations
from data.sample.common import Plan, Row, count_near, mix, months, progress, stream
from data.sample.places import Places


def seasonal(plan: Plan, over: list[str]) -> list[float]:
    """Return each month's share of an average month: the season, the festival, epidemics and slow growth."""
    dips, season = dict(plan["care"]["dips"]), plan["care"]["season"]
    growth = 1 + plan["care"]["growth"]
    return [season[int(m[5:]) - 1] * float(dips.get(m, 1.0)) * growth ** (n / 12) for n, m in enumerate(over)]


def _rate(ends: list[float], month: str, plan: Plan, wobble: float) -> float:
    """Return a share (0 to 1) on its way from the first year's mean to the last year's."""
    first, last = plan["first_month"], plan["last_month"]
    # The two ends are means of a year, so the line is drawn through the middle of the first and of the last one.
    middle_first, middle_last = f"{first[:4]}-07", f"{last[:4]}-{'07' if last[5:] == '12' else '05'}"
    slope = (ends[1] - ends[0]) / max(1, _months_between(middle_first, middle_last))
    return (ends[0] + slope * _months_between(middle_first, month) + wobble) / 100


def _months_between(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def care_rows(plan: Plan, places: Places) -> list[Row]:
    """Return ``care_seeking``: visits and stays of a county's residents inside and outside it."""
    settings = plan["care"]
    span = months(plan["first_month"], plan["last_month"])
    seasons = seasonal(plan, span)
    rows: list[Row] = []
    for code, rates in settings["rates"].items():
        rng = stream("care", code)
        keen = float(rng.uniform(0.94, 1.07))
        for month, season in zip(span, seasons, strict=True):
            visits = count_near(rng, places.residents[code] * settings["visits"] / 12 * season * keen, 4000)
            stays = count_near(rng, places.residents[code] * settings["inpatients"] / 12 * (0.4 + 0.6 * season), 2500)
            # When travel stops, more stay at home: the share inside the county rises a little.
            stay_home = (1 - min(1.0, season)) * 3.0
            inside = round(visits * _rate(rates[0:2], month, plan, stay_home + float(rng.normal(0, 0.22))))
            grassroots = round(inside * _rate(rates[2:4], month, plan, float(rng.normal(0, 0.4)) - stay_home))
            inpatients = round(stays * _rate(rates[4:6], month, plan, float(rng.normal(0, 0.5))))
            rows.append(
                {
                    "county_code": code,
                    "month": month,
                    "visits_in": inside,
                    "visits_out": visits - inside,
                    "grassroots_visits": grassroots,
                    "inpatients_in": inpatients,
                    "inpatients_out": stays - inpatients,
                    "provenance": "sample",
                }
            )
    for exact in settings["exact"]:
        _stand_exactly(rows, exact)
    return _leave_out(rows, settings["missing"], "county_code")


def _stand_exactly(rows: list[Row], exact: Plan) -> None:
    """Change one month so that the year to date stands on a fraction exactly.

    ``whole`` is either the rest beside the part (visits_out beside visits_in) or the whole itself (visits_in).
    """
    year = [
        r
        for r in rows
        if r["county_code"] == exact["county"] and exact["month"][:4] == r["month"][:4] and r["month"] <= exact["month"]
    ]
    last = year[-1]
    part, other, top, bottom = exact["part"], exact["whole"], exact["numerator"], exact["denominator"]
    rest = bottom - top if other == "visits_out" else bottom
    spare = sum(r[other] for r in year) % rest
    last[other] += (rest - spare) % rest
    last[part] += sum(r[other] for r in year) // rest * top - sum(r[part] for r in year)


def _leave_out(rows: list[Row], missing: list[Plan], key: str) -> list[Row]:
    """Drop the months that were not reported, or only the columns named."""
    for gap in missing:
        own = [
            r
            for r in rows
            if r[key] == gap[key.removesuffix("_code").removesuffix("_id")] and r["month"] in gap["months"]
        ]
        for row in own:
            if "columns" in gap:
                row |= dict.fromkeys(gap["columns"])
            else:
                rows.remove(row)
    return rows


def outward_rows(plan: Plan, places: Places) -> list[Row]:
    """Return ``outward_referrals``: cases treated outside the county by specialty (外转专科)."""
    span = months(plan["first_month"], plan["last_month"])
    seasons = seasonal(plan, span)
    rows: list[Row] = []
    for code, rates in plan["care"]["rates"].items():
        rng = stream("outward", code)
        # A county that keeps fewer inpatients sends out more of every specialty, each with its own strengths.
        tilt = (100 - rates[5]) / 22
        for specialty, share, size in plan["outward"]["specialties"]:
            own = float(np.clip(share * tilt * rng.uniform(0.78, 1.25), 0.03, 0.8))
            for month, season in zip(span, seasons, strict=True):
                total = count_near(rng, places.residents[code] / 100_000 * size * (0.35 + 0.65 * season), 300)
                fading = mix([1.06, 0.92], progress(month, span[0], span[-1]))
                rows.append(
                    {
                        "county_code": code,
                        "month": month,
                        "specialty": specialty,
                        "total_cases": total,
                        "cases": int(rng.binomial(total, min(0.95, own * fading))),
                        "provenance": "sample",
                    }
                )
    return rows


def referral_rows(plan: Plan, affiliations: Affiliations, care: list[Row]) -> list[Row]:
    """Return ``referrals``: cases sent up and down within each consortium (双向转诊); down grows slowly."""
    settings = plan["referrals"]
    span = months(plan["first_month"], plan["last_month"])
    visits: dict[tuple[str, str], int] = {(r["county_code"], r["month"]): r["visits_in"] or 0 for r in care}
    shares = consortium_shares(affiliations)
    rows: list[Row] = []
    for consortium, county in affiliations.counties.items():
        rng = stream("referrals", consortium)
        own = float(rng.uniform(0.8, 1.2))
        for month in span:
            if affiliations.since[consortium].isoformat()[:7] > month or not visits.get((county, month)):
                continue
            down = mix(settings["down_share"], progress(month, span[0], span[-1])) * own
            mean = visits[county, month] * shares[consortium] * settings["up_per_10000_visits"] / 10_000
            for direction, factor in (("up", 1.0), ("down", down / (1 - down))):
                rows.append(
                    {
                        "consortium_id": consortium,
                        "month": month,
                        "direction": direction,
                        "cases": count_near(rng, mean * factor),
                        "provenance": "sample",
                    }
                )
    return rows


def consortium_shares(affiliations: Affiliations) -> dict[str, float]:
    """Return each consortium's part of its county, by its township-level members at the end of the period."""
    counts = affiliations.memberships[affiliations.memberships["role"] == "township_member"][
        "consortium_id"
    ].value_counts()
    whole: dict[str, int] = {}
    for consortium, county in affiliations.counties.items():
        whole[county] = whole.get(county, 0) + int(counts.get(consortium, 1))
    return {c: int(counts.get(c, 1)) / whole[county] for c, county in affiliations.counties.items()}


def booking_rows(plan: Plan, affiliations: Affiliations) -> list[Row]:
    """Return ``bookings``: slots opened (预约资源) by leads and municipal hospitals, and kept for the grassroots."""
    settings = plan["bookings"]
    span = months(plan["first_month"], plan["last_month"])
    seasons = seasonal(plan, span)
    shares = consortium_shares(affiliations)
    providers = [(lead, shares[c] + 0.35) for c, lead in affiliations.leads.items()]
    providers += [(m, 2.6) for m in settings["municipal"]]
    rows: list[Row] = []
    for provider, size in providers:
        rng = stream("bookings", provider)
        own = float(rng.uniform(0.75, 1.2))
        for resource, usual in settings["resources"]:
            for month, season in zip(span, seasons, strict=True):
                # Slots are planned in tens; what is used follows demand.
                offered = max(10, round(usual * size * (0.6 + 0.4 * season) * float(rng.uniform(0.96, 1.04)) / 10) * 10)
                share = mix(settings["grassroots_share"], progress(month, span[0], span[-1])) * own
                kept = round(offered * share / 5) * 5
                rows.append(
                    {
                        "provider_institution_id": provider,
                        "month": month,
                        "resource": resource,
                        "offered": offered,
                        "to_grassroots": kept,
                        "used": int(rng.binomial(offered, float(np.clip(0.72 + 0.1 * season, 0, 0.97)))),
                        "provenance": "sample",
                    }
                )
    return rows


def cost_rows(plan: Plan, places: Places, affiliations: Affiliations, care: list[Row]) -> list[Row]:
    """Return ``costs`` (费用) of each consortium; sums are in whole hundreds of yuan.

    In a month with fewer visits those who come are the sicker ones and cost more. The share of drugs falls faster here
    than there; with the plan's ``rising`` consortium it rises.
    """
    settings = plan["costs"]
    span = months(plan["first_month"], plan["last_month"])
    shares = consortium_shares(affiliations)
    common = _cost_of_months(plan, span)
    by_month: dict[tuple[str, str], Row] = {(r["county_code"], r["month"]): r for r in care}
    rows: list[Row] = []
    for consortium, county in affiliations.counties.items():
        rng = stream("costs", consortium)
        own: dict[str, float] = {k: float(rng.uniform(0.94, 1.06)) for k in ("out", "in", "drug", "use", "fund")}
        pace = float(stream("cost pace", consortium).uniform(0.4, 1.5))
        pace = -0.6 * pace if consortium == settings["rising"] else pace
        for month in span:
            source = by_month.get((county, month))
            if source is None or affiliations.since[consortium].isoformat()[:7] > month:
                continue
            part = shares[consortium] * 0.72
            done = progress(month, span[0], span[-1])
            visits, stays = round(source["visits_in"] * part), round(source["inpatients_in"] * part)
            outpatient = visits * mix(settings["outpatient_fee"], done) * own["out"] * float(rng.uniform(0.98, 1.02))
            inpatient = stays * mix(settings["inpatient_fee"], done) * own["in"] * float(rng.uniform(0.975, 1.025))
            outpatient, inpatient = outpatient * common[month], inpatient * common[month]
            both = outpatient + inpatient
            fund = both * float(rng.uniform(0.6, 0.64))
            rows.append(
                {
                    "consortium_id": consortium,
                    "month": month,
                    "outpatient_visits": visits,
                    "discharges": stays,
                    "outpatient_fee_yuan": _hundreds(outpatient),
                    "inpatient_fee_yuan": _hundreds(inpatient),
                    "drug_fee_yuan": _hundreds(
                        both * mix(settings["drug_share"], done * pace) * own["drug"] / common[month] ** 0.3
                    ),
                    "consumable_fee_yuan": _hundreds(
                        both * mix(settings["consumable_share"], done) * own["use"] * common[month] ** 0.3
                    ),
                    "fund_in_county_yuan": _hundreds(fund),
                    "fund_all_yuan": _hundreds(fund / (mix(settings["fund_in_share"], done) * own["fund"])),
                    "provenance": "sample",
                }
            )
    return _leave_out(rows, settings["missing"], "consortium_id")


def _cost_of_months(plan: Plan, span: list[str]) -> dict[str, float]:
    """Return how much dearer than usual a visit is in each month, the same for the whole city."""
    rng = stream("cost months", plan["city"])
    growth = 1 + plan["care"]["growth"]
    return {
        month: 1 + 0.3 * (1 - season / growth ** (number / 12)) + float(rng.normal(0, 0.012))
        for number, (month, season) in enumerate(zip(span, seasonal(plan, span), strict=True))
    }


def _hundreds(value: Any) -> float:
    return round(float(value) / 100) * 100.0
