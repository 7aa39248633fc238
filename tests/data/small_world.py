"""One small valid world without a single finding, so that a fixture breaks exactly the rule it means to break.

Counties are boxes on the map: what lies inside them, or how far outside, can be seen from the numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from data.checking import boundaries_of, check_frames
from data.findings import Finding, Report
from data.model import TABLES
from data.publishing import publish_frames
from data.reading import absent, sheet_of
from data.rules import Material, Rule
from data.tables import conform

Row = dict[str, Any]
Tables = dict[str, list[Row]]

AS_OF = date(2023, 9, 30)

#: (west, south, east, north)
BOXES = {
    "330203": (121.0, 29.5, 121.5, 30.0),
    "330212": (121.5, 29.5, 122.0, 30.0),
    "130727": (114.0, 40.0, 114.5, 40.5),
}


def boundaries() -> gpd.GeoDataFrame:
    """Return the boxes as a source folder's boundaries."""
    return gpd.GeoDataFrame(
        {"region_code": list(BOXES)}, geometry=[box(*corners) for corners in BOXES.values()], crs=4326
    )


def row(table: str, /, **values: Any) -> Row:
    """Return a row with every column; what is not given is null, provenance is ``sample``."""
    assert set(values) <= set(TABLES[table].names), set(values) - set(TABLES[table].names)
    return {name: values.get(name, "sample" if name == "provenance" else None) for name in TABLES[table].names}


def place(county: str) -> Row:
    """Return lon, lat and datum of the middle of a county."""
    west, south, east, north = BOXES[county]
    return {"lon": (west + east) / 2, "lat": (south + north) / 2, "datum": "wgs84"}


def small_world() -> Tables:
    """Return the tables of the world; two cities, three counties, a few rows of every table."""
    day = date.fromisoformat
    institutions = [
        ("M1", "市第一医院", "municipal_hospital", None, "3302", "330203"),
        ("H1", "海曙医院", "county_hospital", "330203", "330203", "330203"),
        ("T1", "集士港卫生院", "township_hospital", "330203", "330203100", "330203"),
        ("T2", "古林卫生院", "township_hospital", "330203", "330203100", "330203"),
        ("V1", "湖山卫生室", "village_clinic", "330203", "330203100201", "330203"),
        ("H2", "鄞州医院", "county_hospital", "330212", "330212", "330212"),
        ("H3", "阳原医院", "county_hospital", "130727", "130727", "130727"),
        ("T3", "东井集卫生院", "township_hospital", "130727", "130727", "130727"),
    ]
    memberships = [
        ("C1", "H1", "lead", None),
        ("C1", "T1", "township_member", None),
        ("C1", "T2", "township_member", None),
        ("C1", "V1", "village_member", "T1"),
        ("C2", "H2", "lead", None),
        ("C3", "H3", "lead", None),
        ("C3", "T3", "township_member", None),
    ]
    tables: Tables = {
        "regions": [
            row("regions", region_code="3302", name="宁波市", level="city"),
            row("regions", region_code="1307", name="张家口市", level="city"),
            row("regions", region_code="330203", name="海曙区", level="county", parent_code="3302", population=1000),
            row("regions", region_code="330212", name="鄞州区", level="county", parent_code="3302", population=2000),
            row("regions", region_code="130727", name="阳原县", level="county", parent_code="1307", in_account=True),
            row("regions", region_code="330203100", name="集士港镇", level="township", parent_code="330203"),
            row("regions", region_code="330203100201", name="湖山村", level="village", parent_code="330203100"),
        ],
        "institutions": [
            row(
                "institutions",
                institution_id=code,
                name=name,
                category=category,
                county_code=county,
                region_code=region,
                **place(where),
            )
            for code, name, category, county, region, where in institutions
        ],
        "consortia": [
            row("consortia", consortium_id=code, name=name, county_code=county, established_on=day("2019-01-01"))
            for code, name, county in (
                ("C1", "海曙医共体", "330203"),
                ("C2", "鄞州医共体", "330212"),
                ("C3", "阳原医共体", "130727"),
            )
        ],
        "memberships": [
            row(
                "memberships",
                consortium_id=consortium,
                institution_id=institution,
                role=role,
                supervisor_id=above,
                valid_from=day("2019-01-01"),
            )
            for consortium, institution, role, above in memberships
        ],
        "postings": [
            row(
                "postings",
                posting_id="P1",
                person_id="甲01",
                flow="lead_to_member",
                from_institution_id="H1",
                to_institution_id="T1",
                to_county_code="330203",
                kind="long_term",
                title_grade="intermediate",
                start_on=day("2022-01-01"),
                planned_end_on=day("2024-01-01"),
            ),
            row(
                "postings",
                posting_id="P2",
                person_id="甲02",
                flow="municipal_to_county",
                from_institution_id="M1",
                to_county_code="130727",
                kind="long_term",
                title_grade="senior",
                start_on=day("2022-01-01"),
                end_on=day("2023-01-01"),
            ),
        ],
        "aliases": [row("aliases", institution_id="T1", name="老卫生院", valid_from=day("2019-01-01"))],
        "workforce": [row("workforce", institution_id="T1", month="2023-08", physicians=5, nurses=0)],
        "remote_sites": [
            row(
                "remote_sites",
                institution_id="T1",
                service_type="ecg",
                opened_on=day("2022-03-15"),
                closed_on=day("2023-06-10"),
            ),
        ],
        "remote_volumes": [
            volume("2023-02", 10),
            volume("2023-03", 12),
        ],
        "resource_centres": [row("resource_centres", consortium_id="C1", centre_type="ecg", status="open")],
        "village_services": [
            row(
                "village_services",
                village_code="330203100201",
                mode="clinic",
                institution_id="V1",
                valid_from=day("2020-01-01"),
            ),
        ],
        "family_doctors": [row("family_doctors", county_code="330203", month="2023-08", teams=1, contracted=0)],
        "care_seeking": [
            row("care_seeking", county_code="330203", month="2023-08", visits_in=90, grassroots_visits=60),
        ],
        "outward_referrals": [
            row("outward_referrals", county_code="330203", month="2023-08", specialty="骨科", cases=1, total_cases=3),
        ],
        "referrals": [row("referrals", consortium_id="C1", month="2023-08", direction="up", cases=3)],
        "bookings": [
            row("bookings", provider_institution_id="H1", month="2023-08", resource="ct", offered=9, to_grassroots=3),
        ],
        "pairings": [
            row("pairings", institution_id="H1", partner_id="M1", valid_from=day("2020-01-01"), level="municipal"),
        ],
        "specialties": [
            row("specialties", subject_id="C1", specialty="骨科", kind="key", since=day("2020-01-01")),
        ],
        "capability": [
            row("capability", subject_id="C1", item="key_specialties", value="1", since=day("2021-01-01")),
            row("capability", subject_id="H1", item="county_strong_hospital", value="yes", since=day("2021-01-01")),
            row("capability", subject_id="T1", item="beds", value="20", since=day("2021-01-01")),
        ],
        "governance": [
            row("governance", subject_id="330203", item="plan_issued", value="yes", since=day("2019-03-01")),
            row("governance", subject_id="C1", item="info_platform", value="partial", since=day("2019-03-01")),
        ],
        "costs": [row("costs", consortium_id="C1", month="2023-08", outpatient_visits=3, outpatient_fee_yuan=99.5)],
        "investments": [row("investments", county_code="330203", month="2023-08", item="设备", amount_yuan=1e6)],
        "statements": [
            row(
                "statements",
                statement_id="S1",
                scope_code="3302",
                subject="目标",
                value_text="超过 300 名",
                source_id="文件一",
                quote="超过 300 名",
            ),
        ],
        "submissions": [row("submissions", county_code="330203", month="2023-08", table="costs", rows=1)],
    }
    return tables


