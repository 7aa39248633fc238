"""Rows of the city's workbook (市级): what only the city reports."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from data.codes import RESOURCE
from data.template.known import Known


def _city_institutions(known: Known) -> pd.DataFrame:
    return known.municipal


def _city_postings(known: Known) -> pd.DataFrame:
    """Return the municipal postings that have not ended before the month; those to come are known too."""
    every = known.live["postings"]
    own = every[(every["flow"] != "lead_to_member") & every["to_county_code"].str.startswith(known.sender.code)]
    held = own[own["end_on"].isna() | (own["end_on"] >= pd.Timestamp(known.sender.first))]
    return held.sort_values(["flow", "from_institution_id", "to_county_code", "start_on", "posting_id"])


def _bookings(known: Known) -> pd.DataFrame:
    """Return one row for each provider and resource that was reported within the last year."""
    own = known.located
    key = ["provider_institution_id", "resource"]
    asked = known.of_year("bookings", "provider_institution_id", own)[key].drop_duplicates()
    order = {code: number for number, code in enumerate(RESOURCE)}
    asked = asked.assign(rank=asked["resource"].map(order)).sort_values(["provider_institution_id", "rank"])
    return asked.merge(known.of_month("bookings", "provider_institution_id", own), on=key, how="left")


def _pairings(known: Known) -> pd.DataFrame:
    return known.pairings.sort_values(["institution_id", "partner_id"])


def _statements(known: Known) -> pd.DataFrame:
    every, city = known.live["statements"], known.sender.code
    consortia = known.live["consortia"]
    ours = consortia.loc[consortia["county_code"].str.startswith(city), "consortium_id"]
    scope = every["scope_code"]
    own = every[scope.isin(ours) | scope.str.fullmatch(rf"{city}(?:[0-9]{{2}})?")]
    return own.sort_values("statement_id")


MUNICIPAL: dict[str, Callable[[Known], pd.DataFrame]] = {
    "city_institutions": _city_institutions,
    "city_postings": _city_postings,
    "bookings": _bookings,
    "pairings": _pairings,
    "statements": _statements,
}
