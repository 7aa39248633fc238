"""Checking a source: read it, hold each table against its schema and all tables against the rules.

Reading and publishing both go through here, so that nothing is published that was not checked.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.findings import Finding, Report, ordered
from data.geography import reference_boundaries
from data.model import BOUNDARIES, TABLES
from data.reading import Reading, Sheet, read_folder, sheet_of
from data.rules import RULES, Material
from data.schema import validate
from data.tables import conform


@dataclass(frozen=True)
class Checked:
    """A source that was checked: the report, and the typed frames it is about."""

    report: Report
    #: Every name in ``TABLES``; only fit to publish when the report has no error.
    frames: Mapping[str, pd.DataFrame]
    boundaries: gpd.GeoDataFrame | None
    as_of: date


def check_source(source: Path, as_of: date | None = None) -> Checked:
    """Check a source folder.

    Args:
        source: The folder.
        as_of: The as-of date (截止日期); without one it is taken from the data, see :func:`as_of_from`.
    """
    reading = read_folder(source)
    return _check(reading, as_of)


def check_frames(
    frames: Mapping[str, pd.DataFrame], as_of: date, boundaries: gpd.GeoDataFrame | None = None, source: str = "内存"
) -> Checked:
    """Check whole in-memory frames with the same rules; rows are numbered as if each were a file.

    Raises:
        KeyError: A column that may not be null is absent.
        TypeError: A value does not fit its column's dtype (also ``ValueError``).
    """
    sheets = {name: sheet_of(name, conform(name, frames.get(name, pd.DataFrame()), by_key=False)) for name in TABLES}
    rows = {name: len(frames[name]) for name in TABLES if name in frames}
    return _check(Reading(source, sheets, boundaries, [], rows, {}), as_of)


def as_of_from(frames: Mapping[str, pd.DataFrame]) -> date:
    """Return the as-of date that fits the data where none is stated.

    It is the last day of the latest month in the monthly tables, but never after today; without months, today.
    """
    today = date.today()
    months = [
        frames[name]["month"].dropna().max()
        for name, table in TABLES.items()
        if "month" in table.names and frames[name]["month"].notna().any()
    ]
    if not months:
        return today
    year, month = map(int, max(months).split("-"))
    return min(today, date(year, month, calendar.monthrange(year, month)[1]))


def _check(reading: Reading, as_of: date | None) -> Checked:
    findings: list[Finding] = list(reading.findings)
    frames = {name: sheet.frame for name, sheet in reading.sheets.items()}
    day = as_of or as_of_from(frames)
    if not reading.unreadable:
        sheets: dict[str, Sheet] = {}
        for name, sheet in reading.sheets.items():
            unreadable = {
                (f.row, f.column) for f in reading.findings if f.table == name and f.row is not None and f.column
            }
            sheets[name], found = validate(sheet, unreadable)
            findings += found
        # A cell that was refused is null from here on: no rule may call it missing, or hold it against another.
        refused = frozenset(
            (f.table, f.row, f.column) for f in findings if f.table and f.row is not None and f.column
        )
        material = Material(sheets, day, boundaries_of(reading.boundaries), refused)
        for rule in RULES:
            findings += (f for f in rule(material) if (f.table, f.row, f.column) not in refused)
        if reading.boundaries is not None:
            findings += _strange_boundaries(reading.boundaries, frames["regions"])
    report = Report(
        source=reading.source,
        # Where nothing could be read there is no data to take a date from.
        as_of=None if reading.unreadable and as_of is None else day,
        as_of_stated=as_of is not None,
        rows=reading.rows,
        encodings=reading.encodings,
        findings=ordered(findings),
        unreadable=reading.unreadable,
    )
    return Checked(report, frames, reading.boundaries, day)


def boundaries_of(own: gpd.GeoDataFrame | None) -> Callable[[str], gpd.GeoDataFrame]:
    """Return a function from a city code to its county polygons: the source's own, else the reference's.

    A county the source leaves out is filled in from the reference. A city neither has gives an empty frame.
    The columns are region_code, name (as in the reference, else null) and geometry.
    """
    columns = ["region_code", "name", "geometry"]

    @cache
    def of_city(city: str) -> gpd.GeoDataFrame:
        try:
            reference = reference_boundaries(city)[columns]
        except KeyError:
            reference = gpd.GeoDataFrame(
                {name: pd.Series([], dtype="str") for name in columns[:2]}, geometry=[], crs=4326
            )
        if own is None:
            return reference
        counties = own[own["region_code"].str.fullmatch(rf"{city}[0-9]{{2}}")]
        if counties.empty:
            return reference
        counties = counties.assign(name=counties["region_code"].map(reference.set_index("region_code")["name"]))
        rest = reference[~reference["region_code"].isin(counties["region_code"])]
        joined = pd.concat([counties, rest], ignore_index=True) if len(rest) else counties
        return gpd.GeoDataFrame(joined[columns].sort_values("region_code", ignore_index=True), crs=4326)

    return of_city


def _strange_boundaries(boundaries: gpd.GeoDataFrame, regions: pd.DataFrame) -> list[Finding]:
    known = set(regions["region_code"].dropna())
    return [
        Finding(
            "boundary_without_region",
            "warning",
            BOUNDARIES,
            f"{BOUNDARIES}.parquet",
            None,
            "region_code",
            code,
            "行政区划表里没有这个代码，这条边界没有用到",
            "核对代码，或在行政区划表里补上",
        )
        for code in boundaries["region_code"]
        if code not in known
    ]
