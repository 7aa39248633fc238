"""One mixed-integer program as plain arrays, and HiGHS run on it: all that a process of its own has to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
#: Status codes of ``scipy.optimize.milp``.
SOLVED, LIMIT, INFEASIBLE = 0, 1, 2


@dataclass(frozen=True)
class Program:
    """Make cost · x small where row_low ≤ matrix · x ≤ row_high and low ≤ x ≤ high."""

    cost: Floats
    whole: npt.NDArray[np.bool_]
    low: Floats
    high: Floats
    matrix: csr_array
    row_low: Floats
    row_high: Floats


@dataclass(frozen=True, slots=True)
class Solved:
    """What HiGHS says: a status code, the best it found (null without any), its value, and the bound it proved."""

    status: int
    x: Floats | None
    value: float
    bound: float


def solved(program: Program, seconds: float) -> Solved:
    """Run HiGHS for at most so long; it cannot be interrupted."""
    cost = program.cost
    if not len(cost):
        # SciPy takes no program without variables; there the empty sum of every row is 0.
        holds = bool(((program.row_low <= 0) & (program.row_high >= 0)).all())
        return Solved(SOLVED, cost, 0.0, 0.0) if holds else Solved(INFEASIBLE, None, np.inf, -np.inf)
    rows = [LinearConstraint(program.matrix, program.row_low, program.row_high)] if len(program.row_low) else []
    result: Any = milp(
        cost, integrality=program.whole.astype(np.int64), constraints=rows, bounds=Bounds(program.low, program.high),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )  # fmt: skip
    x: Floats | None = result.x
    if x is not None:
        x = np.where(program.whole, np.round(x), x)
    value = np.inf if x is None else float(cost @ x)
    bound = value if result.status == SOLVED else result.mip_dual_bound
    return Solved(int(result.status), x, value, -np.inf if bound is None else float(bound))
