"""The lines of the audit log (审计日志): one JSON object each, every one carrying the hash of the line before it.

``audit.jsonl`` is only ever appended to. A line that a power cut left half written stays where it is: the next line
starts on a new one, says so (``torn``) and carries its hash like any other's. ``audit.head`` names the last line, so
that lines missing at the end are seen too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.durable import flush_folder, write_file
from data.locking import TEMPORARY
from data.store import Store

LOG = "audit.jsonl"
HEAD = "audit.head"
#: What the first line carries instead of a hash.
_START = "0" * 64


@dataclass(frozen=True)
class Line:
    """One line as it stands in the file."""

    #: Place in the file, counted from 1.
    number: int
    #: SHA-256 of its bytes without the line break.
    sha256: str
    #: What it says; null where it is no JSON object (torn by a power cut, or damaged).
    content: Mapping[str, Any] | None
    #: False for the last line of a file that does not end in a line break.
    ended: bool


def read_lines(store: Store) -> list[Line]:
    """Return every line in order; none where there is no log.

    Raises:
        OSError: The log is there and cannot be read.
    """
    try:
        content = (store.root / LOG).read_bytes()
    except FileNotFoundError:
        return []
    pieces = content.split(b"\n")
    ended = not pieces[-1]
    if ended:
        pieces.pop()
    return [
        Line(number, hashlib.sha256(piece).hexdigest(), _parsed(piece), ended or number < len(pieces))
        for number, piece in enumerate(pieces, 1)
    ]


def read_head(store: Store) -> tuple[int, str] | None:
    """Return number and hash of the line that was the last when the log was written to; null where none is named."""
    try:
        number, sha256 = (store.root / HEAD).read_text(encoding="ascii").split()
        return int(number), sha256
    except (OSError, ValueError):
        return None


def append(store: Store, content: Mapping[str, Any], lines: list[Line]) -> list[Line]:
    """Append one line and wait until it is on disk; the store's lock is held.

    Args:
        store: Whose log.
        content: What the line says; ``number`` and ``previous`` are added.
        lines: The lines as they stand, from :func:`read_lines` or the last call.

    Returns:
        The lines with what was added.

    Raises:
        OSError: It could not be written; what was there before stands.
    """
    if lines and not lines[-1].ended:
        # A whole line that lacks only its break is ended by the next one; half a line is told of.
        whole = lines[-1].content is not None
        lines = [*lines[:-1], Line(lines[-1].number, lines[-1].sha256, lines[-1].content, True)]
        if not whole:
            lines = _written(store, {"kind": "torn", "at": content["at"]}, lines, b"\n")
            return _written(store, content, lines, b"")
        return _written(store, content, lines, b"\n")
    return _written(store, content, lines, b"")


def _written(store: Store, content: Mapping[str, Any], lines: list[Line], before: bytes) -> list[Line]:
    previous = lines[-1].sha256 if lines else _START
    content = {"number": len(lines) + 1, **content, "previous": previous}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    line = Line(len(lines) + 1, hashlib.sha256(text).hexdigest(), content, True)
    _append(store, before + text + b"\n")
    temporary = store.root / f"{TEMPORARY}{HEAD}"
    write_file(temporary, f"{line.number} {line.sha256}\n".encode())
    os.replace(temporary, store.root / HEAD)
    flush_folder(store.root)
    return [*lines, line]


def _append(store: Store, content: bytes) -> None:
    path = store.root / LOG
    # Binary on Windows, where the break would be written as two characters.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    try:
        while content:
            content = content[os.write(handle, content) :]
        os.fsync(handle)
    except OSError as problem:
        problem.filename = problem.filename or str(path)
        raise
    finally:
        os.close(handle)


def broken_places(store: Store) -> list[str]:
    """Return, in Chinese sentences, every place at which the chain does not hold."""
    lines, head = read_lines(store), read_head(store)
    found: list[str] = []
    before: Line | None = None
    gone = 0
    for line in lines:
        said = line.content
        if said is None:
            torn = line.number < len(lines) and (lines[line.number].content or {}).get("kind") == "torn"
            if line.ended and not torn:
                found.append(f"审计日志第 {line.number} 行读不懂，可能被改动过")
        elif said.get("number") != line.number + gone:
            number = said.get("number")
            missing = number - line.number - gone if isinstance(number, int) else 0
            if missing > 0:
                found.append(f"审计日志第 {line.number} 行之前缺少 {missing} 行")
            else:
                found.append(f"审计日志第 {line.number} 行的序号不对，可能是插入或重复的")
            gone += missing
        elif said.get("previous") != (before.sha256 if before else _START):
            found.append(
                f"审计日志第 {before.number} 行被改动过：与下一行记下的校验值不符"
                if before
                else "审计日志第 1 行不是日志的开头：前面的记录被删去了"
            )
        before = line
    if head is None:
        if lines:
            found.append(f"{HEAD} 缺失或读不懂，不能确认审计日志末尾是否完整")
    elif head[0] > len(lines) + gone:
        found.append(f"审计日志末尾缺少 {head[0] - len(lines) - gone} 行" if lines else "审计日志不见了")
    elif head[0] - gone >= 1 and lines[head[0] - gone - 1].sha256 != head[1]:
        found.append(f"审计日志第 {head[0] - gone} 行被改动过：与 {HEAD} 记下的校验值不符")
    return found


def _parsed(piece: bytes) -> Mapping[str, Any] | None:
    try:
        content = json.loads(piece)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
