"""What holds on one day: who is open, which consortia exist, who belongs to whom, which postings count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from indicators.coding import Coded
from indicators.counting import Rule, reasons
from indicators.months import (
    MONTHS_A_YEAR,
    NEVER,
    NONE,
    Bools,
    Floats,
    Ints,
    day_of,
    last_ended_month,
)
from indicators.registers import SERVICES
from indicators.units import Kind

if TYPE_CHECKING:
    from data.policies import Policy


@dataclass(frozen=True)
class Home:
    """County and consortium of some units, and whether they are in scope of the city at all."""

    county: Ints
    consortium: Ints
    in_city: Bools


class Context:
    """The facts on one day (截止日期), each worked out once and only when it is asked for."""

    def __init__(self, base: Coded, as_of: date, rules: Mapping[str, Rule], policy: Policy | None) -> None:
        """Set the day; nothing is worked out yet."""
        self.base = base
        self.as_of = as_of
        self.day = day_of(as_of)
        #: The caliber (口径) of each flow.
        self.rules = rules
        self.policy = policy
        #: Last month that has ended, and January of the year.
        self.last_month = last_ended_month(as_of)
        self.january = as_of.year * MONTHS_A_YEAR

    @property
    def required_centres(self) -> tuple[str, ...]:
        """Centres that the document requires (应建中心); all else that is counted hangs on it through the calibers."""
        return self.policy.required_centres if self.policy is not None else ()

    @cached_property
    def is_open(self) -> Bools:
        """Institutions that are open: opened by the day (or unknown) and not closed by it."""
        held = self.base.institutions
        return (held.opened <= self.day) & (held.closed > self.day)

    @cached_property
    def exists(self) -> Bools:
        """Consortia that exist: established by the day (or unknown) and not dissolved by it."""
        held = self.base.consortia
        return (held.established <= self.day) & (held.dissolved > self.day)

    @cached_property
    def _in_force(self) -> Ints:
        held = self.base.memberships
        known = (held.institution >= 0) & (held.consortium >= 0)
        rows = np.flatnonzero(known & held.in_force(self.day))
        return rows[self.exists[held.consortium[rows]]]

    @cached_property
    def consortium_of(self) -> Ints:
        """Consortium of each institution by a membership in force of any role; -1 where there is none."""
        return self._by_institution(self.base.memberships.consortium[self._in_force])

    @cached_property
    def supervisor_of(self) -> Ints:
        """The township hospital above each institution, by the membership in force; -1 where none is named."""
        return self._by_institution(self.base.memberships.supervisor[self._in_force])

    @cached_property
    def is_lead(self) -> Bools:
        """Lead hospitals (牵头医院): the role lead in a membership in force."""
        held = self.base.memberships
        leads = np.zeros(len(self.base.institutions), dtype=np.bool_)
        leads[held.institution[self._in_force[held.lead[self._in_force]]]] = True
        return leads

    @cached_property
    def is_member(self) -> Bools:
        """Members (成员单位): in a consortium and not its lead."""
        return (self.consortium_of >= 0) & ~self.is_lead

    @cached_property
    def grassroots_members(self) -> Ints:
        """Open township hospitals and community health centres of the city that are members."""
        held = self.base.institutions
        return np.flatnonzero(held.township_level & held.in_city & self.is_open & self.is_member)

    @cached_property
    def leads(self) -> Ints:
        """Lead hospitals of the city."""
        return np.flatnonzero(self.is_lead & self.base.institutions.in_city)

    @cached_property
    def consortia(self) -> Ints:
        """Consortia that exist, of counties in the account."""
        return np.flatnonzero(self.exists & (self.base.consortia.county >= 0))

    def home_of_institutions(self, at: Ints) -> Home:
        """Return county and consortium of institutions; a ``NONE`` is nowhere."""
        held = self.base.institutions
        known = at >= 0
        return Home(
            np.where(known, held.county[at], NONE) if len(held) else at,
            np.where(known, self.consortium_of[at], NONE) if len(held) else at,
            (known & held.in_city[at]) if len(held) else known,
        )

    # Postings -----------------------------------------------------------------------------------

    @cached_property
    def posting_home(self) -> Home:
        """County and consortium of each posting, by its flow.

        lead_to_member: the consortium of the lead that sends. municipal_to_lead: the lead that receives.
        municipal_to_county: ``to_county_code``, and no consortium.
        """
        held = self.base.postings
        sender, receiver = self.home_of_institutions(held.sender), self.home_of_institutions(held.receiver)
        to_member, to_lead = self.flow("lead_to_member"), self.flow("municipal_to_lead")
        county_of = np.append(self.base.consortia.county, NONE)
        consortium = np.where(to_member, sender.consortium, np.where(to_lead, receiver.consortium, NONE))
        county = np.where(to_member, county_of[sender.consortium], np.where(to_lead, receiver.county, held.county))
        in_city = np.where(to_lead, receiver.in_city, county >= 0)
        return Home(county, consortium, in_city)

    def flow(self, code: str) -> Bools:
        """Tell which postings are of one flow (派驻方向)."""
        if code not in self._flows:
            self._flows[code] = self.base.postings.of(code)
        return self._flows[code]

    @cached_property
    def _flows(self) -> dict[str, Bools]:
        return {}

    @cached_property
    def ends_fit(self) -> Bools:
        """Whether both ends of each posting are what its flow asks for, by the memberships of the day."""
        held = self.base.postings
        sender, receiver = held.sender, held.receiver
        both = (sender >= 0) & (receiver >= 0)
        lead, member = np.append(self.is_lead, False), np.append(self.is_member, False)
        consortium = np.append(self.consortium_of, NONE)
        hospital = np.append(self.base.institutions.of("municipal_hospital"), False)
        health = np.append(self.base.institutions.of("municipal_public_health"), False)
        same = consortium[sender] == consortium[receiver]
        fit: Bools = (
            (self.flow("lead_to_member") & both & lead[sender] & member[receiver] & same)
            | (self.flow("municipal_to_lead") & hospital[sender] & lead[receiver])
            | (self.flow("municipal_to_county") & (hospital[sender] | health[sender]))
        )
        return fit

    def reasons_by(self, rule: Rule) -> Ints:
        """Return why each posting is not counted under one caliber, as a position in ``counting.REASONS``."""
        if rule.id not in self._reasons:
            self._reasons[rule.id] = reasons(self.base.postings, self.day, self.ends_fit, rule)
        return self._reasons[rule.id]

    @cached_property
    def _reasons(self) -> dict[str, Ints]:
        return {}

    @cached_property
    def reasons(self) -> Ints:
        """Why each posting is not counted under the caliber of its flow; 0 where it is counted."""
        chosen = np.zeros(len(self.base.postings.flow), dtype=np.int64)
        for flow, rule in self.rules.items():
            at = self.flow(flow)
            chosen[at] = self.reasons_by(rule)[at]
        return chosen

    def counted(self, flow: str) -> Ints:
        """Return the postings of one flow that are counted (计入) under its caliber."""
        return np.flatnonzero(self.flow(flow) & (self.reasons_by(self.rules[flow]) == 0))

    # Remote services ----------------------------------------------------------------------------

    @cached_property
    def site_since(self) -> Ints:
        """Day from which a site is open, remote subject × service; ``NEVER`` where no site is open on the day."""
        remote = self.base.remote
        since = np.full((len(remote.subject), len(SERVICES)), NEVER, dtype=np.int64)
        rows = np.flatnonzero(
            (remote.site_row >= 0)
            & (remote.site_service >= 0)
            & (remote.site_opened <= self.day)
            & (remote.site_closed > self.day)
        )
        np.minimum.at(since, (remote.site_row[rows], remote.site_service[rows]), remote.site_opened[rows])
        return since

    @cached_property
    def year_volume(self) -> Floats:
        """Volumes of the year to date, remote subject × service × month; NaN is 未报."""
        return self.base.remote.months(self.january, self.last_month)

    def recent_volume(self, window: int) -> Floats:
        """Volumes of the last ``window`` ended months."""
        return self.base.remote.months(self.last_month - window + 1, self.last_month)

    # Villages -----------------------------------------------------------------------------------

    @cached_property
    def village_rows(self) -> Ints:
        """Row of the village services in force for each village, the latest to begin; -1 where there is none."""
        held = self.base.village_services
        found = np.full(len(self.base.villages), NONE, dtype=np.int64)
        rows = np.flatnonzero((held.village >= 0) & held.in_force(self.day))
        # Rows stand oldest first, and of several assignments to one place numpy keeps the last.
        found[held.village[rows]] = rows
        return found

    @cached_property
    def village_mode(self) -> Ints:
        """How each village is served, as a position in ``MODES``; -1 is 未报."""
        return np.append(self.base.village_services.mode, NONE)[self.village_rows]

    @cached_property
    def village_planned(self) -> Floats:
        """1 where the plan says the village should have a clinic, 0 where not, NaN where that is 未报."""
        return np.append(self.base.village_services.planned, np.nan)[self.village_rows]

    # Names --------------------------------------------------------------------------------------

    def names(self, kind: Kind) -> list[str]:
        """Return the names of a register, by position."""
        if kind == "institution":
            return self.base.institutions.names
        if kind == "consortium":
            return self.base.consortia.names
        if kind == "county":
            return self.base.counties.names
        if kind == "village":
            return self.base.villages.names
        raise KeyError(kind)

    def _by_institution(self, values: Ints) -> Ints:
        found = np.full(len(self.base.institutions), NONE, dtype=np.int64)
        found[self.base.memberships.institution[self._in_force]] = values
        return found
