"""The warnings (提醒) about one city's rows, with the rows they are about: the check's own rules, asked again.

The findings kept with a snapshot (:mod:`data.kept_findings`) name the line of a file that may be gone; here the same
rules look at the rows that were published, so that county, institution and month stand beside each warning. A rule that
compares rows of several cities sees those of this city alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd

from data.findings import Finding
from data.model import TABLES, Column
from data.reading import sheet_of
from data.rules import RULES, Material
from data.tables import OWNER, CityTables

COLUMNS = ["code", "table", "table_label", "key", "county_code", "county", "subject", "month", "column", "value",
           "message", "fix"]
#: How a rule points at another row of the same table.
_LINE = re.compile(r"第 ([0-9]+) 行")


def city_warnings(tables: CityTables, boundaries: Callable[[str], gpd.GeoDataFrame]) -> pd.DataFrame:
    """Return one row per warning about the rows of a city and those it shares with others.

    Args:
        tables: The city's rows.
        boundaries: County polygons by city code.

    Returns:
        Columns of :data:`COLUMNS`: ``key`` the primary key in words (``月份 2022-03，…``); ``county`` is null for what
        lies in no county (municipal hospitals, partners elsewhere), ``subject`` the name of the institution,
        consortium or region the row belongs to; ``month`` null for tables without months. Rules that warn most come
        first, then by table and row.
    """
    material = Material({name: sheet_of(name, tables[name]) for name in TABLES}, tables.as_of, boundaries)
    found = [finding for rule in RULES for finding in rule(material) if finding.severity == "warning"]
    places = _Places(tables)
    rows = []
    for one in found:
        row = _row(tables, one.table, one.row)
        name = one.table or ""
        county, subject = places.of(name, row)
        rows.append((
            one.code, name, TABLES[name].label if name in TABLES else name, _key(name, row), county,
            places.names.get(county or ""), subject, row.get("month"), one.column, one.value,
            _message(tables, one), one.fix,
        ))
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="object")
    order = frame["code"].map(frame["code"].value_counts())
    return frame.assign(order=-order).sort_values(["order", "code"], kind="stable", ignore_index=True)[COLUMNS]


class _Places:
    """Counties and names of whatever a row belongs to."""

    def __init__(self, tables: CityTables) -> None:
        self.names: dict[str, str] = {}
        self.county: dict[str, str] = {}
        for name, key in (("institutions", "institution_id"), ("consortia", "consortium_id")):
            held = tables[name]
            self.names |= dict(zip(held[key], held["name"], strict=True))
            self.county |= {code: own for code, own in zip(held[key], held["county_code"], strict=True)
                            if isinstance(own, str)}
        regions = tables["regions"]
        self.names |= dict(zip(regions["region_code"], regions["name"], strict=True))
        self.county |= {code: code[:6] for code in regions["region_code"] if len(code) >= 6}

    def of(self, table: str, row: dict[str, Any]) -> tuple[str | None, str | None]:
        code = row.get(OWNER[table][0]) if table in OWNER else None
        return (self.county.get(code), self.names.get(code, code)) if isinstance(code, str) else (None, None)


def _row(tables: CityTables, table: str | None, number: int | None) -> dict[str, Any]:
    """Return the row that a finding is on; sheets made of frames number their rows from 2."""
    if table not in TABLES or number is None:
        return {}
    return {str(name): None if pd.isna(value) else value for name, value in tables[table].iloc[number - 2].items()}


def _message(tables: CityTables, found: Finding) -> str:
    """Return what a finding says; another row that it points at by its line is named by its key."""
    name = found.table or ""
    return _LINE.sub(lambda line: f"“{_key(name, _row(tables, name, int(line[1])))}”", found.message)


def _key(table: str, row: dict[str, Any]) -> str:
    if table not in TABLES or not row:
        return ""
    return "，".join(f"{column.label} {_said(column, row[column.name])}"
                    for column in (TABLES[table].column(name) for name in TABLES[table].key))


def _said(column: Column, value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return (column.choices or {}).get(str(value), str(value))
