"""What changed between two snapshots."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data.diff import compare, compare_frames
from data.publishing import publish_frames
from data.store import Store
from data.tables import conform, empty
from tests.data.small_world import AS_OF, Row, boundaries, changed, frames, small_world


def workforce(*rows: Row) -> pd.DataFrame:
    given = {"month": "2023-08", "provenance": "sample"}
    return conform("workforce", pd.DataFrame([{**given, **one} for one in rows]))


def test_rows_are_matched_by_key() -> None:
    old = workforce({"institution_id": "T1", "physicians": 1}, {"institution_id": "T2", "physicians": 2})
    new = workforce({"institution_id": "T2", "physicians": 3}, {"institution_id": "T3", "physicians": None})
    found = compare_frames("workforce", old, new)
    assert (found.added, found.removed, found.changed) == (1, 1, 1)
    by_id = {one.key["institution_id"]: one for one in found.rows}
    assert {name: one.change for name, one in by_id.items()} == {"T1": "removed", "T2": "changed", "T3": "added"}
    assert by_id["T2"].columns == {"physicians": ("2", "3")}


def test_null_equals_null_and_differs_from_zero() -> None:
    null, zero = workforce({"institution_id": "T1", "nurses": None}), workforce({"institution_id": "T1", "nurses": 0})
    assert compare_frames("workforce", null, null).rows == []
    assert compare_frames("workforce", null, zero).rows[0].columns == {"nurses": (None, "0")}
    assert compare_frames("workforce", zero, null).rows[0].columns == {"nurses": ("0", None)}


def test_empty_frames_and_a_limit() -> None:
    many = workforce(*({"institution_id": f"T{n}"} for n in range(5)))
    assert compare_frames("workforce", empty("workforce"), empty("workforce")).added == 0
    found = compare_frames("workforce", empty("workforce"), many, 2)
    assert (found.added, len(found.rows)) == (5, 2)


def test_every_table_compares_with_itself_and_dates_are_days(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = publish_frames(frames(small_world()), store, AS_OF, boundaries=boundaries()).manifest.snapshot_id
    tables = changed("postings", end_on=date(2023, 8, 31))
    tables["memberships"].pop()
    new = publish_frames(frames(tables), store, AS_OF, boundaries=boundaries()).manifest.snapshot_id
    assert compare(store.open(old), store.open(old)) == []
    found = {one.table: one for one in compare(store.open(old), store.open(new))}
    assert set(found) == {"postings", "memberships"}
    assert found["postings"].rows[0].columns == {"end_on": (None, "2023-08-31")}
    assert found["memberships"].rows[0].key == {
        "consortium_id": "C3",
        "institution_id": "T3",
        "valid_from": "2019-01-01",
    }
