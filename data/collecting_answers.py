"""What is answered to each sender (报送单位) of an intake: findings, changes, and what stands in everybody's way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from data.checking import Checked
from data.findings import Finding
from data.intake.answers import CellFinding, Change, SentFile
from data.manifest import Manifest, content_hash
from data.merging import merge
from data.merging.calendar import Month
from data.merging.changes import Counts, summary
from data.merging.placing import Placed, at_file, by_sender, in_order, known_findings, place
from data.store import Snapshot

#: What the check finds in a live snapshot, by its content: an intake is often repeated on the same one.
_KNOWN: dict[str, frozenset[tuple[Any, ...]]] = {}
_MOST_KNOWN: Final = 4
_LOCK = threading.Lock()


@dataclass(frozen=True)
class SenderAnswer:
    """What is answered to one sender (报送单位): a county or a city."""

    code: str
    name: str
    files: tuple[SentFile, ...]
    #: Of all its files, errors first.
    findings: tuple[CellFinding, ...]
    #: What it would change in what is live, large changes first.
    changes: tuple[Change, ...]

    @property
    def errors(self) -> tuple[CellFinding, ...]:
        """Return what must be mended before it can be published."""
        return tuple(found for found in self.findings if found.severity == "error")

    @property
    def warnings(self) -> tuple[CellFinding, ...]:
        """Return what should be looked at, but stops nothing."""
        return tuple(found for found in self.findings if found.severity == "warning")

    @property
    def acceptable(self) -> bool:
        """Tell whether it may be published: no errors, and some row was taken."""
        return not self.errors and any(len(rows.frame) for file in self.files for rows in file.forms.values())

    @cached_property
    def summary(self) -> Mapping[str, Counts]:
        """Rows added, changed and removed by table."""
        return summary(self.changes)


@dataclass(frozen=True)
class Whole:
    """What would be live were all senders accepted: merged and checked, so that publishing need not do it again."""

    #: The live snapshot they were merged into.
    live: Manifest
    #: In the order of the senders.
    files: tuple[SentFile, ...]
    checked: Checked

    def is_of(self, live: Manifest, files: Sequence[SentFile], as_of: date) -> bool:
        """Tell whether it is what these very files give on this snapshot and day."""
        same = len(files) == len(self.files) and all(a is b for a, b in zip(files, self.files, strict=True))
        return same and live == self.live and as_of == self.checked.as_of


@dataclass(frozen=True)
class Collection:
    """One intake: every file that was sent, and what would come of it."""

    #: The live snapshot it was compared with.
    base: str
    #: The month that is collected, ``YYYY-MM``.
    month: str
    #: The as-of date (截止日期) a publish would have.
    as_of: date
    #: In order of code.
    senders: tuple[SenderAnswer, ...]
    #: Files of which nobody can tell whose they are.
    unplaced: tuple[SentFile, ...]
    #: Counties of the cities concerned that have not sent (未报), in order of code.
    missing: tuple[str, ...]
    #: Names of all counties and cities by code.
    names: Mapping[str, str]
    received_on: date
    #: Errors in what would be live that no sender's file causes; they stop every publish.
    obstacles: tuple[Finding, ...] = ()
    #: Why the audit log does not know of it: the store is read-only. Empty where it does.
    unlogged: str = ""
    whole: Whole | None = field(default=None, repr=False, compare=False)

    def sender(self, code: str) -> SenderAnswer:
        """Return the answer to a sender; ``KeyError`` for one that has sent nothing."""
        for answer in self.senders:
            if answer.code == code:
                return answer
        raise KeyError(code)


def boundaries_in(snapshot: Snapshot) -> gpd.GeoDataFrame | None:
    """Return the county polygons the snapshot was published with; null where it has no city."""
    known = set(snapshot.table("regions")["region_code"])
    parts = [snapshot.boundaries(city) for city in snapshot.cities()]
    if not parts:
        return None
    whole = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(whole[whole["region_code"].isin(known)][["region_code", "geometry"]], crs=4326)


def answered(
    snapshot: Snapshot, live: Mapping[str, pd.DataFrame], files: Sequence[SentFile], month: str, day: date
) -> Collection:
    """Merge, check, and answer each sender."""
    regions = live["regions"]
    held = regions[regions["level"].isin(["city", "county"])]
    names = dict(zip(held["region_code"], held["name"], strict=True))
    placed = [file for file in files if file.sender is not None]
    as_of = max(snapshot.manifest.as_of, Month(month).last)
    boundaries = boundaries_in(snapshot)
    merged = merge(live, placed, month, day)
    known = _known(snapshot, live, boundaries)
    checked = place(merged, as_of, known, boundaries)

    def alone(own: Sequence[SentFile]) -> Placed:
        return place(merge(live, own, month, day), as_of, known, boundaries)

    caused, obstacles = _causes(checked, placed, alone)
    # A cell that could not be read is empty in the tables; the rules need not say so again.
    told_of = {(found.file, found.sheet, found.cell) for file in placed for found in file.errors if found.cell}
    fresh = [found for found in checked.of_cells if (found.file, found.sheet, found.cell) not in told_of]
    of_rules = by_sender([*merged.findings, *fresh, *caused])
    codes = sorted({file.sender for file in placed if file.sender is not None})
    senders = []
    for code in codes:
        own = tuple(file for file in placed if file.sender == code)
        told = [found.of(code) for file in own for found in file.findings] + of_rules.get(code, [])
        changes = tuple(change for change in merged.changes if change.sender == code)
        senders.append(SenderAnswer(code, names.get(code, code), own, tuple(in_order(told)), changes))
    unplaced = tuple(file for file in files if file.sender is None)
    whole = Whole(snapshot.manifest, tuple(file for one in senders for file in one.files), checked.checked)
    return Collection(
        snapshot.id, month, as_of, tuple(senders), unplaced, _missing(live, codes, month), names, day, obstacles,
        whole=whole,
    )


def _known(
    snapshot: Snapshot, live: Mapping[str, pd.DataFrame], boundaries: gpd.GeoDataFrame | None
) -> frozenset[tuple[Any, ...]]:
    held = snapshot.manifest
    key = content_hash(held.as_of, held.cities, held.rows, held.files)
    found = _KNOWN.get(key)
    if found is None:
        found = known_findings(live, snapshot.manifest.as_of, boundaries)
        # Other clerks check at the same time: what is kept may go again before this one has looked it up.
        with _LOCK:
            while len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.pop(next(iter(_KNOWN)))
            _KNOWN[key] = found
    return found


def _causes(
    checked: Placed, files: Sequence[SentFile], alone: Callable[[Sequence[SentFile]], Placed]
) -> tuple[list[CellFinding], tuple[Finding, ...]]:
    """Find out who causes the errors in rows that no file reported.

    What is wrong without any file, for a day has passed, is an obstacle to all. Else it is the county of the row where
    that one has sent, or whoever's files alone bring the same error about; what takes several senders together is
    again an obstacle to all, and rare.
    """
    if not checked.elsewhere:
        return [], ()
    first = {file.sender: file.name for file in reversed(files) if file.sender is not None}
    old = {_mark(finding) for _, finding in alone([]).elsewhere}
    obstacles = [finding for _, finding in checked.elsewhere if _mark(finding) in old]
    caused: list[CellFinding] = []
    left: dict[tuple[Any, ...], Finding] = {}
    for owner, finding in checked.elsewhere:
        if _mark(finding) in old:
            continue
        if owner in first:
            caused.append(at_file(finding, first[owner], owner))
        else:
            left[_mark(finding)] = finding
    for sender in sorted(first) if left else ():
        for _, finding in alone([file for file in files if file.sender == sender]).elsewhere:
            if left.pop(_mark(finding), None) is not None:
                caused.append(at_file(finding, first[sender], sender))
    return caused, (*obstacles, *left.values())


def _mark(finding: Finding) -> tuple[Any, ...]:
    return finding.code, finding.table, finding.message


def _missing(live: Mapping[str, pd.DataFrame], codes: Iterable[str], month: str) -> tuple[str, ...]:
    """Return the counties in the account (文件统计范围) of the senders' cities that have not sent, now or before."""
    regions, known = live["regions"], live["submissions"]
    before = known.loc[(known["month"] == month) & known["received_on"].notna(), "county_code"]
    cities = {code[:4] for code in codes}
    sent = {*codes, *before}
    counties = regions[(regions["level"] == "county") & regions["in_account"].fillna(True).astype(bool)]
    return tuple(sorted(code for code in counties["region_code"] if code[:4] in cities and code not in sent))
