"""Typed frames of the tables, and the part of them that one city needs.

Every frame in the program has the columns of :data:`data.model.TABLES` in their order and the same
dtypes: code and text ``str`` (missing is NaN), date ``datetime64[ms]``, month ``str`` ``YYYY-MM``,
bool ``boolean``, int ``Int64``, float ``float64``. Null always means 未报 (not reported).

Rows are split by city so that opening one city never reads another's rows. Institutions that a row
of another city refers to, and whatever belongs to no city with counties, are *shared*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import pandas as pd

from data.model import TABLES, Column

#: Name of the partition that is read with every city.
SHARED = "shared"

#: Typed ``Any`` because each dtype name selects another overload in the stubs.
_DTYPES: dict[str, Any] = {
    "code": "str",
    "text": "str",
    "month": "str",
    "date": "datetime64[ms]",
    "bool": "boolean",
    "int": "Int64",
    "float": "float64",
}

#: Column by which a row finds its city; ``(column, table it names)``.
OWNER: dict[str, tuple[str, str]] = {
    "regions": ("region_code", "regions"),
    "institutions": ("institution_id", "institutions"),
    "consortia": ("county_code", "regions"),
    "memberships": ("consortium_id", "consortia"),
    "postings": ("to_county_code", "regions"),
    "aliases": ("institution_id", "institutions"),
    "workforce": ("institution_id", "institutions"),
    "remote_sites": ("institution_id", "institutions"),
    "remote_volumes": ("requesting_institution_id", "institutions"),
    "resource_centres": ("consortium_id", "consortia"),
    "village_services": ("village_code", "regions"),
    "family_doctors": ("county_code", "regions"),
    "care_seeking": ("county_code", "regions"),
    "outward_referrals": ("county_code", "regions"),
    "referrals": ("consortium_id", "consortia"),
    "bookings": ("provider_institution_id", "institutions"),
    "pairings": ("institution_id", "institutions"),
    "specialties": ("subject_id", "any"),
    "capability": ("subject_id", "any"),
    "governance": ("subject_id", "any"),
    "costs": ("consortium_id", "consortia"),
    "investments": ("county_code", "regions"),
    "statements": ("scope_code", "any"),
    "submissions": ("county_code", "regions"),
}


@dataclass(frozen=True)
class CityTables:
    """All rows of one city of one snapshot, plus the shared rows.

    Shared rows are institutions used by several cities or belonging to none, with what hangs on them.
    """

    snapshot_id: str
    city_code: str
    #: The snapshot's as-of date (截止日期).
    as_of: date
    #: Every name in ``TABLES``; an absent table is an empty frame with the right columns and dtypes.
    frames: Mapping[str, pd.DataFrame]
    #: Rows of each table in the whole snapshot; 0 means absent or empty, hence null and not 0.
    totals: Mapping[str, int]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return the rows of one table; ``KeyError`` for a name that is not in ``TABLES``."""
        return self.frames[table]

    def reported(self, table: str) -> bool:
        """Tell whether anything of this table was reported in the whole snapshot."""
        return self.totals[table] > 0


def dtype_of(column: Column) -> Any:
    """Return the pandas dtype that holds a column of this kind."""
    return _DTYPES[column.kind]


def empty(table: str) -> pd.DataFrame:
    """Return a frame without rows that has the table's columns and dtypes."""
    return _blank(table).copy()


@cache
def _blank(table: str) -> pd.DataFrame:
    return pd.DataFrame({c.name: pd.Series([], dtype=dtype_of(c)) for c in TABLES[table].columns})


def conform(table: str, frame: pd.DataFrame, *, by_key: bool = True) -> pd.DataFrame:
    """Give an in-memory frame the table's columns, order and dtypes, sorted by the primary key if asked.

    A nullable column that is absent becomes all null (未报); columns the table does not have are left out.
    Values are not judged here, only held: that is the work of the reader and the check.

    Raises:
        KeyError: A column that may not be null is absent.
    """
    described = TABLES[table]
    columns: dict[str, pd.Series[Any]] = {}
    for column in described.columns:
        dtype = dtype_of(column)
        if column.name in frame.columns:
            values = frame[column.name]
            columns[column.name] = values if values.dtype == dtype else _cast(values, dtype)
        elif column.nullable or frame.empty:
            columns[column.name] = pd.Series([None] * len(frame), index=frame.index, dtype=dtype)
        else:
            raise KeyError(f"{table}.{column.name}")
    held = pd.DataFrame(columns, index=frame.index)
    if not by_key:
        return held.reset_index(drop=True)
    return held.sort_values(list(described.key), kind="stable", ignore_index=True)


