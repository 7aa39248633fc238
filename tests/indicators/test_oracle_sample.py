"""The bundled sample, city by city: what the dashboard shows out of the box is what the oracle says."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest

from data.model import TABLES
from data.policies import policy_for
from data.store import default_store
from data.tables import CityTables
from indicators import compute
from tests.indicators.oracle.answers import answers
from tests.indicators.oracle.asking import differences
from tests.worlds import World


@cache
def sample(city: str) -> tuple[CityTables, World]:
    """Return the tables of a city of the bundled sample, as the engine and as the oracle take them."""
    tables = default_store().open().city(city)
    rows = {name: rows_of(frame) for name, frame in tables.frames.items() if tables.reported(name)}
    return tables, World(-1, tables.as_of, rows)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [plain(frame[name]) for name in frame.columns]
    return [dict(zip(frame.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def plain(column: pd.Series) -> list[Any]:
    """Return a column as plain Python: null is None, a day is a date, a count is an int."""
    if str(column.dtype).startswith("datetime"):
        return [None if pd.isna(value) else value.date() for value in column]
    return [None if pd.isna(value) else value for value in column.tolist()]


@pytest.mark.parametrize(
    ("city", "day", "caliber"),
    [
        ("3302", date(2022, 12, 31), None),
        ("3302", date(2019, 11, 30), "eligible"),
        ("1307", date(2023, 9, 30), None),
        ("1307", date(2022, 8, 31), "eligible"),
    ],
)
def test_the_sample_is_what_the_oracle_says(city: str, day: date, caliber: str | None) -> None:
    tables, world = sample(city)
    policy = policy_for(city)
    figures = compute(tables, day, caliber, policy)
    expected = answers(world, city, day, caliber, policy)
    lines = [
        f"{city} {day}: {key} × {scope}: {text}"
        for (key, scope), answer in expected.items()
        for text in differences(answer, figures.get(key, scope))
    ]
    assert not lines, "\n" + "\n".join(lines[:30])


def test_the_sample_has_every_table() -> None:
    tables, _ = sample("3302")
    assert all(tables.reported(name) for name in TABLES)
