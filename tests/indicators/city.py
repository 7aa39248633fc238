"""A small city that tests fill row by row: two counties, a consortium each, one lead and one township hospital each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from data.model import TABLES
from data.policies import Policy, Target
from data.tables import CityTables, city_tables, conform, empty
from indicators import CityFigures, Figure
from indicators.engine import lazily

CITY, EAST, WEST = "3302", "330201", "330202"


nothing_of = cache(empty)


class City:
    """Rows by table; a table that no test fills is empty, and so was not reported."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.add("regions", region_code=CITY, name="宁波市", level="city")
        for code, name in ((EAST, "东县"), (WEST, "西县")):
            self.add("regions", region_code=code, name=name, level="county", population=1000)
            self.add("consortia", consortium_id=f"c{code}", name=f"{name}医共体", county_code=code)
            self.hospital(f"l{code}", code, category="county_hospital", name=f"{name}医院")
            self.member(f"l{code}", code, role="lead")
            self.hospital(f"t{code}", code, name=f"{name}卫生院")
            self.member(f"t{code}", code)
        self.hospital("m", None, category="municipal_hospital", name="市医院")
        self.hospital("h", None, category="municipal_public_health", name="市疾控")

    def add(self, table: str, **row: Any) -> City:
        self.rows.setdefault(table, []).append(row)
        return self

    def hospital(self, id: str, county: str | None, category: str = "township_hospital", **row: Any) -> City:
        row = {"name": id} | row
        return self.add("institutions", institution_id=id, category=category, county_code=county,
                        region_code=county or CITY, **row)

    def member(self, id: str, county: str, role: str = "township_member", **row: Any) -> City:
        row = {"valid_from": "2019-01-01"} | row
        return self.add("memberships", consortium_id=f"c{county}", institution_id=id, role=role, **row)

    def posting(self, person: str = "p1", flow: str = "lead_to_member", sender: str = f"l{EAST}",
                receiver: str | None = f"t{EAST}", county: str = EAST, **row: Any) -> City:
        number = len(self.rows.get("postings", []))
        row = {"kind": "long_term", "start_on": "2020-01-01", "title_grade": "senior"} | row
        return self.add("postings", posting_id=f"n{number}", person_id=person, flow=flow, from_institution_id=sender,
                        to_institution_id=receiver, to_county_code=county, **row)

    def site(self, id: str = f"t{EAST}", service: str = "ecg", opened_on: str = "2019-01-01", **row: Any) -> City:
        return self.add("remote_sites", institution_id=id, service_type=service, opened_on=opened_on, **row)

    def volume(self, month: str, volume: int | None, id: str = f"t{EAST}", service: str = "ecg",
               provider: str = f"l{EAST}") -> City:
        return self.add("remote_volumes", month=month, service_type=service, requesting_institution_id=id,
                        providing_institution_id=provider, volume=volume)

    def care(self, month: str, county: str = EAST, **row: Any) -> City:
        return self.add("care_seeking", county_code=county, month=month, **row)

    def change(self, table: str, at: int, **row: Any) -> City:
        """Alter one row that is there already."""
        self.rows[table][at] |= row
        return self

    def tables(self, as_of: date = date(2030, 12, 31)) -> CityTables:
        frames = {name: pd.DataFrame(rows).assign(provenance="sample") for name, rows in self.rows.items()}
        return city_tables(frames, CITY, as_of)

    def figures(self, day: str = "2022-12-31", caliber: str | None = None,
                policy: Policy | None = None) -> CityFigures:
        # Only what is asked for is worked out: most tests ask for one figure.
        return lazily(self.tables(), date.fromisoformat(day), caliber, policy)

    def quick(self, day: str = "2022-12-31", caliber: str | None = None, policy: Policy | None = None) -> CityFigures:
        """The same figures, each worked out when asked for, of tables not cut by city: all rows are its own."""
        held = {name: pd.DataFrame(rows).assign(provenance="sample") for name, rows in self.rows.items()}
        frames = {name: conform(name, held[name]) if name in held else nothing_of(name) for name in TABLES}
        totals = {name: len(frame) for name, frame in frames.items()}
        tables = CityTables("memory", CITY, date(2030, 12, 31), frames, totals)
        return lazily(tables, date.fromisoformat(day), caliber, policy)

    def get(self, key: str, scope: str = CITY, day: str = "2022-12-31", caliber: str | None = None,
            policy: Policy | None = None) -> Figure:
        figure = self.figures(day, caliber, policy).get(key, scope)
        assert figure is not None
        return figure

    def value(self, key: str, scope: str = CITY, day: str = "2022-12-31", caliber: str | None = None) -> float | None:
        return self.get(key, scope, day, caliber).value


def policy(*targets: Target, centres: Iterable[str] = (), caliber: dict[str, str] | None = None) -> Policy:
    return Policy(
        id="test", title="测试文件", issuer="测试", date=date(2019, 3, 1), source="测试", applies_to=CITY,
        required_centres=tuple(centres), caliber=caliber or {}, targets=targets,
    )


def target(indicator: str, op: str, value: Any, levels: tuple[str, ...] = ("city",), **more: Any) -> Target:
    return Target(
        indicator=indicator, levels=levels, op=op, value=value, unit="个", quote="测试", source="测试", **more
    )
