"""Mixed-integer programs (整数规划) for HiGHS: named constraints, a time limit, a way to stop.

They run in slices of growing length, since between two slices the best found so far is known and told. A slice starts
anew, so that a hard problem costs at most twice its time; one that is solved in the first costs nothing more. Who stops
waits for no slice, see :mod:`scenarios.proposing.running`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from scipy.sparse import csr_array

from indicators.months import Floats, Ints
from scenarios.proposing.program import INFEASIBLE, LIMIT, SOLVED, Program, Solved
from scenarios.proposing.proposal import Clock
from scenarios.proposing.running import POLL, QUICK, Runner

#: Seconds of the slice after a quick one; each that follows is longer by the factor.
_SLICE = 4.0
_LONGER = 2.0
#: A value counts as whole, a bound as reached, when it is this near; HiGHS itself works to 1e-6.
_NEAR = 1e-6

Status = Literal["optimal", "best", "infeasible", "nothing"]


@dataclass(frozen=True, slots=True)
class Row:
    """One linear constraint: low ≤ Σ coefficient · variable ≤ high."""

    columns: Ints
    coefficients: Floats
    low: float
    high: float
    #: The named constraint it is part of; empty for what only ties variables together.
    name: str


@dataclass(frozen=True, slots=True)
class Objective:
    """Something to make as small as possible; what is to be large is given with a minus sign.

    ``whole``: its value can only be a whole number. ``main``: it is what optimality is claimed for; the others only
    choose among equals.
    """

    step: str
    columns: Ints
    coefficients: Floats
    whole: bool = False
    main: bool = True


@dataclass
class Model:
    """Variables and constraints, filled step by step."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    integral: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    #: The sentence of each named constraint (约束), in order.
    words: dict[str, str] = field(default_factory=dict)

    def variables(self, high: Iterable[float], *, low: float = 0.0, whole: bool = True) -> Ints:
        """Add variables with these upper ends and return their columns."""
        first = len(self.high)
        self.high.extend(float(end) for end in high)
        count = len(self.high) - first
        self.low.extend([low] * count)
        self.integral.extend([whole] * count)
        return np.arange(first, first + count)

    def named(self, name: str, words: str) -> str:
        """Give a constraint its sentence; its rows are added under the name."""
        self.words[name] = words
        return name

    def add(
        self, columns: Sequence[int] | Ints, coefficients: Sequence[float] | Floats | float, *,
        low: float = -np.inf, high: float = np.inf, name: str = "",
    ) -> None:
        """Add one row; one number stands for the same coefficient everywhere."""
        at = np.asarray(columns, dtype=np.int64)
        factors = np.broadcast_to(np.asarray(coefficients, dtype=np.float64), at.shape)
        self.rows.append(Row(at, factors, low, high, name))


@dataclass(frozen=True)
class Outcome:
    """What came of it: ``optimal``, ``best`` (of what was found in time), ``infeasible`` or ``nothing``."""

    status: Status
    #: The value of every variable; empty without a plan.
    x: Floats
    #: The value of each objective, as given (to be small).
    scores: tuple[float, ...]
    #: Share by which the first main objective that is not proven could still fall; null without a plan.
    gap: float | None
    stopped: bool


_NOTHING: Floats = np.zeros(0)
_NO_COLUMN: Ints = np.zeros(0, dtype=np.int64)
_UNKNOWN = Solved(LIMIT, None, np.inf, -np.inf)


def solve(model: Model, objectives: Sequence[Objective], clock: Clock) -> Outcome:
    """Make the first objective as small as possible, then the next among what is then left, and so on.

    Later objectives have what is left of the time; where none is left the plan stands as the earlier ones found it.
    """
    rows = list(model.rows)
    found, values = _NOTHING, []
    any_plan, proven = False, True
    gap: float | None = 0.0
    for objective in objectives:
        late = any_plan and (clock.left <= 0 or clock.stopped)
        answer = _UNKNOWN if late else _run(model, rows, objective, clock)
        if answer.x is not None:
            found, any_plan = answer.x, True
        elif not any_plan:
            status: Status = "infeasible" if answer.status == INFEASIBLE else "nothing"
            return Outcome(status, _NOTHING, (), None, status == "nothing" and clock.stopped)
        value = _value(objective, found)
        values.append(value)
        if objective.main and proven:
            # Without an answer of its own the plan of the earlier objectives stands, and nothing is known of this one.
            gap = None if answer.x is None else _gap(objective, value, answer)
            proven = gap == 0
        rows.append(_held(objective, value))
    return Outcome("optimal" if proven else "best", found, tuple(values), gap, not proven and clock.stopped)