def conform_all(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Conform every table of ``TABLES``; an absent one becomes an empty frame."""
    return {name: conform(name, frames[name]) if name in frames else empty(name) for name in TABLES}


def cities_of(regions: pd.DataFrame) -> list[str]:
    """Return the sorted codes of the cities that have at least one county."""
    counties = regions.loc[regions["level"] == "county", "region_code"]
    return sorted(counties.str[:4].dropna().unique().tolist())


def city_of_rows(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series[Any]]:
    """Return for every table the partition of each row: a city code, or ``shared``.

    A row goes with its county, region, institution, consortium or subject. An institution goes with its
    county, else its region; it is shared when a row of another city refers to it or its own city has no
    counties. Rows that hang on an institution stay with the city it lies in.

    Args:
        frames: Conformed frames of the whole snapshot, every name in ``TABLES``.
    """
    regions, institutions, consortia = frames["regions"], frames["institutions"], frames["consortia"]
    cities = set(cities_of(regions))
    own = institutions["county_code"].fillna(institutions["region_code"]).str[:4]
    city_of_institution = dict(zip(institutions["institution_id"], own, strict=True))
    city_of_consortium = dict(zip(consortia["consortium_id"], consortia["county_code"].str[:4], strict=True))

    def locate(codes: pd.Series[Any], kind: str) -> pd.Series[Any]:
        if kind == "institutions":
            found = codes.map(city_of_institution)
        elif kind == "consortia":
            found = codes.map(city_of_consortium)
        elif kind == "regions":
            found = codes.str[:4]
        else:
            found = codes.map(city_of_consortium)
            found = found.fillna(codes.map(city_of_institution)).fillna(codes.str[:4])
        return found.where(found.isin(cities), SHARED).astype("str")

    parts = {name: locate(frames[name][column], kind) for name, (column, kind) in OWNER.items()}
    # A posting between a lead and a member, or to a lead, counts where that consortium is, whatever its county says.
    postings = frames["postings"]
    received = postings["to_institution_id"].notna() & (postings["flow"] != "municipal_to_county")
    parts["postings"] = parts["postings"].mask(received, locate(postings["to_institution_id"], "institutions"))
    parts["institutions"] = _share_institutions(frames, parts)
    return parts


def city_tables(
    frames: Mapping[str, pd.DataFrame], city_code: str, as_of: date, snapshot_id: str = "memory"
) -> CityTables:
    """Cut one city out of whole in-memory frames, exactly as a published snapshot would give it.

    Args:
        frames: Frames by table name; absent tables are empty. They are conformed first.
        city_code: Four digits.
        as_of: The as-of date of the whole.
        snapshot_id: Name of the source, used as a cache key by the callers.
    """
    whole = conform_all(frames)
    parts = city_of_rows(whole)
    cut = {
        name: join_parts(name, [frame[parts[name] == city_code], frame[parts[name] == SHARED]])
        for name, frame in whole.items()
    }
    totals = {name: len(frame) for name, frame in whole.items()}
    return CityTables(snapshot_id, city_code, as_of, MappingProxyType(cut), MappingProxyType(totals))


def join_parts(table: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Join the rows of a city and the shared rows, in this order, dropping parts without rows."""
    held = [part for part in parts if len(part)]
    if not held:
        return empty(table)
    return held[0].reset_index(drop=True) if len(held) == 1 else pd.concat(held, ignore_index=True)


def _cast(values: pd.Series[Any], dtype: Any) -> pd.Series[Any]:
    """Convert one column; dates given as ``date`` objects or ISO text are read, other casts are pandas' own."""
    cast: pd.Series[Any]
    if dtype == "datetime64[ms]":
        cast = pd.to_datetime(values, format="ISO8601").astype(dtype)
    else:
        # Nullable input (pd.NA, None, NaN) becomes None, which every dtype reads as missing.
        held = values.astype("object")
        cast = held.where(values.notna(), None).astype(dtype)
    return cast


def _share_institutions(frames: Mapping[str, pd.DataFrame], parts: Mapping[str, pd.Series[Any]]) -> pd.Series[Any]:
    """Return the partition of each institution, moving those that another city refers to into the shared one."""
    ids = frames["institutions"]["institution_id"]
    own = dict(zip(ids, parts["institutions"], strict=True))
    wanted: set[str] = set()
    for name, table in TABLES.items():
        columns = [c.name for c in table.columns if c.refers_to == "institutions"]
        if name in ("specialties", "capability", "governance"):
            columns.append("subject_id")
        for column in columns:
            codes = frames[name][column]
            elsewhere = codes.notna() & (codes.map(own) != parts[name])
            wanted.update(codes[elsewhere].unique())
    return parts["institutions"].where(~ids.isin(list(wanted)), SHARED).astype("str")
