"""How long the indicators of a large city take, as seconds and as a multiple of one pandas pass.

    python benchmarks/indicators.py

The city is made here: 12 counties, 24 consortia, 200 township hospitals, 4,000 clinics and villages, 48 months.
The floor is one groupby-sum of the remote volumes by county, service and month in pandas, with the join that it
needs: what the simplest honest answer to one single question costs on the same tables.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.tables import CityTables, city_tables
from indicators import compute, series
from indicators.months import last_day, month_number, month_text

CITY, COUNTIES, CONSORTIA, TOWNSHIPS, CLINICS, MONTHS = "3302", 12, 24, 200, 4000, 48
FIRST = month_number("2019-01")
PERSONS = tuple(f"posting.{flow}.persons" for flow in ("lead_to_member", "municipal_to_lead", "municipal_to_county"))


def large_city(seed: int = 7) -> CityTables:
    """Return a seeded city of the size named above; every monthly table is full."""
    rng = np.random.default_rng(seed)
    months = [month_text(FIRST + m) for m in range(MONTHS)]
    counties = [f"{CITY}{number:02d}" for number in range(1, COUNTIES + 1)]
    consortia = [f"c{number}" for number in range(CONSORTIA)]
    county_of = {consortium: counties[at % COUNTIES] for at, consortium in enumerate(consortia)}
    township = [f"t{number}" for number in range(TOWNSHIPS)]
    clinic = [f"v{number}" for number in range(CLINICS)]
    lead = [f"l{number}" for number in range(CONSORTIA)]
    municipal = [f"m{number}" for number in range(8)]
    of_township = [consortia[at % CONSORTIA] for at in range(TOWNSHIPS)]
    of_clinic = [of_township[at % TOWNSHIPS] for at in range(CLINICS)]
    village = [f"{county_of[one]}{at:06d}" for at, one in enumerate(of_clinic)]
    ids = [*township, *clinic, *lead, *municipal]
    homes = [county_of[one] for one in (*of_township, *of_clinic, *consortia)]
    frames: dict[str, dict[str, Any]] = {
        "regions": {
            "region_code": [CITY, *counties, *village],
            "name": [CITY, *counties, *village],
            "level": ["city", *["county"] * COUNTIES, *["village"] * CLINICS],
            "population": [None, *[500_000] * COUNTIES, *[None] * CLINICS],
        },
        "institutions": {
            "institution_id": ids, "name": ids,
            "category": [
                *["township_hospital"] * TOWNSHIPS, *["village_clinic"] * CLINICS,
                *["county_hospital"] * CONSORTIA, *["municipal_hospital"] * 8,
            ],
            "county_code": [*homes, *[None] * 8], "region_code": [*homes, *[CITY] * 8],
        },
        "consortia": {"consortium_id": consortia, "name": consortia, "county_code": list(county_of.values())},
        "memberships": {
            "consortium_id": [*of_township, *of_clinic, *consortia], "institution_id": ids[: -len(municipal)],
            "role": [*["township_member"] * TOWNSHIPS, *["village_member"] * CLINICS, *["lead"] * CONSORTIA],
            "valid_from": "2019-01-01",
        },
        "village_services": {
            "village_code": village, "mode": rng.choice(["clinic", "extension", "mobile", "none"], CLINICS),
            "valid_from": "2019-01-01",
        },
    }
    start = pd.Timestamp("2018-06-01") + pd.to_timedelta(rng.integers(0, 1500, 6000), unit="D")
    to = rng.integers(0, TOWNSHIPS, 6000)
    frames["postings"] = {
        "posting_id": [f"p{n}" for n in range(6000)], "person_id": [f"q{n}" for n in rng.integers(0, 3000, 6000)],
        "flow": "lead_to_member", "from_institution_id": [f"l{at % CONSORTIA}" for at in to],
        "to_institution_id": [township[at] for at in to], "to_county_code": [county_of[of_township[at]] for at in to],
        "kind": rng.choice(["long_term", "mobile"], 6000), "title_grade": rng.choice(["junior", "senior"], 6000),
        "start_on": start, "end_on": start + pd.Timedelta(days=400),
    }
    services = ["ecg", "imaging", "consultation", "lab", "pathology"]
    frames["remote_sites"] = {
        "institution_id": np.repeat(township, 5), "service_type": services * TOWNSHIPS, "opened_on": "2019-01-01",
    }
    frames["remote_volumes"] = {
        "month": np.tile(np.repeat(months, 5), TOWNSHIPS), "service_type": services * MONTHS * TOWNSHIPS,
        "requesting_institution_id": np.repeat(township, 5 * MONTHS),
        "providing_institution_id": np.repeat([lead[at % CONSORTIA] for at in range(TOWNSHIPS)], 5 * MONTHS),
        "volume": rng.integers(0, 90, 5 * MONTHS * TOWNSHIPS),
    }
    by_county = {"county_code": np.repeat(counties, MONTHS), "month": months * COUNTIES}
    frames["care_seeking"] = by_county | {
        name: rng.integers(100, 900, COUNTIES * MONTHS)
        for name in ("visits_in", "visits_out", "grassroots_visits", "inpatients_in", "inpatients_out")
    }
    frames["family_doctors"] = by_county | {"contracted": 100_000, "key_population": 9_000, "key_contracted": 7_000}
    frames["costs"] = {"consortium_id": np.repeat(consortia, MONTHS), "month": months * CONSORTIA} | {
        name: rng.integers(100, 900, CONSORTIA * MONTHS)
        for name in (
            "outpatient_visits", "outpatient_fee_yuan", "discharges", "inpatient_fee_yuan", "drug_fee_yuan",
            "consumable_fee_yuan", "fund_in_county_yuan", "fund_all_yuan",
        )
    }
    made = {name: pd.DataFrame(columns).assign(provenance="sample") for name, columns in frames.items()}
    return city_tables(made, CITY, last_day(FIRST + MONTHS - 1))


def floor(tables: CityTables) -> None:
    """Answer one question once: volumes by county, service and month."""
    volumes, institutions = tables["remote_volumes"], tables["institutions"]
    joined = volumes.merge(institutions[["institution_id", "county_code"]], left_on="requesting_institution_id",
                           right_on="institution_id")
    joined.groupby(["county_code", "service_type", "month"])["volume"].sum()


def seconds(work: Callable[[], object], times: int = 9) -> tuple[float, float]:
    """Return the median time of a piece of work by the clock, and the least that the processor spent on it."""
    clock, processor = [], []
    for _ in range(times):
        begun, spent = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begun)
        processor.append(time.process_time() - spent)
    return statistics.median(clock), min(processor)


def main() -> None:
    tables = large_city()
    as_of = date(2022, 12, 31)
    ends = [last_day(FIRST + month) for month in range(MONTHS)]
    base, base_cpu = seconds(lambda: floor(tables))
    fresh = [large_city() for _ in range(3)]
    scopes = compute(tables, as_of).scopes
    print(f"{TOWNSHIPS} township hospitals, {CLINICS} clinics, {MONTHS} months, "
          f"{len(tables['remote_volumes'])} rows of remote volumes")
    print(f"{'':64s}    by the clock          of the processor")
    print(f"{'floor: one join and groupby-sum in pandas':64s} "
          f"{base * 1000:8.1f} ms   1.0 x {base_cpu * 1000:8.1f} ms   1.0 x")
    for label, work, times in (
        ("every key x city, counties, consortia; tables seen first time", lambda: compute(fresh.pop(), as_of), 3),
        ("every key x city, counties, consortia; tables already coded", lambda: compute(tables, as_of), 9),
        ("the same, and every figure made with its names", lambda: compute(tables, as_of).frame(), 9),
        ("three persons counts of the city, 48 month-ends", lambda: series(tables, PERSONS, [CITY], ends), 9),
        ("three persons counts of every scope, 48 month-ends", lambda: series(tables, PERSONS, scopes, ends), 5),
    ):
        clock, cpu = seconds(work, times)
        print(f"{label:64s} {clock * 1000:8.1f} ms {clock / base:5.1f} x {cpu * 1000:8.1f} ms {cpu / base_cpu:5.1f} x")


if __name__ == "__main__":
    main()
