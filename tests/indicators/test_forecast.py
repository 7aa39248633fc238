"""The straight line through monthly rates: against the textbook, and at each edge of how many months there are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.forecast import line


def textbook(x: list[float], y: list[float], at: float) -> tuple[float, float, float]:
    """The normal equations, written out, with the prediction interval of one new value."""
    n = len(x)
    mx, my = sum(x) / n, sum(y) / n
    sxx = sum((a - mx) ** 2 for a in x)
    b = sum((a - mx) * (c - my) for a, c in zip(x, y, strict=True)) / sxx
    a = my - b * mx
    s = math.sqrt(sum((c - a - b * d) ** 2 for d, c in zip(x, y, strict=True)) / (n - 2))
    reach = stats.t.ppf(0.975, n - 2) * s * math.sqrt(1 + 1 / n + (at - mx) ** 2 / sxx)
    return a + b * at, a + b * at - reach, a + b * at + reach


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=12, max_size=60),
    st.integers(0, 60),
)
def test_the_line_is_the_textbooks_cut_to_a_percentage(values: list[float | None], ahead: int) -> None:
    months = list(range(24000, 24000 + len(values)))
    at = months[-1] + ahead
    told = [(m, v) for m, v in zip(months, values, strict=True) if v is not None][-36:]
    found = line(months, values, at)
    if len(told) < 12:
        assert found is None
        return
    assert found is not None
    expected = textbook([m - 24000 for m, _ in told], [v for _, v in told], at - 24000)
    got = (found.value, found.low, found.high)
    assert got == pytest.approx([min(100.0, max(0.0, one)) for one in expected], abs=1e-6)
    assert found.months == len(told)
    assert 0 <= found.low <= found.value <= found.high <= 100


@pytest.mark.parametrize(("reported", "enough"), [(0, False), (1, False), (11, False), (12, True), (13, True)])
def test_twelve_reported_months_are_enough(reported: int, enough: bool) -> None:
    values = [None, *[50.0 + n for n in range(reported)], None]
    assert (line(range(len(values)), values, 40) is not None) is enough


def test_only_the_last_36_reported_months_count() -> None:
    steady = [80.0] * 36
    with_old = line(range(40), [0.0, 0.0, None, 0.0, *steady], 50)
    assert with_old is not None
    assert (with_old.value, with_old.low, with_old.high, with_old.slope, with_old.months) == (80, 80, 80, 0, 36)
    assert line(range(35), [80.0] * 35, 50).months == 35
    assert line(range(37), [0.0, *steady], 50).value == 80


def test_a_line_through_exact_points_has_no_width_and_keeps_gaps_in_time() -> None:
    months = [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23]
    found = line(months, [10.0 + 2 * m for m in months], 30)
    assert found is not None
    assert np.allclose([found.value, found.low, found.high, found.slope], [70, 70, 70, 2])


def test_value_and_interval_are_cut_to_a_percentage() -> None:
    found = line(range(12), [90.0 + n % 3 + n * 0.8 for n in range(12)], 12)
    assert found is not None
    assert (found.value, found.high) == (100, 100)
    assert found.low < 100
