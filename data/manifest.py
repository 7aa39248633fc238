"""The manifest of a snapshot (数据快照): what it holds, as of when, by whom, and the hash of every file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.kept_findings import FINDINGS
from data.model import TABLES
from data.system import reason

#: Raised when the layout of a snapshot changes; a snapshot of another version is refused, never guessed at.
SCHEMA_VERSION = 1

FILE_NAME = "manifest.json"
_ID = re.compile(r"[0-9]{8}-[0-9a-f]{6,64}")
_SHORTEST = 6


class StoreError(Exception):
    """A store or a snapshot cannot be used; the message is a Chinese sentence for the user."""


class SnapshotDamagedError(StoreError):
    """A snapshot is not what its manifest says.

    Attributes:
        snapshot_id: Which one.
        reason: Why it is refused, in Chinese.
    """

    def __init__(self, snapshot_id: str, reason: str) -> None:
        """Keep which snapshot is refused and why."""
        super().__init__(f"快照 {snapshot_id} 不可用：{reason}")
        self.snapshot_id, self.reason = snapshot_id, reason


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a snapshot: its SHA-256, size in bytes and rows."""

    sha256: str
    size: int
    rows: int


@dataclass(frozen=True)
class Manifest:
    """What is written in ``manifest.json``."""

    schema_version: int
    snapshot_id: str
    as_of: date
    #: ISO time with offset.
    created_at: str
    published_by: str
    note: str
    #: Codes of the cities that have counties.
    cities: tuple[str, ...]
    #: Rows of each table in the whole snapshot; 0 where the table was absent or empty.
    rows: Mapping[str, int]
    #: By path inside the snapshot, with forward slashes.
    files: Mapping[str, FileEntry]

    def to_json(self) -> str:
        """Return the text of ``manifest.json``."""
        content = {
            "schema_version": self.schema_version,
            "snapshot_id": self.snapshot_id,
            "as_of": self.as_of.isoformat(),
            "created_at": self.created_at,
            "published_by": self.published_by,
            "note": self.note,
            "cities": list(self.cities),
            "rows": dict(self.rows),
            "files": {
                path: {"sha256": entry.sha256, "bytes": entry.size, "rows": entry.rows}
                for path, entry in sorted(self.files.items())
            },
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def is_id(text: str) -> bool:
    """Tell whether a text has the form of a snapshot id, so that it can safely name a folder."""
    return _ID.fullmatch(text) is not None


def content_hash(as_of: date, cities: tuple[str, ...], rows: Mapping[str, int], files: Mapping[str, FileEntry]) -> str:
    """Return the SHA-256 of everything in a snapshot but its note, publisher, time and the findings kept with it.

    The findings name rows of the source's files: the same tables in another order are still the same snapshot.
    """
    parts = [str(SCHEMA_VERSION), as_of.isoformat(), ",".join(cities)]
    parts += [f"{name}={count}" for name, count in sorted(rows.items())]
    parts += [f"{path}={entry.sha256}" for path, entry in sorted(files.items()) if path != FINDINGS]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def snapshot_id(as_of: date, content: str, digits: int = _SHORTEST) -> str:
    """Return the id of a snapshot: the as-of date and the first digits of its content hash."""
    return f"{as_of:%Y%m%d}-{content[:digits]}"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a snapshot folder and hold it against the folder's name.

    The name ends in digits of the hash of the content, so a manifest that was altered does not fit it.

    Raises:
        SnapshotDamagedError: It is missing, no manifest, of another version, or does not fit its name.
    """
    name = folder.name
    try:
        content = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SnapshotDamagedError(name, "缺少 manifest.json") from None
    except OSError as problem:
        raise SnapshotDamagedError(name, f"manifest.json 打不开（{reason(problem)}）") from problem
    except ValueError as problem:
        raise SnapshotDamagedError(name, "manifest.json 已损坏") from problem
    version = content.get("schema_version") if isinstance(content, dict) else None
    if isinstance(version, int) and version != SCHEMA_VERSION:
        raise SnapshotDamagedError(
            name, f"格式版本是 {version}，本程序只认识版本 {SCHEMA_VERSION}，请更新程序或重新发布"
        )
    try:
        manifest = _parse(content)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise SnapshotDamagedError(name, "manifest.json 内容不完整") from problem
    whole = content_hash(manifest.as_of, manifest.cities, manifest.rows, manifest.files)
    digits = len(name.partition("-")[2])
    if not is_id(name) or manifest.snapshot_id != name or snapshot_id(manifest.as_of, whole, digits) != name:
        raise SnapshotDamagedError(name, "manifest.json 与快照编号不符，可能被改动过")
    return manifest


def _parse(content: Mapping[str, Any]) -> Manifest:
    rows = {str(name): int(count) for name, count in content["rows"].items()}
    return Manifest(
        schema_version=int(content["schema_version"]),
        snapshot_id=str(content["snapshot_id"]),
        as_of=date.fromisoformat(content["as_of"]),
        created_at=str(content["created_at"]),
        published_by=str(content["published_by"]),
        note=str(content["note"]),
        cities=tuple(str(code) for code in content["cities"]),
        # A table added to the contract since then was not reported.
        rows={**dict.fromkeys(TABLES, 0), **rows},
        files={
            str(path): FileEntry(str(entry["sha256"]), int(entry["bytes"]), int(entry["rows"]))
            for path, entry in content["files"].items()
        },
    )
