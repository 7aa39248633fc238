"""Whose rows they are: the rows of each table that a county or the city answers for (归属)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from data.merging.calendar import Month
from data.merging.ledger import Ledger
from data.model import TABLES
from data.tables import OWNER


class Belonging:
    """The live rows of one sender."""

    def __init__(self, ledger: Ledger, sender: str) -> None:
        """Remember whose."""
        self.ledger, self.sender = ledger, sender

    @property
    def is_city(self) -> bool:
        """Tell whether the sender is a city (市)."""
        return len(self.sender) == 4

    @cached_property
    def county_of_institution(self) -> pd.Series[Any]:
        """County of each live institution by number, its region where it has none."""
        live = self.ledger.live("institutions")
        return live.set_index("institution_id")["county_code"]

    @cached_property
    def _city_of_institution(self) -> pd.Series[Any]:
        live = self.ledger.live("institutions")
        where = live["county_code"].fillna(live["region_code"])
        return where.set_axis(live["institution_id"]).str[:4]

    @cached_property
    def county_of_consortium(self) -> pd.Series[Any]:
        """County of each live consortium by number."""
        return self.ledger.live("consortia").set_index("consortium_id")["county_code"]

    def rows(self, table: str) -> pd.Series[bool]:
        """Return the mask of the live rows of a table that the sender answers for."""
        frame = self.ledger.live(table)
        if table == "institutions":
            return self._own_institutions(frame)
        if table == "postings":
            municipal = frame["flow"] != "lead_to_member"
            return _true((municipal == self.is_city) & frame["to_county_code"].str.startswith(self.sender))
        if table == "bookings":
            of = frame["provider_institution_id"]
            return _true(of.map(self.county_of_institution).isna() & (of.map(self._city_of_institution) == self.sender))
        column, _ = OWNER[table]
        return _true(self._places(table, frame[column]).str.startswith(self.sender))

    def counties(self, table: str, codes: pd.Series[Any]) -> pd.Series[Any]:
        """Return the county of each value of a table's owning column; null for what has none."""
        return self._places(table, codes).where(lambda found: found.str.len() >= 6).str[:6]

    def _places(self, table: str, codes: pd.Series[Any]) -> pd.Series[Any]:
        kind = OWNER[table][1]
        if kind == "regions":
            return codes
        if kind == "institutions":
            return codes.map(self.county_of_institution).fillna(codes.map(self._city_of_institution)).astype("str")
        if kind == "consortia":
            return codes.map(self.county_of_consortium).astype("str")
        found = codes.map(self.county_of_consortium).fillna(codes.map(self.county_of_institution))
        return found.fillna(codes.where(codes.str.fullmatch(r"[0-9]{4}|[0-9]{6}"))).astype("str")

    def _own_institutions(self, frame: pd.DataFrame) -> pd.Series[bool]:
        if not self.is_city:
            return _true(frame["county_code"] == self.sender)
        return _true(frame["county_code"].isna() & frame["region_code"].str.startswith(self.sender))


def gone(ledger: Ledger, month: Month) -> set[str]:
    """Return the live institutions and consortia that are there on no day of the month.

    Nobody asks for what hangs on them, so that a sheet which does not name it says nothing.
    """
    first, last = pd.Timestamp(month.first), pd.Timestamp(month.last)
    found: set[str] = set()
    for table, number, start, end in (
        ("institutions", "institution_id", "opened_on", "closed_on"),
        ("consortia", "consortium_id", "established_on", "dissolved_on"),
    ):
        live = ledger.live(table)
        found.update(live.loc[(live[start] > last) | (live[end] <= first), number])
    return found


def monthly_tables() -> tuple[str, ...]:
    """Return the tables that hold a month's own rows."""
    return tuple(name for name, table in TABLES.items() if "month" in table.names and name != "submissions")


def _true(mask: pd.Series[Any]) -> pd.Series[bool]:
    return mask.fillna(False).astype(bool)
