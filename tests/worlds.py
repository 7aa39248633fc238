"""Small valid worlds: every table of the contract, with the edges where indicators go wrong.

A world is plain Python (lists of dicts), so that the oracle can be read beside data-model.md and a
failing seed can be printed. Worlds pass every cross-table *error* of the contract; warnings (a blank title, a
volume without a site) are in them on purpose. How they are made: world_places.py and world_activity.py.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from data.model import TABLES, Column
from data.tables import dtype_of
from tests.world_activity import Activity
from tests.world_places import Row, month_last, month_of, shift_months


@dataclass(frozen=True, eq=False)
class World:
    """One source folder in memory: rows per table (an absent table has no key) and the snapshot's as-of date."""

    seed: int
    as_of: date
    tables: dict[str, list[Row]]
    _found: dict[tuple[str, ...], dict[tuple[Any, ...], list[Row]]] = field(init=False, default_factory=dict)

    def __repr__(self) -> str:
        """Name the world by its seed, which is all one needs to build it again."""
        return f"random_world({self.seed}) as of {self.as_of}"

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; none where it is absent."""
        return self.tables.get(table, [])

    def find(self, table: str, **key: Any) -> list[Row]:
        """Return the rows of a table that have these values, looked up rather than searched."""
        index = self._found.setdefault((table, *key), {})
        if not index:
            for row in self.rows(table):
                index.setdefault(tuple(row[column] for column in key), []).append(row)
        return index.get(tuple(key.values()), [])

    def cities(self) -> list[str]:
        """Return the cities that have counties."""
        return sorted({row["region_code"][:4] for row in self.rows("regions") if row["level"] == "county"})

    def with_rows(self, **tables: list[Row]) -> World:
        """Return a copy with whole tables replaced."""
        return replace(self, tables={**self.tables, **tables})

    def without(self, *tables: str) -> World:
        """Return a copy in which these tables are absent."""
        return replace(self, tables={name: rows for name, rows in self.tables.items() if name not in tables})

    def changed(self, table: str, change: Callable[[Row], Row | None]) -> World:
        """Return a copy with each row of a table changed, or dropped where ``change`` gives None."""
        rows = (change(dict(row)) for row in self.rows(table))
        return self.with_rows(**{table: [row for row in rows if row is not None]})


def frames(world: World) -> dict[str, pd.DataFrame]:
    """Return the world as whole in-memory frames, as :func:`data.tables.city_tables` takes them."""
    return {
        name: pd.DataFrame({column.name: _column(column, rows) for column in TABLES[name].columns})
        for name, rows in world.tables.items()
    }


def _column(column: Column, rows: list[Row]) -> pd.Series:
    """Return one column with its dtype, straight from the plain values."""
    values = [row[column.name] for row in rows]
    if column.kind == "date":
        return pd.Series(np.array(values, dtype="datetime64[ms]"))
    return pd.Series(values, dtype=dtype_of(column))


def write_source(world: World, folder: Path, encoding: str = "utf-8") -> Path:
    """Write the world as a source folder of CSV files; absent tables get no file. Returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in world.tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(TABLES[name].names)
            writer.writerows([_text(row[column]) for column in TABLES[name].names] for row in rows)
    return folder


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def random_world(seed: int) -> World:
    """Return the valid world of this seed; the same seed always gives the same world."""
    activity = Activity(seed)
    return World(seed, activity.as_of, activity.build())


def as_of_dates(world: World, count: int = 3) -> list[date]:
    """Return dates to ask a world at: its own, and earlier ones at which later rows must not count."""
    pick = random.Random(world.seed + 1)
    earlier = [
        shift_months(world.as_of, -1),
        month_last(month_of(shift_months(world.as_of, -2))),
        world.as_of - timedelta(pick.randrange(1, 400)),
        shift_months(world.as_of, -12),
    ]
    return [world.as_of, *pick.sample(earlier, count - 1)]


def worlds() -> st.SearchStrategy[World]:
    """Return a hypothesis strategy of valid worlds, drawn by seed."""
    return st.integers(0, 2**20).map(random_world)
