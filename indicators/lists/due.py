"""Targets whose date is near or past (期限): what is about to be missed, and what was."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.lists.gaps import targeted
from indicators.model import Figure, Point, Trend
from indicators.months import last_month_ends, month_number, month_of
from indicators.trend import POINTS, of_points

#: A due date further off than this is not near yet.
WITHIN_DAYS = 366
#: The rule, as a page states it.
RULE = "截止日未达标且一年内到期的目标，按近半年速度到期仍不能达标的列入；已过期限的另列"
COLUMNS = ["key", "name", "value", "unit", "target", "gap", "due", "due_stated", "days_left", "state", "reaches",
           "reason"]


def due_targets(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the targets of a scope that are missed today and whose date has passed or is near, soonest first.

    ``state`` is ``passed`` for a due date before the day, ``at_risk`` for one within a year that would not be kept if
    the last half year went on so (按近半年速度: it does not move that way, would come later, or cannot be told from so
    few months), and ``in_time`` for one that would.

    Returns:
        Columns key, name, value, unit, target (Figure's target object), gap, due, due_stated, days_left (negative when
        passed), state, reaches (``YYYY-MM``, null for none) and reason (as in :class:`indicators.model.Trend`).
    """
    rows: list[dict[str, Any]] = []
    for figure in targeted(figures, scope):
        target = figure.target
        if target is None or target.due is None or figure.status != "not_met":
            continue
        days = (target.due - figures.as_of).days
        if days > WITHIN_DAYS:
            continue
        moved = _trend(figures, figure)
        in_time = moved.reaches is not None and month_number(moved.reaches) <= month_of(target.due)
        rows.append(
            {
                "key": figure.key, "name": figure.definition.short, "value": figure.value, "unit": figure.unit,
                "target": target, "gap": figure.gap, "due": target.due, "due_stated": target.due_stated,
                "days_left": days, "state": "passed" if days < 0 else "in_time" if in_time else "at_risk",
                "reaches": moved.reaches, "reason": moved.reason,
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"value": np.float64, "gap": np.float64})
    return frame.sort_values("days_left", kind="stable", ignore_index=True)


def _trend(figures: CityFigures, figure: Figure) -> Trend:
    days = last_month_ends(figures.as_of, POINTS)
    points = tuple(Point(day, figures.on(day).value(figure.key, figure.scope)) for day in days)
    return of_points(figure.key, figure.scope, points, figure.target)
