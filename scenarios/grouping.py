"""Changes of one kind told together (归并表述): a report does not list seventeen postings one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby

from data.codes import SERVICE, TITLE_GRADE
from data.tables import CityTables
from indicators.catalogue import catalogue
from indicators.wording import NBSP, quantity
from scenarios.change import Names, called, listed
from scenarios.changes_staff import RECEIVERS
from scenarios.model import (
    AddClinic,
    AddPostings,
    Change,
    CloseRemoteSite,
    OpenRemoteSite,
    ReassignMember,
    SetVillageMode,
)

#: Receivers that are written out; more of them are told by county.
_NAMED = 6
#: Who sends, by flow.
_SENDERS = {"lead_to_member": "牵头医院", "municipal_to_lead": "市级医院", "municipal_to_county": "市级单位"}


def grouped(changes: Sequence[Change], names: Names, tables: CityTables) -> tuple[str, ...]:
    """Return the changes as clauses without a full stop, in order; neighbours that differ only in whom are one clause.

    Args:
        changes: Those that were made.
        names: Chinese names by code.
        tables: The tables after the changes, which say in which county an institution lies.
    """
    said = []
    # What cannot be told together has a key of its own.
    for _, group in groupby(enumerate(changes), key=lambda pair: _alike(pair[1]) or pair[0]):
        held = [change for _, change in group]
        said.append(held[0].words(names) if len(held) == 1 else _together(held, names, tables))
    return tuple(said)


def flow_words(flow: str) -> str:
    """Return a flow (派驻方向) as a deed: 牵头医院派驻成员单位."""
    return catalogue()[f"posting.{flow}.persons"].name.removesuffix("人数")


def _alike(change: Change) -> Hashable:
    """Return what neighbours must share to be told together; null for what stands alone."""
    match change:
        case AddPostings(to=None):
            return (change.kind, change.flow, change.title_grade, change.months)
        case ReassignMember():
            return (change.kind, change.consortium_id)
        case SetVillageMode(county_code=None):
            return (change.kind, change.mode, change.institution_id)
        case OpenRemoteSite() | CloseRemoteSite():
            return (change.kind, change.service_type)
        case AddClinic():
            return change.kind
    return None


def _together(held: Sequence[Change], names: Names, tables: CityTables) -> str:
    postings = [change for change in held if isinstance(change, AddPostings)]
    if postings:
        return _sent(postings, names, tables)
    first = held[0]
    match first:
        case ReassignMember():
            moved = [change.institution_id for change in held if isinstance(change, ReassignMember)]
            return f"{listed(names, moved, '家')}划入{called(names, first.consortium_id)}"
        case SetVillageMode():
            codes = [code for change in held if isinstance(change, SetVillageMode) for code in change.village_codes]
            return first.model_copy(update={"village_codes": tuple(dict.fromkeys(codes))}).words(names)
        case OpenRemoteSite() | CloseRemoteSite():
            at = [one.institution_id for one in held if isinstance(one, OpenRemoteSite | CloseRemoteSite)]
            verb = "开通" if isinstance(first, OpenRemoteSite) else "停用"
            return f"{listed(names, at, '家')}{verb}{SERVICE[first.service_type]}"
    villages = [change.village_code for change in held if isinstance(change, AddClinic)]
    return f"在{listed(names, villages, '个村')}新设村卫生室"


def _sent(held: Sequence[AddPostings], names: Names, tables: CityTables) -> str:
    """Return postings of one flow: how many are sent by how many, on which terms, and where to."""
    first = held[0]
    sending, receiving = _SENDERS[first.flow], RECEIVERS[first.flow]
    senders = list(dict.fromkeys(change.from_institution_id for change in held))
    sender = called(names, senders[0]) if len(senders) == 1 else f"{quantity(len(senders), '家')}{sending}"
    terms = f"{TITLE_GRADE[first.title_grade]}，{quantity(first.months, '个月')}"
    persons = quantity(sum(change.persons for change in held), "人")
    to = Counter[str]()
    for change in held:
        to[change.to_institution_id or change.to_county_code or ""] += change.persons
    sent = f"增派{NBSP}{persons}（{terms}）"
    if len(to) == 1:
        return f"{sender}向{called(names, next(iter(to)))}{sent}"
    if first.flow == "municipal_to_county" or len(to) <= _NAMED:
        return f"{sender}向{receiving}{sent}，其中{_shares(to, names)}"
    whom = f"{NBSP}{quantity(len(to), '家')}{receiving}"
    return f"{sender}向{whom}{sent}，其中{_shares(_by_county(to, tables), names)}"


def _shares(persons: Mapping[str, int], names: Names) -> str:
    """Return who receives how many: ``甲、乙各 1 人`` or ``甲 1 人、乙 2 人``."""
    if len(persons) > 1 and len(set(persons.values())) == 1:
        each = quantity(next(iter(persons.values())), "人")
        return f"{'、'.join(called(names, code) for code in persons)}各{NBSP}{each}"
    return "、".join(f"{called(names, code)}{NBSP}{quantity(count, '人')}" for code, count in persons.items())


def _by_county(persons: Mapping[str, int], tables: CityTables) -> Mapping[str, int]:
    frame = tables["institutions"]
    own = frame.loc[frame["institution_id"].isin(list(persons)), ["institution_id", "county_code"]]
    county = dict(zip(own["institution_id"].tolist(), own["county_code"].tolist(), strict=True))
    found = Counter[str]()
    for id, count in persons.items():
        found[county[id]] += count
    return dict(sorted(found.items()))
