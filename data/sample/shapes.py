"""Shapes of monthly series: what comes back each year, what breaks off, what goes its own way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from data.sample.common import Plan, progress, stream

Values = npt.NDArray[np.float64]
#: How a share goes from its first to its last value, and how many do: most get there, a few turn back.
WAYS = ("steady", "late", "stepped", "flat", "back")
OFTEN = (0.34, 0.18, 0.22, 0.14, 0.12)


def seasonal(plan: Plan, over: Sequence[str], county: str = "") -> Values:
    """Return each month's share of an average month: season, Spring Festival (春节), epidemic and slow growth.

    Where many come from elsewhere to work, more leave for the festival; a county may have had a month of its own.
    """
    care = plan["care"]
    leaving, growth = float(care["leaving"].get(county, 1.0)), 1 + care["growth"]
    festival, epidemic = dict(care["festival"]), {row[0]: row[1] for row in care["epidemic"]}
    own = {row["month"]: row["factor"] for row in care["halted"] if row["county"] == county}
    struck = struck_by(county)
    usual = [care["season"][int(m[5:]) - 1] * growth ** (n / 12) for n, m in enumerate(over)]
    return np.array([
        one * festival.get(m, 1.0) ** leaving * epidemic.get(m, 1.0) ** struck * own.get(m, 1.0)
        for m, one in zip(over, usual, strict=True)
    ])


def struck_by(county: str) -> float:
    """Return how hard epidemics hit a county, beside the others; the city as a whole: 1."""
    return float(stream("epidemic", county).uniform(0.7, 1.3)) if county else 1.0


def wander(rng: np.random.Generator, count: int, spread: float, memory: float = 0.6) -> Values:
    """Return ups and downs around 0 that last some months (AR(1)).

    Args:
        rng: Where they are drawn.
        count: How many months.
        spread: Their standard deviation.
        memory: Share of a month's deviation that is left in the next.
    """
    values = np.empty(count)
    held = float(rng.normal(0, spread))
    for number in range(count):
        values[number] = held
        held = memory * held + float(rng.normal(0, spread * (1 - memory**2) ** 0.5))
    return values


def through_years(means: Sequence[float], over: Sequence[str], weights: Values, around: Values) -> Values:
    """Return a line through the middles of the years, with deviations, so that each year has its mean.

    Args:
        means: One mean per calendar year.
        over: The months.
        weights: By which each month counts in the mean of its year.
        around: What a month stands above or below the line.
    """
    years = np.array([month[:4] for month in over])
    held = sorted(set(years))
    at = np.arange(len(over), dtype=np.float64)
    middles = np.array([at[years == year].mean() for year in held])
    # A line through knots is linear in them: find the knots that give the means.
    basis = np.column_stack([_line(at, middles, np.eye(len(held))[number]) for number in range(len(held))])
    share = np.vstack([np.where(years == year, weights, 0) / weights[years == year].sum() for year in held])
    knots = np.linalg.solve(share @ basis, np.array(means, dtype=np.float64) - share @ around)
    return basis @ knots + around


def _line(at: Values, middles: Values, knots: Values) -> Values:
    """Interpolate between knots, going on straight before the first and after the last."""
    if len(middles) == 1:
        return np.full(len(at), knots[0])
    piece = np.clip(np.searchsorted(middles, at) - 1, 0, len(middles) - 2)
    slope = (knots[piece + 1] - knots[piece]) / (middles[piece + 1] - middles[piece])
    return np.asarray(knots[piece] + slope * (at - middles[piece]))


def drift(
    rng: np.random.Generator, over: Sequence[str], ends: Sequence[float], often: Sequence[float] = OFTEN
) -> Values:
    """Return a value for each month on its way from one end to the other: steadily, late, in a step, hardly, or back.

    Args:
        rng: Where way, pace and ups and downs are drawn.
        over: The months.
        ends: First and last value, as they would be at a steady pace.
        often: Chance of each of :data:`WAYS`.
    """
    way = str(rng.choice(WAYS, p=often))
    pace, turn = float(rng.uniform(0.6, 1.4)), float(rng.uniform(0.2, 0.8))
    done = np.array([progress(month, over[0], over[-1]) for month in over])
    shapes = {
        "steady": done * pace, "late": done**2.5 * pace, "stepped": 0.15 * done + 0.8 * pace * (done >= turn),
        "flat": 0.1 * done, "back": -0.6 * pace * done,
    }
    change = ends[1] - ends[0]
    return np.asarray(ends[0] + change * shapes[way] + wander(rng, len(over), abs(change) * 0.09))
