"""Where patients went (就医流向) and what was referred within the consortia (双向转诊), month by month."""

from __future__ import annotations

import numpy as np

from data.sample.affiliations import Affiliations
from data.sample.common import Plan, Row, count_near, months, stream
from data.sample.places import Places
from data.sample.shapes import Values, drift, seasonal, struck_by, through_years, wander

#: The three shares in the order of the plan: of visits, of visits inside at the grassroots, of stays.
_SHARES = ("in", "grassroots", "inpatient")


def care_rows(plan: Plan, places: Places) -> list[Row]:
    """Return ``care_seeking``: visits and stays of a county's residents inside and outside it."""
    settings = plan["care"]
    span = months(plan["first_month"], plan["last_month"])
    rows: list[Row] = []
    for code, means in settings["rates"].items():
        rng = stream("care", code)
        residents, season = places.residents[code], seasonal(plan, span, code)
        keen = float(rng.uniform(0.94, 1.07)) * (1 + wander(rng, len(span), 0.022, 0.45))
        visits = [count_near(rng, residents * settings["visits"] / 12 * one, 6000) for one in season * keen]
        stays = [
            count_near(rng, residents * settings["inpatients"] / 12 * (0.35 + 0.65 * one), 2500)
            for one in season * keen
        ]
        around = {share: _around(plan, rng, code, share, residents, span) for share in _SHARES}
        inside = _part(visits, through_years(means["in"], span, np.array(visits, float), around["in"]))
        grassroots = _part(
            inside, through_years(means["grassroots"], span, np.array(inside, float), around["grassroots"])
        )
        inpatients = _part(
            stays, through_years(means["inpatient"], span, np.array(stays, float), around["inpatient"])
        )
        rows += [
            {
                "county_code": code,
                "month": month,
                "visits_in": inside[n],
                "visits_out": visits[n] - inside[n],
                "grassroots_visits": grassroots[n],
                "inpatients_in": inpatients[n],
                "inpatients_out": stays[n] - inpatients[n],
                "provenance": "sample",
            }
            for n, month in enumerate(span)
        ]
    for exact in settings["exact"]:
        _stand_exactly(rows, exact)
    return leave_out(rows, settings["missing"], "county_code")


def _part(whole: list[int], percent: Values) -> list[int]:
    return [round(one * float(share) / 100) for one, share in zip(whole, percent, strict=True)]


def _around(plan: Plan, rng: np.random.Generator, county: str, share: str, residents: int, span: list[str]) -> Values:
    """Return how many points (百分点) each month stands off its line: season, epidemic, breaks, chance."""
    care = plan["care"]
    place = _SHARES.index(share)
    epidemic = {row[0]: row[2 + place] for row in care["epidemic"]}
    season = np.array([care["share_season"][share][int(m[5:]) - 1] for m in span]) * float(rng.uniform(0.5, 1.4))
    values = season + struck_by(county) * np.array([epidemic.get(m, 0.0) for m in span])
    for shift in care["shifts"]:
        if (shift["county"], shift["share"]) == (county, share):
            values += np.array([shift["by"] if m >= shift["month"] else 0.0 for m in span])
    # A small county's share hangs on a few doctors: it is less steady.
    spread = (0.3, 0.6, 0.5)[place] * (0.6 + 0.5 * (400_000 / residents) ** 0.5)
    return np.asarray(values + wander(rng, len(span), spread, 0.55))


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


def leave_out(rows: list[Row], missing: list[Plan], key: str) -> list[Row]:
    """Drop the months that were not reported, or only the columns named; ``only`` narrows a gap to some rows."""
    for gap in missing:
        narrow = gap.get("only", {})
        own = [
            r
            for r in rows
            if r[key] == gap[key.removesuffix("_code").removesuffix("_id")]
            and r["month"] in gap["months"]
            and all(r[column] == value for column, value in narrow.items())
        ]
        for row in own:
            if "columns" in gap:
                row |= dict.fromkeys(gap["columns"])
            else:
                rows.remove(row)
    return rows


def referral_rows(plan: Plan, affiliations: Affiliations, care: list[Row]) -> list[Row]:
    """Return ``referrals``: cases sent up and down within each consortium; what share goes down is its own matter."""
    settings = plan["referrals"]
    span = months(plan["first_month"], plan["last_month"])
    visits: dict[tuple[str, str], int] = {(r["county_code"], r["month"]): r["visits_in"] or 0 for r in care}
    shares = consortium_shares(affiliations)
    rows: list[Row] = []
    for consortium, county in affiliations.counties.items():
        rng = stream("referrals", consortium)
        down_share = drift(rng, span, settings["down_share"]) * float(rng.uniform(0.8, 1.2))
        usual = float(rng.uniform(0.7, 1.35)) * (1 + wander(rng, len(span), 0.09, 0.7))
        for month, down, keen in zip(span, down_share, usual, strict=True):
            if affiliations.since[consortium].isoformat()[:7] > month or not visits.get((county, month)):
                continue
            mean = visits[county, month] * shares[consortium] * settings["up_per_10000_visits"] / 10_000 * float(keen)
            for direction, factor in (("up", 1.0), ("down", float(down / (1 - down)))):
                rows.append(
                    {
                        "consortium_id": consortium,
                        "month": month,
                        "direction": direction,
                        "cases": count_near(rng, mean * factor, 60),
                        "provenance": "sample",
                    }
                )
    return leave_out(rows, settings["missing"], "consortium_id")


def consortium_shares(affiliations: Affiliations) -> dict[str, float]:
    """Return each consortium's part of its county, by its township-level members at the end of the period."""
    counts = affiliations.memberships[affiliations.memberships["role"] == "township_member"][
        "consortium_id"
    ].value_counts()
    whole: dict[str, int] = {}
    for consortium, county in affiliations.counties.items():
        whole[county] = whole.get(county, 0) + int(counts.get(consortium, 1))
    return {c: int(counts.get(c, 1)) / whole[county] for c, county in affiliations.counties.items()}
