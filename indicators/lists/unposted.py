"""Institutions with nobody posted to them (无人派驻), and postings that should have ended (逾期未结束)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.counting import CODES, REASONS
from indicators.engine import CityFigures
from indicators.lists.frames import UNAFFILIATED, dates, institution_columns, posting_columns, sorted_by
from indicators.months import NEVER, NO_DAY, Ints

_FLOW = "lead_to_member"


def unposted_institutions(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the open township-level institutions without a counted posting from their lead, longest vacant first.

    Institutions of no consortium can have none: they are listed and marked, though the coverage rate leaves them out.
    Empty where postings were not reported at all.

    Returns:
        Columns institution_id, name, category, category_label, county_code, county, consortium_id, consortium,
        unaffiliated, last_end_on (the last day of a long-term posting of this flow that stood there; null for
        never), days_vacant (since that day; null for never) and note in Chinese.
    """
    context = figures.context
    held, base = context.base.institutions, context.base
    # A township hospital that leads a consortium is no member: nobody can be posted to it from its lead.
    at = np.flatnonzero(held.township_level & held.in_city & context.is_open & ~context.is_lead)
    at = at[figures.holds(held.county[at], context.consortium_of[at], scope)]
    at = at[~np.isin(at, base.postings.receiver[context.counted(_FLOW)])]
    if not figures.tables.reported("postings"):
        at = at[:0]
    last = _last_days(figures)[at]
    never = last == NO_DAY
    frame = pd.DataFrame(institution_columns(context, at))
    frame["unaffiliated"] = context.consortium_of[at] < 0
    frame["last_end_on"] = dates(last)
    vacant = np.where(never, 0, context.day - last).astype(np.float64)
    vacant[never] = np.nan
    frame["days_vacant"] = pd.array(vacant, dtype="Float64").astype("Int64")
    frame["note"] = [
        "；".join([*([UNAFFILIATED] if alone else []), "从未有派驻" if none else f"空缺 {int(days)} 天"])
        for alone, none, days in zip(frame["unaffiliated"], never, context.day - np.where(never, 0, last), strict=True)
    ]
    return sorted_by(frame, ["unaffiliated", "days_vacant", "institution_id"], ascending=[True, False, True])


def overdue_postings(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the postings in force whose planned end has passed with no end recorded, longest overdue first.

    Returns:
        Columns posting_id, person_id, flow, flow_label, from_name, to_name, county, consortium, start_on,
        planned_end_on, days_overdue, counted, reason_label.
    """
    context = figures.context
    held, home = context.base.postings, context.posting_home
    late = (held.start <= context.day) & (held.end == NEVER) & (held.planned_end < context.day)
    at = np.flatnonzero(late & home.in_city & figures.holds(home.county, home.consortium, scope))
    reason = context.reasons[at]
    frame = pd.DataFrame(
        {
            **posting_columns(context, at, home.county[at], home.consortium[at]),
            "start_on": dates(held.start[at]),
            "planned_end_on": dates(held.planned_end[at]),
            "days_overdue": context.day - held.planned_end[at],
            "counted": reason == 0,
            "reason_label": [REASONS[CODES[one]] for one in reason],
        }
    )
    return sorted_by(frame, ["days_overdue", "posting_id"], ascending=[False, True])


def _last_days(figures: CityFigures) -> Ints:
    """Return for each institution the last day before now of a long-term posting from a lead.

    Title, term and the ends are not asked: it is told since when nobody has stood there at all.
    """
    context = figures.context
    held = context.base.postings
    found = np.full(len(context.base.institutions), NO_DAY, dtype=np.int64)
    over = context.reasons == CODES.index("ended")
    at = np.flatnonzero(context.flow(_FLOW) & held.long_term & over & (held.receiver >= 0))
    np.maximum.at(found, held.receiver[at], held.end[at])
    return found
