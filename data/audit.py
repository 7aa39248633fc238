"""The audit log (审计日志): who took in, published or rolled back what, when, from which files.

What makes a snapshot live is written before and after: an *intent* before ``CURRENT`` is replaced, and *done* after.
A log that cannot be written therefore stops a publish while nothing has changed, and a process killed in between
leaves an intent that whoever next takes the lock settles: with a 补记 where the snapshot is live, else as 没有完成.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, Protocol

from data.audit_chain import Line, append, broken_places, read_lines
from data.intake.personal import HIDDEN, masked, personal_kind
from data.locking import PublishError, exclusively
from data.manifest import SnapshotDamagedError, StoreError, read_manifest
from data.store import Store
from data.system import reason

Action = Literal["intake", "publish", "rollback"]
#: ``pending``: it goes on at this moment, or was broken off and nobody took the lock since.
Outcome = Literal["done", "recovered", "abandoned", "pending"]

ACTIONS: Mapping[str, str] = MappingProxyType({"intake": "收表", "publish": "发布", "rollback": "切换快照"})
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {"done": "完成", "recovered": "完成（补记）", "abandoned": "没有完成", "pending": "进行中或被中断"}
)
_OUTSIDE = "补记：这个快照在使用，但日志里没有它的启用记录（日志开始之前发布，或由别的办法启用）"


class Sent(Protocol):
    """A file that was sent, as the log keeps it; :class:`data.intake.answers.SentFile` is one."""

    @property
    def name(self) -> str:
        """Name as it was sent."""

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def sender(self) -> str | None:
        """Code of the county or city; null where unknown."""


@dataclass(frozen=True)
class Act:
    """Something that somebody does to a store, as the log tells it."""

    action: Action
    by: str
    files: Sequence[Sent] = ()
    #: Rows by table, or errors and warnings by sender; plain data.
    counts: Mapping[str, Any] | None = None
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One act in the log."""

    #: Line at which it begins, from 1.
    number: int
    #: ISO time with offset.
    at: str
    by: str
    action: str
    outcome: Outcome
    #: The snapshot made live; null where the act made none live.
    snapshot: str | None
    #: The snapshot that was live before; null where there was none.
    before: str | None
    #: ``name`` (personal data hidden), ``sha256``, ``size`` and ``sender`` of each file.
    files: tuple[Mapping[str, Any], ...]
    counts: Mapping[str, Any]
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain data; the keys are the field names."""
        return {**self.__dict__, "files": [dict(file) for file in self.files], "counts": dict(self.counts)}


def user() -> str:
    """Return the user of the operating system, 未署名 where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未署名"


def record(
    store: Store,
    action: Action,
    by: str,
    *,
    files: Sequence[Sent] = (),
    counts: Mapping[str, Any] | None = None,
    note: str = "",
    snapshot: str | None = None,
    before: str | None = None,
) -> None:
    """Write down an act that makes no snapshot live by itself: files read (收表) but not published.

    Publishing and rolling back write their own lines; see :mod:`data.publishing`.

    Raises:
        PublishError: It could not be written; the message says why.
    """
    with exclusively(store):
        settle(store)
        content = _content("done", Act(action, by, files, counts, note), snapshot, before)
        try:
            append(store, content, read_lines(store))
        except OSError as problem:
            raise PublishError(f"审计日志写不进去（{reason(problem)}），这次操作没有记录") from problem


def begin(store: Store, act: Act, snapshot: str) -> int:
    """Write the intent to make a snapshot live; the store's lock is held. Returns the number of its line.

    Raises:
        PublishError: The log cannot be written, so that nothing may be made live.
    """
    try:
        lines = append(store, _content("intent", act, snapshot, store.current()), read_lines(store))
    except OSError as problem:
        raise PublishError(f"审计日志写不进去（{reason(problem)}），没有发布。正在使用的快照没有变化") from problem
    return lines[-1].number


def finish(store: Store, number: int) -> None:
    """Write that the act whose intent has this number is done; the store's lock is held.

    The snapshot is live by now. Where this line cannot be written, the intent stands and is settled later.
    """
    with suppress(OSError):
        append(store, {"kind": "done", "of": number, "at": _now()}, read_lines(store))


