"""The people of regions: a region's own figure, else that of all its parts, else not known."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.people import people_of, townships_of

PEOPLE = st.none() | st.integers(0, 9_999)


def regions(*rows: tuple[str, str | None, int | None]) -> pd.DataFrame:
    """Return the regions as tables hold them: code, the region above, people."""
    frame = pd.DataFrame(list(rows), columns=["region_code", "parent_code", "population"])
    return frame.astype({"region_code": "str", "parent_code": "str", "population": "Int64"})


@pytest.mark.parametrize(
    ("own", "parts", "people"),
    [
        (700, (100, 200), 700),
        (700, (None, None), 700),
        (None, (100, 200), 300),
        (None, (0, 0), 0),
        (0, (100, 200), 0),
        (None, (100, None), math.nan),  # 100 would be a part of it, told as the whole
        (None, (), math.nan),
    ],
)
def test_a_region_has_its_own_figure_or_that_of_all_its_parts(own, parts, people) -> None:
    below = [(f"33020300100{at}", "330203001", each) for at, each in enumerate(parts)]
    frame = regions(("330203001", "330203", own), *below)
    assert people_of(frame, ["330203001"])[0] == pytest.approx(people, nan_ok=True)


def test_what_is_no_region_has_no_known_people() -> None:
    assert math.isnan(people_of(regions(("330203001", "330203", 5)), [""])[0])


@given(st.lists(st.tuples(PEOPLE, st.lists(PEOPLE, max_size=3)), min_size=1, max_size=4))
def test_it_is_what_a_reader_of_the_table_would_add_up(world) -> None:
    rows, expected, codes = [], [], []
    for number, (own, parts) in enumerate(world):
        code = f"33020300{number}"
        codes.append(code)
        rows.append((code, "330203", own))
        rows += [(f"{code}00{at}", code, each) for at, each in enumerate(parts)]
        whole = None if not parts or None in parts else sum(parts)
        expected.append(own if own is not None else whole)
    found = people_of(regions(*rows), codes)
    assert [None if math.isnan(each) else each for each in found] == expected


def test_the_township_is_told_of_villages_and_townships_alone() -> None:
    codes = pd.Series(["330203001005", "330203001", "33020300", "330203", None], dtype="str")
    assert townships_of(codes).tolist() == ["330203001", "330203001", "", "", ""]
