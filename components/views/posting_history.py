"""Posted staff at every month-end (派驻人数的历史), of a whole city at once, so a change of place costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from components.view import View
from data.model import FLOW
from indicators import Point, Trend, month_as_of, month_ends, series
from indicators.months import last_month_ends, month_number, month_text
from indicators.trend import POINTS, of_points

KEYS = tuple(f"posting.{flow}.persons" for flow in FLOW)


@dataclass(frozen=True, slots=True)
class History:
    """Values by key and scope, one per day of ``days``."""

    days: tuple[date, ...]
    values: Mapping[tuple[str, str], tuple[float | None, ...]]

    def until(self, key: str, scope: str, months: tuple[str, ...], last: date) -> list[float | None]:
        """Return the values of some months up to a day; a month that stands after it is left out by the caller."""
        held = dict(zip(self.days, self.values.get((key, scope), ()), strict=False))
        return [held.get(month_as_of(month, last)) for month in months]

    def trend(self, view: View, key: str, scope: str) -> Trend:
        """Return the trend of the last six month-ends up to the view's day."""
        held = dict(zip(self.days, self.values.get((key, scope), ()), strict=False))
        points = tuple(Point(day, held.get(day)) for day in last_month_ends(view.as_of, POINTS))
        figure = view.figures.get(key, scope)
        return of_points(key, scope, points, figure.target if figure is not None else None)


def history(view: View) -> History:
    """Return the history of the view's city under its caliber and policy, up to the snapshot's last day."""
    return _history(view.snapshot.id, view.city, view.caliber, view.policy.id if view.policy else None, view)


@st.cache_resource(show_spinner=False, max_entries=12)
def _history(snapshot: str, city: str, caliber: str | None, policy: str | None, _view: View) -> History:
    # Five month-ends before the first month with data, so that the first trend is a trend of six points too.
    first = month_text(month_number(_view.places.months[0]) - POINTS + 1)
    last = _view.snapshot.manifest.as_of
    days = sorted({min(day, last) for day in month_ends(first, _view.places.months[-1])})
    scopes = [city, *_view.places.counties, *_view.places.consortia]
    frame = series(_view.tables, KEYS, scopes, days, caliber, _view.policy)
    columns = frame.pivot(index="month_end", columns=["key", "scope"], values="value").sort_index()
    values = {
        (str(key), str(scope)): tuple(None if value != value else value for value in columns[key, scope].tolist())
        for key, scope in zip(*(columns.columns.get_level_values(at) for at in ("key", "scope")), strict=True)
    }
    return History(tuple(days), values)
