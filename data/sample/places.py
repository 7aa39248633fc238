"""The real places (地名) of one city, each village with an invented population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from data import reference
from data.geography import reference_boundaries
from data.sample.common import rows_of, split, stream

_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Places:
    """One city: its region rows and what the generator asks of them."""

    city: str
    regions: pd.DataFrame
    #: Counties in the account (在文件统计范围), by code.
    counties: tuple[str, ...]
    #: region_code, name, county, lon, lat, position_source, population (sum of its villages).
    townships: pd.DataFrame
    #: Villages with a village committee (村委会): region_code, name, town, county, lon, lat, population.
    villages: pd.DataFrame
    land: dict[str, BaseGeometry]
    names: dict[str, str]
    #: Residents (常住人口) by county.
    residents: dict[str, int]

    def town(self, name: str, county: str | None = None) -> str:
        """Return the code of the township of this name; ``KeyError`` unless it is exactly one in the account."""
        held = self.townships[(self.townships["name"] == name) & (self.townships["county"].isin(self.counties))]
        if county is not None:
            held = held[held["county"] == county]
        if len(held) != 1:
            raise KeyError(f"{name}: {len(held)} townships")
        return str(held["region_code"].iloc[0])

    def near(self, rng: np.random.Generator, county: str, lon: float, lat: float, metres: float) -> tuple[float, float]:
        """Draw a point within that distance that lies on the county's land; the centre itself if none does."""
        for _ in range(12):
            angle, reach = rng.uniform(0, 2 * np.pi), metres * float(np.sqrt(rng.uniform(0.05, 1)))
            x = lon + reach * np.cos(angle) / _METRES_PER_DEGREE / np.cos(np.radians(lat))
            y = lat + reach * np.sin(angle) / _METRES_PER_DEGREE
            if shapely.contains_xy(self.land[county], x, y):
                return round(float(x), 4), round(float(y), 4)
        return lon, lat


def read_places(city: str) -> Places:
    """Read one city out of ``data/reference`` and give each village its invented population."""
    regions = reference.regions()
    regions = regions[regions["region_code"].str.startswith(city)].reset_index(drop=True)
    committees = reference.villages().set_index("region_code")["committee"]
    regions = populate(regions, committees)
    land = reference_boundaries(city).set_index("region_code").geometry
    counties = regions[regions["level"] == "county"]
    inside = counties[counties["in_account"].fillna(True).astype(bool)]
    villages = regions[regions["level"] == "village"].assign(
        town=lambda v: v["region_code"].str[:9], county=lambda v: v["region_code"].str[:6]
    )
    townships = regions[regions["level"] == "township"].assign(county=lambda t: t["region_code"].str[:6])
    served = villages.groupby("town")["population"].sum()
    # A township whose villages are listed elsewhere still serves people: half of what its neighbours do.
    usual = townships["region_code"].map(served).groupby(townships["county"]).transform("median").astype(float)
    townships["population"] = townships["region_code"].map(served).astype(float).fillna(usual / 2).round().astype(int)
    villages = villages[villages["region_code"].map(committees) == "village"]
    return Places(
        city=city,
        # Communities (居委会) have no village-level service of their own to report, so the sample leaves them out.
        regions=regions[(regions["level"] != "village") | regions["region_code"].isin(villages["region_code"])],
        counties=tuple(inside["region_code"]),
        townships=townships.reset_index(drop=True),
        villages=villages.reset_index(drop=True),
        land={code: land[code] for code in counties["region_code"]},
        names=dict(zip(regions["region_code"], regions["name"], strict=True)),
        residents={c: int(n) for c, n in zip(counties["region_code"], counties["population"], strict=True)},
    )


def populate(regions: pd.DataFrame, committees: pd.Series) -> pd.DataFrame:
    """Split each county's residents over its villages and communities (居委会); those rows are sample.

    Communities are larger than villages, and the sizes are as uneven as real ones. The parts add up to the county.
    """
    for county in rows_of(regions.loc[regions["level"] == "county"]):
        own = regions.index[
            (regions["level"] == "village") & regions["region_code"].str.startswith(str(county.region_code))
        ]
        if not len(own) or pd.isna(county.population):
            continue
        rng = stream("population", str(county.region_code))
        urban = regions.loc[own, "region_code"].map(committees).str.startswith("residents").to_numpy(dtype=bool)
        weights = np.exp(rng.normal(0.0, 0.48, len(own))) * np.where(urban, 3.4, 1.0)
        parts = pd.DataFrame({"population": split(int(county.population), weights)}, index=own)
        regions = regions.assign(
            population=parts["population"].astype("Int64").combine_first(regions["population"]),
            population_year=regions["population_year"].mask(regions.index.isin(own), county.population_year),
            provenance=regions["provenance"].mask(regions.index.isin(own), "sample"),
        )
    return regions
