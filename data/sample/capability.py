"""What institutions and consortia can do (能力建设), and their specialties (专科), as dated states."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.model import TOWNSHIP_LEVEL
from data.sample.affiliations import Affiliations
from data.sample.common import Plan, Row, first_day, mix, months, path, rows_of, stream
from data.sample.places import Places


def capability_rows(
    plan: Plan, places: Places, institutions: pd.DataFrame, affiliations: Affiliations, specialties: list[Row]
) -> list[Row]:
    """Return every dated state of ``capability``."""
    rows = _strong_hospitals(plan, affiliations) + _central_towns(plan, institutions)
    rows += _tiers(plan, places, institutions) + _beds(plan, places, institutions)
    rows += _consortium_centres(plan, affiliations) + _pharmacies(plan, affiliations)
    rows += _key_counts(specialties)
    return [row | {"provenance": "sample"} for row in rows]


def _reached(
    subjects: list[str], knots: list[list[Any]], rng: np.random.Generator, item: str, start: date
) -> list[Row]:
    """Give each subject a first state, and 是 in the month in which the count of the plan reaches its rank."""
    if not knots:
        return []
    order = [subjects[i] for i in rng.permutation(len(subjects))]
    span = months(str(knots[0][0]), str(knots[-1][0]))
    counts = [round(v) for v in path(knots, span)]
    rows: list[Row] = []
    for rank, subject in enumerate(order, 1):
        month = next((m for m, c in zip(span, counts, strict=True) if c >= rank), None)
        first = month == span[0]
        rows.append({"subject_id": subject, "item": item, "value": "yes" if first else "no", "since": start})
        if month is not None and not first:
            rows.append({"subject_id": subject, "item": item, "value": "yes", "since": first_day(month)})
    return rows


def _strong_hospitals(plan: Plan, affiliations: Affiliations) -> list[Row]:
    """County-strong-hospital standard (县级强院): the plan's curve; a few leads never reported."""
    settings = plan["capability"]
    rng = stream("strong", plan["city"])
    leads = sorted(affiliations.leads.values())
    silent = settings["strong_unreported"]
    reporting = leads[: len(leads) - silent]
    return _reached(reporting, settings["strong_hospital"], rng, "county_strong_hospital", _start(plan))


def _central_towns(plan: Plan, institutions: pd.DataFrame) -> list[Row]:
    central = sorted(institutions.loc[institutions["central_town"].fillna(False).astype(bool), "institution_id"])
    knots = plan["capability"]["central_grade2"]
    return _reached(central[:-1], knots, stream("grade2", plan["city"]), "grade2_b_capability", _start(plan))


