"""Cells of the capability matrix (能力建设): the state of one item for one county or consortium on the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.model import CENTRE_STATUS, PAIRING_LEVEL, PAIRING_MODE, PROVENANCE
from indicators.context import Context
from indicators.lists.centres import centre_states
from indicators.months import NO_DAY, Ints
from indicators.registers import SERVICES
from indicators.specialty import homes

#: States of a cell. 未报 is no 否: nobody said so. 不适用: there is nobody of whom it could be asked.
STATES = {
    "yes": "是",
    "partial": "部分",
    "no": "否",
    **CENTRE_STATUS,
    "number": "有数",
    "not_reported": "未报",
    "not_applicable": "不适用",
}
_STATUS = tuple(CENTRE_STATUS)
#: Of several rows behind one cell the least certain origin is told.
_ORIGINS = tuple(PROVENANCE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one item: a state, for a number its value and what it is out of."""

    state: str
    value: float | None = None
    #: How many reported, where the value counts some of them; null where it counts nothing out of others.
    of: int | None = None
    #: How many of the institutions or rows asked did not report.
    unreported: int = 0
    #: Day from which the state has held; ``NO_DAY`` where none is told.
    since: int = NO_DAY
    provenance: str | None = None
    detail: str = ""


NOT_REPORTED, NOT_APPLICABLE = Cell("not_reported"), Cell("not_applicable")
#: Gives the cells of some subjects, by their position in the register of consortia or of counties.
Make = Callable[[Context, Ints], list[Cell]]


def told_by_subject(table: str, item: str, *, county: bool = False) -> Make:
    """Return the maker of an item that the consortium (or the county) itself reports: yes, no, partial or a number."""

    def make(context: Context, at: Ints) -> list[Cell]:
        register = context.base.counties.index if county else context.base.consortia.index
        rows = context.base.states(table).row_on(item, register, context.day)
        return [_dated(context, table, int(row)) for row in rows[at]]

    return make


def told_by_lead(item: str) -> Make:
    """Return the maker of an item that the lead hospital (牵头医院) of the consortium reports."""

    def make(context: Context, at: Ints) -> list[Cell]:
        rows = context.base.states("capability").row_on(item, context.base.institutions.index, context.day)
        leads = _leads(context)
        return [
            _dated(context, "capability", int(rows[leads[one]])) if one in leads else NOT_APPLICABLE
            for one in at.tolist()
        ]

    return make


def counted_members(item: str, met: tuple[str, ...], *, central_town: bool = False) -> Make:
    """Return the maker of a count: the open township-level members whose state is one of ``met``, of those that told.

    With ``central_town`` any open central-town institution of the consortium counts, as in the indicator.
    """

    def make(context: Context, at: Ints) -> list[Cell]:
        states = context.base.states("capability")
        rows = states.row_on(item, context.base.institutions.index, context.day)
        cells = []
        for one in at.tolist():
            own = rows[_institutions(context, one, central_town=central_town)]
            told = own[[value is not None for value in states.at(own)]]
            if len(own) == 0:
                cells.append(NOT_APPLICABLE)
            elif len(told) == 0:
                cells.append(Cell("not_reported", unreported=len(own)))
            else:
                count = sum(value in met for value in states.value[told])
                cells.append(Cell("number", float(count), len(told), len(own) - len(told),
                                  provenance=_origin(states.provenance[told])))
        return cells

    return make


def beds_of_members(context: Context, at: Ints) -> list[Cell]:
    """Return the sum of the beds (床位) of the open township-level members that reported them."""
    states = context.base.states("capability")
    rows = states.row_on("beds", context.base.institutions.index, context.day)
    cells = []
    for one in at.tolist():
        own = rows[_institutions(context, one)]
        numbers = pd.to_numeric(pd.Series(states.at(own), dtype="object"), errors="coerce")
        told = numbers.notna().to_numpy()
        if len(own) == 0:
            cells.append(NOT_APPLICABLE)
        elif not told.any():
            cells.append(Cell("not_reported", unreported=len(own)))
        else:
            cells.append(Cell("number", float(numbers.sum()), unreported=int((~told).sum()),
                              provenance=_origin(states.provenance[own[told]])))
    return cells


