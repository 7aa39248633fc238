"""Collecting (收表): from a folder of workbooks to what is wrong with each and what it would change, and to a snapshot.

Used alike by ``python -m data intake`` and the page 数据管理. Nothing that is live changes until
:func:`publish_collection`, which merges the accepted senders' files into whatever is live by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.audit import Act, record, user
from data.collecting_files import Progress, listed, received
from data.findings import Finding
from data.intake.answers import CellFinding, Change, SentFile
from data.locking import PublishError
from data.merging import Merged, merge
from data.merging.calendar import Month
from data.merging.changes import Counts, summary
from data.merging.placing import Placed, at_file, by_sender, in_order, known_findings, place
from data.model import TABLES
from data.publishing import Published, RefusedError, publish_frames
from data.store import Snapshot, Store, is_bundled

#: How a store to practise on is made.
PRACTICE = (
    "自带的示例数据只能检查，不能发布。先运行 python -m data sample --copy-to 练习数据，"
    "再用 --store 练习数据 在副本上练习"
)


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

    def sender(self, code: str) -> SenderAnswer:
        """Return the answer to a sender; ``KeyError`` for one that has sent nothing."""
        for answer in self.senders:
            if answer.code == code:
                return answer
        raise KeyError(code)


def collect(
    paths: Sequence[Path],
    store: Store,
    *,
    month: str | None = None,
    may_send: Callable[[str], bool] | None = None,
    progress: Progress | None = None,
    received_on: date | None = None,
    names: Mapping[Path, str] | None = None,
    by: str | None = None,
) -> Collection:
    """Read files, hold them against what is live, and say what is wrong and what would change.

    Args:
        paths: Files, and folders of files.
        store: The store whose live snapshot they are merged into. Into the bundled sample nothing is written.
        month: The month to collect, ``YYYY-MM``; null for the one that most files state.
        may_send: Whether files of a county or city may be taken from this user; null for all.
        progress: Told how far it is: Chinese words, and the share from 0 to 1.
        received_on: The day they were received; today if left out.
        names: What files are called, where that is not the name of the path (uploads).
        by: Who, for the audit log; the user of the operating system when left out.

    Raises:
        StoreError: Nothing was published yet, no snapshot can be read, a path does not exist, or the audit log cannot
            be written.
    """
    said: Progress = progress or (lambda words, share: None)
    said("正在读取现有数据", 0.0)
    found = listed(paths)
    snapshot, live = _live(store)
    fallback = f"{snapshot.manifest.as_of:%Y-%m}"
    files, wanted = received(
        found, live, month, fallback, may_send, names or {}, lambda words, share: said(words, 0.05 + 0.6 * share)
    )
    said("正在与现有数据合并、按规则检查", 0.65)
    day = received_on or date.today()
    collection = _answered(snapshot, live, files, wanted, day)
    if not is_bundled(store):
        record(store, "intake", user() if by is None else by, files=files, counts=_counts(collection.senders))
    said("检查完毕", 1.0)
    return collection


def publish_collection(
    collection: Collection, accepted: Sequence[str], store: Store, note: str = "", by: str | None = None
) -> Published:
    """Publish the accepted senders' files, all or nothing, as a new live snapshot.

    They are merged into what is live now. Where that is no longer what they were checked against, they are checked
    again, and refused if anything reads otherwise.

    Raises:
        PublishError: Nobody was accepted, one of them has errors, the check of them alone finds some, what is live
            has changed, the store is the bundled sample, or it cannot be written.
        StoreError: No snapshot can be read.
    """
    if is_bundled(store):
        raise PublishError(f"没有发布：{PRACTICE}")
    answers = _accepted(collection, accepted)
    snapshot, live = _live(store)
    files = [file for answer in answers for file in answer.files]
    if snapshot.id != collection.base:
        _refuse_changed(collection, answers, _answered(snapshot, live, files, collection.month, collection.received_on))
    merged = merge(live, files, collection.month, collection.received_on)
    who = user() if by is None else by
    act = Act("publish", who, files=files, counts=_counts(answers), note=note)
    as_of = max(snapshot.manifest.as_of, collection.as_of)
    try:
        return publish_frames(
            merged.frames, store, as_of, note, who, boundaries=_boundaries(snapshot), act=act, base=snapshot.id
        )
    except RefusedError as problem:
        first = problem.report.errors[0]
        where = TABLES[first.table].label if first.table in TABLES else "数据"
        raise PublishError(
            f"没有发布：只采用所选的几家时，{where}有 {len(problem.report.errors)} 处错误，如：{first.message}。"
            "可能要与另一家一起采用，或先改正"
        ) from problem


def _live(store: Store) -> tuple[Snapshot, dict[str, pd.DataFrame]]:
    snapshot = store.open()
    return snapshot, {name: snapshot.table(name) for name in TABLES}


def _boundaries(snapshot: Snapshot) -> gpd.GeoDataFrame | None:
    """Return the county polygons the snapshot was published with; null where it has no city."""
    known = set(snapshot.table("regions")["region_code"])
    parts = [snapshot.boundaries(city) for city in snapshot.cities()]
    if not parts:
        return None
    whole = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(whole[whole["region_code"].isin(known)][["region_code", "geometry"]], crs=4326)


def _answered(
    snapshot: Snapshot, live: Mapping[str, pd.DataFrame], files: Sequence[SentFile], month: str, day: date
) -> Collection:
    """Merge, check, and answer each sender."""
    regions = live["regions"]
    held = regions[regions["level"].isin(["city", "county"])]
    names = dict(zip(held["region_code"], held["name"], strict=True))
    placed = [file for file in files if file.sender is not None]
    as_of = max(snapshot.manifest.as_of, Month(month).last)
    boundaries = _boundaries(snapshot)
    merged = merge(live, placed, month, day)
    known = known_findings(live, snapshot.manifest.as_of, boundaries)
    checked = place(merged, as_of, known, boundaries)
    caused, obstacles = _causes(checked, merged, live, placed, month, day, as_of, known, boundaries)
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
    return Collection(
        snapshot.id, month, as_of, tuple(senders), unplaced, _missing(regions, codes), names, day, obstacles
    )


def _causes(
    checked: Placed,
    merged: Merged,
    live: Mapping[str, pd.DataFrame],
    files: Sequence[SentFile],
    month: str,
    day: date,
    as_of: date,
    known: frozenset[tuple[object, ...]],
    boundaries: gpd.GeoDataFrame | None,
) -> tuple[list[CellFinding], tuple[Finding, ...]]:
    """Find out who causes the errors in rows that no file reported.

    It is the county of the row where that one has sent; else whoever's files alone bring the same error about. What
    takes several senders together, or is nobody's doing (a day that has passed), is an obstacle to all.
    """
    first = {file.sender: file.name for file in reversed(files)}
    caused: list[CellFinding] = []
    rest: list[Finding] = []
    for owner, finding in checked.elsewhere:
        if owner in first:
            caused.append(at_file(finding, first[owner], owner, merged.frames))
        else:
            rest.append(finding)
    if not rest:
        return caused, ()
    left = {(one.code, one.table, one.message): one for one in rest}
    for sender, name in sorted((code, name) for code, name in first.items() if code is not None):
        alone = merge(live, [file for file in files if file.sender == sender], month, day)
        for _, finding in place(alone, as_of, known, boundaries).elsewhere:
            if (mark := (finding.code, finding.table, finding.message)) in left:
                caused.append(at_file(left.pop(mark), name, sender, merged.frames))
    return caused, tuple(left.values())


def _missing(regions: pd.DataFrame, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the counties in the account (文件统计范围) of the senders' cities that have not sent."""
    sent = set(codes)
    cities = {code[:4] for code in sent}
    counties = regions[(regions["level"] == "county") & regions["in_account"].fillna(True).astype(bool)]
    return tuple(sorted(code for code in counties["region_code"] if code[:4] in cities and code not in sent))


