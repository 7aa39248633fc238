"""What a proposed plan changes, row by row (方案明细): who is sent where, which villages, which members go to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from components.grid import Cell, Col
from components.views.names import short
from data.codes import TITLE_GRADE, VILLAGE_MODE
from data.tables import CityTables
from indicators.engine import CityFigures, lazily
from indicators.wording import NBSP, number, quantity
from scenarios.model import (
    AddClinic,
    AddPostings,
    Change,
    ExtendPostings,
    FoundConsortium,
    MergeConsortia,
    ReassignMember,
    SetVillageMode,
)
from scenarios.naming import names_of

_TOWNSHIP = 9
_LONGEST = 22
_STAFF: Final = (
    Col("county", "区县", width=66), Col("sender", "派出"), Col("receiver", "接收"), Col("persons", "人数", "right"),
    Col("how", "做法"),
)
_VILLAGES: Final = (
    Col("township", "乡镇街道"), Col("village", "村"), Col("people", "常住人口", "right"), Col("how", "做法"),
    Col("hospital", "负责机构"),
)
_MEMBERS: Final = (Col("member", "机构"), Col("now", "现属"), Col("then", "改属"))


@dataclass(frozen=True)
class Plan:
    """The rows of a plan in the order of its changes; ``frame`` holds them in full for a file."""

    columns: tuple[Col, ...]
    rows: tuple[dict[str, Any], ...]
    headings: Mapping[str, str]
    frame: pd.DataFrame


def plan_of(changes: Sequence[Change], tables: CityTables, day: date, around: Sequence[str]) -> Plan:
    """Return the rows of a plan.

    Args:
        changes: The changes of the plan.
        tables: The tables it comes on top of.
        day: Their day.
        around: Names of the city and, where one is chosen, the county: left out of the names on the page.
    """
    names = names_of(tables)
    columns: tuple[Col, ...]
    if any(isinstance(one, AddClinic | SetVillageMode) for one in changes):
        columns, told = _VILLAGES, list(_village_rows(changes, tables, names))
    elif any(isinstance(one, ReassignMember | FoundConsortium | MergeConsortia) for one in changes):
        columns, told = _MEMBERS, list(_member_rows(changes, lazily(tables, day, None, None), names))
    else:
        columns, told = _STAFF, list(_staff_rows(changes, tables, names))
    if columns is _STAFF and len({row["county"] for row in told}) < 2:
        columns = columns[1:]
    if columns is _VILLAGES and not any(row["hospital"] for row in told):
        columns = columns[:-1]
    headings = {column.field: column.label for column in columns}
    frame = pd.DataFrame([{field: row[field] for field in headings} for row in told], columns=list(headings))
    return Plan(columns, tuple(_shown(row, around) for row in told), headings, frame)


def _shown(row: Mapping[str, Any], around: Sequence[str]) -> dict[str, Any]:
    """Return a row for the page: names without what everybody there shares, figures with their digits grouped."""
    county = str(row.get("county", ""))
    return {
        field: Cell(number(value), value) if isinstance(value, int)
        else short(str(value), (*around, county), _LONGEST) if value is not None else None
        for field, value in row.items()
    }  # fmt: skip


def _staff_rows(changes: Sequence[Change], tables: CityTables, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    homes = dict(zip(tables["institutions"]["institution_id"], tables["institutions"]["county_code"], strict=True))

    def row(sender: str, receiver: str, persons: int, how: str) -> dict[str, Any]:
        county = homes.get(receiver, receiver)
        return {"county": names.get(county, ""), "sender": names.get(sender, sender),
                "receiver": names.get(receiver, receiver), "persons": persons, "how": how}

    for change in changes:
        if isinstance(change, ExtendPostings):
            postings = tables["postings"]
            own = postings[postings["posting_id"].isin(change.posting_ids)]
            to = own["to_institution_id"].fillna(own["to_county_code"])
            for (sender, receiver), count in Counter(zip(own["from_institution_id"], to, strict=True)).items():
                yield row(sender, receiver, count, f"续派{NBSP}{quantity(change.months, '个月')}")
        elif isinstance(change, AddPostings):
            how = f"增派{NBSP}{quantity(change.months, '个月')}，{TITLE_GRADE[change.title_grade]}"
            receiver = change.to_institution_id or change.to_county_code or ""
            yield row(change.from_institution_id, receiver, change.persons, how)


def _village_rows(changes: Sequence[Change], tables: CityTables, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    regions = tables["regions"].set_index("region_code")
    for change in changes:
        codes = (change.village_code,) if isinstance(change, AddClinic) else getattr(change, "village_codes", ())
        how, hospital = "新设村卫生室", None
        if isinstance(change, SetVillageMode):
            how, hospital = VILLAGE_MODE[change.mode], names.get(change.institution_id or "")
        for code in codes:
            people = regions["population"].get(code)
            yield {
                "township": names.get(code[:_TOWNSHIP], ""), "village": regions["name"].get(code, code),
                "people": None if people is None or pd.isna(people) else int(people), "how": how, "hospital": hospital,
            }  # fmt: skip


def _member_rows(
    changes: Sequence[Change], figures: CityFigures, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    base, home = figures.context.base, figures.context.consortium_of

    def row(institution: str, then: str) -> dict[str, Any]:
        at = int(base.institutions.index.get_indexer(pd.Index([institution]))[0])
        own = int(home[at]) if at >= 0 else -1
        now = names.get(str(base.consortia.index[own]), "") if own >= 0 else "未归属"
        return {"member": names.get(institution, institution), "now": now, "then": then}

    for change in changes:
        if isinstance(change, MergeConsortia):
            for one in change.from_ids:
                yield {"member": f"{names.get(one, one)}整体", "now": names.get(one, one),
                       "then": f"并入{names.get(change.into_id, change.into_id)}"}
        elif isinstance(change, FoundConsortium):
            yield row(change.lead_institution_id, f"{change.name}（新组建，牵头）")
            for one in change.members:
                yield row(one, change.name)
        elif isinstance(change, ReassignMember):
            yield row(change.institution_id, names.get(change.consortium_id, change.consortium_id))


