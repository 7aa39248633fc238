"""What a city offers to choose from (可选范围): its counties, consortia and months, as plain values for the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.tables import CityTables
from indicators import month_as_of, months_with_data


@dataclass(frozen=True, slots=True)
class Consortium:
    """One consortium (医共体) as the filters need it."""

    name: str
    county: str
    established_on: date | None
    dissolved_on: date | None

    def exists_on(self, day: date) -> bool:
        """Tell whether it exists on a day: established on or before it, dissolved after it."""
        begun = self.established_on is None or self.established_on <= day
        return begun and (self.dissolved_on is None or self.dissolved_on > day)


@dataclass(frozen=True, slots=True)
class Places:
    """Names of a city's parts by code, and the months with data, oldest first."""

    city: str
    name: str
    #: Counties in the account of the documents, by code.
    counties: Mapping[str, str]
    #: Counties drawn grey: 不在文件统计范围.
    outside: Mapping[str, str]
    consortia: Mapping[str, Consortium]
    months: tuple[str, ...]
    #: Whether any row of the city is sample data (示例数据).
    has_sample: bool

    @classmethod
    def of(cls, tables: CityTables) -> Places:
        """Read the choices from a city's tables; a city without any monthly row offers the as-of month alone."""
        regions = tables["regions"]
        own = regions[regions["region_code"].str[:4] == tables.city_code]
        counties = own[own["level"] == "county"]
        counted = counties["in_account"].fillna(True).astype(bool)
        cities = own[own["level"] == "city"]
        consortia = tables["consortia"]
        consortia = consortia[consortia["county_code"].str[:4] == tables.city_code]
        columns = ("consortium_id", "name", "county_code", "established_on", "dissolved_on")
        rows = zip(*(consortia[column] for column in columns), strict=True)
        return cls(
            city=tables.city_code,
            name=str(cities["name"].iloc[0]) if len(cities) else tables.city_code,
            counties=_names(counties[counted]),
            outside=_names(counties[~counted]),
            consortia={code: Consortium(name, county, _day(on), _day(off)) for code, name, county, on, off in rows},
            months=tuple(months_with_data(tables)) or (tables.as_of.strftime("%Y-%m"),),
            has_sample=any((frame["provenance"] == "sample").any() for frame in tables.frames.values()),
        )

    def as_of(self, month: str, snapshot_as_of: date) -> date:
        """Return the as-of date of a month: its last day, or the snapshot's as-of date if that comes first."""
        return month_as_of(month, snapshot_as_of)

    def existing(self, day: date, county: str | None = None) -> dict[str, str]:
        """Return names of the consortia that exist on a day, of one county or of the whole city, by id."""
        return {
            code: c.name
            for code, c in self.consortia.items()
            if c.exists_on(day) and (county is None or c.county == county)
        }


def _names(rows: pd.DataFrame) -> dict[str, str]:
    return dict(sorted(zip(rows["region_code"], rows["name"], strict=True)))


def _day(value: pd.Timestamp | None) -> date | None:
    # A day that is not known is NaT, which is not equal to itself.
    return None if value is None or value != value else value.date()
