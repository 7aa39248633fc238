"""Mixed-integer programs: the right optimum, one objective after another, and nobody waits longer than they want."""

from __future__ import annotations

import itertools
import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.proposing.milp import Model, Objective, solve
from scenarios.proposing.proposal import Control, Progress

ONES = np.ones


def hard(count: int = 70) -> Model:
    """A program that HiGHS does not finish in seconds: market split, whose bound stays at 0 for long."""
    random = np.random.default_rng(3)
    model = Model()
    x = model.variables(ONES(count))
    for _ in range(6):
        weights = random.integers(1, 100, count).astype(float)
        slack = model.variables([1e6, 1e6], whole=False)
        model.add(np.append(x, slack), np.append(weights, [1.0, -1.0]), low=weights.sum() // 2, high=weights.sum() // 2)
    return model


def slacks(model: Model) -> Objective:
    at = np.flatnonzero(~np.array(model.integral))
    return Objective("找平", at, ONES(len(at)))


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 30))
@settings(max_examples=25, deadline=None)
def test_the_optimum_is_that_of_trying_everything(weights: list[int], least: int) -> None:
    model = Model()
    x = model.variables(ONES(len(weights)))
    model.add(x, np.array(weights, dtype=float), low=least)
    outcome = solve(model, [Objective("最少", x, ONES(len(x)), whole=True)], Control().clock())
    counts = [
        sum(chosen) for chosen in itertools.product((0, 1), repeat=len(weights))
        if sum(w for w, taken in zip(weights, chosen, strict=True) if taken) >= least
    ]  # fmt: skip
    if counts:
        assert (outcome.status, outcome.scores, outcome.gap) == ("optimal", (min(counts),), 0)
    else:
        assert (outcome.status, outcome.gap) == ("infeasible", None)


def test_a_later_objective_only_chooses_among_equals() -> None:
    model = Model()
    x = model.variables(ONES(3))
    model.add(x, 1.0, low=2)
    first = Objective("最少", x, ONES(3), whole=True)
    outcome = solve(model, [first, Objective("最贵", x, np.array([-1.0, -5.0, -3.0]), main=False)], Control().clock())
    assert outcome.scores == (2, -8)
    assert outcome.x.tolist() == [0, 1, 1]


def test_the_time_limit_is_kept_and_the_best_so_far_comes_with_its_gap() -> None:
    model, told = hard(), list[Progress]()
    begun = time.monotonic()
    outcome = solve(model, [slacks(model)], Control(seconds=1.0, progress=told.append).clock())
    assert time.monotonic() - begun < 10  # far below what the program itself would take
    assert outcome.status == "best"
    assert outcome.gap is not None and 0 < outcome.gap <= 1
    assert told[-1].best is not None and told[0].step == "找平"


def test_who_stops_waits_for_no_slice() -> None:
    model = hard()
    begun = time.monotonic()
    outcome = solve(model, [slacks(model)], Control(seconds=3.0, stop=lambda: time.monotonic() - begun > 0.1).clock())
    assert outcome.stopped
    assert outcome.status == "nothing"
    assert outcome.gap is None


def test_an_objective_for_which_no_time_is_left_is_not_called_proven() -> None:
    model = Model()
    x = model.variables(ONES(2))
    done: list[Progress] = []
    control = Control(progress=lambda p: done.append(p) if p.best is not None else None, stop=lambda: bool(done))
    one, two = (Objective(step, x, ONES(2), whole=True) for step in ("一", "二"))
    outcome = solve(model, [one, two], control.clock())
    assert (outcome.status, outcome.gap, outcome.stopped) == ("best", None, True)
    assert outcome.scores == (0, 0)
