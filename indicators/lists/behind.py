"""Which list stands behind an indicator that misses its target: the places where something is still to be done."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.lists.care_gap import care_gap
from indicators.lists.centres import centres
from indicators.lists.posting_reasons import who_sends_to_whom
from indicators.lists.uncovered import uncovered_villages
from indicators.lists.unposted import unposted_institutions

_SENT = ("posting.municipal_to_lead.persons", "posting.municipal_to_county.persons")
_TO_MEMBERS = ("posting.lead_to_member.persons", "posting.lead_to_member.coverage")


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a sentence, and the name of their list."""

    #: Name of the function that makes the list, by which a page knows its columns.
    name: str
    #: Chinese title of the list.
    title: str
    rows: pd.DataFrame


def behind(figures: CityFigures, key: str, scope: str) -> Behind:
    """Return the list to be worked off for one indicator.

    Postings from a lead: the institutions with nobody posted. Postings from the city: who sends how many where.
    Centres: the consortia that lack a required one. Villages: those without a service. A rate of care seeking of a city
    with a target: each county's part of the gap. Any other rate of yes and no: the units that are not there yet or did
    not report. All else: the units of the figure.
    """
    if key in _TO_MEMBERS:
        return Behind("unposted_institutions", "无人派驻的机构", unposted_institutions(figures, scope))
    if key in _SENT:
        sent = who_sends_to_whom(figures, scope)
        own = sent[sent["flow"] == catalogue()[key].flow].reset_index(drop=True)
        return Behind("who_sends_to_whom", "谁派给谁", own)
    if key == "centre.open_rate":
        built = centres(figures, scope)
        short = built[built["required_built"] < built["required"]].reset_index(drop=True)
        return Behind("centres", "应建未建资源共享中心的医共体", short)
    if key.startswith("village."):
        bare = uncovered_villages(figures, scope)
        if key == "village.unserved_planned":
            planned = bare["planned"].eq(True).to_numpy(dtype="bool")
            return Behind("uncovered_villages", "应设未设的村", bare[planned].reset_index(drop=True))
        return Behind("uncovered_villages", "没有卫生服务的村", bare)
    gap = care_gap(figures, key) if key.startswith("care.") and figures.level_of(scope) == "city" else None
    if gap is not None:
        return Behind("care_gap", "各区县对差距的影响", gap.counties)
    rows = figures.rows(key, scope)
    if catalogue()[key].is_rate and ((rows["denominator"] == 1) | ~rows["reported"]).all():
        short = rows[~rows["reported"] | (rows["numerator"] < rows["denominator"])].reset_index(drop=True)
        return Behind("figure_rows", f"{catalogue()[key].short}：未达到或未报的单位", short)
    return Behind("figure_rows", f"{catalogue()[key].short}：明细", rows)
