"""Whose rows they are: the rows of each table that a county or the city answers for (归属)."""

from __future__ import annotations

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

    def rows(self, table: str) -> pd.Series[bool]:
        """Return the mask of the live rows of a table that the sender answers for."""
        return self.ledger.once(("rows", table, self.sender), lambda: self._rows(table))

    def counties(self, table: str) -> pd.Series[Any]:
        """Return the county of each live row of a table; null for what has none."""
        places = self._places(table)
        return places.where(places.str.len() >= 6).str[:6]

    def _rows(self, table: str) -> pd.Series[bool]:
        frame = self.ledger.live(table)
        if table == "institutions":
            return self._own_institutions(frame)
        if table == "postings":
            municipal = frame["flow"] != "lead_to_member"
            return _true((municipal == self.is_city) & frame["to_county_code"].str.startswith(self.sender))
        if table == "bookings":
            # The city reports them: those of its own hospitals, whose place is no county.
            return _true((self._places(table) == self.sender) & self.is_city)
        return _true(self._places(table).str.startswith(self.sender))

    def _places(self, table: str) -> pd.Series[Any]:
        """Return the code of the county, else the city, that each live row of a table hangs on."""
        return self.ledger.once(("places", table), lambda: _places(self.ledger, table))

    def _own_institutions(self, frame: pd.DataFrame) -> pd.Series[bool]:
        if not self.is_city:
            return _true(frame["county_code"] == self.sender)
        return _true(frame["county_code"].isna() & frame["region_code"].str.startswith(self.sender))


def _places(ledger: Ledger, table: str) -> pd.Series[Any]:
    column, kind = OWNER[table]
    codes = ledger.live(table)[column]
    if kind == "regions":
        return codes
    institutions, consortia = ledger.live("institutions"), ledger.live("consortia")
    county_of_institution = institutions.set_index("institution_id")["county_code"]
    county_of_consortium = consortia.set_index("consortium_id")["county_code"]
    if kind == "institutions":
        city = institutions["county_code"].fillna(institutions["region_code"]).str[:4]
        found = codes.map(county_of_institution)
        return found.fillna(codes.map(city.set_axis(institutions["institution_id"]))).astype("str")
    if kind == "consortia":
        return codes.map(county_of_consortium).astype("str")
    found = codes.map(county_of_consortium).fillna(codes.map(county_of_institution))
    return found.fillna(codes.where(codes.str.fullmatch(r"[0-9]{4}|[0-9]{6}"))).astype("str")


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
