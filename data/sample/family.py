"""Family doctors (家庭医生) by county and month."""

from __future__ import annotations

from data.sample.common import Plan, Row, mix, months, progress, stream
from data.sample.places import Places


def family_rows(plan: Plan, places: Places) -> list[Row]:
    """Return ``family_doctors``; a month that a document states holds nothing but what it states.

    Contracts (签约) are renewed at the turn of the year, so they drop a little in January and climb again.
    """
    settings = plan["family"]
    span = months(plan["first_month"], plan["last_month"])
    stated = settings.get("reported")
    rows: list[Row] = []
    for code, tilt in settings["tilt"].items():
        rng = stream("family", code)
        residents = places.residents[code]
        key_population = residents * settings["key_share"] * float(rng.uniform(0.94, 1.06))
        teams_at_end = _teams_at_end(settings, code, residents, float(rng.uniform(0.85, 1.15)))
        wobble = 0.0
        for month in span:
            done = progress(month, span[0], span[-1])
            wobble = 0.7 * wobble + float(rng.normal(0, 0.12))
            renewal = -1.6 * max(0.0, 1 - (int(month[5:]) - 1) / 4)
            rate = mix(settings["contract_rate"], done) + tilt + wobble + renewal
            key_rate = mix(settings["key_rate"], done) + tilt * 0.8 + wobble + renewal
            elders = round(key_population * (1 + 0.018 * done * len(span) / 12))
            teams = max(1, round(teams_at_end[0] * mix([0.82, 1.0], done)))
            row: Row = {
                "county_code": code,
                "month": month,
                "teams": teams,
                "doctors": max(teams, round(teams_at_end[1] * mix([0.84, 1.0], done))),
                "contracted": round(residents * rate / 100),
                "key_population": elders,
                "key_contracted": round(elders * min(98.0, key_rate) / 100),
                "provenance": "sample",
            }
            if settings["patrol_per_team"]:
                row["patrol_teams"] = round(teams * settings["patrol_per_team"])
            if stated and (code, month) == (stated["county"], stated["month"]):
                row = {
                    "county_code": code,
                    "month": month,
                    "doctors": stated["doctors"],
                    "teams": stated["teams"],
                    "patrol_teams": stated["patrol_teams"],
                    "provenance": "reported",
                }
            elif stated and code == stated["county"]:
                row["patrol_teams"] = round(stated["patrol_teams"] * mix([0.8, 0.985], done))
            rows.append(row)
    silent = {(gap["county"], month) for gap in settings["missing"] for month in gap["months"]}
    return [r for r in rows if (r["county_code"], r["month"]) not in silent]


def _teams_at_end(settings: Plan, code: str, residents: int, own: float) -> tuple[float, float]:
    """Return teams and doctors at the end: the stated ones where a document states them."""
    stated = settings.get("reported")
    if stated and stated["county"] == code:
        return float(stated["teams"]) - 0.6, float(stated["doctors"]) - 4.0
    teams = residents / settings["residents_per_team"] * own
    return teams, teams * settings["doctors_per_team"]
