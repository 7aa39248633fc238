"""Who is in scope: counties in the account, consortia that exist, members in force, institutions of a scope."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.indicators.oracle.rules import Row, exists, in_force, open_on, year_to_date
from tests.worlds import World

TOWNSHIP_LEVEL = ("township_hospital", "community_health_centre")


class View:
    """One world seen from one scope (a city, a county or a consortium) on one day."""

    def __init__(self, world: World, scope: str, day: date) -> None:
        """Keep the three, and the memberships and months that everything asks for."""
        self.world, self.scope, self.day = world, scope, day
        self.months = year_to_date(day)
        self._memberships = [
            row
            for row in self.rows("memberships")
            if in_force(row, day) and exists(self.consortium(row["consortium_id"]), day)
        ]
        # no institution has two memberships on one day
        self._membership_of = {row["institution_id"]: row for row in self._memberships}
        self._covered: dict[str, bool] = {}

    @property
    def level(self) -> str:
        """A scope of 4 digits is a city; 6: a county; else a consortium id."""
        if self.scope.isdigit() and len(self.scope) == 4:
            return "city"
        return "county" if self.scope.isdigit() and len(self.scope) == 6 else "consortium"

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table of the whole world."""
        return self.world.rows(table)

    def find(self, table: str, **key: Any) -> list[Row]:
        """Return the rows of a table that have these values."""
        return self.world.find(table, **key)

    def reported(self, *tables: str) -> bool:
        """Return false where any of them is an absent or empty table, which gives null."""
        return all(self.rows(table) for table in tables)

    # counties

    def in_account(self, county: str | None) -> bool:
        """Counties with in_account = false enter no indicator (null = true)."""
        return any(row["in_account"] is not False for row in self.find("regions", region_code=county, level="county"))

    def covers_county(self, county: str | None) -> bool:
        """Whether a county in the account belongs to this city or is this county."""
        if county is None or not self.in_account(county):
            return False
        return county[:4] == self.scope if self.level == "city" else county == self.scope

    def counties(self) -> list[Row]:
        """Return the counties in scope (none for a consortium)."""
        return [
            row for row in self.rows("regions") if row["level"] == "county" and self.covers_county(row["region_code"])
        ]

    # consortia

    def consortium(self, identity: str) -> Row:
        """Return the row of one consortium."""
        return self.find("consortia", consortium_id=identity)[0]

    def covers_consortium(self, identity: str) -> bool:
        """Whether a consortium of a county in the account exists on D and is in scope."""
        row = self.consortium(identity)
        if not exists(row, self.day) or not self.in_account(row["county_code"]):
            return False
        return identity == self.scope if self.level == "consortium" else self.covers_county(row["county_code"])

    def consortia(self) -> list[Row]:
        """Return the consortia in scope that exist on D."""
        return [row for row in self.rows("consortia") if self.covers_consortium(row["consortium_id"])]

    # memberships

    def memberships(self) -> list[Row]:
        """Memberships in force on D; memberships of a consortium that does not exist are not in force."""
        return self._memberships

    def consortium_of(self, institution: str) -> str | None:
        """Return the consortium an institution belongs to on D, in any role; null when unaffiliated."""
        row = self._membership_of.get(institution)
        return None if row is None else str(row["consortium_id"])

    def led_by(self, institution: str | None) -> str | None:
        """Return the consortium that an institution leads on D."""
        row = self._membership_of.get(institution or "")
        return str(row["consortium_id"]) if row is not None and row["role"] == "lead" else None

    def member_of(self, institution: str) -> str | None:
        """Return the consortium of which an institution is a member (not the lead) on D."""
        row = self._membership_of.get(institution)
        return str(row["consortium_id"]) if row is not None and row["role"] != "lead" else None

    def leads(self) -> list[str]:
        """Return the lead hospitals in scope: role lead in a membership in force on D."""
        return [
            row["institution_id"]
            for row in self.memberships()
            if row["role"] == "lead" and self.covers_consortium(row["consortium_id"])
        ]

    # institutions

    def institution(self, identity: str | None) -> Row | None:
        """Return the row of one institution, or null."""
        return next(iter(self.find("institutions", institution_id=identity)), None)

    def name(self, identity: str) -> str:
        """Return the Chinese name of an institution, consortium or region."""
        for table, key in (
            ("institutions", "institution_id"),
            ("consortia", "consortium_id"),
            ("regions", "region_code"),
        ):
            for row in self.find(table, **{key: identity}):
                return str(row["name"])
        raise KeyError(identity)

    def covers(self, identity: str) -> bool:
        """*In scope*: a city or a county by the institution's county_code, a consortium by its members on D.

        A municipal institution has no county; it is in scope for the city of its region only.
        """
        if identity not in self._covered:
            self._covered[identity] = self._covers(identity)
        return self._covered[identity]

    def _covers(self, identity: str) -> bool:
        row = self.institution(identity)
        assert row is not None
        if self.level == "consortium":
            mine = self.consortium_of(identity)
            return mine is not None and mine == self.scope and self.covers_consortium(mine)
        if row["county_code"] is None:
            return self.level == "city" and row["region_code"][:4] == self.scope
        return self.covers_county(row["county_code"])

    def institutions(self, *categories: str) -> list[Row]:
        """Return the open institutions in scope of these categories (all when none is named)."""
        return [
            row
            for row in self.rows("institutions")
            if (not categories or row["category"] in categories)
            and open_on(row, self.day)
            and self.covers(row["institution_id"])
        ]

    def township_members(self) -> list[str]:
        """Return the open township_hospital and community_health_centre in scope that are members."""
        return [
            row["institution_id"]
            for row in self.institutions(*TOWNSHIP_LEVEL)
            if self.member_of(row["institution_id"]) is not None
        ]
