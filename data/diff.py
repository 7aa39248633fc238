"""What changed between two snapshots: rows added, removed and changed, table by table, by primary key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data.model import TABLES
from data.rules.material import plain
from data.store import Snapshot


@dataclass(frozen=True)
class RowChange:
    """One row that is in one snapshot only, or differs between the two."""

    #: ``added``, ``removed`` or ``changed``.
    change: str
    #: Primary key, column → text.
    key: dict[str, str]
    #: Of a changed row: column → (old, new) as text, None for null.
    columns: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class TableDiff:
    """What changed in one table."""

    table: str
    added: int
    removed: int
    changed: int
    rows: list[RowChange]


def compare(old: Snapshot, new: Snapshot, limit: int | None = None) -> list[TableDiff]:
    """Compare two snapshots; tables without a change are left out.

    Args:
        old: The earlier one.
        new: The later one.
        limit: Rows to list per table; None lists all. The counts are always of all.

    Raises:
        SnapshotDamagedError: A file does not fit its hash.
    """
    found = (compare_frames(name, old.table(name), new.table(name), limit) for name in TABLES)
    return [diff for diff in found if diff.added or diff.removed or diff.changed]


def compare_frames(table: str, old: pd.DataFrame, new: pd.DataFrame, limit: int | None = None) -> TableDiff:
    """Compare two conformed frames of a table by primary key; null equals null."""
    described = TABLES[table]
    key = list(described.key)
    rest = [name for name in described.names if name not in key]
    both = old.merge(new, on=key, how="outer", suffixes=("\n0", "\n1"), indicator="\n", sort=True)
    side = both["\n"].astype("str")
    differs = pd.DataFrame({name: _differs(both[f"{name}\n0"], both[f"{name}\n1"]) for name in rest}, index=both.index)
    changed = (side == "both") & differs.any(axis=1)
    kinds = {"left_only": "removed", "right_only": "added", "both": "changed"}
    rows: list[RowChange] = []
    for index in both.index[(side != "both") | changed][:limit]:
        row = both.loc[index]
        columns = (
            {name: (_text(row[f"{name}\n0"]), _text(row[f"{name}\n1"])) for name in rest if differs.loc[index, name]}
            if changed[index]
            else {}
        )
        rows.append(RowChange(kinds[side[index]], {name: plain(row[name]) for name in key}, columns))
    return TableDiff(
        table, int((side == "right_only").sum()), int((side == "left_only").sum()), int(changed.sum()), rows
    )


def _differs(old: pd.Series[Any], new: pd.Series[Any]) -> pd.Series[Any]:
    equal: pd.Series[Any] = (old == new).fillna(False).astype(bool)
    return ~(equal | (old.isna() & new.isna()))


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else plain(value)
