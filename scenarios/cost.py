"""What a scenario takes (投入): persons, remote sites, villages and clinics that were not there before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from data.tables import CityTables

Rows = list[tuple[Any, ...]]


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

    def new(table: str, subject: str, columns: Sequence[str], held: Callable[[Rows, pd.Timestamp], set[Any]]) -> int:
        # Most changes leave most tables the very same.
        if before[table] is after[table]:
            return 0
        touched = _derived(after[table], subject)
        then, now = (_rows(frame, subject, touched, columns) for frame in (before[table], after[table]))
        return len(held(now, day) - held(then, day))

    sent, renewed = _staff(before["postings"], after["postings"])
    return Cost(
        sent,
        new("remote_sites", "institution_id", ("institution_id", "service_type", "opened_on", "closed_on"), _sites),
        new("village_services", "village_code", ("village_code", "mode", "valid_from", "valid_to"), _served),
        new("institutions", "institution_id", ("institution_id", "category", "opened_on", "closed_on"), _clinics),
        renewed,
    )


def _derived(frame: pd.DataFrame, subject: str) -> list[str]:
    """Return whom the derived rows are about."""
    mask = frame["provenance"].eq("derived").to_numpy(dtype=np.bool_, na_value=False)
    return frame[subject].iloc[np.flatnonzero(mask)].dropna().unique().tolist()


def _rows(frame: pd.DataFrame, subject: str, ids: Sequence[str], columns: Sequence[str]) -> Rows:
    """Return some columns of the rows about some subjects: a few of thousands, and cheaper without a frame."""
    at = np.flatnonzero(frame[subject].isin(ids))
    return list(zip(*(frame[column].array[at].tolist() for column in columns), strict=True))


def _staff(before: pd.DataFrame, after: pd.DataFrame) -> tuple[int, int]:
    """Count the persons who had no posting at all, and those of whom a posting that was there ends later.

    A posting without any end cannot end later.
    """
    if before is after:
        return 0, 0
    persons = _derived(after, "person_id")
    sent = set(persons) - {person for (person,) in _rows(before, "person_id", persons, ("person_id",))}
    columns = ("posting_id", "person_id", "end_on", "planned_end_on")
    touched = _derived(after, "posting_id")
    then = {id: planned if pd.isna(end) else end
            for id, _, end, planned in _rows(before, "posting_id", touched, columns)}  # fmt: skip
    # Who is past the planned end and still there, and is then called back, has an end later than planned: no renewal.
    renewed = {
        person for id, person, end, planned in _rows(after, "posting_id", touched, columns)
        if id in then and pd.isna(end) and planned > then[id]
    }  # fmt: skip
    return len(sent), len(renewed)


def _sites(rows: Rows, day: pd.Timestamp) -> set[tuple[str, str]]:
    return {(id, service) for id, service, opened, closed in rows if opened <= day and not closed <= day}


def _served(rows: Rows, day: pd.Timestamp) -> set[str]:
    latest = {code: mode for code, mode, begun, ended in sorted(rows, key=itemgetter(2))
              if begun <= day and not ended <= day}  # fmt: skip
    return {code for code, mode in latest.items() if mode != "none"}


def _clinics(rows: Rows, day: pd.Timestamp) -> set[str]:
    return {id for id, category, opened, closed in rows
            if category == "village_clinic" and not opened > day and not closed <= day}  # fmt: skip
