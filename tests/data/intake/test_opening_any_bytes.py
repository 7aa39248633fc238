"""No bytes whatever raise, and what was read can be said to another process and is understood there."""

from __future__ import annotations

import io
import math
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.grids import Contents, Flaw, Grid
from data.intake.limits import Limits
from data.intake.opening import open_files
from data.intake.wire import from_json, to_json
from tests.data.intake.workbooks import FILES, read, with_parts

GOOD = {name[6:]: (FILES / name).read_bytes() for name in ("saved.xlsx", "saved.xls", "saved.ods")}
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".et", "")
HEADS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<", b"\xff\xfe", b'"')
#: Far below what is usual, so that a changed number cannot make a test slow.
SMALL = {"cells": 20_000, "unpacked_bytes": 4_000_000}


def answered(contents: Contents) -> None:
    """Either something was read, or there is a reason; both ways the answer survives the way between processes."""
    assert isinstance(contents, Contents)
    assert contents.readable or contents.grids == ()
    assert all(len(row) == len(grid.rows[0]) for grid in contents.grids for row in grid.rows)
    assert from_json(to_json(contents)) == contents


@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_random_bytes_are_answered(content: bytes, suffix: str) -> None:
    answered(read(content, suffix, **SMALL))


@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_bytes_with_a_promising_head_are_answered(head: bytes, rest: bytes) -> None:
    for suffix in (".xlsx", ".xls", ".csv"):
        answered(read(head + rest, suffix, **SMALL))


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """The same bytes with a few changed, cut out, doubled or cut off."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(changed) - 1, 0)))
        length = draw(st.integers(0, 40))
        kind = draw(st.sampled_from(["set", "cut", "double", "end"]))
        if kind == "set":
            changed[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        elif kind == "cut":
            del changed[at : at + length]
        elif kind == "double":
            changed[at:at] = changed[at : at + length]
        else:
            del changed[max(at, 1) :]
    return bytes(changed)


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_container_with_changed_bytes_is_answered(suffix: str, data: st.DataObject) -> None:
    answered(read(data.draw(mutated(GOOD[suffix])), f".{suffix}", **SMALL))


@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        ("xlsx", "xl/worksheets/sheet1.xml"),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", "xl/_rels/workbook.xml.rels"),
        ("xlsx", "xl/sharedStrings.xml"),
        ("xlsx", "xl/styles.xml"),
        ("xlsx", "[Content_Types].xml"),
        ("ods", "content.xml"),
    ],
)
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_workbook_with_a_changed_part_is_answered(suffix: str, part: str, data: st.DataObject) -> None:
    """Whole containers pass the checksums, so that the parsers of the parts meet what was changed."""
    with zipfile.ZipFile(io.BytesIO(GOOD[suffix])) as archive:
        changed = data.draw(mutated(archive.read(part)))
    answered(read(with_parts(GOOD[suffix], {part: changed}), f".{suffix}", **SMALL))


def test_files_with_changed_bytes_are_answered_by_the_process(tmp_path: Path) -> None:
    """The parser of .xls is only met in the process: what it does to memory must not be done to the tests."""
    content = GOOD["xls"]
    paths = []
    for number, at in enumerate(range(512, len(content), len(content) // 25)):
        path = tmp_path / f"{number}.xls"
        path.write_bytes(content[:at] + bytes(b ^ 0x5A for b in content[at : at + 8]) + content[at + 8 :])
        paths.append(path)
    for contents in open_files(paths, limits=Limits(seconds=20)):
        assert contents.format == "xls"
        answered(contents)


# --- the way back from the process -----------------------------------------------------------------------------------

VALUES = st.one_of(
    st.none(),
    st.text(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(timedelta(-9999), timedelta(9999)).map(lambda t: timedelta(seconds=math.floor(t.total_seconds()))),
)
TEXTS = st.text(max_size=5)
PLACES = st.dictionaries(st.tuples(st.integers(0, 99), st.integers(0, 99)), TEXTS, max_size=3)
COUNTS = st.frozensets(st.integers(0, 99), max_size=3)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    width = draw(st.integers(0, 3))
    rows = draw(st.lists(st.tuples(*[VALUES] * width), max_size=3))
    corners = st.tuples(*[st.integers(0, 99)] * 4)
    merged = tuple(draw(st.lists(corners, max_size=2)))
    visible = draw(st.booleans())
    return Grid(draw(TEXTS), tuple(rows), visible, draw(COUNTS), draw(COUNTS), merged, draw(PLACES), draw(PLACES))


FLAWS = st.builds(Flaw, TEXTS, st.sampled_from(["error", "warning"]), st.none() | TEXTS, TEXTS, TEXTS)


@settings(max_examples=50)
@given(st.builds(Contents, TEXTS, st.tuples(grids(), grids()), st.tuples(FLAWS), st.booleans()))
def test_contents_come_back_as_they_went(contents: Contents) -> None:
    line = to_json(contents)
    assert b"\n" not in line
    back = from_json(line)
    assert back == contents
    kinds = [[type(value) for row in grid.rows for value in row] for grid in back.grids]
    assert kinds == [[type(value) for row in grid.rows for value in row] for grid in contents.grids]


PLAIN = b'{"format":"csv","date_1904":false,"flaws":[],"grids":[%s]}'
LISTS = b'"hidden_rows":[],"hidden_columns":[],"merged":[],"formulas":[],"errors":[]'
GRID = b'{"name":"x","rows":[%s],"visible":true,' + LISTS + b"}"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"1",
        PLAIN % b"1",
        PLAIN % b"{}",
        PLAIN % (GRID % b"1"),
        PLAIN % (GRID % b"[[1]]"),
        PLAIN % (GRID % b'[{"date":"x"}]'),
        PLAIN % (GRID % b'[{"other":1}]'),
        PLAIN % (GRID % b'[{"date":"2022-01-01","time":"01:00"}]'),
        PLAIN % (GRID % b'[{"seconds":1e300}]'),
        PLAIN % (GRID % b"[1],[1,2]"),
        PLAIN % (GRID % b"[1]").replace(b'"visible":true', b'"visible":1'),
        PLAIN % (GRID % b"[1]").replace(b'"merged":[]', b'"merged":[[1,2,3]]'),
        PLAIN % (GRID % b"[1]").replace(b'"errors":[]', b'"errors":[["a",1,"x"]]'),
        PLAIN.replace(b"[],", b'[["c","fatal",null,"m","f"]],') % b"",
        PLAIN.replace(b"[],", b'[["c","error",null,"m"]],') % b"",
    ],
)
def test_what_is_no_answer_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(line)


def test_a_moment_is_told_from_a_day() -> None:
    row = (date(2022, 3, 4), datetime(2022, 3, 4), time(1, 2), timedelta(days=1), "2022-03-04")
    contents = Contents("xlsx", (Grid("机构", (row,)),))
    assert from_json(to_json(contents)) == contents
