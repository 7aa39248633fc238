"""Rows a county has to fill for the month; their counts only where the live snapshot has that very month already."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pandas as pd

from data.codes import DIRECTION, SERVICE
from data.template.known import Known


def _workforce(known: Known) -> pd.DataFrame:
    """Return one row per institution open at the month's end, and those that reported the month all the same."""
    every = known.institutions
    held = known.of_month("workforce", "institution_id", every["institution_id"])
    at_end = every["institution_id"].isin(known.open_institutions["institution_id"])
    asked = every.loc[at_end | every["institution_id"].isin(held["institution_id"]), ["institution_id"]]
    return asked.merge(held, on="institution_id", how="left")


def _remote(known: Known) -> pd.DataFrame:
    """Return one row per site open in the month and institution that last served it, with the volume of the month."""
    own = known.institutions["institution_id"]
    sites, volumes = known.live["remote_sites"], known.live["remote_volumes"]
    sites = sites[sites["institution_id"].isin(own)]
    # Closed and opened again within the month it is one row of the form: the site that goes on.
    sites = sites[known.during(sites, "opened_on", "closed_on")].sort_values("opened_on", kind="stable")
    sites = sites.drop_duplicates(["institution_id", "service_type"], keep="last")
    sites = sites.rename(columns={"institution_id": "requesting_institution_id"}).drop(columns="provenance")
    volumes = volumes[volumes["requesting_institution_id"].isin(own) & (volumes["month"] <= known.sender.month)]
    key = ["requesting_institution_id", "service_type"]
    last = volumes[volumes["month"] == volumes.groupby(key)["month"].transform("max")]
    rows = sites.merge(last, on=key, how="outer")
    of_month = rows["month"] == known.sender.month
    rows[["volume", "median_turnaround_minutes"]] = rows[["volume", "median_turnaround_minutes"]].where(of_month)
    rows = rows[rows["opened_on"].notna() | of_month]
    order = {number: place for place, number in enumerate(own)}
    types = {code: place for place, code in enumerate(SERVICE)}
    ranked = rows.assign(rank=rows["requesting_institution_id"].map(order), type_rank=rows["service_type"].map(types))
    return ranked.sort_values(["rank", "type_rank", "providing_institution_id"], kind="stable")


def _family_doctors(known: Known) -> pd.DataFrame:
    return _county(known, "family_doctors")


def _care_seeking(known: Known) -> pd.DataFrame:
    return _county(known, "care_seeking")


def _county(known: Known, table: str) -> pd.DataFrame:
    asked = pd.DataFrame({"county_code": [known.sender.code]})
    return asked.merge(known.of_month(table, "county_code", [known.sender.code]), on="county_code", how="left")


def _outward_referrals(known: Known) -> pd.DataFrame:
    return _items(known, "outward_referrals", "specialty")


def _investments(known: Known) -> pd.DataFrame:
    return _items(known, "investments", "item")


def _items(known: Known, table: str, item: str) -> pd.DataFrame:
    """Return one row for each item (a specialty, a purpose) that the county reported within the last year."""
    code = known.sender.code
    asked = known.of_year(table, "county_code", [code])[["county_code", item]].drop_duplicates().sort_values(item)
    return asked.merge(known.of_month(table, "county_code", [code]), on=["county_code", item], how="left")


def _referrals(known: Known) -> pd.DataFrame:
    ids = known.consortia["consortium_id"]
    asked = pd.DataFrame(product(ids, DIRECTION), columns=["consortium_id", "direction"], dtype="str")
    held = known.of_month("referrals", "consortium_id", ids)
    return asked.merge(held, on=["consortium_id", "direction"], how="left")


def _costs(known: Known) -> pd.DataFrame:
    asked = known.consortia[["consortium_id"]]
    held = known.of_month("costs", "consortium_id", asked["consortium_id"])
    return asked.merge(held, on="consortium_id", how="left")


MONTHLY: dict[str, Callable[[Known], pd.DataFrame]] = {
    "workforce": _workforce,
    "remote": _remote,
    "family_doctors": _family_doctors,
    "care_seeking": _care_seeking,
    "outward_referrals": _outward_referrals,
    "referrals": _referrals,
    "costs": _costs,
    "investments": _investments,
}
