"""A city small enough to know by heart: two counties in the account, one outside, one consortium."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from components.map.facts import map_facts
from components.map.source import MapSource
from data.tables import city_tables
from data.territories import territories
from indicators import compute

DAY = date(2022, 6, 30)
#: A name as long as they come, with markup in it and the beginning of a formula.
WILD = "=<b>甲县</b>" + "很长很长的名字" * 5 + "卫生院"


def _regions() -> pd.DataFrame:
    rows = [
        ("99", "9901", "甲乙市", "city", None, None),
        ("9901", "990101", "甲县", "county", True, None),
        ("9901", "990102", "乙县", "county", None, None),
        ("9901", "990103", "丙区", "county", False, None),
        ("990101", "990101001", "东乡", "township", None, None),
        ("990101", "990101002", "西乡", "township", None, None),
    ]
    frame = pd.DataFrame(rows, columns=["parent_code", "region_code", "name", "level", "in_account", "lon"])
    frame.loc[frame["level"] == "city", "parent_code"] = None
    return frame.assign(provenance="sample")


def _institutions() -> pd.DataFrame:
    rows = [
        ("L1", "甲县人民医院", "county_hospital", "990101", "990101", 120.50, 30.50),
        ("T1", "甲县东乡卫生院", "township_hospital", "990101", "990101001", 120.80, 30.50),
        ("T2", WILD, "township_hospital", "990101", "990101002", 120.20, 30.50),
        ("T3", "甲县北乡卫生院", "township_hospital", "990101", "990101", 120.50, 30.90),
        ("T4", "甲县无坐标卫生院", "township_hospital", "990101", "990101", None, None),
        ("C1", "东乡一村卫生室", "village_clinic", "990101", "990101001", 120.85, 30.55),
        ("C2", "界外村卫生室", "village_clinic", "990101", "990101001", 120.50, 30.49),
        ("M1", "市第一医院", "municipal_hospital", None, "9901", 121.5, 30.5),
        ("X1", "丙区卫生院", "township_hospital", "990103", "990103", 122.5, 30.5),
        ("Z1", "已停业卫生院", "township_hospital", "990101", "990101", 120.3, 30.3),
    ]
    columns = ["institution_id", "name", "category", "county_code", "region_code", "lon", "lat"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["closed_on"] = [pd.Timestamp("2021-01-01") if code == "Z1" else pd.NaT for code in frame["institution_id"]]
    return frame.assign(provenance="sample")


def frames() -> dict[str, pd.DataFrame]:
    memberships = pd.DataFrame(
        [("A", "L1", "lead", None), ("A", "T1", "township_member", None), ("A", "T2", "township_member", None),
         ("A", "T4", "township_member", None), ("A", "C1", "village_member", "T1")],
        columns=["consortium_id", "institution_id", "role", "supervisor_id"],
    ).assign(valid_from=pd.Timestamp("2020-01-01"), provenance="sample")
    postings = pd.DataFrame(
        [("P1", "W1", "T1", pd.NaT), ("P2", "W2", "T1", pd.NaT), ("P3", "W3", "T2", pd.Timestamp("2021-06-30"))],
        columns=["posting_id", "person_id", "to_institution_id", "end_on"],
    ).assign(flow="lead_to_member", from_institution_id="L1", to_county_code="990101", kind="long_term",
             start_on=pd.Timestamp("2020-06-01"), provenance="sample")
    return {
        "regions": _regions(),
        "institutions": _institutions(),
        "consortia": pd.DataFrame(
            {"consortium_id": ["A"], "name": ["甲县人民医院医共体"], "county_code": ["990101"]}
        ).assign(provenance="sample"),
        "memberships": memberships,
        "postings": postings,
    }


def boundaries() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"region_code": ["990101", "990102", "990103"], "name": ["甲县", "乙县", "丙区"]},
        geometry=[shapely.box(120 + at, 30, 121 + at, 31) for at in range(3)],
        crs="EPSG:4326",
    )


def source(tables: dict[str, pd.DataFrame] | None = None, lands: gpd.GeoDataFrame | None = None) -> MapSource:
    tables = frames() if tables is None else tables
    lands = boundaries() if lands is None else lands
    city = city_tables(tables, "9901", DAY)
    around = gpd.GeoDataFrame(
        {"region_code": ["980101"], "name": ["邻县"]}, geometry=[shapely.box(118, 30, 120, 31)], crs="EPSG:4326"
    )
    grounds = territories(city["institutions"], city["memberships"], city["consortia"], lands)
    return MapSource(map_facts(compute(city, DAY)), compute(city, DAY), lands, grounds, around)


@pytest.fixture(scope="session")
def world() -> MapSource:
    return source()


@pytest.fixture
def make():
    """Make a source of other tables: `make(frames)`; `make.frames()` gives the usual ones to change."""
    def build(tables: dict[str, pd.DataFrame]) -> MapSource:
        return source(tables)

    build.frames = frames  # type: ignore[attr-defined]
    return build