def feasible(model: Model, names: Iterable[str], clock: Clock) -> bool | None:
    """Tell whether the named constraints can hold together (with all unnamed rows); null where time ran out."""
    kept = {*names, ""}
    rows = [row for row in model.rows if row.name in kept]
    program = _program(model, rows, np.zeros(len(model.high)))
    with Runner(clock) as runner:
        for longest in (QUICK, clock.control.seconds):
            answer = runner.run(program, min(longest, max(clock.left, POLL)))
            if answer is None or answer.status == INFEASIBLE or answer.x is not None or clock.left <= 0:
                break
    if answer is None or (answer.x is None and answer.status != INFEASIBLE):
        return None
    return answer.x is not None


def _run(model: Model, rows: list[Row], objective: Objective, clock: Clock) -> Solved:
    """Solve in slices until it is done, the time is up or somebody stops; the best of all slices is returned."""
    cost = np.zeros(len(model.high))
    np.add.at(cost, objective.columns, objective.coefficients)
    program = _program(model, rows, cost)
    best = _UNKNOWN
    length = QUICK
    clock.tell(objective.step)
    with Runner(clock) as runner:
        while True:
            # A slice that would leave less than itself to the next takes all.
            left = max(clock.left, POLL)
            answer = runner.run(program, left if length > QUICK and left < 2 * length else min(length, left))
            if answer is None:
                return best
            bound = max(best.bound, answer.bound)
            better = answer if answer.x is not None and answer.value <= best.value else best
            best = Solved(answer.status, better.x, better.value, bound)
            gap = None if best.x is None else _gap(objective, best.value, best)
            # What is to be large is given with a minus sign, and told without.
            clock.tell(objective.step, None if best.x is None else abs(best.value), gap)
            # Choosing among equals is not worth more than a first slice.
            done = answer.status != LIMIT or gap == 0 or clock.left <= 0 or clock.stopped
            if done or not objective.main:
                return best
            length = max(_SLICE, length * _LONGER)


def _program(model: Model, rows: list[Row], cost: Floats) -> Program:
    """Return the program of a model with these rows."""
    sizes = [len(row.columns) for row in rows]
    at = np.repeat(np.arange(len(rows)), sizes), np.concatenate([_NO_COLUMN, *(row.columns for row in rows)])
    factors = np.concatenate([_NOTHING, *(row.coefficients for row in rows)])
    low, high = (np.array([getattr(row, end) for row in rows], dtype=np.float64) for end in ("low", "high"))
    return Program(
        cost, np.array(model.integral, dtype=np.bool_), np.array(model.low, dtype=np.float64),
        np.array(model.high, dtype=np.float64), csr_array((factors, at), shape=(len(rows), len(cost))), low, high,
    )  # fmt: skip


def _value(objective: Objective, x: Floats) -> float:
    value = float(objective.coefficients @ x[objective.columns])
    return float(round(value)) if objective.whole else value


def _gap(objective: Objective, value: float, answer: Solved) -> float:
    """Return by which share the value could still fall; 0 where it is proven."""
    bound = answer.bound
    if objective.whole and np.isfinite(bound):
        bound = float(np.ceil(bound - _NEAR))
    if answer.status == SOLVED or value - bound <= _NEAR * max(1.0, abs(value)):
        return 0.0
    return min(1.0, (value - bound) / max(abs(value), _NEAR))


def _held(objective: Objective, value: float) -> Row:
    """Return the row that keeps an objective at its value while the next is sought."""
    most = value if objective.whole else value + _NEAR * max(1.0, abs(value))
    return Row(objective.columns, objective.coefficients, -np.inf, most, "")