def centre(service: str) -> Make:
    """Return the maker of a resource-sharing centre (资源共享中心): open, building, planned, none or 未报."""

    def make(context: Context, at: Ints) -> list[Cell]:
        states, rows = centre_states(context)
        place = SERVICES.index(service)
        origin = context.base.frames["resource_centres"]["provenance"].to_numpy(dtype=object)
        opened = context.base.centres.opened
        return [
            NOT_REPORTED if states[one, place] < 0 else Cell(
                _STATUS[states[one, place]],
                since=int(opened[rows[one, place]]) if _STATUS[states[one, place]] == "open" else NO_DAY,
                provenance=str(origin[rows[one, place]]),
            )
            for one in at.tolist()
        ]

    return make


def pairing(context: Context, at: Ints) -> list[Cell]:
    """Return whether the lead is paired (结对帮扶) with a higher hospital: how many, of what level and mode."""
    frame, held = context.base.frames["pairings"], context.base.pairings
    if frame.empty:
        return [NOT_REPORTED] * len(at)
    in_force = held.in_force(context.day)
    leads, cells = _leads(context), []
    for one in at.tolist():
        if one not in leads:
            cells.append(NOT_APPLICABLE)
            continue
        rows = np.flatnonzero(in_force & (held.institution == leads[one]))
        if len(rows) == 0:
            cells.append(Cell("no", 0.0))
            continue
        own = frame.iloc[rows]
        words = [f"{PAIRING_LEVEL[level]}·{'方式未报' if pd.isna(mode) else PAIRING_MODE[mode]}"
                 for level, mode in zip(own["level"], own["mode"], strict=True)]
        cells.append(Cell("yes", float(len(rows)), since=int(held.valid_from[rows].min()),
                          provenance=_origin(own["provenance"]), detail="、".join(dict.fromkeys(words))))
    return cells


def features(kind: str) -> Make:
    """Return the maker of a count of feature specialties (特色专科) in force in a county; a register, so none is 0."""

    def make(context: Context, at: Ints) -> list[Cell]:
        frame, held = context.base.frames["specialties"], context.base.specialties
        if frame.empty:
            return [NOT_REPORTED] * len(at)
        county, _, _ = homes(context, np.arange(len(frame)))
        in_force = held.of(kind) & held.in_force(context.day)
        cells = []
        for one in at.tolist():
            own = frame.iloc[np.flatnonzero(in_force & (county == one))]
            cells.append(Cell("number", float(len(own)), provenance=_origin(own["provenance"]),
                              detail="、".join(own["specialty"])))
        return cells

    return make


def _leads(context: Context) -> dict[int, int]:
    """Return the lead hospital of each consortium that has one, by position."""
    return {int(context.consortium_of[lead]): int(lead) for lead in context.leads}


def _institutions(context: Context, consortium: int, *, central_town: bool = False) -> Ints:
    held = context.base.institutions
    if central_town:
        wanted = held.central_town & held.in_city & context.is_open & (context.consortium_of == consortium)
        return np.flatnonzero(wanted)
    members = context.grassroots_members
    own: Ints = members[context.consortium_of[members] == consortium]
    return own


def _dated(context: Context, table: str, row: int) -> Cell:
    """Return the cell of one row of ``capability`` or ``governance``; a row without a value is 未报."""
    states = context.base.states(table)
    if row < 0 or pd.isna(states.value[row]):
        return NOT_REPORTED
    value, since, origin = states.value[row], int(states.since[row]), str(states.provenance[row])
    if value in STATES:
        return Cell(str(value), since=since, provenance=origin)
    number = pd.to_numeric(value, errors="coerce")
    return NOT_REPORTED if pd.isna(number) else Cell("number", float(number), since=since, provenance=origin)


def _origin(origins: Iterable[Any]) -> str | None:
    found = [_ORIGINS.index(str(one)) for one in origins]
    return _ORIGINS[max(found)] if found else None
