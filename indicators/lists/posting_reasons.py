"""Why postings were not counted (未计入原因), the rows behind, and what each caliber gives (口径对照)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.model import FLOW, POSTING_KIND, TITLE_GRADE
from data.policies import load_calibers
from indicators.counting import CODES, NOT_IN_FORCE, REASONS
from indicators.engine import CityFigures, lazily
from indicators.lists.frames import dates, pick, posting_columns, sorted_by
from indicators.months import NONE, Bools, Ints
from indicators.registers import FLOWS


def posting_rows(figures: CityFigures, scope: str, flow: str | None = None) -> pd.DataFrame:
    """Return every posting of a scope, of one flow or of all, with whether it counts and if not why.

    A posting lies where its flow puts it (the consortium of the lead that sends, the lead that receives, the county);
    where that names nobody because the ends do not fit, where its receiver lies, else in ``to_county_code``.

    Returns:
        Columns posting_id, person_id, flow, flow_label, from_name, to_name, county, consortium, kind_label,
        title_label, start_on, planned_end_on, end_on, in_force, counted, reason, reason_label.
    """
    context = figures.context
    held = context.base.postings
    county, consortium, in_city = _places(figures)
    wanted = figures.holds(county, consortium, scope) & in_city
    if flow is not None:
        wanted &= context.flow(flow)
    at = np.flatnonzero(wanted)
    rows = context.base.frames["postings"].iloc[at]
    reason = context.reasons[at]
    codes = [CODES[one] for one in reason]
    frame = pd.DataFrame(
        {
            **posting_columns(context, at, county[at], consortium[at]),
            "kind_label": rows["kind"].map(POSTING_KIND).to_numpy(),
            "title_label": rows["title_grade"].map(TITLE_GRADE).to_numpy(),
            "start_on": dates(held.start[at]),
            "planned_end_on": dates(held.planned_end[at]),
            "end_on": dates(held.end[at]),
            "in_force": [code not in NOT_IN_FORCE for code in codes],
            "counted": reason == 0,
            "reason": codes,
            "reason_label": [REASONS[code] for code in codes],
        }
    )
    return sorted_by(frame, ["flow", "county", "posting_id"])


def uncounted_postings(figures: CityFigures, scope: str, flow: str | None = None) -> pd.DataFrame:
    """Return the postings in force on the day that are not counted; the columns are those of :func:`posting_rows`."""
    rows = posting_rows(figures, scope, flow)
    return rows[rows["in_force"] & ~rows["counted"]].reset_index(drop=True)


def reason_tally(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return how many postings and persons there are by flow and reason, in the order in which reasons are asked.

    ``in_force`` is false for those that have not started or have ended; the page shows them apart.

    Returns:
        Columns flow, flow_label, reason, reason_label, in_force, postings, persons; only what occurs.
    """
    rows = posting_rows(figures, scope)
    people = dict(iter(rows.groupby(["flow", "reason"])["person_id"]))
    tally = [
        (flow, FLOW[flow], code, REASONS[code], code not in NOT_IN_FORCE, len(held), held.nunique())
        for flow in FLOWS
        for code in CODES
        if (held := people.get((flow, code))) is not None
    ]
    columns = ["flow", "flow_label", "reason", "reason_label", "in_force", "postings", "persons"]
    return pd.DataFrame(tally, columns=columns)


def caliber_comparison(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return persons and coverage of every flow under every caliber, and which one is in use.

    Returns:
        Columns flow, flow_label, caliber, caliber_name, persons, coverage (%; NaN is null) and in_use.
        A flow that is not given at this level has null persons.
    """
    found = []
    for caliber in load_calibers().values():
        other = lazily(figures.tables, figures.as_of, caliber.id, figures.policy)
        for flow in FLOWS:
            persons, coverage = (other.value(f"posting.{flow}.{key}", scope) for key in ("persons", "coverage"))
            in_use = figures.context.rules[flow].id == caliber.id
            found.append((flow, FLOW[flow], caliber.id, caliber.name, persons, coverage, in_use))
    columns = ["flow", "flow_label", "caliber", "caliber_name", "persons", "coverage", "in_use"]
    frame = pd.DataFrame(found, columns=columns).astype({"persons": "float64", "coverage": "float64"})
    frame["flow"] = pd.Categorical(frame["flow"], FLOWS)
    return sorted_by(frame, ["flow"]).astype({"flow": "str"})


def who_sends_to_whom(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return counted persons by flow, sending institution and county, most first.

    Returns:
        Columns flow, flow_label, from_institution_id, from_name, county_code, county, persons.
    """
    context = figures.context
    held, home, base = context.base.postings, context.posting_home, context.base
    at = np.concatenate([context.counted(flow) for flow in FLOWS])
    at = at[home.in_city[at] & figures.holds(home.county[at], home.consortium[at], scope)]
    frame = pd.DataFrame({"flow": held.flow[at], "sender": held.sender[at], "to": home.county[at],
                          "person": held.person[at]})
    counts = frame.groupby(["flow", "sender", "to"])["person"].nunique().reset_index()
    flow, sender, to = (counts[name].to_numpy(dtype=np.int64) for name in ("flow", "sender", "to"))
    named = pd.DataFrame(
        {
            "flow": [FLOWS[one] for one in flow],
            "flow_label": [FLOW[FLOWS[one]] for one in flow],
            "from_institution_id": pick(base.institutions.index, sender),
            "from_name": pick(base.institutions.names, sender),
            "county_code": pick(base.counties.index, to),
            "county": pick(base.counties.names, to),
            "persons": counts["person"].to_numpy(dtype=np.int64),
            "order": flow,
        }
    )
    return sorted_by(named, ["order", "persons", "from_institution_id"], ascending=[True, False, True]).drop(
        columns="order"
    )


def _places(figures: CityFigures) -> tuple[Ints, Ints, Bools]:
    """Return county and consortium of every posting, counted or not, and whether it is in scope of the city."""
    context = figures.context
    held, home = context.base.postings, context.posting_home
    receiver = context.home_of_institutions(held.receiver)
    known = home.in_city
    to_county = context.flow("municipal_to_county")
    other = np.where((receiver.county >= 0) & ~to_county, receiver.county, held.county)
    consortium = np.where(known, home.consortium, receiver.consortium)
    # One whose ends fit outside the account (不在文件统计范围) stays outside, wherever else it may point.
    in_city: Bools = known | (~context.ends_fit & (other >= 0))
    return np.where(known, home.county, other), np.where(to_county & ~known, NONE, consortium), in_city
