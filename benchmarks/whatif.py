"""From a change to its result: how long a scenario takes, against the indicator pass itself as the floor.

    python benchmarks/whatif.py

The floor is one pass over every key for the city, its counties and its consortia, on tables already coded: what a page
that shares nothing between the state of things and a scenario could not do without. Beside it stands the pass on tables
seen for the first time, as changed tables would be if nothing coded were shared. A scenario is asked in two ways: with
the live figures at hand, as on a page that has worked them out for its other parts (from the change to its result), and
without them, as by a command (two passes would be 2 x, were the changed tables coded for nothing). What no change
touches is taken from the live figures, so that a ratio may be below 1.

Contributions of n changes need n + 1 states; each of those in between is asked only for what moved, and its tables are
coded only where the change touched them. Their time is given for each change too. At the end stand a proposal for the
whole city, the answer to it, and forty clinics, as a village plan would have them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.indicators import large_city, seconds
from data.store import default_store
from data.tables import CityTables
from indicators import compute
from scenarios.comparing import Answer, compare
from scenarios.files import to_url
from scenarios.model import Scenario
from scenarios.naming import names_of
from scenarios.proposing.staffing import propose_staffing
from scenarios.words import paragraph

CLINICS = 40


def changes(tables: CityTables) -> dict[str, list[dict[str, Any]]]:
    """Return one change of each kind that touches other tables, and ten together."""
    memberships = tables["memberships"]
    leads = memberships.loc[memberships["role"] == "lead"].drop_duplicates("consortium_id")
    members = memberships.loc[memberships["role"] == "township_member"].drop_duplicates("consortium_id")
    county_of = dict(zip(tables["consortia"]["consortium_id"], tables["consortia"]["county_code"], strict=True))
    sent = [
        {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": lead, "persons": 5,
         "to_institution_id": member, "title_grade": "senior", "months": 24}
        for lead, member in leads.merge(members, on="consortium_id")[["institution_id_x", "institution_id_y"]].values
    ]  # fmt: skip
    ids = list(members["consortium_id"])
    there = next((b for b in ids[1:] if county_of[b] == county_of[ids[0]]), ids[0])
    moved = {"kind": "reassign_member", "institution_id": members["institution_id"].iloc[0], "consortium_id": there}
    villages = tables["village_services"].query("mode == 'none'")["village_code"].iloc[:12].tolist()
    served = {"kind": "set_village_mode", "village_codes": villages, "mode": "extension"}
    clinic = {"kind": "add_clinic", "village_code": villages[0]}
    return {
        "five persons sent": sent[:1],
        "a member to another consortium": [moved],
        "twelve villages served": [served],
        "a new clinic": [clinic],
        "ten changes, eight of them persons": [*sent[:8], moved, served],
    }


def main() -> None:
    store = default_store().open()
    sample = store.city("3302")
    day = sample.as_of.replace(year=2022, month=12, day=31)
    for title, tables, as_of in (("宁波市 (sample)", sample, day), ("large city", *_large())):
        compute(tables, as_of)
        base = seconds(lambda held=tables, day=as_of: compute(held, day))
        print(f"{title:60s}        by the clock          of the processor")
        show("floor: one pass of the indicators", base, base)
        first = seconds(lambda held=tables, day=as_of: compute(replace(held), day))
        show("one pass on tables seen first time", first, base)
        for label, wanted in changes(tables).items():
            answer = ask(label, scenario(tables, as_of, wanted), tables, base)
        clock, _ = seconds(lambda answer=answer: paragraph(answer, names_of(answer.after.tables)))
        print(f"{'its paragraph':60s} {clock * 1000:8.1f} ms\n")
    plans(sample, day)


def _large() -> tuple[CityTables, date]:
    tables = large_city()
    return tables, tables.as_of


def scenario(tables: CityTables, as_of: date, wanted: list[dict[str, Any]]) -> Scenario:
    return Scenario(name="x", scope=tables.city_code, snapshot="x", as_of=as_of, changes=wanted)


def ask(label: str, held: Scenario, tables: CityTables, base: tuple[float, float]) -> Answer:
    """Time a scenario with and without the live figures at hand, and return its answer."""
    answer = compare(tables, held)
    live, count = answer.before, len(held.changes)
    refused = f" ({len(answer.refusals)} refused)" if answer.refusals else ""
    for how, baseline in ((", live figures at hand", live), ("", None)):
        spent = seconds(lambda known=baseline: compare(tables, held, baseline=known))
        show(label + refused + how, spent, base, count)
    print(f"{'':4}{len(answer.moved)} moved, address of {len(to_url(held) or '')} characters")
    return answer


def plans(tables: CityTables, as_of: date) -> None:
    """Time what a city asks for at once: a staffing plan, the answer to it, and forty clinics."""
    base = seconds(lambda: compute(tables, as_of))
    city = tables.city_code
    plan = propose_staffing(tables, as_of, city)
    show("a staffing plan for the city", seconds(lambda: propose_staffing(tables, as_of, city), 5), base)
    ask(f"its {len(plan.scenario.changes)} changes", plan.scenario, tables, base)
    clinics = set(tables["institutions"].query("category == 'village_clinic'")["region_code"])
    regions = tables["regions"].query("level == 'village'")["region_code"]
    bare = tables["village_services"].query("mode == 'none'")["village_code"]
    chosen = sorted((set(bare) & set(regions)) - clinics)[:CLINICS]
    wanted = [{"kind": "add_clinic", "village_code": code} for code in chosen]
    ask(f"{len(chosen)} new clinics", scenario(tables, as_of, wanted), tables, base)


def show(label: str, spent: tuple[float, float], base: tuple[float, float], changes: int = 1) -> None:
    """Print a time by the clock and of the processor, each as a multiple of the floor; for several changes each one."""
    clock, cpu = (f"{time * 1000:8.1f} ms {time / floor:5.1f} x" for time, floor in zip(spent, base, strict=True))
    each = f"   {spent[1] * 1000 / changes:.1f} ms a change" if changes > 1 else ""
    print(f"{label:60s} {clock}   {cpu}{each}")


if __name__ == "__main__":
    main()