def settle(store: Store) -> None:
    """Settle what a killed process left open, and write down a live snapshot that the log does not know.

    The store's lock is held.

    Raises:
        PublishError: The log cannot be written.
    """
    try:
        lines = read_lines(store)
        live = store.current()
        for intent in _pending(lines):
            kind = "recovered" if (intent.content or {}).get("snapshot") == live else "abandoned"
            lines = append(store, {"kind": kind, "of": intent.number, "at": _now()}, lines)
        if live is not None and live != _live(lines):
            append(store, _outside(store, live, _live(lines)), lines)
    except OSError as problem:
        raise PublishError(f"审计日志写不进去（{reason(problem)}），没有发布。正在使用的快照没有变化") from problem


def entries(store: Store) -> list[Entry]:
    """Return every act in the log, the oldest first; lines that cannot be read are left out (:func:`verify` tells).

    Raises:
        StoreError: The log cannot be read.
    """
    lines = _lines(store)
    outcomes = _closed(lines)
    found = []
    for line in lines:
        said = line.content or {}
        if said.get("kind") not in ("intent", "done", "recovered") or "action" not in said:
            continue
        outcome = outcomes.get(line.number, "pending") if said["kind"] == "intent" else said["kind"]
        found.append(
            Entry(
                number=line.number,
                at=str(said.get("at", "")),
                by=str(said.get("by", "")),
                action=str(said["action"]),
                outcome=outcome,
                snapshot=said.get("snapshot"),
                before=said.get("before"),
                files=tuple(said.get("files", ())),
                counts=said.get("counts", {}),
                note=str(said.get("note", "")),
            )
        )
    return found


def verify(store: Store) -> list[str]:
    """Return Chinese sentences on every place where the log was changed or is not whole; empty when it holds.

    Raises:
        StoreError: The log cannot be read.
    """
    while True:
        live = store.current()
        lines = _lines(store)
        found = broken_places(store)
        # A publish that came in between would look like a switch that nobody wrote down.
        if live == store.current() and [line.sha256 for line in lines] == [line.sha256 for line in _lines(store)]:
            break
    open_ends = {(line.content or {}).get("snapshot") for line in _pending(lines)}
    if lines and live is not None and live != _live(lines) and live not in open_ends:
        found.append(f"正在使用的快照 {live} 在审计日志里没有启用记录，下一次发布或切换时会补记")
    return found


def _lines(store: Store) -> list[Line]:
    try:
        return read_lines(store)
    except OSError as problem:
        raise StoreError(f"审计日志打不开（{reason(problem)}）") from problem


def _content(kind: str, act: Act, snapshot: str | None, before: str | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "at": _now(),
        # Who did it is what the log is for; a number by which they could be reached is not.
        "by": HIDDEN if personal_kind(act.by) else act.by,
        "action": act.action,
        "snapshot": snapshot,
        "before": before,
        "files": [
            {"name": masked(file.name), "sha256": file.sha256, "size": file.size, "sender": file.sender}
            for file in act.files
        ],
        "counts": dict(act.counts or {}),
        "note": masked(act.note),
    }


def _outside(store: Store, live: str, before: str | None) -> dict[str, Any]:
    """Return the line on a live snapshot that no line made live, from its manifest where that is whole."""
    act = Act("publish", "", note=_OUTSIDE)
    with suppress(SnapshotDamagedError):
        manifest = read_manifest(store.folder(live))
        act = Act("publish", manifest.published_by, counts={"rows": rows_of(manifest.rows)}, note=_OUTSIDE)
    return {**_content("recovered", act, live, before), "note": _OUTSIDE}


def rows_of(rows: Mapping[str, int]) -> dict[str, int]:
    """Return the rows of the tables that have any, as the log counts them."""
    return {name: count for name, count in rows.items() if count}


def _closed(lines: Sequence[Line]) -> dict[int, Outcome]:
    """Return the outcome of each intent that has one, by the number of its line."""
    closing = (line.content for line in lines if line.content and isinstance(line.content.get("of"), int))
    return {said["of"]: said["kind"] for said in closing if said.get("kind") in ("done", "recovered", "abandoned")}


def _pending(lines: Sequence[Line]) -> list[Line]:
    closed = _closed(lines)
    return [line for line in lines if (line.content or {}).get("kind") == "intent" and line.number not in closed]


def _live(lines: Sequence[Line]) -> str | None:
    """Return the snapshot that the log says was made live last."""
    closed = _closed(lines)
    live: str | None = None
    for line in lines:
        said = line.content or {}
        if said.get("kind") == "intent":
            took_place = closed.get(line.number) in ("done", "recovered")
        else:
            took_place = said.get("kind") == "recovered" and "action" in said
        if took_place and isinstance(said.get("snapshot"), str):
            live = said["snapshot"]
    return live


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
