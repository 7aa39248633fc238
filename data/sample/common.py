"""What every subject of the sample shares: its own random stream, months, growth and rounding.

Each subject draws from a generator that depends on the seed and the subject's name alone, so changing one
subject never reshuffles another.
"""

from __future__ import annotations

import calendar
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

#: The one seed of the bundled sample.
SEED = 20230930
#: Last day the sample's clerks knew of: what ends later is still open in their books.
AS_OF = date(2023, 9, 30)
PLANS = ("ningbo", "zhangjiakou")

#: A plan as read from its TOML file.
Plan = dict[str, Any]
Row = dict[str, Any]


def load_plan(name: str) -> Plan:
    """Read the plan of one city from ``plans/<name>.toml``."""
    return tomllib.loads((Path(__file__).parent / "plans" / f"{name}.toml").read_text(encoding="utf-8"))


def stream(*subject: str) -> np.random.Generator:
    """Return the generator of a subject; equal names give equal draws."""
    return np.random.default_rng([SEED, *(zlib.crc32(part.encode()) for part in subject)])


def months(first: str, last: str) -> list[str]:
    """Return every month ``YYYY-MM`` from first to last, both included."""
    held, month = [], first
    while month <= last:
        held.append(month)
        month = shift(month, 1)
    return held


def shift(month: str, by: int) -> str:
    """Return the month that many months later (earlier when negative)."""
    index = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def between(first: str, last: str) -> int:
    """Return how many months last is after first."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def first_day(month: str) -> date:
    """Return the first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def last_day(month: str) -> date:
    """Return the last day of a month."""
    return first_day(shift(month, 1)) - timedelta(days=1)


def month_of(day: date) -> str:
    """Return the month ``YYYY-MM`` of a day."""
    return f"{day.year:04d}-{day.month:02d}"


def add_months(day: date, count: int) -> date:
    """Return the same day that many months later, or the last day of a shorter month."""
    target = shift(month_of(day), count)
    year, month = int(target[:4]), int(target[5:])
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def path(knots: Sequence[Sequence[Any]], over: Sequence[str], weights: Sequence[float] | None = None) -> list[float]:
    """Return a value for each month, going from knot to knot.

    Args:
        knots: ``[month, value]`` in order of time. Before the first and after the last the value stays.
        over: The months wanted.
        weights: Twelve shares, January first, by which a rise or fall spreads over the months between two knots;
            evenly when left out.
    """
    values = []
    for month in over:
        before = [k for k in knots if k[0] <= month]
        after = [k for k in knots if k[0] > month]
        if not before or not after:
            values.append(float((before or after)[-1 if before else 0][1]))
            continue
        (start, low), (end, high) = before[-1], after[0]
        steps = [weights[int(m[5:]) - 1] if weights else 1.0 for m in months(shift(start, 1), end)]
        done = sum(steps[: between(start, month)])
        values.append(float(low + (high - low) * done / sum(steps)))
    return values


def progress(month: str, first: str, last: str) -> float:
    """Return how far a month is from first to last, 0 to 1."""
    return min(1.0, max(0.0, between(first, month) / max(1, between(first, last))))


def mix(ends: Sequence[float], share: float) -> float:
    """Return the value that far between the two ends."""
    return ends[0] + (ends[1] - ends[0]) * share


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a frame as named tuples."""
    return iter(frame.itertuples())


def split(total: int, weights: Sequence[float] | np.ndarray[Any, Any]) -> list[int]:
    """Split a whole number by weights so that the parts add up to it (largest remainders first)."""
    exact = np.asarray(weights, dtype=float)
    exact = exact / exact.sum() * total
    parts = np.floor(exact).astype(int)
    for index in np.argsort(-(exact - parts), kind="stable")[: total - int(parts.sum())]:
        parts[index] += 1
    return [int(part) for part in parts]


def count_near(rng: np.random.Generator, mean: float, steadiness: float = 90.0) -> int:
    """Draw a whole number near a mean: chance of single cases (Poisson) on top of ups and downs of the place."""
    return int(rng.poisson(mean * rng.gamma(steadiness) / steadiness)) if mean > 0 else 0


def day_in(rng: np.random.Generator, month: str) -> date:
    """Draw a day on which such things begin: mostly the first or the middle of the month."""
    day = int(rng.choice([1, 5, 8, 10, 15, 18, 20, 25], p=[0.36, 0.08, 0.08, 0.1, 0.2, 0.06, 0.08, 0.04]))
    return first_day(month).replace(day=day)
