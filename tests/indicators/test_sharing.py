"""Tables that share what is coded answer exactly as tables coded anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cached_property

import pandas as pd
import pytest

from data.model import TABLES
from data.tables import CityTables
from indicators import catalogue, compute
from indicators.coding import Coded, coded
from indicators.engine import lazily
from indicators.sharing import MADE_FROM, share
from tests.scenarios.drawing import city_of_world


def with_rows(tables: CityTables, table: str, frame: pd.DataFrame) -> CityTables:
    return replace(tables, frames={**tables.frames, table: frame})


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


@pytest.mark.parametrize("table", list(TABLES))
def test_figures_like_others_are_those_worked_out_anew(table: str) -> None:
    tables = city_of_world(4)
    live = compute(tables, tables.as_of)
    frame = tables[table].iloc[::-2].reset_index(drop=True)
    made, anew = with_rows(tables, table, frame), with_rows(tables, table, frame)
    share(made, tables)
    alike, alone = lazily(made, tables.as_of, like=live), compute(anew, tables.as_of)
    pd.testing.assert_frame_equal(alike.frame(), alone.frame())
    same = [key for key in catalogue() if alike.sums(key) is live.sums(key)]
    assert table in ("regions", "consortia") or same
    for key in catalogue():
        scopes = [scope for scope in dict.fromkeys([*live.scopes, *alone.scopes])
                  if alone.value(key, scope) != live.value(key, scope)]  # fmt: skip
        assert alike.differing(key, live) == scopes == alone.differing(key, live)
    alike.detach()
    assert [alike.sums(key) is live.sums(key) for key in same] == [True] * len(same)
    pd.testing.assert_frame_equal(alike.frame(), alone.frame())


def test_another_day_caliber_or_list_of_centres_is_another_question() -> None:
    tables = city_of_world(4)
    live = compute(tables, tables.as_of)
    assert live.policy is not None
    other = live.policy.model_copy(update={"required_centres": ("ecg",)})
    key = "centre.open_rate"
    for asked in (
        lazily(tables, tables.as_of - timedelta(1), like=live),
        lazily(tables, tables.as_of, "eligible", like=live), lazily(tables, tables.as_of, None, other, like=live),
    ):  # fmt: skip
        assert asked.sums(key) is not live.sums(key)
    targets = live.policy.model_copy(update={"targets": ()})
    assert lazily(tables, tables.as_of, None, targets, like=live).sums(key) is live.sums(key)


def test_a_table_reported_elsewhere_only_is_not_taken_for_one_that_is_not() -> None:
    tables = city_of_world(4)
    live = compute(tables, tables.as_of)
    silent = replace(tables, totals={**tables.totals, "postings": 0})
    key = "posting.lead_to_member.persons"
    assert lazily(silent, tables.as_of, like=live).value(key, tables.city_code) is None != live.value(
        key, tables.city_code
    )


def test_institutions_behind_the_others_leave_positions_as_they_are() -> None:
    tables = city_of_world(4)
    compute(tables, tables.as_of)
    known = tables["institutions"]
    clinic = known.iloc[:1].assign(institution_id="zz-new", category="township_hospital")
    made, anew = (with_rows(tables, "institutions", pd.concat([known, clinic], ignore_index=True)) for _ in range(2))
    share(made, tables, longer=True)
    assert coded(made).postings is coded(tables).postings and "institutions" not in coded(made).__dict__
    assert len(coded(made).remote.row) == len(known) + 1
    pd.testing.assert_frame_equal(compute(made, tables.as_of).frame(), compute(anew, tables.as_of).frame())


def test_an_institution_that_was_named_before_it_was_there_is_coded_anew() -> None:
    whole = city_of_world(4)
    gone = whole["postings"]["to_institution_id"].dropna().iloc[0]
    known = whole["institutions"]
    rest = known[known["institution_id"] != gone]
    tables = with_rows(whole, "institutions", rest.reset_index(drop=True))
    compute(tables, tables.as_of)
    back = pd.concat([rest, known[known["institution_id"] == gone]], ignore_index=True)
    made, anew = with_rows(tables, "institutions", back), with_rows(tables, "institutions", back)
    share(made, tables, longer=True)
    assert "postings" not in coded(made).__dict__
    pd.testing.assert_frame_equal(compute(made, tables.as_of).frame(), compute(anew, tables.as_of).frame())
