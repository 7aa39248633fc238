"""The tables of one city coded as small integers, made once and asked for every date.

Text codes are compared, grouped and joined many times per figure; positions in the registers of
institutions, consortia and counties do the same work in a fraction of the time.
"""

from __future__ import annotations

import weakref
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from data.model import CENTRE_STATUS, TABLES, TOWNSHIP_LEVEL
from data.tables import CityTables
from indicators.months import NEVER, NONE, Bools, Floats, Ints, days, months
from indicators.registers import (
    CATEGORIES,
    FLOWS,
    GRADES,
    KINDS,
    MODES,
    SERVICES,
    Bookings,
    Centres,
    Consortia,
    Counties,
    Institutions,
    Memberships,
    Monthly,
    Pairings,
    Postings,
    Remote,
    Specialties,
    States,
    Villages,
    VillageServices,
    located,
    positions,
)
from indicators.scopes import Scopes

#: Codes in the order of the model, looked up so often that their index is made once.
_CATEGORIES, _FLOWS, _GRADES = pd.Index(CATEGORIES), pd.Index(FLOWS), pd.Index(GRADES)
_MODES, _SERVICES, _KINDS = pd.Index(MODES), pd.Index(SERVICES), pd.Index(KINDS)
_STATUSES = pd.Index(tuple(CENTRE_STATUS))


def numbers(column: pd.Series[Any]) -> Floats:
    """Return a nullable number column as floats; null becomes NaN."""
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def flags(column: pd.Series[Any], *, null: bool) -> Bools:
    """Return a nullable true/false column as bools; null becomes ``null``."""
    return column.fillna(null).to_numpy(dtype=np.bool_)


