"""Whoever stops leaves nothing running: the process that solves is ended, and so is one whose work is done."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Any

import numpy as np
import pytest

from scenarios.proposing import running
from scenarios.proposing.milp import Model, Objective, feasible, solve
from scenarios.proposing.program import SOLVED
from scenarios.proposing.proposal import Control
from scenarios.proposing.running import QUICK, Runner
from tests.scenarios.proposing.test_milp import ONES, hard, slacks


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started."""
    processes: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def start(*words: Any, **how: Any) -> subprocess.Popen[bytes]:
        processes.append(begin(*words, **how))
        return processes[-1]

    monkeypatch.setattr(running.subprocess, "Popen", start)
    return processes


def small() -> tuple[Model, Objective]:
    model = Model()
    x = model.variables(ONES(3))
    model.add(x, np.array([2.0, 3.0, 4.0]), low=5)
    return model, Objective("最少", x, ONES(3), whole=True)


def test_what_is_solved_at_once_starts_no_process(started: list[subprocess.Popen[bytes]]) -> None:
    model, least = small()
    assert solve(model, [least], Control().clock()).scores == (2,)
    assert feasible(model, [], Control().clock()) is True
    assert started == []


def test_who_stops_ends_the_process_that_solves(started: list[subprocess.Popen[bytes]]) -> None:
    model = hard()
    outcome = solve(model, [slacks(model)], Control(seconds=600.0, stop=lambda: bool(started)).clock())
    assert outcome.stopped and len(started) == 1
    assert started[0].poll() is not None, "the process goes on after a stop"
    assert not [thread for thread in threading.enumerate() if thread.name == "milp"]
    # What the first slice found stands, with its gap.
    assert (outcome.status, len(outcome.x) > 0) == ("best", True)
    assert outcome.gap is not None and 0 < outcome.gap <= 1


def test_a_stop_in_the_first_slice_leaves_no_more_than_its_rest(started: list[subprocess.Popen[bytes]]) -> None:
    model, begun = hard(), time.monotonic()
    solve(model, [slacks(model)], Control(seconds=600.0, stop=lambda: time.monotonic() - begun > 0.1).clock())
    for thread in threading.enumerate():
        if thread.name == "milp":
            thread.join(10 * QUICK)
            assert not thread.is_alive()
    assert started == []


def test_the_process_gives_the_same_answers_one_after_another(started: list[subprocess.Popen[bytes]]) -> None:
    model, least = small()
    with Runner(Control().clock()) as runner:
        for _ in range(2):
            answer = runner.run(programs(model, least), QUICK + 1)
            assert answer is not None and answer.x is not None
            assert (answer.status, answer.value, answer.bound) == (SOLVED, 2, 2)
        assert len(started) == 1 and started[0].poll() is None
    assert started[0].poll() is not None


def test_a_process_that_dies_is_an_error_and_no_answer(started: list[subprocess.Popen[bytes]]) -> None:
    model, least = small()
    with Runner(Control().clock()) as runner:
        runner.run(programs(model, least), QUICK + 1)
        started[0].kill()
        started[0].wait()
        with pytest.raises((EOFError, BrokenPipeError)):
            runner.run(programs(model, least), QUICK + 1)


def test_the_process_imports_little_and_ends_with_its_input() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scenarios.proposing.child"], cwd=running._ROOT, input=b"",
        capture_output=True, check=True,
    )  # fmt: skip
    assert told.stdout == b""
    assert b"scipy.optimize" in told.stderr and b" pandas" not in told.stderr and b"geopandas" not in told.stderr


def programs(model: Model, least: Objective) -> Any:
    from scenarios.proposing.milp import _program

    cost = np.zeros(len(model.high))
    cost[least.columns] = least.coefficients
    return _program(model, model.rows, cost)