def _tiers(plan: Plan, places: Places, institutions: pd.DataFrame) -> list[Row]:
    """优质服务基层行: none, basic or recommended; some rise a step in mid-period."""
    rng = stream("tiers", places.city)
    recommended, basic = plan["capability"]["tier"]
    middle = months(plan["first_month"], plan["last_month"])
    rows: list[Row] = []
    for institution in rows_of(_grassroots(institutions)):
        rank = float(rng.random()) - 0.12 * (1 if institution.central_town else 0)
        reached = "recommended" if rank < recommended else "basic" if rank < recommended + basic else "none"
        before = {"recommended": "basic", "basic": "none", "none": "none"}[reached]
        subject = {"subject_id": institution.institution_id, "item": "service_tier"}
        if rng.random() < 0.06:
            continue
        if rng.random() < 0.55 and before != reached:
            risen = middle[int(rng.integers(len(middle) // 3, len(middle) - 2))]
            rows.append(subject | {"value": before, "since": _start(plan)})
            rows.append(subject | {"value": reached, "since": first_day(risen)})
        else:
            rows.append(subject | {"value": reached, "since": _start(plan)})
    return rows


def _beds(plan: Plan, places: Places, institutions: pd.DataFrame) -> list[Row]:
    """Beds (床位) at the turn of each year, in fives; small places have none, a few did not report."""
    settings = plan["capability"]
    rng = stream("beds", places.city)
    grassroots = _grassroots(institutions)
    years = range(int(plan["first_month"][:4]) - 1, int(plan["last_month"][:4]) + 1)
    rows: list[Row] = []
    for institution in rows_of(grassroots):
        usual = float(institution.served) / 10_000 * settings["beds_per_10000"] * float(rng.uniform(0.5, 1.7))
        silent = rng.random() < 0.05
        for number, year in enumerate(years):
            # What was approved stays for years, then a ward is built or one is closed.
            if number and rng.random() < 0.3:
                usual *= 1 + settings["beds_growth"] * float(rng.choice([3.6, 6.5, -2.6], p=[0.5, 0.28, 0.22]))
            if silent and number == len(years) - 1:
                continue
            beds = round(usual / 5) * 5
            rows.append(
                {
                    "subject_id": institution.institution_id,
                    "item": "beds",
                    "value": str(beds if beds >= 10 else 0),
                    "since": date(year, 1, 1),
                }
            )
    return rows


def _consortium_centres(plan: Plan, affiliations: Affiliations) -> list[Row]:
    """胸痛, 卒中, 创伤, 慢病, 危重孕产妇 and 儿童 centres: reached on different days, or not."""
    rows: list[Row] = []
    span = months(plan["first_month"], plan["last_month"])
    for consortium, since in affiliations.since.items():
        rng = stream("standard centres", consortium)
        strength = float(rng.normal(0, 0.13))
        start = max(since, _start(plan))
        for item, wanted in plan["capability"]["centres"].items():
            luck = float(rng.random()) + strength
            later = first_day(span[int(rng.integers(2, len(span) - 1))])
            subject = {"subject_id": consortium, "item": item}
            if luck < wanted * 0.4:
                rows.append(subject | {"value": "yes", "since": start})
            elif luck < 0.96:
                rows.append(subject | {"value": "no", "since": start})
                if luck < wanted and later > start:
                    rows.append(subject | {"value": "yes", "since": later})
    return rows


def _pharmacies(plan: Plan, affiliations: Affiliations) -> list[Row]:
    settings = plan["capability"]
    years = range(int(plan["first_month"][:4]), int(plan["last_month"][:4]) + 1)
    rows: list[Row] = []
    for consortium, since in affiliations.since.items():
        rng = stream("pharmacy", consortium)
        opened = rng.random() < settings["shared_pharmacy"]
        turn = years[int(rng.integers(len(years)))]
        start = max(since, _start(plan))
        rows.append({"subject_id": consortium, "item": "shared_pharmacy", "value": "no", "since": start})
        if opened and date(turn, 5, 1) > start:
            rows.append(
                {"subject_id": consortium, "item": "shared_pharmacy", "value": "yes", "since": date(turn, 5, 1)}
            )
        own, pace = float(rng.normal(0, 5.0)), float(rng.uniform(0.35, 1.35))
        for number, year in enumerate(years):
            if date(year, 6, 30) < since:
                continue
            overlap = mix(settings["drug_overlap"], (number + 1) / len(years) * pace) + own + float(rng.normal(0, 2.4))
            # A year that was not reported leaves the figure of the one before standing.
            if number and rng.random() < 0.07:
                continue
            rows.append(
                {
                    "subject_id": consortium,
                    "item": "drug_catalogue_overlap",
                    "value": f"{min(98.0, overlap):.1f}",
                    "since": date(year, 6, 30),
                }
            )
    return rows


def _key_counts(specialties: list[Row]) -> list[Row]:
    """The number of key specialties (重点专科数), always that of the rows of ``specialties``."""
    rows: list[Row] = []
    own: dict[str, list[date]] = {}
    for row in specialties:
        if row["kind"] == "key":
            own.setdefault(row["subject_id"], []).append(row["since"])
    for subject, days in own.items():
        for day in sorted(set(days)):
            rows.append(
                {
                    "subject_id": subject,
                    "item": "key_specialties",
                    "value": str(sum(d <= day for d in days)),
                    "since": day,
                }
            )
    return rows


def specialty_rows(plan: Plan, places: Places, institutions: pd.DataFrame, affiliations: Affiliations) -> list[Row]:
    """Return ``specialties``: key and weak ones of consortia, feature ones (基层特色专科) below."""
    settings = plan["specialties"]
    rows: list[Row] = []
    span = [k[0] for k in settings["key_counts"]]
    for consortium, since in affiliations.since.items():
        rng = stream("specialties", consortium)
        names = [settings["names"][i] for i in rng.permutation(len(settings["names"]))]
        strength = float(rng.normal(0, 0.75))
        held = 0
        for month, mean in settings["key_counts"]:
            count = int(np.clip(round(mean + strength), 0 if month == span[0] else held, 5))
            for name in names[held:count]:
                rows.append(_specialty(consortium, name, "key", max(first_day(month), since)))
            held = max(held, count)
        # A consortium names as weak what its people leave for, or what it lacks at night; some name nothing.
        weak = [settings["weak"][i] for i in rng.permutation(len(settings["weak"]))]
        for name in [one for one in weak if one not in names[:held]][: int(rng.integers(0, 4))]:
            rows.append(_specialty(consortium, name, "weak", max(_start(plan), since)))
    rows += _features(plan, places, institutions)
    return rows


def _features(plan: Plan, places: Places, institutions: pd.DataFrame) -> list[Row]:
    settings = plan["specialties"]
    rng = stream("features", places.city)
    years = range(int(plan["first_month"][:4]), int(plan["last_month"][:4]) + 1)
    grassroots = _grassroots(institutions)
    rows: list[Row] = []
    for county in places.counties:
        own = list(grassroots.loc[grassroots["county_code"] == county, "institution_id"])
        wanted = min(len(own), max(0, round(settings["county_feature"] * (len(own) / 15) + float(rng.normal(0, 0.7)))))
        hosts = [own[i] for i in rng.permutation(len(own))]
        for number, host in enumerate(hosts[:wanted]):
            name = settings["grassroots"][int(rng.integers(len(settings["grassroots"])))]
            rows.append(_specialty(host, name, "county_feature", date(years[number % len(years)], 11, 1)))
        for host in hosts[wanted : wanted + settings["city_feature"][int(rng.integers(len(settings["city_feature"])))]]:
            name = settings["grassroots"][int(rng.integers(len(settings["grassroots"])))]
            rows.append(_specialty(host, name, "city_feature", date(years[int(rng.integers(len(years)))], 12, 15)))
    return rows


def _specialty(subject: str, name: str, kind: str, since: date) -> Row:
    return {
        "subject_id": subject,
        "specialty": name,
        "kind": kind,
        "since": since,
        "until": None,
        "provenance": "sample",
    }


def _grassroots(institutions: pd.DataFrame) -> pd.DataFrame:
    return institutions[institutions["category"].isin(TOWNSHIP_LEVEL)]


def _start(plan: Plan) -> date:
    """States known when the period begins are dated from the first day of the year before."""
    return date(int(plan["first_month"][:4]) - 1, 1, 1)
