"""What a scenario takes (投入): persons, remote sites, villages and clinics that were not there before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.tables import CityTables


@dataclass(frozen=True)
class Cost:
    """What the changes add to what was there; a village counts that had no service."""

    #: 增派人员, 新开站点, 新增服务的村, 新设卫生室.
    persons: int = 0
    sites: int = 0
    villages: int = 0
    clinics: int = 0
    #: Persons who stay longer than was planned (续派).
    renewed: int = 0


def cost_of(before: CityTables, after: CityTables, on: date) -> Cost:
    """Return what the tables hold that those before the changes do not, sites and services on that same day.

    What one change adds and another takes away again costs nothing, whatever the order. Only rows that are derived
    (推算) are looked at: a scenario marks all that it adds or alters.
    """
    day = pd.Timestamp(on)

    def new(table: str, subject: str, held: Callable[[pd.DataFrame, pd.Timestamp], set[Any]]) -> int:
        # Most changes leave most tables the very same.
        if before[table] is after[table]:
            return 0
        touched = _derived(after[table])[subject].unique().tolist()
        then, now = (frame[frame[subject].isin(touched)] for frame in (before[table], after[table]))
        return len(held(now, day) - held(then, day))

    sent, renewed = _staff(before["postings"], after["postings"])
    return Cost(
        sent,
        new("remote_sites", "institution_id", _sites),
        new("village_services", "village_code", _served),
        new("institutions", "institution_id", _clinics),
        renewed,
    )


def _derived(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["provenance"].eq("derived").to_numpy(dtype=np.bool_, na_value=False)]


def _staff(before: pd.DataFrame, after: pd.DataFrame) -> tuple[int, int]:
    """Count the persons who had no posting at all, and those of whom a posting that was there ends later.

    A posting without any end cannot end later.
    """
    if before is after:
        return 0, 0
    touched = _derived(after)
    persons = touched["person_id"].dropna().unique().tolist()
    sent = set(persons) - set(before.loc[before["person_id"].isin(persons), "person_id"])
    same = before[before["posting_id"].isin(touched["posting_id"].tolist())]
    then, now = (
        frame["end_on"].fillna(frame["planned_end_on"]).set_axis(frame["posting_id"]) for frame in (same, touched)
    )
    later = now > then.reindex(now.index)
    return len(sent), int(touched.loc[later.to_numpy(), "person_id"].nunique())


def _sites(frame: pd.DataFrame, day: pd.Timestamp) -> set[tuple[str, str]]:
    held = frame[(frame["opened_on"] <= day) & ~(frame["closed_on"] <= day).fillna(False)]
    return set(zip(held["institution_id"], held["service_type"], strict=True))


def _served(frame: pd.DataFrame, day: pd.Timestamp) -> set[str]:
    held = frame[(frame["valid_from"] <= day) & ~(frame["valid_to"] <= day).fillna(False)]
    rows = held.sort_values("valid_from", kind="stable").drop_duplicates("village_code", keep="last")
    return set(rows.loc[rows["mode"] != "none", "village_code"])


def _clinics(frame: pd.DataFrame, day: pd.Timestamp) -> set[str]:
    held = ~(frame["opened_on"] > day).fillna(False) & ~(frame["closed_on"] <= day).fillna(False)
    return set(frame.loc[held & frame["category"].eq("village_clinic"), "institution_id"])
