"""Rows that keep their last value until another is given: resource centres, capability, governance (体制机制)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

import pandas as pd

from data.codes import (
    CAPABILITY,
    CAPABILITY_OF_CONSORTIUM,
    CENTRE,
    GOVERNANCE_OF_CONSORTIUM,
    GOVERNANCE_OF_COUNTY,
    TOWNSHIP_LEVEL,
)
from data.template.known import Known


def _resource_centres(known: Known) -> pd.DataFrame:
    ids = known.last_consortia["consortium_id"]
    asked = pd.DataFrame(product(ids, CENTRE), columns=["consortium_id", "centre_type"], dtype="str")
    return asked.merge(known.live["resource_centres"], on=["consortium_id", "centre_type"], how="left")


def _capability(known: Known) -> pd.DataFrame:
    """Return one row per item and subject, item by item: those that have a value, and those the item is asked of."""
    institutions = known.open_institutions
    grassroots = institutions["category"].isin(TOWNSHIP_LEVEL)
    asked: dict[str, Iterable[str]] = {
        "county_strong_hospital": known.leads,
        "grade2_b_capability": institutions.loc[institutions["central_town"].fillna(False), "institution_id"],
        "service_tier": institutions.loc[grassroots, "institution_id"],
        "beds": institutions.loc[grassroots, "institution_id"],
        **dict.fromkeys(CAPABILITY_OF_CONSORTIUM, known.last_consortia["consortium_id"]),
    }
    subjects = [*known.last_consortia["consortium_id"], *institutions["institution_id"]]
    rows = _last(known, "capability", subjects, [(subject, item) for item in asked for subject in asked[item]])
    order = {subject: number for number, subject in enumerate(subjects)}
    items = {item: number for number, item in enumerate(CAPABILITY)}
    ranked = rows.assign(rank=rows["subject_id"].map(order), item_rank=rows["item"].map(items))
    return ranked.sort_values(["item_rank", "rank"], kind="stable")


def _governance(known: Known) -> pd.DataFrame:
    consortia = list(known.last_consortia["consortium_id"])
    asked = [
        *product([known.sender.code], GOVERNANCE_OF_COUNTY),
        *product(consortia, GOVERNANCE_OF_CONSORTIUM),
    ]
    return _last(known, "governance", [known.sender.code, *consortia], asked)


def _last(known: Known, table: str, subjects: Iterable[str], asked: list[tuple[str, str]]) -> pd.DataFrame:
    """Return the pairs of subject and item that are asked, then others with a value, with the last value of each."""
    every = known.live[table]
    held = every[every["subject_id"].isin(list(subjects)) & (every["since"] <= pd.Timestamp(known.sender.last))]
    held = held.sort_values("since", kind="stable").drop_duplicates(["subject_id", "item"], keep="last")
    pairs = pd.DataFrame(asked, columns=["subject_id", "item"], dtype="str")
    pairs = pd.concat([pairs, held[["subject_id", "item"]]], ignore_index=True).drop_duplicates()
    return pairs.merge(held, on=["subject_id", "item"], how="left")


STATES: dict[str, Callable[[Known], pd.DataFrame]] = {
    "resource_centres": _resource_centres,
    "capability": _capability,
    "governance": _governance,
}
