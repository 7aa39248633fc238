"""Publishing (发布): checked tables become a snapshot, all or nothing.

Everything is written to a folder beside the snapshots, flushed to disk, renamed into place, and only then does
``CURRENT`` name it, by an atomic replacement. A process killed at any moment leaves the live snapshot as it was;
what it left behind is cleared by the next publish. A lock lets one publisher in at a time. The audit log (审计日志)
is written before and after: where it cannot be, nothing is published.

The id is the as-of date and a hash of the content, so publishing the same tables again finds the snapshot that
is already there and makes it live: nothing is written twice, and its first note and time stay.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.audit import Act, begin, finish, rows_of, settle, user
from data.checking import Checked, boundaries_of, check_frames, check_source
from data.durable import flush_folder, write_file
from data.findings import Report
from data.geography import territories
from data.kept_findings import FINDINGS, findings_file
from data.locking import TEMPORARY, WAIT_SECONDS, exclusively
from data.locking import PublishError as PublishError
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
from data.store import CURRENT, PRACTICE, SNAPSHOTS, TERRITORIES, Store, is_bundled
from data.tables import SHARED, cities_of, city_of_rows, conform_all


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
        PublishError: It could not be written, another publish goes on, or the store is the bundled sample.
    """
    if is_bundled(store):
        raise PublishError(f"没有发布：{PRACTICE}")
    return publish_checked(check_source(source, as_of), store, note, published_by, wait=wait)


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
    act: Act | None = None,
    base: str | None = None,
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
        act: What the audit log says of it; a publish by ``published_by`` with this note when left out.
        base: Publish only while this snapshot is still the live one; whatever is live when left out.

    Raises:
        RefusedError: The check found errors; nothing was written.
        PublishError: It could not be written, another publish goes on, or ``base`` is no longer live.
    """
    checked = check_frames(frames, as_of, boundaries)
    folder = store if isinstance(store, Store) else Store(store)
    return publish_checked(checked, folder, note, published_by, created_at, wait=wait, act=act, base=base)


def publish_checked(
    checked: Checked,
    store: Store,
    note: str = "",
    published_by: str | None = None,
    created_at: str | datetime | None = None,
    *,
    wait: float = WAIT_SECONDS,
    act: Act | None = None,
    base: str | None = None,
) -> Published:
    """Publish tables that were checked, as of the day they were checked for; see :func:`publish_frames`.

    Raises:
        RefusedError: The check found errors; nothing was written.
        PublishError: It could not be written, another publish goes on, or ``base`` is no longer live.
    """
    if checked.report.exit_code:
        raise RefusedError(checked.report)
    files, cities, rows = build(checked.frames, checked.boundaries)
    files[FINDINGS] = findings_file(checked.report.warnings)
    manifest = _manifest(files, cities, rows, checked.as_of, note, published_by, created_at)
    live, written = write_snapshot(manifest, files, store, wait, act, base)
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
        for part, rows in frame.groupby(parts[name].to_numpy(), sort=True):
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


def make_live(
    store: Store, wanted: str, wait: float = WAIT_SECONDS, *, by: str | None = None, note: str = ""
) -> Manifest:
    """Make an existing snapshot the live one, after holding all its files against their hashes.

    Args:
        store: The store.
        wanted: Id of the snapshot.
        wait: Seconds to wait for another publisher.
        by: Who, for the audit log; the user of the operating system when left out.
        note: Why, for the audit log.

    Raises:
        PublishError: There is no such snapshot, it is not whole, ``CURRENT`` cannot be written, or the store is the
            bundled sample.
    """
    if is_bundled(store):
        raise PublishError(f"没有切换：{PRACTICE}")
    with exclusively(store, wait):
        try:
            snapshot = store.open(wanted)
            snapshot.verify()
        except StoreError as problem:
            raise PublishError(f"没有切换：{problem}") from problem
        settle(store)
        counts = {"rows": rows_of(snapshot.manifest.rows)}
        _switch(store, wanted, Act("rollback", user() if by is None else by, counts=counts, note=note))
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
        published_by=user() if published_by is None else published_by,
        note=note,
        cities=cities,
        rows={name: rows[name] for name in TABLES},
        files=entries,
    )


def write_snapshot(
    manifest: Manifest,
    files: Mapping[str, tuple[bytes, int]],
    store: Store,
    wait: float = WAIT_SECONDS,
    act: Act | None = None,
    base: str | None = None,
) -> tuple[Manifest, bool]:
    """Write a snapshot unless it is there already, and make it live; returns it and whether it was written.

    Raises:
        PublishError: It or the audit log could not be written, another publish goes on, or ``base`` is not live.
    """
    if act is None:
        counts = {"rows": rows_of(manifest.rows)}
        act = Act("publish", manifest.published_by, counts=counts, note=manifest.note)
    with exclusively(store, wait):
        settle(store)
        # Tables made from what was live would undo whatever somebody else has published since.
        if base is not None and store.current() != base:
            raise PublishError(f"没有发布：核对期间数据已更新为快照 {store.current()}，请重新收表核对后再发布")
        whole = content_hash(manifest.as_of, manifest.cities, manifest.rows, manifest.files)
        for digits in (6, 12, 24, 64):
            name = snapshot_id(manifest.as_of, whole, digits)
            if not store.folder(name).exists():
                manifest = Manifest(**{**manifest.__dict__, "snapshot_id": name})
                _write(manifest, files, store)
                _switch(store, name, act)
                return manifest, True
            # The id is taken: by the same content, or (damaged, or by a rare chance) by another. A folder that
            # may be live is never touched, so the latter get a longer id.
            there = _same_content(store.folder(name), whole)
            if there is not None:
                _switch(store, name, act)
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


def _write(manifest: Manifest, files: Mapping[str, tuple[bytes, int]], store: Store) -> None:
    """Write all files to a temporary folder, flush them, and rename it into place."""
    temporary = store.root / f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(4)}"
    temporary.mkdir()
    try:
        for name, (content, _) in files.items():
            write_file(temporary / name, content)
        write_file(temporary / FILE_NAME, manifest.to_json().encode())
        for folder in sorted((path for path in temporary.rglob("*") if path.is_dir()), reverse=True):
            flush_folder(folder)
        flush_folder(temporary)
        os.rename(temporary, store.folder(manifest.snapshot_id))
        flush_folder(store.root / SNAPSHOTS)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _switch(store: Store, name: str, act: Act) -> None:
    """Make a snapshot live, with its lines in the audit log before and after."""
    intent = begin(store, act, name)
    try:
        _point_at(store, name)
    except BaseException:
        # Whether it is live by now is seen from CURRENT; a log that cannot be written is settled by the next one.
        with suppress(PublishError):
            settle(store)
        raise
    finish(store, intent)


def _point_at(store: Store, name: str) -> None:
    """Replace ``CURRENT`` in one step."""
    temporary = store.root / f"{TEMPORARY}{CURRENT}"
    try:
        write_file(temporary, f"{name}\n".encode())
        os.replace(temporary, store.root / CURRENT)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    flush_folder(store.root)
