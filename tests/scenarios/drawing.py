"""Random scenarios on random worlds: changes made of what there is, and now and then of what there is not."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from data.model import CAPABILITY, CAPABILITY_OF_INSTITUTION, CAPABILITY_VALUES, SERVICE, TITLE_GRADE, VILLAGE_MODE
from data.tables import CityTables, city_tables
from indicators import catalogue
from scenarios.model import Scenario
from tests.worlds import frames, random_world

TARGETS = ("posting.lead_to_member.persons", "posting.lead_to_member.coverage", "consortium.township_coverage") * 5
FLOWS = ("lead_to_member", "municipal_to_lead", "municipal_to_county")


@cache
def city_of_world(seed: int) -> CityTables:
    """Return the first city of a world."""
    world = random_world(seed)
    return city_tables(frames(world), world.cities()[0], world.as_of)


class Drawing:
    """Draws changes; one in eight references names nothing that exists."""

    def __init__(self, tables: CityTables, seed: int) -> None:
        self.tables, self.pick = tables, random.Random(seed)
        self.as_of = tables.as_of - timedelta(self.pick.choice([0, 0, 1, 30, 200, 500]))
        self.index = 0

    def scenario(self, count: int) -> Scenario:
        changes = []
        self.kind_of: list[str] = []
        for self.index in range(count):
            kind = self.pick.choice(list(self.kinds))
            self.kind_of.append(kind)
            changes.append({"kind": kind, **self.kinds[kind]()})
        return Scenario(
            name="随机", scope=self.tables.city_code, snapshot="memory", as_of=self.as_of,
            caliber=self.pick.choice([None, None, "eligible"]), changes=changes,
        )

    @property
    def kinds(self) -> dict[str, Callable[[], dict[str, Any]]]:
        return {
            "add_postings": self.add_postings,
            "end_postings": lambda: self.either({"posting_ids": self.some("postings", "posting_id")},
                                                {"institution_id": self.institution()}),
            "extend_postings": lambda: {"months": self.pick.randint(1, 30)} | self.either(
                {"posting_ids": self.some("postings", "posting_id")},
                {"scope": self.scope(), "ending_within_months": self.pick.randint(1, 24)}),
            "move_posting": lambda: {"posting_id": self.one("postings", "posting_id"),
                                     "to_institution_id": self.institution()},
            "reassign_member": self.reassign,
            "found_consortium": self.found,
            "merge_consortia": self.merge,
            "open_remote_site": self.site,
            "close_remote_site": self.closing,
            "scale_remote_volume": lambda: {"service_type": self.pick.choice([*SERVICE, "all"]), "scope": self.scope(),
                                            "factor": self.pick.choice([0, 0.5, 1, 1.1, 3])},
            "set_village_mode": self.village_mode,
            "add_clinic": lambda: {"village_code": self.village()},
            "set_capability": self.capability,
            "set_target": lambda: {"indicator": self.pick.choice([*TARGETS, *catalogue()][:40]),
                                   "value": self.pick.choice([0, 50, 100, 500, [1, 2]])},
            "shift_as_of": lambda: {"to": self.as_of + timedelta(self.pick.choice([-400, -1, 0, 1, 31, 600, 9000]))},
        }  # fmt: skip

    def add_postings(self) -> dict[str, Any]:
        leads = self.tables["memberships"].query("role == 'lead'")["institution_id"].tolist()
        municipal = self.tables["institutions"].query("category == 'municipal_hospital'")["institution_id"].tolist()
        flow = self.pick.choice(FLOWS)
        senders = leads if flow == "lead_to_member" else municipal
        base = {
            "flow": flow, "from_institution_id": self.pick.choice([*senders, self.institution()]),
            "persons": self.pick.randint(1, 4), "title_grade": self.pick.choice(list(TITLE_GRADE)),
            "months": self.pick.randint(1, 30),
        }  # fmt: skip
        where = [{"to": "uncovered"}, {"to_institution_id": self.institution()}]
        if flow == "municipal_to_county":
            where.append({"to_county_code": self.county()})
        return base | self.pick.choice(where)

    def of_county(self) -> tuple[list[str], list[str], str]:
        """Institutions and consortia of one county; of all counties one time in six."""
        code = self.pick.choice(self.tables["consortia"]["county_code"].tolist())
        whole = self.pick.random() < 1 / 6
        found = []
        for table, id in (("institutions", "institution_id"), ("consortia", "consortium_id")):
            frame = self.tables[table]
            found.append(frame.loc[frame["county_code"].eq(code) | whole, id].tolist() + ["没有"] * whole)
        own = [f"~s{at}-0" for at in range(self.index) if self.kind_of[at] == "found_consortium"]
        return found[0] or ["没有"], [*found[1], *own], code

    def reassign(self) -> dict[str, Any]:
        institutions, consortia, _ = self.of_county()
        return {"institution_id": self.pick.choice(institutions), "consortium_id": self.pick.choice(consortia)}

    def found(self) -> dict[str, Any]:
        institutions, _, county = self.of_county()
        lead, *members = self.pick.sample(institutions, min(len(institutions), self.pick.randint(1, 3)))
        return {
            "county_code": county, "name": f"新医共体{self.pick.randint(1, 3)}", "lead_institution_id": lead,
            "members": members,
        }  # fmt: skip

    def merge(self) -> dict[str, Any]:
        _, consortia, _ = self.of_county()
        return {"from_ids": [self.pick.choice(consortia)], "into_id": self.pick.choice(consortia)}

    def closing(self) -> dict[str, Any]:
        sites = self.tables["remote_sites"]
        if sites.empty or self.pick.random() < 1 / 6:
            return self.site()
        row = sites.iloc[self.pick.randrange(len(sites))]
        return {"institution_id": row["institution_id"], "service_type": row["service_type"]}

    def village_mode(self) -> dict[str, Any]:
        mode = self.pick.choice(list(VILLAGE_MODE))
        by = self.institution() if self.pick.random() < 0.3 else None
        which = self.pick.choice(["unserved", "unserved_planned"])
        return {"mode": mode, "institution_id": by} | self.either(
            {"village_codes": [self.village(), self.village()]}, {"county_code": self.county(), "which": which}
        )

    def capability(self) -> dict[str, Any]:
        item = self.pick.choice(list(CAPABILITY))
        value = self.pick.choice(CAPABILITY_VALUES[item] or ("0", "2", "40.5", "101", "-1", "很多"))
        subject = self.institution() if item in CAPABILITY_OF_INSTITUTION else self.consortium()
        return {"subject_id": subject, "item": item, "value": value}

    def site(self) -> dict[str, Any]:
        return {"institution_id": self.institution(), "service_type": self.pick.choice(list(SERVICE))}

    def either(self, *choices: dict[str, Any]) -> dict[str, Any]:
        return self.pick.choice(choices)

    def one(self, table: str, column: str) -> str:
        known = self.tables[table][column].tolist()
        own = [f"~s{self.pick.randrange(self.index)}-0"] if self.index and self.pick.random() < 0.1 else []
        return str((own or [self.pick.choice(known)])[0]) if known and self.pick.random() > 0.125 else "没有"

    def some(self, table: str, column: str) -> list[str]:
        return list(dict.fromkeys(self.one(table, column) for _ in range(self.pick.randint(1, 3))))

    def institution(self) -> str:
        return self.one("institutions", "institution_id")

    def consortium(self) -> str:
        return self.one("consortia", "consortium_id")

    def county(self) -> str:
        regions = self.tables["regions"]
        return self.pick.choice([*regions.loc[regions["level"] == "county", "region_code"], "999999"])

    def village(self) -> str:
        regions = self.tables["regions"]
        return self.pick.choice([*regions.loc[regions["level"] == "village", "region_code"], "330203999999"])

    def scope(self) -> str:
        return self.pick.choice([self.tables.city_code, self.county(), self.consortium()])
