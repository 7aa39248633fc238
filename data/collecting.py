"""Collecting (收表): from a folder of workbooks to what is wrong with each and what it would change, and to a snapshot.

Used alike by ``python -m data intake`` and the page 数据管理. Nothing that is live changes until
:func:`publish_collection`, which merges the accepted senders' files into whatever is live by then.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from data.audit import Act, record, user
from data.checking import Checked, check_frames
from data.collecting_answers import Collection, SenderAnswer, answered, boundaries_in
from data.collecting_files import Progress, listed, received
from data.intake.answers import SentFile
from data.locking import PublishError
from data.merging import merge
from data.model import TABLES
from data.publishing import Published, RefusedError, publish_checked
from data.store import PRACTICE, Snapshot, Store, StoreError, is_bundled
from data.system import reason

__all__ = ["PRACTICE", "Collection", "SenderAnswer", "collect", "publish_collection"]

_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


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
        StoreError: The month has not begun, nothing was published yet, no snapshot can be read, a path does not exist,
            or the audit log cannot be written though the store is not read-only (``Collection.unlogged``).
    """
    said: Progress = progress or (lambda words, share: None)
    day = received_on or date.today()
    latest = f"{day:%Y-%m}"
    if month is not None and month > latest:
        raise StoreError(f"{month} 还没有到，不能收这个月的报表")
    said("正在读取现有数据", 0.0)
    found = listed(paths)
    snapshot = store.open()
    live = _tables(snapshot)
    fallback = f"{snapshot.manifest.as_of:%Y-%m}"
    files, wanted = received(
        found, live, month, fallback, may_send, names or {}, lambda words, share: said(words, 0.05 + 0.6 * share),
        latest,
    )
    said("正在与现有数据合并、按规则检查", 0.65)
    collection = answered(snapshot, live, files, wanted, day)
    unlogged = "" if is_bundled(store) else _logged(store, collection, files, user() if by is None else by)
    said("检查完毕", 1.0)
    return replace(collection, unlogged=unlogged)


def _logged(store: Store, collection: Collection, files: Sequence[SentFile], by: str) -> str:
    """Write the intake into the audit log; returns why not where the store is read-only, else the empty text.

    Where nothing can be written nothing can be published either, and what is wrong with the files may be told. Any
    other failure, such as a full disk, stops the intake.
    """
    try:
        record(store, "intake", by, files=files, counts=_counts(collection.senders))
    except PublishError as problem:
        why = problem.__cause__
        if not isinstance(why, OSError) or why.errno not in _READ_ONLY:
            raise
        return f"快照目录不能写（{reason(why)}）：可以检查，不能发布，这次检查也没有记入审计日志"
    return ""


def publish_collection(
    collection: Collection, accepted: Sequence[str], store: Store, note: str = "", by: str | None = None
) -> Published:
    """Publish the accepted senders' files, all or nothing, as a new live snapshot.

    They are merged into what is live now, or were already where everybody is accepted and nothing was published since.
    Where something was, they are checked again, and refused if anything reads otherwise.

    Raises:
        PublishError: Nobody was accepted, one of them has errors, the check of them alone finds some, what is live
            has changed, the store is the bundled sample, or it cannot be written.
        StoreError: No snapshot can be read.
    """
    if is_bundled(store):
        raise PublishError(f"没有发布：{PRACTICE}")
    answers = _accepted(collection, accepted)
    snapshot = store.open()
    files = [file for answer in answers for file in answer.files]
    checked = _checked(collection, answers, files, snapshot)
    who = user() if by is None else by
    act = Act("publish", who, files=files, counts=_counts(answers), note=note)
    try:
        return publish_checked(checked, store, note, who, act=act, base=snapshot.id)
    except RefusedError as problem:
        first = problem.report.errors[0]
        where = TABLES[first.table].label if first.table in TABLES else "数据"
        raise PublishError(
            f"没有发布：只采用所选的几家时，{where}有 {len(problem.report.errors)} 处错误，如：{first.message}。"
            "可能要与另一家一起采用，或先改正"
        ) from problem


def _tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    return {name: snapshot.table(name) for name in TABLES}


def _checked(
    collection: Collection, answers: Sequence[SenderAnswer], files: Sequence[SentFile], snapshot: Snapshot
) -> Checked:
    """Return what would be live, checked: as the collection holds it where nothing differs, else made anew.

    Raises:
        PublishError: Something else is live than what was checked against, and these files now read otherwise.
    """
    held = collection
    if snapshot.id != collection.base:
        held = answered(snapshot, _tables(snapshot), files, collection.month, collection.received_on)
        _refuse_changed(collection, answers, held)
    as_of = max(snapshot.manifest.as_of, collection.as_of)
    if held.whole is not None and held.whole.is_of(snapshot.manifest, files, as_of):
        return held.whole.checked
    merged = merge(_tables(snapshot), files, collection.month, collection.received_on)
    return check_frames(merged.frames, as_of, boundaries_in(snapshot))


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
