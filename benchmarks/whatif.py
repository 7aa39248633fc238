"""From a change to its result: how long a scenario takes, against the indicator pass itself as the floor.

    python benchmarks/whatif.py

The floor is one pass over every key for the city, its counties and its consortia, on tables already coded: what the
answer cannot do without, since the same indicators have to be asked. Beside it stands the pass on tables seen for the
first time, as changed tables would be if nothing coded were shared. The baseline is asked in each run too, as on a
page just opened, or taken from the page, which has worked it out for its other parts. Contributions of n changes need
n + 1 states; those in between are asked only for what moved.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.indicators import large_city, seconds
from data.store import default_store
from data.tables import CityTables
from indicators import compute
from scenarios.comparing import compare
from scenarios.files import to_url
from scenarios.model import Scenario
from scenarios.naming import names_of
from scenarios.words import paragraph


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
    for title, tables in (("宁波市 (sample)", store.city("3302")), ("large city", large_city())):
        as_of = tables.as_of if title == "large city" else tables.as_of.replace(year=2022, month=12, day=31)
        compute(tables, as_of)
        base, base_cpu = seconds(lambda held=tables, day=as_of: compute(held, day))
        print(title)
        floor = "floor: one pass of the indicators"
        print(f"{floor:60s} {base * 1000:8.1f} ms   1.0 x   {base_cpu * 1000:8.1f} ms   1.0 x")
        new, new_cpu = seconds(lambda held=tables, day=as_of: compute(replace(held), day))
        first = "one pass on tables seen first time"
        line = f"{first:60s} {new * 1000:8.1f} ms {new / base:5.1f} x"
        print(f"{line}   {new_cpu * 1000:8.1f} ms {new_cpu / base_cpu:5.1f} x")
        for label, wanted in changes(tables).items():
            held = Scenario(name=label, scope=tables.city_code, snapshot="x", as_of=as_of, changes=wanted)
            answer = compare(tables, held)
            refused = f"  ({len(answer.refusals)} refused)" if answer.refusals else ""
            live = answer.before
            for how, baseline in (("", None), (", live figures at hand", live)):
                clock, cpu = seconds(lambda held=held, at=tables, known=baseline: compare(at, held, baseline=known))
                line = f"{label + refused + how:60s} {clock * 1000:8.1f} ms {clock / base:5.1f} x"
                print(f"{line}   {cpu * 1000:8.1f} ms {cpu / base_cpu:5.1f} x")
            print(f"{'':4}{len(answer.moved)} moved, address of {len(to_url(held) or '')} characters")
        clock, _ = seconds(lambda answer=answer: paragraph(answer, names_of(answer.after.tables)))
        print(f"{'its paragraph':60s} {clock * 1000:8.1f} ms\n")


if __name__ == "__main__":
    main()
