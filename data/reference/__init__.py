"""Reference data of the two cities (区划、界线), built by ``python -m data.reference.build`` from pinned packages."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd

from data.model import TABLES
from data.tables import conform

_HERE = Path(__file__).parent


def regions() -> pd.DataFrame:
    """Return the rows of the ``regions`` table of both cities: city, counties, townships, villages."""
    return conform("regions", pd.read_parquet(_HERE / "regions.parquet"))


def villages() -> pd.DataFrame:
    """Return ``region_code, official_name, committee`` of every village unit.

    ``committee`` is ``village`` (村委会), ``residents`` (居委会), or ``village_like`` / ``residents_like``
    (farms and parks that the statistics bureau counts as such).
    """
    return pd.read_parquet(_HERE / "villages.parquet")


def boundary_credit() -> str:
    """Return whose county boundaries are shown, as a page's foot says it: publisher and year, without the packages."""
    boundaries = tomllib.loads((_HERE / "sources.toml").read_text("utf-8"))["boundaries"]
    return f"行政区界：{boundaries['publisher']}（{boundaries['date']} 年），非法定界线"


def statements() -> pd.DataFrame:
    """Return the rows of the ``statements`` table (已公布数据): what the two policy documents report, as quoted.

    ``source_id`` is the id of the policy document. A null value means that the document gives words and no number.
    """
    text = {column.name: "str" for column in TABLES["statements"].columns if column.kind != "float"}
    return conform("statements", pd.read_csv(_HERE / "statements.csv", dtype=text))
