"""Making changes of posted staff (派驻人员): each returns the next state, or says why it cannot be made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.merging.calendar import months_later
from indicators.months import NEVER, date_of, day_of
from indicators.wording import NBSP, date_words, joined, quantity
from scenarios.change import called
from scenarios.changes_staff import AddPostings, EndPostings, ExtendPostings, MovePosting
from scenarios.done import Done
from scenarios.facts import Facts
from scenarios.receiving import Receiver, receivers
from scenarios.state import CannotApply, State, added, changed, own_id, without


def add_postings(state: State, change: AddPostings, index: int) -> Done:
    """Send persons on the day of the state; a caliber that will not count them is said."""
    state.require("postings")
    places = receivers(state, change)
    rows = [_row(state, change, own_id(index, number), place) for number, place in enumerate(places)]
    made = state.having(postings=added("postings", state["postings"], rows))
    notes = []
    if len(rows) < change.persons:
        notes.append(f"另有{NBSP}{quantity(change.persons - len(rows), '人')}没有派出：再无无人派驻的接收单位")
    uncounted = len(rows) - _counted(made, change, len(state["postings"]))
    if uncounted:
        caliber = made.context.rules[change.flow].name
        notes.append(f"新派的{NBSP}{quantity(uncounted, '人')}按“{caliber}”口径不计入")
    return Done(made, tuple(notes))


def end_postings(state: State, change: EndPostings, index: int) -> Done:
    """End postings the day before, so that they do not count on the day; one not begun by then never was."""
    frame = state["postings"]
    over = (frame["end_on"] < state.day).fillna(False)
    if change.institution_id is not None:
        Facts(state).institution(change.institution_id)
        both = frame["from_institution_id"].eq(change.institution_id) | frame["to_institution_id"].eq(
            change.institution_id
        )
        which = both & ~over
        if not which.any():
            raise CannotApply(f"{called(state.names, change.institution_id)}没有在派的人员")
    else:
        which = _named(frame, change.posting_ids)
        gone = frame.loc[which & over, "posting_id"]
        if len(gone):
            raise CannotApply(f"派驻 {joined(list(gone))} 在{NBSP}{date_words(state.as_of)}前已经结束")
    begun = frame["start_on"] < state.day
    ended = changed(frame, which & begun, end_on=state.day - pd.Timedelta(days=1))
    return Done(state.having(postings=without(ended, which & ~begun)))


def extend_postings(state: State, change: ExtendPostings, index: int) -> Done:
    """Plan a later end: from the recorded or planned last day on, or from the day where neither lies ahead."""
    frame = state["postings"]
    held = state.context.base.postings
    day = state.context.day
    in_force = (held.start <= day) & (held.end >= day)
    planned = np.where((held.planned_end >= day) & (held.planned_end != NEVER), held.planned_end, NEVER)
    last = np.where(held.end != NEVER, held.end, planned)
    if change.scope is not None and change.ending_within_months is not None:
        state.require("postings")
        Facts(state).scope(change.scope)
        home = state.context.posting_home
        horizon = day_of(months_later(state.as_of, change.ending_within_months))
        inside = home.in_city & state.figures.holds(home.county, home.consortium, change.scope)
        which = pd.Series(in_force & held.long_term & inside & (last <= horizon), index=frame.index)
        if not which.any():
            raise CannotApply(f"{called(state.names, change.scope)}没有在此期间到期的长期派驻")
    else:
        which = _named(frame, change.posting_ids)
        idle = frame.loc[which & ~in_force, "posting_id"]
        if len(idle):
            raise CannotApply(f"派驻 {joined(list(idle))} 在{NBSP}{date_words(state.as_of)}不在派")
    at = np.flatnonzero(which)
    until = [months_later(date_of(int(last[one])) if last[one] != NEVER else state.as_of, change.months) for one in at]
    ends = pd.Series(pd.to_datetime(until), index=frame.index[at]).astype(frame["planned_end_on"].dtype)
    return Done(state.having(postings=changed(frame, which, planned_end_on=ends, end_on=pd.NaT)))


def move_posting(state: State, change: MovePosting, index: int) -> Done:
    """Change who receives a person; start and end of the posting stay, so that its term goes on."""
    frame = state["postings"]
    which = _named(frame, (change.posting_id,))
    row: dict[Any, Any] = frame[which].iloc[0].to_dict()
    if row["end_on"] < state.day:
        raise CannotApply(f"派驻 {change.posting_id} 在{NBSP}{date_words(state.as_of)}前已经结束")
    if row["to_institution_id"] == change.to_institution_id:
        raise CannotApply(f"该人员本来就派在{called(state.names, change.to_institution_id)}")
    facts = Facts(state)
    facts.fits(row["flow"], row["from_institution_id"], change.to_institution_id)
    county = facts.county_of(change.to_institution_id)
    return Done(
        state.having(
            postings=changed(frame, which, to_institution_id=change.to_institution_id, to_county_code=county)
        )
    )


def _row(state: State, change: AddPostings, id: str, place: Receiver) -> dict[str, Any]:
    return {
        "posting_id": id, "person_id": id, "flow": change.flow,
        "from_institution_id": change.from_institution_id, "to_institution_id": place.institution_id,
        "to_county_code": place.county_code, "kind": "long_term", "title_grade": change.title_grade,
        "start_on": state.as_of, "planned_end_on": months_later(state.as_of, change.months),
    }


def _counted(state: State, change: AddPostings, first: int) -> int:
    """Return how many of the rows from ``first`` on are counted."""
    return int((state.context.counted(change.flow) >= first).sum())


def _named(frame: pd.DataFrame, ids: tuple[str, ...]) -> pd.Series[Any]:
    """Tell which rows have these ids; refuse where one is not there."""
    unknown = sorted(set(ids) - set(frame["posting_id"]))
    if unknown:
        raise CannotApply(f"没有编号为 {joined(unknown)} 的派驻")
    return frame["posting_id"].isin(ids)
