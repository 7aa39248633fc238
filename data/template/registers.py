"""Rows of the registers (名册) of a county, as they stand at the month's end."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from data.codes import ROLE
from data.template.known import Known


def _institutions(known: Known) -> pd.DataFrame:
    return known.institutions


def _memberships(known: Known) -> pd.DataFrame:
    order = {code: number for number, code in enumerate(ROLE)}
    ranked = known.memberships.assign(rank=known.memberships["role"].map(order))
    return ranked.sort_values(["consortium_id", "rank", "institution_id"])


def _postings(known: Known) -> pd.DataFrame:
    """Return the postings from a lead to a member that have not ended before the month; those to come are known too."""
    every = known.live["postings"]
    own = every[(every["flow"] == "lead_to_member") & (every["to_county_code"] == known.sender.code)]
    held = own[own["end_on"].isna() | (own["end_on"] >= pd.Timestamp(known.sender.first))]
    return held.sort_values(["from_institution_id", "to_institution_id", "start_on", "posting_id"])


def _village_services(known: Known) -> pd.DataFrame:
    every = known.live["village_services"]
    own = every[every["village_code"].str.startswith(known.sender.code)]
    return own[known.at_end(own, "valid_from", "valid_to")].sort_values("village_code")


def _specialties(known: Known) -> pd.DataFrame:
    every = known.live["specialties"]
    subjects = [*known.consortia["consortium_id"], *known.institutions["institution_id"]]
    own = every[every["subject_id"].isin(subjects)]
    return own[known.during(own, "since", "until")].sort_values(["subject_id", "kind", "specialty"])


REGISTERS: dict[str, Callable[[Known], pd.DataFrame]] = {
    "institutions": _institutions,
    "memberships": _memberships,
    "postings": _postings,
    "village_services": _village_services,
    "specialties": _specialties,
}
