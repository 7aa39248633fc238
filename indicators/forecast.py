"""What a monthly rate would reach if it went on so (趋势外推): a straight line with its prediction interval.

Method, as a page states it: ordinary least squares (最小二乘直线) on the monthly rates of the last 36 reported months,
every month weighing the same; the interval is the 95 % prediction interval of one month's rate around that line, and
line and interval are cut to 0–100. It knows no season and takes the months' errors as independent, so it says where
the line leads and not what will happen. Fewer than 12 reported months: 数据不足.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

#: Months that the line is drawn through at most, and at least.
WINDOW = 36
ENOUGH = 12
#: Probability of the prediction interval.
LEVEL = 0.95
#: The method, as a page states it.
METHOD = (
    "对最近至多\u00a036\u00a0个已报月份的月度比率作最小二乘直线外推，各月同权，不计季节；"
    "区间是单月比率的 95% 预测区间，限于 0～100%；已报月份不足\u00a012\u00a0个时不外推"
)

Outlook = Literal["", "above", "below", "open"]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line through monthly values, and what it says of one later month."""

    #: Percent, 0 to 100.
    value: float
    low: float
    high: float
    #: Change per month along the line, in 百分点.
    slope: float
    #: How many months it was drawn through.
    months: int


def line(months: Sequence[int], values: Sequence[float | None], at: int) -> Line | None:
    """Return what the straight line through the last reported months says of month ``at``.

    With n months x and rates y, x̄ and ȳ their means, b = Σ(x − x̄)(y − ȳ) ÷ Σ(x − x̄)², the line is
    ȳ + b(at − x̄), the residual variance s² = Σ(y − line)² ÷ (n − 2), and the interval reaches
    t(n − 2) · s · √(1 + 1/n + (at − x̄)² ÷ Σ(x − x̄)²) to each side.

    Args:
        months: Month numbers, rising.
        values: The rate of each, 0 to 100; null is 未报 and left out.
        at: The month asked for.

    Returns:
        None with fewer than :data:`ENOUGH` reported months (数据不足).
    """
    told = [(month, value) for month, value in zip(months, values, strict=True) if value is not None][-WINDOW:]
    if len(told) < ENOUGH:
        return None
    x, y = np.array(told, dtype=np.float64).T
    n = len(x)
    away = x - x.mean()
    spread = float((away**2).sum())
    slope = float((away * (y - y.mean())).sum()) / spread
    left = y - y.mean() - slope * away
    residual = float(np.sqrt((left**2).sum() / (n - 2)))
    step = at - float(x.mean())
    middle = float(y.mean()) + slope * step
    reach = float(stdtrit(n - 2, (1 + LEVEL) / 2)) * residual * float(np.sqrt(1 + 1 / n + step**2 / spread))
    return Line(_cut(middle), _cut(middle - reach), _cut(middle + reach), slope, n)


def _cut(value: float) -> float:
    return min(100.0, max(0.0, value))
