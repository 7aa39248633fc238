"""The registers and tables of one city as columns of small integers; :mod:`indicators.coding` makes them.

``NONE`` (-1) is "none or not in scope", a NaN is 未报 (not reported). All arrays of one class have one entry per row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.model import CATEGORY, FLOW, SERVICE, SPECIALTY_KIND, TITLE_GRADE, VILLAGE_MODE
from indicators.months import NEVER, NONE, Bools, Floats, Ints, months_later

CATEGORIES = tuple(CATEGORY)
FLOWS = tuple(FLOW)
SERVICES = tuple(SERVICE)
GRADES = tuple(TITLE_GRADE)
MODES = tuple(VILLAGE_MODE)
KINDS = tuple(SPECIALTY_KIND)


def positions(column: pd.Series[Any], register: pd.Index[Any]) -> Ints:
    """Return the position of each value in a register; ``NONE`` where it is null or not in it."""
    return located(column, register)[0]


def located(column: pd.Series[Any], register: pd.Index[Any]) -> tuple[Ints, list[Any]]:
    """Return :func:`positions` and the values that are not in the register, each once."""
    codes, seen = pd.factorize(column)
    values = pd.Index(seen)
    found = np.append(register.get_indexer(values), NONE).astype(np.int64)
    strange = found[:-1] < 0
    return found[codes], values[strange].tolist() if strange.any() else []


@dataclass(frozen=True)
class Register:
    """Anything that has ids, in order, and a name for each."""

    index: pd.Index[Any]
    names: list[str]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.index)


@dataclass(frozen=True)
class Dated:
    """Rows in force (有效) from one day to another, which is not counted any more."""

    valid_from: Ints
    valid_to: Ints

    def in_force(self, day: int) -> Bools:
        """Tell which rows are in force on a day."""
        held: Bools = (self.valid_from <= day) & (self.valid_to > day)
        return held


@dataclass(frozen=True)
class Counties(Register):
    """The counties of the city that are in the account (在文件统计范围), in order of code."""

    population: Floats
    population_year: Floats


@dataclass(frozen=True)
class Institutions(Register):
    """The register of institutions (机构), shared ones included; ``in_city`` tells those in scope of the city."""

    category: Ints
    #: Position in :class:`Counties`; ``NONE`` for a municipal institution and for one out of scope.
    county: Ints
    in_city: Bools
    opened: Ints
    closed: Ints
    central_town: Bools
    township_level: Bools

    def of(self, category: str) -> Bools:
        """Tell which are of one category."""
        is_one: Bools = self.category == CATEGORIES.index(category)
        return is_one


@dataclass(frozen=True)
class Consortia(Register):
    """The register of consortia (医共体); those of a county out of account have no county."""

    county: Ints
    established: Ints
    dissolved: Ints


@dataclass(frozen=True)
class Memberships(Dated):
    """Who belongs to which consortium, from when to when (the last day not counted)."""

    institution: Ints
    consortium: Ints
    lead: Bools
    supervisor: Ints


@dataclass(frozen=True)
class Postings:
    """Postings (派驻); ``end`` and ``planned_end`` of ``NEVER`` are blank."""

    person: Ints
    people: int
    flow: Ints
    sender: Ints
    receiver: Ints
    county: Ints
    long_term: Bools
    grade: Ints
    start: Ints
    planned_end: Ints
    end: Ints

    def of(self, flow: str) -> Bools:
        """Tell which are of one flow (派驻方向)."""
        is_one: Bools = self.flow == FLOWS.index(flow)
        return is_one

    @cached_property
    def until(self) -> Ints:
        """The last day of each term: its end, else its planned end; ``NEVER`` where neither is known."""
        return np.where(self.end != NEVER, self.end, self.planned_end)

    def shorter_than(self, months_on: int) -> Bools:
        """Tell which terms end before the same day that many months after their start."""
        # The answer does not hang on the as-of date, and a series asks it for every month.
        if months_on not in self._short:
            self._short[months_on] = self.until < months_later(self.start, months_on)
        return self._short[months_on]

    @cached_property
    def _short(self) -> dict[int, Bools]:
        return {}


@dataclass(frozen=True)
class Villages(Register):
    """Villages of the counties in the account (行政村、社区), in order of code."""

    county: Ints


@dataclass(frozen=True)
class VillageServices(Dated):
    """How each village is served, from when to when; ``planned`` is NaN where the plan was not reported."""

    village: Ints
    mode: Ints
    planned: Floats
    institution: Ints


@dataclass(frozen=True)
class Remote:
    """Remote sites and volumes of every institution that has either.

    ``volume`` is subject × service × month, summed over providers; NaN is 未报 (no provider row holds a number).
    """

    subject: Ints
    #: Row in ``subject`` of each institution of the register, or ``NONE``.
    row: Ints
    site_row: Ints
    site_service: Ints
    site_opened: Ints
    site_closed: Ints
    first_month: int
    volume: Floats

    def months(self, first: int, last: int) -> Floats:
        """Return the volumes of the months ``first`` to ``last``, subject × service × month; NaN outside the data."""
        held = self.volume.shape[2]
        start, stop = first - self.first_month, last + 1 - self.first_month
        if start >= 0 and stop <= held:
            return self.volume[:, :, start : max(start, stop)]
        window = np.full((*self.volume.shape[:2], max(0, last + 1 - first)), np.nan)
        low, high = max(0, start), min(held, stop)
        if low < high:
            window[:, :, low - start : high - start] = self.volume[:, :, low:high]
        return window


@dataclass(frozen=True)
class Centres:
    """Resource-sharing centres (资源共享中心); a ``status`` of ``NONE`` is 未报."""

    consortium: Ints
    centre: Ints
    status: Ints
    opened: Ints


@dataclass(frozen=True)
class Pairings(Dated):
    """Pairings (结对帮扶) of an institution with a higher hospital."""

    institution: Ints


@dataclass(frozen=True)
class Specialties(Dated):
    """Specialties; the subject is an institution or a consortium, the other position is ``NONE``."""

    institution: Ints
    consortium: Ints
    kind: Ints
    names: list[str]

    def of(self, kind: str) -> Bools:
        """Tell which are of one kind."""
        is_one: Bools = self.kind == KINDS.index(kind)
        return is_one


@dataclass(frozen=True)
class Bookings:
    """Booking resources (预约资源) by provider, month and resource; NaN is 未报."""

    provider: Ints
    month: Ints
    offered: Floats
    to_grassroots: Floats


@dataclass(frozen=True)
class States:
    """Rows of a table that says since when a subject has a value for an item, oldest first."""

    #: Row numbers of each item.
    rows: dict[str, Ints]
    subject: pd.Series[Any]
    since: Ints
    value: npt.NDArray[Any]
    provenance: npt.NDArray[Any]

    def row_on(self, item: str, register: pd.Index[Any], day: int) -> Ints:
        """Return the row of each subject of the register on a day: the latest by then; ``NONE`` without one."""
        found = np.full(len(register), NONE, dtype=np.int64)
        rows = self.rows.get(item)
        if rows is None:
            return found
        at = positions(self.subject.iloc[rows], register)
        begun = (at >= 0) & (self.since[rows] <= day)
        # Rows stand oldest first, and of several assignments to one place numpy keeps the last.
        found[at[begun]] = rows[begun]
        return found

    def on(self, item: str, register: pd.Index[Any], day: int) -> npt.NDArray[Any]:
        """Return the value of each subject of the register on a day: that of :meth:`row_on`; None is 未报."""
        return self.at(self.row_on(item, register, day))

    def at(self, rows: Ints) -> npt.NDArray[Any]:
        """Return the value of each row; None for ``NONE`` and for a blank value, which is 未报."""
        state: npt.NDArray[Any] = np.full(len(rows), None, dtype=object)
        state[rows >= 0] = self.value[rows[rows >= 0]]
        state[pd.isna(state)] = None
        return state


@dataclass(frozen=True)
class Monthly:
    """A monthly table: the position of the subject, the month and the number columns (NaN is 未报)."""

    subject: Ints
    month: Ints
    values: dict[str, Floats]

    def grid(self, columns: tuple[str, ...], subjects: int, first: int, last: int) -> list[Floats]:
        """Return one subjects × months array per column for the months ``first`` to ``last``; absent rows are NaN."""
        width = max(0, last + 1 - first)
        held = (self.subject >= 0) & (self.month >= first) & (self.month <= last)
        at = (self.subject[held], self.month[held] - first)
        grids = []
        for column in columns:
            grid = np.full((subjects, width), np.nan)
            grid[at] = self.values[column][held]
            grids.append(grid)
        return grids
