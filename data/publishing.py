"""Publishing (发布): checked tables become a snapshot, all or nothing.

Everything is written to a folder beside the snapshots, flushed to disk, renamed into place, and only then does
``CURRENT`` name it, by an atomic replacement. A process killed at any moment leaves the live snapshot as it was;
what it left behind is cleared by the next publish. A lock lets one publisher in at a time.

The id is the as-of date and a hash of the content, so publishing the same tables again finds the snapshot that
is already there and makes it live: nothing is written twice, and its first note and time stay.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
from filelock import FileLock, Timeout

from data.checking import boundaries_of, check_frames, check_source
from data.findings import Report
from data.geography import territories
from data.kept_findings import FINDINGS, findings_file
from data.manifest import (
    FILE_NAME,
    SCHEMA_VERSION,
    FileEntry,
    Manifest,
    SnapshotDamagedError,
    StoreError,
    content_hash,
    read_manifest,
    snapshot_id,
)
from data.model import BOUNDARIES, TABLES
from data.partitions import path_of, write_rows, write_shapes
from data.store import CURRENT, SNAPSHOTS, TERRITORIES, Store
from data.system import reason
from data.tables import SHARED, cities_of, city_of_rows, conform_all

#: Folders that a publish is writing to; whatever bears this name when the lock is free is left over.
_TEMPORARY = ".publishing-"
_LOCK = ".lock"
#: How long a second publisher waits for the first.
WAIT_SECONDS = 60.0


class PublishError(StoreError):
    """A publish did not happen; the message says why, in Chinese. The live snapshot is as it was."""


class RefusedError(PublishError):
    """The tables have errors.

    Attributes:
        report: What is wrong.
    """

    def __init__(self, report: Report) -> None:
        """Keep the report."""
        super().__init__(f"没有发布。{report.verdict()}")
        self.report = report


@dataclass(frozen=True)
class Published:
    """The outcome of a publish."""

    manifest: Manifest
    report: Report
    #: False when the same content had been published before and was only made live again.
    written: bool


def publish_source(
    source: Path, store: Store, as_of: date, note: str = "", published_by: str | None = None, wait: float = WAIT_SECONDS
) -> Published:
    """Check a source folder and publish it.

    Raises:
        RefusedError: The check found errors; nothing was written.
        PublishError: It could not be written, or another publish goes on.
    """
    checked = check_source(source, as_of)
    if checked.report.exit_code:
        raise RefusedError(checked.report)
    files, cities, rows = build(checked.frames, checked.boundaries)
    files[FINDINGS] = findings_file(checked.report.warnings)
    manifest = _manifest(files, cities, rows, as_of, note, published_by, None)
    live, written = write_snapshot(manifest, files, store, wait)
    return Published(live, checked.report, written)


def publish_frames(
    frames: Mapping[str, pd.DataFrame],
    store: Store | Path,
    as_of: date,
    note: str = "",
    published_by: str | None = None,
    created_at: str | datetime | None = None,
    *,
    boundaries: gpd.GeoDataFrame | None = None,
    wait: float = WAIT_SECONDS,
) -> Published:
    """Check whole in-memory frames and publish them; the same arguments give the same bytes.

    Args:
        frames: Frames by table name.
        store: The store or its folder, made if need be.
        as_of: The as-of date (截止日期).
        note: Free text for the list of snapshots.
        published_by: Who; the user of the operating system when left out.
        created_at: ISO time with offset, or a time; now when left out.
        boundaries: County polygons; the reference's are used where it has none.
        wait: Seconds to wait for another publisher.

    Raises:
        RefusedError: The check found errors; nothing was written.
        PublishError: It could not be written, or another publish goes on.
    """
    checked = check_frames(frames, as_of, boundaries)
    if checked.report.exit_code:
        raise RefusedError(checked.report)
    files, cities, rows = build(checked.frames, boundaries)
    files[FINDINGS] = findings_file(checked.report.warnings)
    manifest = _manifest(files, cities, rows, as_of, note, published_by, created_at)
    live, written = write_snapshot(manifest, files, store if isinstance(store, Store) else Store(store), wait)
    return Published(live, checked.report, written)


def build(
    frames: Mapping[str, pd.DataFrame], boundaries: gpd.GeoDataFrame | None
) -> tuple[dict[str, tuple[bytes, int]], tuple[str, ...], dict[str, int]]:
    """Return the files of a snapshot (path → bytes and rows), its cities and the rows of each table.

    Rows are split by city and sorted by key; boundaries and territories (近似范围) are made for each city.
    """
    whole = conform_all(frames)
    parts = city_of_rows(whole)
    cities = tuple(cities_of(whole["regions"]))
    files: dict[str, tuple[bytes, int]] = {}
    for name, frame in whole.items():
        for part, rows in frame.groupby(parts[name], sort=True):
            files[path_of(name, str(part))] = write_rows(name, rows), len(rows)
    lands = boundaries_of(boundaries)
    names = whole["regions"].set_index("region_code")["name"]
    for city in cities:
        land = lands(city)
        land = land.assign(name=land["region_code"].map(names).fillna(land["name"]))
        files[path_of(BOUNDARIES, city)] = write_shapes(land), len(land)
        own = {
            name: whole[name][parts[name].isin([city, SHARED])].reset_index(drop=True)
            for name in ("institutions", "memberships", "consortia")
        }
        shapes = territories(own["institutions"], own["memberships"], own["consortia"], land)
        files[path_of(TERRITORIES, city)] = write_shapes(shapes), len(shapes)
    return files, cities, {name: len(frame) for name, frame in whole.items()}


def make_live(store: Store, wanted: str, wait: float = WAIT_SECONDS) -> Manifest:
    """Make an existing snapshot the live one, after holding all its files against their hashes.

    Raises:
        PublishError: There is no such snapshot, it is not whole, or ``CURRENT`` cannot be written.
    """
    with _exclusively(store, wait):
        try:
            snapshot = store.open(wanted)
            snapshot.verify()
        except StoreError as problem:
            raise PublishError(f"没有切换：{problem}") from problem
        _point_at(store, wanted)
        return snapshot.manifest


def _manifest(
    files: Mapping[str, tuple[bytes, int]],
    cities: tuple[str, ...],
    rows: Mapping[str, int],
    as_of: date,
    note: str,
    published_by: str | None,
    created_at: str | datetime | None,
) -> Manifest:
    entries = {
        path: FileEntry(hashlib.sha256(content).hexdigest(), len(content), count)
        for path, (content, count) in files.items()
    }
    if created_at is None:
        created_at = datetime.now(UTC)
    if isinstance(created_at, datetime):
        created_at = created_at.isoformat(timespec="seconds")
    return Manifest(
        schema_version=SCHEMA_VERSION,
        snapshot_id=snapshot_id(as_of, content_hash(as_of, cities, rows, entries)),
        as_of=as_of,
        created_at=created_at,
        published_by=_user() if published_by is None else published_by,
        note=note,
        cities=cities,
        rows={name: rows[name] for name in TABLES},
        files=entries,
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未署名"


def write_snapshot(
    manifest: Manifest, files: Mapping[str, tuple[bytes, int]], store: Store, wait: float = WAIT_SECONDS
) -> tuple[Manifest, bool]:
    """Write a snapshot unless it is there already, and make it live; returns it and whether it was written.

    Raises:
        PublishError: It could not be written, or another publish goes on.
    """
    with _exclusively(store, wait):
        whole = content_hash(manifest.as_of, manifest.cities, manifest.rows, manifest.files)
        for digits in (6, 12, 24, 64):
            name = snapshot_id(manifest.as_of, whole, digits)
            if not store.folder(name).exists():
                manifest = Manifest(**{**manifest.__dict__, "snapshot_id": name})
                _write(manifest, files, store)
                _point_at(store, name)
                return manifest, True
            # The id is taken: by the same content, or (damaged, or by a rare chance) by another. A folder that
            # may be live is never touched, so the latter get a longer id.
            there = _same_content(store.folder(name), whole)
            if there is not None:
                _point_at(store, name)
                return there, False
        raise PublishError("同样内容的快照已存在但都已损坏，请移走后重新发布")


def _same_content(folder: Path, whole: str) -> Manifest | None:
    """Return the manifest of a whole snapshot that has this content, else None."""
    try:
        manifest = read_manifest(folder)
        if content_hash(manifest.as_of, manifest.cities, manifest.rows, manifest.files) != whole:
            return None
        Store(folder.parent.parent).open(manifest.snapshot_id).verify()
    except SnapshotDamagedError:
        return None
    return manifest


@contextmanager
def _exclusively(store: Store, wait: float) -> Iterator[None]:
    """Let one publisher in, clear what a killed one left, and turn system errors into sentences."""
    try:
        (store.root / SNAPSHOTS).mkdir(parents=True, exist_ok=True)
        with FileLock(store.root / _LOCK, timeout=wait):
            for left in store.root.glob(_TEMPORARY + "*"):
                _remove(left)
            yield
    except Timeout as problem:
        raise PublishError(f"另一个发布正在进行，等了 {wait:g} 秒仍未结束，请稍后再试") from problem
    except OSError as problem:
        where = f"（{problem.filename}）" if problem.filename else ""
        raise PublishError(f"没有发布：{reason(problem)}{where}。正在使用的快照没有变化") from problem


def _remove(left: Path) -> None:
    # What cannot be removed is in nobody's way: no snapshot and not CURRENT bears such a name.
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        with suppress(OSError):
            left.unlink()


def _write(manifest: Manifest, files: Mapping[str, tuple[bytes, int]], store: Store) -> None:
    """Write all files to a temporary folder, flush them, and rename it into place."""
    temporary = store.root / f"{_TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}"
    temporary.mkdir()
    try:
        for name, (content, _) in files.items():
            _write_file(temporary / name, content)
        _write_file(temporary / FILE_NAME, manifest.to_json().encode())
        for folder in sorted((path for path in temporary.rglob("*") if path.is_dir()), reverse=True):
            _flush_folder(folder)
        _flush_folder(temporary)
        os.rename(temporary, store.folder(manifest.snapshot_id))
        _flush_folder(store.root / SNAPSHOTS)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _point_at(store: Store, name: str) -> None:
    """Replace ``CURRENT`` in one step."""
    temporary = store.root / f"{_TEMPORARY}{CURRENT}"
    try:
        _write_file(temporary, f"{name}\n".encode())
        os.replace(temporary, store.root / CURRENT)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(store.root)


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # A rename lasts only once its folder is on disk. Windows has no such call and does it by itself.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
