"""The register an intake reads by: places, institutions and consortia by number and name on the month's last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from data.intake.values import cell_text

Kind = Literal["institution", "consortium", "region"]

#: What a kind is called in a message.
KIND_LABEL: dict[Kind, str] = {"institution": "机构", "consortium": "医共体", "region": "地区"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One institution, consortium or region."""

    kind: Kind
    number: str
    name: str
    #: Its county; null for what is municipal, lies outside, or is a city.
    county: str | None
    #: Its city, four digits.
    city: str
    #: Category of an institution, level of a region, empty for a consortium.
    what: str
    #: Open or existing on the month's last day.
    live: bool = True


@dataclass(frozen=True, slots=True)
class Bearer:
    """One that bears a name, or bore it: ``former`` is the day the name ended, null while it holds."""

    entry: Entry
    former: date | None = None

    @property
    def rank(self) -> int:
        """Order among the bearers of one name: what is open goes before what is closed, now before then."""
        return (0 if self.entry.live else 2) + (self.former is not None)


def fold(name: str) -> str:
    """Return a name as it is compared: NFKC, without spaces and line breaks, small letters."""
    return cell_text(name).casefold()


_Names = dict[tuple[Kind, str], tuple[Bearer, ...]]


@dataclass(frozen=True)
class Register:
    """Whatever a file can name, as known on ``as_of``; built once for an intake and never changed."""

    as_of: date
    entries: Mapping[tuple[Kind, str], Entry]
    #: By kind and folded name.
    _names: _Names
    #: Names of counties and cities by code: who can be a sender (报送单位).
    senders: Mapping[str, str]
    #: Counties that the city's account (文件统计范围) leaves out.
    outside: frozenset[str]
    #: Upper region of each region.
    parents: Mapping[str, str]
    #: Number of a posting by person, sending and receiving institution, receiving county and first day; of a
    #: statement by scope, subject, value and quotation.
    known: Mapping[tuple[Any, ...], str]
    #: Sender of each posting and statement by its number: the county, or the city for what is municipal.
    owners: Mapping[str, str]
    #: Consortium by the number of the institution that leads it (牵头医院) on ``as_of``.
    leads: Mapping[str, str]

    @classmethod
    def of(cls, frames: Mapping[str, pd.DataFrame], as_of: date) -> Register:
        """Build the register of the live frames.

        Args:
            frames: Conformed frames by table; absent ones are empty.
            as_of: Last day of the month that is collected: what is open, exists or is a name on it.
        """
        regions = list(_rows(frames, "regions", "region_code", "name", "level", "parent_code", "in_account"))
        parents = {code: parent for code, _, _, parent, _ in regions if parent is not None}
        entries = [_region(code, name, level) for code, name, level, _, _ in regions]
        entries += _institutions(frames, as_of)
        entries += _consortia(frames, as_of)
        by_number = {(one.kind, one.number): one for one in entries}
        held = [(one.kind, one.name, Bearer(one)) for one in entries]
        for one in entries:
            # A village is often written with its township before it, a county with its city.
            if one.kind == "region" and (above := by_number.get(("region", parents.get(one.number, "")))):
                held.append(("region", above.name + one.name, Bearer(one)))
        held += _aliases(frames, as_of, by_number)
        return cls(
            as_of,
            by_number,
            _indexed({}, held),
            {one.number: one.name for one in entries if one.what in ("city", "county") and one.kind == "region"},
            frozenset(code for code, _, level, _, within in regions if level == "county" and within is False),
            parents,
            *_known(frames),
            _leads(frames, as_of),
        )

    def entry(self, kind: Kind, number: str) -> Entry | None:
        """Return what has this number; null if nothing has."""
        return self.entries.get((kind, number))

    def bearers(self, kind: Kind, name: str) -> tuple[Bearer, ...]:
        """Return whatever bears or bore this name (folded), those of today first."""
        return self._names.get((kind, fold(name)), ())

    def bearer(self, entry: Entry, name: str) -> Bearer | None:
        """Return this one as the bearer of this name; null if the name is none of its names."""
        own = [one for one in self.bearers(entry.kind, name) if one.entry.number == entry.number]
        return min(own, key=lambda one: one.rank) if own else None

    def above(self, code: str) -> Iterable[Entry]:
        """Yield the regions above a region, the nearest first."""
        seen = {code}
        while (upper := self.parents.get(code)) and upper not in seen:
            seen.add(upper)
            code = upper
            if found := self.entry("region", upper):
                yield found

    def name_of(self, code: str) -> str:
        """Return the name of a county or city; the code itself where it is not known."""
        return self.senders.get(code, code)

    def extended(self, added: Iterable[Entry], names: Iterable[tuple[Entry, str]] = ()) -> Register:
        """Return the register with what a file adds: new entries, and new names of known ones."""
        new = list(added)
        held: list[tuple[Kind, str, Bearer]] = [(one.kind, one.name, Bearer(one)) for one in new]
        held += [(one.kind, name, Bearer(one)) for one, name in names]
        if not held:
            return self
        entries = {**self.entries, **{(one.kind, one.number): one for one in new}}
        return replace(self, entries=entries, _names=_indexed(self._names, held))


