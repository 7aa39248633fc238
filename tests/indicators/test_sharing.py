"""Tables that share what is coded answer exactly as tables coded anew."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pandas as pd
import pytest

from data.model import TABLES
from indicators import compute
from indicators.coding import Coded, coded
from indicators.sharing import MADE_FROM, share
from tests.scenarios.drawing import city_of_world


def test_every_part_named_is_one_of_the_coded_tables() -> None:
    parts = {name for name, held in vars(Coded).items() if isinstance(held, cached_property) and name[0] != "_"}
    assert set(MADE_FROM) == parts
    assert {table for tables in MADE_FROM.values() for table in tables} <= set(TABLES)


@pytest.mark.parametrize("table", list(TABLES))
def test_the_figures_are_those_of_tables_coded_anew(table: str) -> None:
    tables = city_of_world(4)
    compute(tables, tables.as_of)
    # Half of the rows, backwards: positions, months and registers are all others.
    frame = tables[table].iloc[::-2].reset_index(drop=True)
    made, anew = (replace(tables, frames={**tables.frames, table: frame}) for _ in range(2))
    share(made, tables)
    assert made is not anew and coded(made).__dict__.keys() > coded(anew).__dict__.keys()
    pd.testing.assert_frame_equal(compute(made, tables.as_of).frame(), compute(anew, tables.as_of).frame())
