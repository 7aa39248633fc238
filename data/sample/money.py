"""What care cost (费用) and what was invested (投入)."""

from __future__ import annotations

from typing import Any

from data.sample.affiliations import Affiliations
from data.sample.care import consortium_shares, leave_out
from data.sample.common import Plan, Row, months, stream
from data.sample.places import Places
from data.sample.shapes import OFTEN, Values, drift, seasonal, wander

#: The plan's names of what goes its own way in each consortium.
_MEASURES = ("outpatient_fee", "inpatient_fee", "drug_share", "consumable_share", "fund_in_share")
#: Chance of each of the ways: fees (次均费用) seldom stand still and do not fall; or a turn for the worse is certain.
_FEES, _BACK = (0.45, 0.2, 0.2, 0.15, 0.0), (0.0, 0.0, 0.0, 0.0, 1.0)


def cost_rows(plan: Plan, affiliations: Affiliations, care: list[Row]) -> list[Row]:
    """Return ``costs`` of each consortium; sums are in whole hundreds of yuan.

    In a month with fewer visits those who come are the sicker ones and cost more. Fees rise and the share of drugs
    falls faster here than there, in a step where a batch of drugs was bought centrally (集中采购); with the plan's
    ``rising`` consortium the share of drugs rises.
    """
    settings = plan["costs"]
    span = months(plan["first_month"], plan["last_month"])
    shares = consortium_shares(affiliations)
    common = _cost_of_months(plan, span)
    by_month: dict[tuple[str, str], Row] = {(r["county_code"], r["month"]): r for r in care}
    rows: list[Row] = []
    for consortium, county in affiliations.counties.items():
        rng = stream("costs", consortium)
        often = dict.fromkeys(_MEASURES, OFTEN) | dict.fromkeys(_MEASURES[:2], _FEES)
        if consortium == settings["rising"]:
            often["drug_share"] = _BACK
        own: dict[str, Values] = {
            name: drift(rng, span, settings[name], often[name]) * float(rng.uniform(0.93, 1.07)) for name in _MEASURES
        }
        part = shares[consortium] * 0.72 * (1 + wander(rng, len(span), 0.03, 0.8))
        for n, month in enumerate(span):
            source = by_month.get((county, month))
            if source is None or affiliations.since[consortium].isoformat()[:7] > month:
                continue
            visits, stays = (round(source[name] * float(part[n])) for name in ("visits_in", "inpatients_in"))
            dear = common[month]
            outpatient = visits * own["outpatient_fee"][n] * float(rng.uniform(0.98, 1.02)) * dear
            inpatient = stays * own["inpatient_fee"][n] * float(rng.uniform(0.975, 1.025)) * dear
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
                    "drug_fee_yuan": _hundreds(both * own["drug_share"][n] / dear**0.3),
                    "consumable_fee_yuan": _hundreds(both * own["consumable_share"][n] * dear**0.3),
                    "fund_in_county_yuan": _hundreds(fund),
                    "fund_all_yuan": _hundreds(fund / own["fund_in_share"][n]),
                    "provenance": "sample",
                }
            )
    return leave_out(rows, settings["missing"], "consortium_id")


def _cost_of_months(plan: Plan, span: list[str]) -> dict[str, float]:
    """Return how much dearer than usual a visit is in each month, the same for the whole city."""
    rng = stream("cost months", plan["city"])
    growth = 1 + plan["care"]["growth"]
    return {
        month: 1 + 0.3 * (1 - float(season) / growth ** (number / 12)) + float(rng.normal(0, 0.012))
        for number, (month, season) in enumerate(zip(span, seasonal(plan, span), strict=True))
    }


def _hundreds(value: Any) -> float:
    return round(float(value) / 100) * 100.0


def investment_rows(plan: Plan, places: Places) -> list[Row]:
    """Return ``investments``: half-yearly sums in whole tens of thousands of yuan.

    Money comes by project: an item may have none for half a year (0), a building's worth in the next, or go unreported.
    """
    settings = plan["investments"]
    rows: list[Row] = []
    for county in places.counties:
        if county in settings.get("without", []):
            continue
        rng = stream("investments", county)
        size = (places.residents[county] / 400_000) ** 0.6
        for item, usual in settings["items"]:
            for month in settings["months"]:
                told, paid, large = rng.random() < 0.95, rng.random() < 0.86, rng.random() < 0.08
                amount = round(usual * size * float(rng.lognormal(0, 0.45)) * (3.5 if large else 1) / 5) * 5
                if told:
                    rows.append(
                        {
                            "county_code": county,
                            "month": month,
                            "item": item,
                            "amount_yuan": amount * 10_000.0 if paid else 0.0,
                            "provenance": "sample",
                        }
                    )
    return rows
