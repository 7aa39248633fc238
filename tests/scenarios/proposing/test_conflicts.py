"""Constraints that cannot hold together: the set is at odds, and without any one of them it is not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.proposing import conflicts as under_test
from scenarios.proposing.conflicts import conflicting, conflicts
from scenarios.proposing.milp import Model, feasible
from scenarios.proposing.proposal import Control


def model_of(rows: list[tuple[list[int], int, bool]], width: int) -> Model:
    model = Model()
    x = model.variables(np.ones(width))
    for number, (at, bound, least) in enumerate(rows):
        name = model.named(f"r{number}", f"约束 {number}")
        columns = x[sorted(set(at))]
        ends = {"low": bound} if least else {"high": bound}
        model.add(columns, 1.0, name=name, **ends)
    return model


def at_odds(rows: list[tuple[list[int], int, bool]], width: int) -> bool:
    for point in itertools.product((0, 1), repeat=width):
        sums = [(sum(point[c] for c in set(at)), bound, least) for at, bound, least in rows]
        if all(total >= bound if least else total <= bound for total, bound, least in sums):
            return False
    return True


ROWS = st.lists(
    st.tuples(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.integers(0, 3), st.booleans()),
    min_size=1, max_size=6,
)  # fmt: skip


@given(ROWS)
@settings(max_examples=30, deadline=None)
def test_the_set_is_at_odds_and_none_can_be_spared(rows: list[tuple[list[int], int, bool]]) -> None:
    found = conflicting(model_of(rows, 4), Control().clock())
    kept = [rows[int(name[1:])] for name in found]
    assert bool(found) == at_odds(rows, 4)
    if found:
        assert at_odds(kept, 4)
        assert not any(at_odds(kept[:at] + kept[at + 1 :], 4) for at in range(len(kept)))


def test_few_are_found_among_many() -> None:
    rows = [([n % 4], 0, True) for n in range(60)]
    rows[17], rows[44] = ([1, 2], 2, True), ([2, 3], 0, False)
    model = model_of(rows, 4)
    assert conflicting(model, Control().clock()) == ("r17", "r44")
    assert feasible(model, [name for name in model.words if name != "r17"], Control().clock())


def test_who_stops_gets_what_is_at_odds_for_certain_or_nothing() -> None:
    rows = [([0], 1, True), ([0], 0, False), ([1], 0, True)]
    asked = itertools.count()
    found = conflicting(model_of(rows, 4), Control(stop=lambda: next(asked) > 0).clock())
    assert found == () or {"r0", "r1"} <= set(found)


def test_what_time_did_not_settle_stays_in_the_set(monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of([([0], 1, True), ([0], 0, False), ([1], 0, True)], 4)
    asked = itertools.count()
    monkeypatch.setattr(under_test, "feasible", lambda *_: False if next(asked) == 0 else None)
    assert conflicting(model, Control().clock()) == ("r0", "r1", "r2")


def test_sets_that_share_nothing_are_told_at_once() -> None:
    rows = [([0], 1, True), ([1], 2, True), ([0], 0, False), ([2], 1, True), ([2], 1, False)]
    assert sorted(conflicts(model_of(rows, 4), Control().clock())) == [("r0", "r2"), ("r1",)]
    assert len(conflicts(model_of(rows, 4), Control().clock(), most=1)) == 1
