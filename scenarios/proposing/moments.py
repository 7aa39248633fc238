"""The days on which a staffing plan must hold, and what stands on each of them without the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from indicators.context import Context
from indicators.engine import CityFigures
from indicators.months import NEVER, Bools, Ints, shift
from indicators.registers import FLOWS


@dataclass(frozen=True)
class Moment:
    """One day: the postings counted on it if nothing is done, and those that count only if they are renewed."""

    figures: CityFigures
    scope: str
    #: Words that name the day behind a sentence; empty for the as-of date itself.
    words: str
    #: Rows of the postings counted on the day, all flows, those of the scope only.
    counted: Ints
    #: Rows of the postings that would count if they were renewed (续派) in time.
    renewable: Ints

    @property
    def context(self) -> Context:
        """The facts of the day."""
        return self.figures.context

    def of(self, flow: str, rows: Ints) -> Ints:
        """Keep the rows of one flow."""
        kept: Ints = rows[self.context.base.postings.flow[rows] == FLOWS.index(flow)]
        return kept

    def receivers(self, flow: str) -> Ints:
        """Return whom a flow should reach: grassroots members, lead hospitals, or counties by position."""
        context = self.context
        if flow == "municipal_to_county":
            every = np.arange(len(context.base.counties))
            return every[self.figures.holds(every, np.full(len(every), -2), self.scope)]
        at = context.grassroots_members if flow == "lead_to_member" else context.leads
        home = context.home_of_institutions(at)
        return at[self.figures.holds(home.county, home.consortium, self.scope)]

    def reached(self, flow: str, rows: Ints) -> Ints:
        """Return whom these postings of one flow reach, one entry each."""
        held = self.context.base.postings
        return held.county[rows] if flow == "municipal_to_county" else held.receiver[rows]

    def fits(self, flow: str, sender: int, receiver: int) -> bool:
        """Tell whether a posting from one to the other would be between the right ends on the day."""
        context = self.context
        if flow == "lead_to_member":
            return bool(
                context.is_lead[sender] and context.is_member[receiver]
                and context.consortium_of[sender] == context.consortium_of[receiver]
            )  # fmt: skip
        return flow == "municipal_to_county" or bool(context.is_lead[receiver])


def moments(figures: CityFigures, scope: str, renew_within: int | None) -> tuple[Moment, ...]:
    """Return the as-of date and, with ``renew_within`` months, also the day after the last one looked at.

    On the later day a posting is taken to be over when its end, or its planned end where none is recorded, has passed;
    one that was overdue on the as-of date already has no known last day and stays (as in the list of those that end).
    """
    inside = _inside(figures, scope)
    counted = np.flatnonzero((figures.context.reasons == 0) & inside)
    now = Moment(figures, scope, "", counted, np.zeros(0, dtype=np.int64))
    if renew_within is None:
        return (now,)
    horizon = shift(figures.as_of, renew_within)
    later = figures.on(horizon + timedelta(1))
    context = later.context
    last = _last_days(figures)
    there = _inside(later, scope)
    over = last < context.day
    # Renewing moves the end only, and never makes a term too short.
    would_count = np.isin(np.arange(len(last)), counted) & context.ends_fit
    stays = np.flatnonzero((context.reasons == 0) & there & ~over)
    renewable = np.flatnonzero(would_count & there & over)
    return now, Moment(later, scope, f"（{_day(horizon)}之后）", stays, renewable)


def _inside(figures: CityFigures, scope: str) -> Bools:
    home = figures.context.posting_home
    held: Bools = home.in_city & figures.holds(home.county, home.consortium, scope)
    return held


def _last_days(figures: CityFigures) -> Ints:
    """Return the last day of each posting as far as it is known on the as-of date; ``NEVER`` where it is not."""
    context = figures.context
    held = context.base.postings
    planned = np.where(held.planned_end >= context.day, held.planned_end, NEVER)
    return np.where(held.end != NEVER, held.end, planned)


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
