"""Frames → files → frames: what was written is what is read, in every encoding, and through a snapshot."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model import TABLES, Column
from data.partitions import read_rows, write_rows
from data.reading import read_folder
from data.tables import conform
from tests.data.small_world import text
from tests.worlds import frames as world_frames
from tests.worlds import random_world, write_source

#: Anything a name may hold; not what no text file can (lone surrogates), nor NUL, nor nothing but spaces.
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20).filter(str.strip)
CODES = st.text("0123456789abcXYZ-_医共体·=+@<>&", min_size=1, max_size=12).filter(
    lambda code: not code.replace(".", "").replace("E", "").isdigit() or code.isascii()
)


def cells(column: Column) -> st.SearchStrategy[Any]:
    """Return values a column may hold."""
    if column.choices is not None:
        values: st.SearchStrategy[Any] = st.sampled_from(list(column.choices))
    else:
        values = {
            "code": CODES,
            "text": NAMES,
            "int": st.integers(-(2**63) + 1, 2**63 - 1),
            "float": st.floats(allow_nan=False, allow_infinity=False),
            "bool": st.booleans(),
            "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
            "month": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
        }[column.kind]
    return st.none() | values if column.nullable else values


def rows(table: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({c.name: cells(c) for c in TABLES[table].columns}), max_size=6)


def frame_of(table: str, content: list[dict[str, Any]]) -> pd.DataFrame:
    raw = {c.name: pd.Series([one[c.name] for one in content], dtype=object) for c in TABLES[table].columns}
    return conform(table, pd.DataFrame(raw), by_key=False)


TABLES_OF_EVERY_KIND = st.sampled_from(["regions", "institutions", "postings", "remote_volumes", "statements"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    TABLES_OF_EVERY_KIND.flatmap(lambda table: st.tuples(st.just(table), rows(table))),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    st.sampled_from(["\r\n", "\n"]),
)
def test_csv(case: tuple[str, list[dict[str, Any]]], encoding: str, end: str) -> None:
    table, content = case
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table}.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            # Python 3.11 leaves a bare carriage return unquoted where lines end in "\n"; no reader could tell it apart.
            quoting = csv.QUOTE_MINIMAL if end == "\r\n" else csv.QUOTE_ALL
            writer = csv.writer(file, lineterminator=end, quoting=quoting)
            writer.writerow(TABLES[table].names)
            writer.writerows([text(one[name]) for name in TABLES[table].names] for one in content)
        reading = read_folder(Path(folder))
    codes = [finding.code for finding in reading.findings if finding.table == table]
    if encoding == "gb18030" and "encoding_ambiguous" in codes:
        return  # a few hanzi whose bytes are valid UTF-8 too: read as UTF-8, and said
    assert set(codes) <= {"table_empty", "encoding_ambiguous"}
    pd.testing.assert_frame_equal(reading.sheets[table].frame, frame_of(table, content), check_exact=True)
    assert reading.sheets[table].rows.tolist() == list(range(2, len(content) + 2))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES_OF_EVERY_KIND.flatmap(lambda table: st.tuples(st.just(table), rows(table))))
def test_parquet_of_a_snapshot(case: tuple[str, list[dict[str, Any]]]) -> None:
    table, content = case
    frame = frame_of(table, content)
    written = write_rows(table, frame)
    pd.testing.assert_frame_equal(read_rows(table, written), frame, check_exact=True)
    assert write_rows(table, frame.copy()) == written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_whole_worlds(tmp_path: Path, encoding: str) -> None:
    world = random_world(11)
    reading = read_folder(write_source(world, tmp_path, encoding))
    assert reading.findings == []
    for name, frame in world_frames(world).items():
        pd.testing.assert_frame_equal(reading.sheets[name].frame, conform(name, frame, by_key=False))
