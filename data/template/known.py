"""What the live snapshot knows of a sender: its own rows, names beside numbers, and what is in force in the month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from data.codes import CATEGORY
from data.template.sender import Sender


@dataclass(frozen=True)
class Known:
    """The live frames as seen by one sender in one month."""

    live: Mapping[str, pd.DataFrame]
    sender: Sender

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Names by number, by what they are: ``regions``, ``institutions``, ``consortia`` and ``any`` of the three."""
        by_table = {
            table: dict(zip(self.live[table][number], self.live[table]["name"], strict=True))
            for table, number in (
                ("regions", "region_code"), ("institutions", "institution_id"), ("consortia", "consortium_id")
            )
        }
        return {**by_table, "any": {name: held for table in by_table.values() for name, held in table.items()}}

    @cached_property
    def below(self) -> Mapping[str, str]:
        """Name by code of the regions right below the sender: townships of a county, counties of the city."""
        regions = self.live["regions"]
        own = regions[regions["parent_code"] == self.sender.code]
        return dict(zip(own["region_code"], own["name"], strict=True))

    @cached_property
    def institutions(self) -> pd.DataFrame:
        """Institutions of the county open on any day of the month, by category and number."""
        every = self.live["institutions"]
        own = every[every["county_code"] == self.sender.code]
        return _by_category(own[self.during(own, "opened_on", "closed_on")])

    @cached_property
    def open_institutions(self) -> pd.DataFrame:
        """Those of :attr:`institutions` that are open on the month's last day."""
        return self.institutions[self.at_end(self.institutions, "opened_on", "closed_on")]

    @cached_property
    def municipal(self) -> pd.DataFrame:
        """Institutions of no county: the city's own, and those elsewhere that are paired with one of its leads."""
        every = self.live["institutions"]
        ours = every["region_code"].str.startswith(self.sender.code) | every["institution_id"].isin(
            self.pairings["partner_id"]
        )
        own = every[every["county_code"].isna() & ours]
        return _by_category(own[self.during(own, "opened_on", "closed_on")])

    @cached_property
    def located(self) -> pd.Series[str]:
        """Numbers of all institutions that lie in the county or city, open or not."""
        every = self.live["institutions"]
        place = every["county_code"].fillna(every["region_code"])
        return every.loc[place.str.startswith(self.sender.code), "institution_id"]

    @cached_property
    def pairings(self) -> pd.DataFrame:
        """Pairings (结对帮扶) of the city's institutions in force on the month's last day."""
        every = self.live["pairings"]
        held = every[every["institution_id"].isin(self.located)]
        return held[self.at_end(held, "valid_from", "valid_to")]

    @cached_property
    def consortia(self) -> pd.DataFrame:
        """Consortia of the county, or of all the city's, that exist on any day of the month."""
        every = self.live["consortia"]
        own = every[every["county_code"].str.startswith(self.sender.code)]
        return own[self.during(own, "established_on", "dissolved_on")].sort_values("consortium_id")

    @cached_property
    def last_consortia(self) -> pd.DataFrame:
        """Those of :attr:`consortia` that exist on the month's last day."""
        return self.consortia[self.at_end(self.consortia, "established_on", "dissolved_on")]

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """Memberships of :attr:`last_consortia` in force on the month's last day."""
        every = self.live["memberships"]
        own = every[every["consortium_id"].isin(self.last_consortia["consortium_id"])]
        return own[self.at_end(own, "valid_from", "valid_to")]

    @cached_property
    def leads(self) -> pd.Series[str]:
        """Numbers of the lead hospitals (牵头医院) of :attr:`last_consortia`."""
        return self.memberships.loc[self.memberships["role"] == "lead", "institution_id"]

    def at_end(self, frame: pd.DataFrame, begin: str, end: str) -> pd.Series[bool]:
        """Tell which rows are in force on the month's last day; ``end`` is the first day they are not."""
        last = pd.Timestamp(self.sender.last)
        return (frame[begin].isna() | (frame[begin] <= last)) & (frame[end].isna() | (frame[end] > last))

    def during(self, frame: pd.DataFrame, begin: str, end: str) -> pd.Series[bool]:
        """Tell which rows are in force on any day of the month; ``end`` is the first day they are not."""
        first, last = pd.Timestamp(self.sender.first), pd.Timestamp(self.sender.last)
        return (frame[begin].isna() | (frame[begin] <= last)) & (frame[end].isna() | (frame[end] > first))

    def of_month(self, table: str, owner: str, owners: Any) -> pd.DataFrame:
        """Return the rows of the month whose owner is one of these."""
        frame = self.live[table]
        return frame[(frame["month"] == self.sender.month) & frame[owner].isin(owners)]

    def of_year(self, table: str, owner: str, owners: Any) -> pd.DataFrame:
        """Return the rows of the twelve months that end with the month whose owner is one of these."""
        frame, month = self.live[table], self.sender.month
        before = f"{int(month[:4]) - 1}{month[4:]}"
        return frame[(frame["month"] > before) & (frame["month"] <= month) & frame[owner].isin(owners)]


def _by_category(institutions: pd.DataFrame) -> pd.DataFrame:
    order = {code: number for number, code in enumerate(CATEGORY)}
    ranked = institutions.assign(_rank=institutions["category"].map(order).fillna(len(order)))
    return ranked.sort_values(["_rank", "institution_id"], kind="stable").drop(columns="_rank")