def _dated(frame: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return from when and to when (the last day not counted) each row is in force."""
    return days(frame["valid_from"]), days(frame["valid_to"], NEVER)


class Coded:
    """All tables of one city as integers; each table is coded when it is first asked for."""

    def __init__(self, tables: CityTables) -> None:
        """Hold the frames of one city; nothing is coded yet."""
        # The frames are kept, not the tables: the cache below must not keep its own key alive.
        self.frames = tables.frames
        self.city = tables.city_code
        #: Institution ids named in some coded table that are not in the register.
        self.strangers: set[str] = set()

    @cached_property
    def city_name(self) -> str:
        """The Chinese name of the city; its code where the regions do not name it."""
        regions = self.frames["regions"]
        names = regions.loc[regions["region_code"] == self.city, "name"]
        return str(names.iloc[0]) if len(names) else self.city

    @cached_property
    def scopes(self) -> Scopes:
        """The scopes of the city and where they stand in the sums."""
        return Scopes(self)

    @cached_property
    def counties(self) -> Counties:
        """Counties in the account, with population (常住人口) and its year."""
        regions = self.frames["regions"]
        held = regions[(regions["level"] == "county") & (regions["region_code"].str[:4] == self.city)]
        held = held[flags(held["in_account"], null=True)].sort_values("region_code")
        return Counties(
            pd.Index(held["region_code"]),
            held["name"].tolist(),
            numbers(held["population"]),
            numbers(held["population_year"]),
        )

    @cached_property
    def institutions(self) -> Institutions:
        """The institutions, each with its county if that is in the account."""
        frame = self.frames["institutions"]
        county = positions(frame["county_code"], self.counties.index)
        municipal = frame["county_code"].isna().to_numpy() & (frame["region_code"].str[:4] == self.city).to_numpy(
            dtype=np.bool_, na_value=False
        )
        category = positions(frame["category"], _CATEGORIES)
        return Institutions(
            pd.Index(frame["institution_id"]),
            frame["name"].tolist(),
            category,
            county,
            (county >= 0) | municipal,
            days(frame["opened_on"]),
            days(frame["closed_on"], NEVER),
            flags(frame["central_town"], null=False),
            np.isin(category, [CATEGORIES.index(code) for code in TOWNSHIP_LEVEL]),
        )

    @cached_property
    def consortia(self) -> Consortia:
        """The consortia, each with its county if that is in the account."""
        frame = self.frames["consortia"]
        return Consortia(
            pd.Index(frame["consortium_id"]),
            frame["name"].tolist(),
            positions(frame["county_code"], self.counties.index),
            days(frame["established_on"]),
            days(frame["dissolved_on"], NEVER),
        )

    @cached_property
    def memberships(self) -> Memberships:
        """The memberships, by position of institution and consortium."""
        frame = self.frames["memberships"]
        return Memberships(
            *_dated(frame),
            self.institution(frame["institution_id"]),
            positions(frame["consortium_id"], self.consortia.index),
            (frame["role"] == "lead").to_numpy(dtype=np.bool_, na_value=False),
            self.institution(frame["supervisor_id"]),
        )

    @cached_property
    def postings(self) -> Postings:
        """The postings, by position of person, institutions and county."""
        frame = self.frames["postings"]
        person, people = pd.factorize(frame["person_id"])
        return Postings(
            person.astype(np.int64),
            len(people),
            positions(frame["flow"], _FLOWS),
            self.institution(frame["from_institution_id"]),
            self.institution(frame["to_institution_id"]),
            positions(frame["to_county_code"], self.counties.index),
            (frame["kind"] == "long_term").to_numpy(dtype=np.bool_, na_value=False),
            positions(frame["title_grade"], _GRADES),
            days(frame["start_on"]),
            days(frame["planned_end_on"], NEVER),
            days(frame["end_on"], NEVER),
        )

    @cached_property
    def named_villages(self) -> Villages:
        """The villages of the regions, as far as they lie in a county of the account."""
        regions = self.frames["regions"]
        named = regions[regions["level"] == "village"].sort_values("region_code")
        return self._villages(named["region_code"].tolist(), named["name"].tolist())

    @cached_property
    def villages(self) -> Villages:
        """Every village of the regions or of the village services that lies in a county of the account."""
        known = self.named_villages
        told = pd.Index(self.frames["village_services"]["village_code"].dropna().unique())
        more = self._villages(told[known.index.get_indexer(told) < 0].tolist(), None)
        if not len(more):
            # Most services are of villages that the regions name: then these are the villages, whatever the services.
            return known
        names = dict(zip(known.index, known.names, strict=True))
        codes = sorted({*known.index, *more.index})
        return self._villages(codes, [names.get(code, code) for code in codes])

    def _villages(self, codes: list[str], names: list[str] | None) -> Villages:
        """Return those of some villages that lie in a county of the account; without names codes stand for them."""
        index = pd.Index(codes, dtype="str")
        county = positions(pd.Series(index.str[:6]), self.counties.index)
        at = np.flatnonzero(county >= 0)
        held = codes if names is None else names
        return Villages(index[at], [held[one] for one in at], county[at])

    @cached_property
    def village_services(self) -> VillageServices:
        """The village services, oldest row first."""
        frame = self.frames["village_services"]
        # Whole numbers are put in order, which is less to move than the rows of the frame.
        order = frame["valid_from"].to_numpy().argsort(kind="stable")
        begun, ended = _dated(frame)
        return VillageServices(
            begun[order],
            ended[order],
            positions(frame["village_code"], self.villages.index)[order],
            positions(frame["mode"], _MODES)[order],
            numbers(frame["clinic_planned"].astype("Float64"))[order],
            self.institution(frame["institution_id"])[order],
        )

    def states(self, table: str) -> States:
        """Return the coded rows of ``capability`` or ``governance``."""
        if table not in self._states:
            frame = self.frames[table].sort_values("since", kind="stable")
            item, items = pd.factorize(frame["item"])
            self._states[table] = States(
                {str(code): np.flatnonzero(item == position) for position, code in enumerate(items)},
                frame["subject_id"],
                days(frame["since"]),
                frame["value"].to_numpy(dtype=object),
                frame["provenance"].to_numpy(dtype=object),
            )
        return self._states[table]

    @cached_property
    def _states(self) -> dict[str, States]:
        return {}

    @cached_property
    def remote(self) -> Remote:
        """Remote sites and the cube of volumes."""
        sites, volumes = self.frames["remote_sites"], self.frames["remote_volumes"]
        site_at = self.institution(sites["institution_id"])
        asker = self.institution(volumes["requesting_institution_id"])
        service = positions(volumes["service_type"], _SERVICES)
        month, volume = months(volumes["month"]), numbers(volumes["volume"])
        subject = np.unique(np.concatenate([site_at, asker]))
        subject = subject[subject >= 0]
        row = np.full(len(self.institutions) + 1, NONE, dtype=np.int64)
        row[subject] = np.arange(len(subject))
        told = (asker >= 0) & (service >= 0) & (month >= 0) & ~np.isnan(volume)
        first = int(month[told].min()) if told.any() else 0
        width = int(month[told].max()) + 1 - first if told.any() else 0
        shape = (len(subject), len(SERVICES), width)
        flat = (row[asker[told]] * len(SERVICES) + service[told]) * width + month[told] - first
        size = int(np.prod(shape))
        total: Floats = np.bincount(flat, weights=volume[told], minlength=size).astype(np.float64)
        total[np.bincount(flat, minlength=size) == 0] = np.nan
        return Remote(
            subject,
            row[:-1],
            np.where(site_at >= 0, row[site_at], NONE),
            positions(sites["service_type"], _SERVICES),
            days(sites["opened_on"]),
            days(sites["closed_on"], NEVER),
            first,
            total.reshape(shape),
        )

    @cached_property
    def centres(self) -> Centres:
        """Rows of the resource-sharing centres; a status of ``NONE`` is 未报."""
        frame = self.frames["resource_centres"]
        return Centres(
            positions(frame["consortium_id"], self.consortia.index),
            positions(frame["centre_type"], _SERVICES),
            positions(frame["status"], _STATUSES),
            days(frame["opened_on"]),
        )

    @cached_property
    def pairings(self) -> Pairings:
        """Rows of the pairings, by institution."""
        frame = self.frames["pairings"]
        return Pairings(*_dated(frame), self.institution(frame["institution_id"]))

    @cached_property
    def specialties(self) -> Specialties:
        """Rows of the specialties, by the institution or the consortium that is their subject."""
        frame = self.frames["specialties"]
        return Specialties(
            days(frame["since"]),
            days(frame["until"], NEVER),
            self.institution(frame["subject_id"]),
            positions(frame["subject_id"], self.consortia.index),
            positions(frame["kind"], _KINDS),
            frame["specialty"].tolist(),
        )

    @cached_property
    def bookings(self) -> Bookings:
        """Rows of the booking resources, by provider."""
        frame = self.frames["bookings"]
        return Bookings(
            self.institution(frame["provider_institution_id"]),
            months(frame["month"]),
            numbers(frame["offered"]),
            numbers(frame["to_grassroots"]),
        )

    def monthly(
        self, table: str, subject: str, register: pd.Index[Any], where: tuple[str, str] | None = None
    ) -> Monthly:
        """Return a coded monthly table, or its rows with one value in one column.

        Args:
            table: Its name.
            subject: The column that says whose month it is.
            register: The ids among which ``subject`` is found.
            where: A column and the value it must have.
        """
        key = (table, where)
        if key not in self._monthly:
            frame = self.frames[table]
            if where is not None:
                frame = frame[frame[where[0]] == where[1]]
            columns = [column.name for column in TABLES[table].columns if column.kind in ("int", "float")]
            self._monthly[key] = Monthly(
                positions(frame[subject], register),
                months(frame["month"]),
                {column: numbers(frame[column]) for column in columns},
            )
        return self._monthly[key]

    @cached_property
    def _monthly(self) -> dict[tuple[str, tuple[str, str] | None], Monthly]:
        return {}

    def institution(self, column: pd.Series[Any]) -> Ints:
        """Return the positions of institution ids; those that are not in the register are remembered."""
        found, strange = located(column, self.institutions.index)
        self.strangers.update(strange)
        return found


_CODED: dict[int, tuple[weakref.ref[CityTables], Coded]] = {}


def coded(tables: CityTables) -> Coded:
    """Return the coded tables, kept for as long as the tables themselves live."""
    held = _CODED.get(id(tables))
    if held is not None and held[0]() is tables:
        return held[1]
    key = id(tables)
    made = Coded(tables)
    _CODED[key] = (weakref.ref(tables, lambda _: _CODED.pop(key, None)), made)
    return made
