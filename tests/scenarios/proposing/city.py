"""A small city for plans: two counties on a plain, filled place by place, and the policy it is measured by."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.policies import Policy, Target
from data.tables import CityTables
from tests.indicators.city import CITY, EAST, WEST
from tests.indicators.city import City as Base

DAY = date(2022, 12, 31)
#: About a kilometre in degrees of latitude.
KM = 0.009
#: Township and village codes of the two counties.
TOWNSHIPS = {EAST: f"{EAST}100", WEST: f"{WEST}100"}


class City(Base):
    """The city of the indicators' tests, with places where plans need them."""

    def place(self, id: str, lon: float, lat: float) -> City:
        for row in self.rows["institutions"]:
            if row["institution_id"] == id:
                row |= {"lon": lon, "lat": lat, "datum": "wgs84"}
        return self

    def physicians(self, id: str, count: int | None, month: str = "2022-12") -> City:
        self.add("workforce", institution_id=id, month=month, physicians=count)
        return self

    def township(self, code: str, population: int | None) -> City:
        self.add("regions", region_code=code, name=f"乡{code[-3:]}", level="township", parent_code=code[:6],
                 population=population)
        return self

    def village(self, code: str, km: tuple[float, float] | None = (0, 0), population: int | None = 100,
                mode: str | None = "none", planned: bool | None = None, **row: Any) -> City:
        """A village some kilometres east and north of 120°E 30°N."""
        lon, lat = (None, None) if km is None else (120 + km[0] * KM / 0.866, 30 + km[1] * KM)
        self.add("regions", region_code=code, name=f"村{code[-3:]}", level="village", parent_code=code[:9],
                 population=population, lon=lon, lat=lat)
        if mode is not None:
            self.add("village_services", village_code=code, mode=mode, clinic_planned=planned,
                     valid_from="2020-01-01", **row)
        return self

    def cut(self) -> CityTables:
        return self.tables(DAY)


def target(key: str, op: str, value: Any, unit: str = "人") -> Target:
    return Target.model_validate({
        "indicator": key, "levels": ("city",), "op": op, "value": value, "unit": unit, "quote": "原文",
        "source": "出处",
    })  # fmt: skip


def policy(*targets: Target, **row: Any) -> Policy:
    return Policy(id="p", title="文件", issuer="机关", date=date(2019, 1, 1), source="出处", applies_to=CITY,
                  targets=targets, **row)