def volume(month: str, amount: int | None, **values: Any) -> Row:
    """Return a row of remote volumes of the one site of the world."""
    given: Row = {"service_type": "ecg", "requesting_institution_id": "T1", "providing_institution_id": "H1"}
    return row("remote_volumes", month=month, volume=amount, **{**given, **values})


def frames(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables as in-memory frames."""
    return {
        name: pd.DataFrame({c: pd.Series([r[c] for r in rows], dtype=object) for c in TABLES[name].names})
        for name, rows in tables.items()
    }


def check(tables: Tables, as_of: date = AS_OF) -> Report:
    """Check the tables in memory, with the boxes as boundaries."""
    return check_frames(frames(tables), as_of, boundaries()).report


def changed(table: str, wanted: Callable[[Row], bool] | int = 0, /, **values: Any) -> Tables:
    """Return the world with the cells of some rows of a table set: one row by position, or those that fit."""
    tables = small_world()
    for position, one in enumerate(tables[table]):
        if position == wanted if isinstance(wanted, int) else wanted(one):
            assert set(values) <= set(one)
            one.update(values)
    return tables


def added(table: str, *rows: Row) -> Tables:
    """Return the world with more rows in a table."""
    tables = small_world()
    tables[table] += rows
    return tables


def text(value: object) -> str:
    """Return a cell as the contract writes it in CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def write_folder(tables: Tables, folder: Path, encoding: str = "utf-8") -> Path:
    """Write the tables as a source folder of CSV files, with the boxes as boundaries; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        write_csv(folder / f"{name}.csv", TABLES[name].names, ([text(r[c]) for c in r] for r in rows), encoding)
    boundaries().to_parquet(folder / "boundaries.parquet")
    return folder


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]], encoding: str = "utf-8") -> None:
    """Write one CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def publish_in_turn(root: Path, *worlds: Tables) -> Path:
    """Publish worlds into a new store, a minute apart, the last one live; return the store's folder."""
    for minute, tables in enumerate(worlds):
        publish_frames(
            frames(tables), root, AS_OF, created_at=f"2023-10-01T00:0{minute}:00+00:00", boundaries=boundaries()
        )
    return root


def findings_of(rule: Rule, tables: Tables, as_of: date = AS_OF) -> list[Finding]:
    """Run one rule alone over the tables."""
    sheets = {name: sheet_of(name, conform(name, frame, by_key=False)) for name, frame in frames(tables).items()}
    whole = {name: sheets.get(name, absent(name)) for name in TABLES}
    return list(rule(Material(whole, as_of, boundaries_of(boundaries()))))
