"""Which postings count on D, for what reason others do not, and the persons and coverage they give."""

from __future__ import annotations

from datetime import date

from tests.indicators.oracle.rules import Row, months_later
from tests.indicators.oracle.view import View

FLOWS = ("lead_to_member", "municipal_to_lead", "municipal_to_county")


def ends_fit(view: View, posting: Row) -> bool:
    """Quote the rule for ``ends_do_not_fit``.

    lead_to_member: from the lead of a consortium to a member of the same one; municipal_to_lead: from a
    municipal_hospital to a lead; municipal_to_county: from a municipal_hospital or municipal_public_health.
    """
    sender = view.institution(posting["from_institution_id"])
    assert sender is not None
    receiver = posting["to_institution_id"]
    if posting["flow"] == "lead_to_member":
        consortium = view.led_by(posting["from_institution_id"])
        return consortium is not None and receiver is not None and view.member_of(receiver) == consortium
    if posting["flow"] == "municipal_to_lead":
        return sender["category"] == "municipal_hospital" and receiver is not None and view.led_by(receiver) is not None
    return sender["category"] in ("municipal_hospital", "municipal_public_health")


def long_enough(start: date, end: date) -> bool:
    """The term is long enough when its end is on or after the same day 18 months later.

    2020-01-15 to 2021-07-15 is 18 months, to 07-14 is not; 2021-03-31 to 2022-09-30 is.
    """
    return end >= months_later(start, 18)


def reason(view: View, posting: Row, caliber: str) -> str | None:
    """Return why a posting is not counted on D, the first reason that applies in this order, or null."""
    if posting["start_on"] > view.day:
        return "not_started"
    if posting["end_on"] is not None and posting["end_on"] < view.day:
        return "ended"
    if posting["kind"] != "long_term":
        return "not_long_term"
    if not ends_fit(view, posting):
        return "ends_do_not_fit"
    if caliber == "eligible":
        if posting["title_grade"] is None:
            return "title_blank"
        if posting["title_grade"] == "junior":
            return "title_low"
        end = posting["end_on"] or posting["planned_end_on"]
        if end is None:
            return "term_unknown"
        if not long_enough(posting["start_on"], end):
            return "term_short"
    return None


def covers(view: View, posting: Row) -> bool:
    """In scope (postings): by the county of the consortium, of the lead, or by to_county_code."""
    if posting["flow"] == "municipal_to_county":
        return view.covers_county(posting["to_county_code"])
    if posting["flow"] == "lead_to_member":
        consortium = view.led_by(posting["from_institution_id"])
    else:
        consortium = view.led_by(posting["to_institution_id"])
    assert consortium is not None  # the ends fit
    return view.covers_consortium(consortium)


def counted(view: View, flow: str, caliber: str) -> list[Row]:
    """Return the counted postings of a flow in scope."""
    return [
        row
        for row in view.rows("postings")
        if row["flow"] == flow and reason(view, row, caliber) is None and covers(view, row)
    ]


def persons(view: View, flow: str, caliber: str) -> int:
    """Distinct person_id with at least one counted posting on D; a person counts once per flow and scope."""
    return len({row["person_id"] for row in counted(view, flow, caliber)})


def coverage(view: View, flow: str, caliber: str) -> tuple[list[str], list[str]]:
    """Return (units with at least one counted posting, all units) of a flow.

    lead_to_member: open township_hospital and community_health_centre that are members; municipal_to_lead: lead
    hospitals; municipal_to_county: counties.
    """
    rows = counted(view, flow, caliber)
    if flow == "municipal_to_county":
        units = [row["region_code"] for row in view.counties()]
        reached = {row["to_county_code"] for row in rows}
    else:
        units = view.township_members() if flow == "lead_to_member" else view.leads()
        reached = {row["to_institution_id"] for row in rows}
    return [unit for unit in units if unit in reached], units