def _indexed(base: _Names, held: Iterable[tuple[Kind, str, Bearer]]) -> _Names:
    names = dict(base)
    for kind, name, bearer in held:
        key = (kind, fold(name))
        known = names.get(key)
        names[key] = (bearer,) if known is None else tuple(sorted((*known, bearer), key=lambda one: one.rank))
    return names


def _region(code: str, name: str, level: str) -> Entry:
    return Entry("region", code, name, None if level == "city" else code[:6], code[:4], level)


def _institutions(frames: Mapping[str, pd.DataFrame], as_of: date) -> Iterable[Entry]:
    columns = ("institution_id", "name", "category", "county_code", "region_code", "opened_on", "closed_on")
    for number, name, category, county, region, opened, closed in _rows(frames, "institutions", *columns):
        live = (opened is None or opened <= as_of) and (closed is None or closed > as_of)
        yield Entry("institution", number, name, county, (county or region or "")[:4], category, live)


def _consortia(frames: Mapping[str, pd.DataFrame], as_of: date) -> Iterable[Entry]:
    columns = ("consortium_id", "name", "county_code", "established_on", "dissolved_on")
    for number, name, county, start, end in _rows(frames, "consortia", *columns):
        live = (start is None or start <= as_of) and (end is None or end > as_of)
        yield Entry("consortium", number, name, county, county[:4], "", live)


def _aliases(
    frames: Mapping[str, pd.DataFrame], as_of: date, entries: Mapping[tuple[Kind, str], Entry]
) -> Iterable[tuple[Kind, str, Bearer]]:
    """Yield names of the alias table (机构别名); one that is not yet a name on the day is left out."""
    for number, name, start, end in _rows(frames, "aliases", "institution_id", "name", "valid_from", "valid_to"):
        owner = entries.get(("institution", number))
        if owner is not None and (start is None or start <= as_of):
            yield "institution", name, Bearer(owner, end if end is not None and end <= as_of else None)


def _known(frames: Mapping[str, pd.DataFrame]) -> tuple[dict[tuple[Any, ...], str], dict[str, str]]:
    """Return the numbers of postings and statements by what they say, and the sender of each number."""
    numbers: dict[tuple[Any, ...], str] = {}
    owners: dict[str, str] = {}
    columns = ("person_id", "from_institution_id", "to_institution_id", "to_county_code", "start_on")
    for number, flow, *key in _rows(frames, "postings", "posting_id", "flow", *columns):
        numbers[("posting", *key)] = number
        owners[number] = key[3] if flow == "lead_to_member" else key[3][:4]
    for number, *key in _rows(frames, "statements", "statement_id", "scope_code", "subject", "value_text", "quote"):
        numbers[("statement", *key)] = number
        owners[number] = key[0][:4]
    return numbers, owners


def _leads(frames: Mapping[str, pd.DataFrame], as_of: date) -> dict[str, str]:
    columns = ("institution_id", "consortium_id", "role", "valid_from", "valid_to")
    return {
        institution: consortium
        for institution, consortium, role, start, end in _rows(frames, "memberships", *columns)
        if role == "lead" and start <= as_of and (end is None or end > as_of)
    }


def _rows(frames: Mapping[str, pd.DataFrame], table: str, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Yield rows as plain values: null as None, a day as a date, a boolean as itself."""
    frame = frames.get(table)
    if frame is None or frame.empty:
        return
    yield from zip(*(_plain(frame[name]) for name in columns), strict=True)


def _plain(values: pd.Series[Any]) -> list[Any]:
    given = values.astype(object).where(values.notna(), None)
    return [one.date() if isinstance(one, pd.Timestamp) else one for one in given]