def _accepted(collection: Collection, accepted: Sequence[str]) -> list[SenderAnswer]:
    wanted = sorted(set(accepted))
    if not wanted:
        raise PublishError("没有发布：没有选中任何一家")
    if collection.obstacles:
        raise PublishError(f"没有发布：现有数据有错误要先改正：{collection.obstacles[0].message}")
    sent = {answer.code: answer for answer in collection.senders}
    for code in wanted:
        if code not in sent:
            raise PublishError(f"没有发布：这次没有收到 {collection.names.get(code, code)} 的文件")
        if not sent[code].acceptable:
            why = f"还有 {len(sent[code].errors)} 处错误" if sent[code].errors else "没有可以采用的数据"
            raise PublishError(f"没有发布：{sent[code].name}的文件{why}")
    return [sent[code] for code in wanted]


def _refuse_changed(collection: Collection, answers: Iterable[SenderAnswer], again: Collection) -> None:
    for answer in answers:
        now = again.sender(answer.code)
        if set(now.findings) != set(answer.findings) or set(now.changes) != set(answer.changes):
            raise PublishError(
                f"没有发布：核对期间数据已更新为快照 {again.base}，"
                f"{answer.name}的检查结果因此不同，请重新收表核对后再发布"
            )


def _counts(answers: Iterable[SenderAnswer]) -> dict[str, dict[str, int]]:
    return {one.code: {"errors": len(one.errors), "warnings": len(one.warnings)} for one in answers}
