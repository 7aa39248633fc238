"""Postings about to end (即将到期的派驻), and how many people will be counted once they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from indicators.engine import CityFigures
from indicators.lists.frames import dates, posting_columns, sorted_by
from indicators.model import Figure
from indicators.months import NEVER, Ints, day_of
from indicators.registers import FLOWS

#: How many days ahead are looked at.
WITHIN = 90
#: The rule, as a page states it.
RULE = "最后一天以实际结束日为准，未登记的按计划结束日；已逾期未登记的仍计入；届时人数只减不增，不计续派和新派"


@dataclass(frozen=True, slots=True)
class Expected:
    """How many persons of one flow are counted now, and will be if nobody else is posted."""

    flow: str
    #: The figure of today, with its target.
    figure: Figure
    now: int
    then: int
    #: Postings counted now that end by the last day looked at.
    ending: int


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends within some days of the figures' day."""

    #: Last day looked at; the counts of ``then`` are those of the day after it.
    until: date
    #: One per flow that is given for the scope and was reported, in the order of the flows.
    expected: tuple[Expected, ...]
    #: posting_id, person_id, flow, flow_label, from_name, to_name, county, consortium, start_on, last_on (last day that
    #: counts), recorded (true: the end is recorded; false: it is the planned one) and days_left; soonest first.
    rows: pd.DataFrame


def ending_postings(figures: CityFigures, scope: str, within: int = WITHIN) -> Ending:
    """Return the counted postings whose last day is the figures' day or one of the ``within`` days after it.

    The last day is the recorded end, else the planned one. A posting whose planned end has passed with no end recorded
    (逾期未登记结束) has no known last day and stays counted. The count to come is that of today's counted postings
    alone, on the day after: a person with another one still counts, and nobody is newly posted or sent again.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        within: How many days ahead.
    """
    context = figures.context
    held, home = context.base.postings, context.posting_home
    last = _last_days(figures)
    horizon = context.day + within
    inside = home.in_city & figures.holds(home.county, home.consortium, scope)
    expected, ending = [], []
    for flow in FLOWS:
        figure = figures.get(f"posting.{flow}.persons", scope)
        if figure is None or figure.value is None:
            continue
        counted = context.counted(flow)
        counted = counted[inside[counted]]
        own = counted[last[counted] <= horizon]
        then = len(np.unique(held.person[counted[last[counted] > horizon]]))
        expected.append(Expected(flow, figure, int(figure.value), then, len(own)))
        ending.append(own)
    at = np.concatenate(ending) if ending else np.zeros(0, dtype=np.int64)
    return Ending(figures.as_of + timedelta(within), tuple(expected), _rows(figures, at, last))


def _last_days(figures: CityFigures) -> Ints:
    """Return the last day of each posting as far as it is known; ``NEVER`` where it is not."""
    held = figures.context.base.postings
    planned = np.where(held.planned_end >= day_of(figures.as_of), held.planned_end, NEVER)
    return np.where(held.end != NEVER, held.end, planned)


def _rows(figures: CityFigures, at: Ints, last: Ints) -> pd.DataFrame:
    context = figures.context
    held, home = context.base.postings, context.posting_home
    frame = pd.DataFrame(
        {
            **posting_columns(context, at, home.county[at], home.consortium[at]),
            "start_on": dates(held.start[at]),
            "last_on": dates(last[at]),
            "recorded": held.end[at] != NEVER,
            "days_left": last[at] - context.day,
        }
    )
    return sorted_by(frame, ["days_left", "posting_id"])
