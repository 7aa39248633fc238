"""Pace (进度): time elapsed against way done, while the due date of a target has not passed."""

from __future__ import annotations

from datetime import date

from data.tables import CityTables
from indicators.catalogue import catalogue
from indicators.engine import FROM_CITY, PolicyChoice, lazily
from indicators.model import Pace
from indicators.months import last_ended_month, month_of
from indicators.status import nearest

WHOLE = 100.0


def pace(
    tables: CityTables, key: str, scope: str, as_of: date, caliber: str | None = None, policy: PolicyChoice = FROM_CITY
) -> Pace | None:
    """Return the pace of one figure, or ``None``: no target, no due date, one passed, a day before the baseline.

    The baseline is the target's own, else the day of the document and the value found then. The share of time
    and of way are 0 to 100; the way is measured to the nearest value that meets the target. What is needed per
    month divides the gap by the months that have not ended yet.

    Args:
        tables: The tables of one city.
        key: A key of the catalogue.
        scope: Code of the city, a county or a consortium.
        as_of: The as-of date.
        caliber: A caliber for all flows, or null for the policy's.
        policy: The policy; left out, the city's own.
    """
    figures = lazily(tables, as_of, caliber, policy)
    figure = figures.get(key, scope)
    if figure is None or figure.target is None or figures.policy is None:
        return None
    target = figure.target
    if target.due is None or as_of > target.due:
        return None
    began = target.baseline_on or figures.policy.date
    if began is None or as_of < began:
        return None
    base = target.baseline_value
    if base is None:
        base = lazily(tables, began, caliber, policy).value(key, scope)
    length = (target.due - began).days
    time_share = WHOLE if length <= 0 else WHOLE * min(1.0, max(0.0, (as_of - began).days / length))
    way_share = None
    if base is not None and figure.value is not None:
        goal = nearest(base, target, whole=catalogue()[key].is_whole)
        # A baseline that already met the target leaves no way to go: all of it is done while it is still met.
        way_share = WHOLE * (figure.value - base) / (goal - base) if goal != base else (
            WHOLE if figure.status == "met" else 0.0
        )
    months_left = month_of(target.due) - last_ended_month(as_of)
    needed = None if figure.gap is None else (figure.gap / months_left if months_left > 0 else None)
    return Pace(
        key=key, scope=scope, due=target.due, due_stated=target.due_stated, baseline_on=began, baseline_value=base,
        time_share=time_share, way_share=way_share, gap=figure.gap, months_left=months_left,
        per_month_needed=needed, on_pace=None if way_share is None else way_share >= time_share,
    )
