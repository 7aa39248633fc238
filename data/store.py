"""The store of snapshots (数据快照): which one is live, and its rows city by city.

A store is ``snapshots/<id>/`` plus a file ``CURRENT`` that names the live one. Snapshots never change and are
never deleted by the program, so whoever has one open keeps it while a new one goes live.

Every file is held against its hash when it is read. A snapshot that does not fit is refused and the last good
one is served instead, with :attr:`Snapshot.refused` saying so.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd

from data.findings import Finding
from data.kept_findings import FINDINGS, read_findings
from data.manifest import (
    FileEntry,
    Manifest,
    SnapshotDamagedError,
    StoreError,
    is_id,
    read_manifest,
)
from data.model import BOUNDARIES, TABLES
from data.partitions import path_of, read_rows, read_shapes
from data.system import reason
from data.tables import SHARED, CityTables, join_parts

__all__ = [
    "CURRENT",
    "PRACTICE",
    "STORE_VARIABLE",
    "TERRITORIES",
    "Manifest",
    "Refused",
    "Snapshot",
    "SnapshotDamagedError",
    "Store",
    "StoreError",
    "default_store",
    "is_bundled",
]

CURRENT = "CURRENT"
SNAPSHOTS = "snapshots"
TERRITORIES = "territories"
#: Environment variable that names the store; without it the bundled sample is read.
STORE_VARIABLE = "CONSORTIUM_ATLAS_STORE"

#: How a store to practise on is made.
PRACTICE = (
    "自带的示例数据只能检查，不能发布。先运行 python -m data sample --copy-to 练习数据，"
    "再用 --store 练习数据 在副本上练习"
)

_BUNDLED = Path(__file__).parent / "sample" / "store"

#: What one process has found damaged: file → (size, time of change, snapshot, reason). A file that is put
#: right has another time and is tried again.
_damaged: dict[Path, tuple[tuple[int, int], str, str]] = {}
#: Files whose hash fitted, by the same signature, so that asking again costs a stat and not a read.
_verified: dict[Path, tuple[int, int]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Refused:
    """A snapshot (or ``CURRENT``) that could not be served, and why, in Chinese."""

    snapshot_id: str
    reason: str


class Store:
    """A folder of snapshots."""

    def __init__(self, root: Path) -> None:
        """Name the folder; nothing is read yet."""
        self.root = Path(root)

    def folder(self, snapshot_id: str) -> Path:
        """Return the folder of a snapshot."""
        return self.root / SNAPSHOTS / snapshot_id

    def ids(self) -> list[str]:
        """Return the ids of all snapshots, whole or not, in no particular order of time."""
        try:
            return sorted(entry.name for entry in (self.root / SNAPSHOTS).iterdir() if is_id(entry.name))
        except OSError:
            return []

    def current(self) -> str | None:
        """Return what ``CURRENT`` names, whether or not it exists; None when it is missing or names nothing."""
        try:
            text = (self.root / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        return text if is_id(text) else None

    def live_id(self) -> str:
        """Return the id of the live snapshot; where ``CURRENT`` is missing, of the newest one.

        Reads one small file, so it may be asked on every rerun.

        Raises:
            StoreError: Nothing was published here.
        """
        live = self.current()
        if live is not None and self.folder(live).is_dir():
            return live
        others = self._others(None)
        if others:
            return others[0]
        if live is None and not self.ids():
            raise StoreError(f"数据目录 {self.root} 里还没有发布过快照，请先运行 python -m data publish")
        raise StoreError(f"数据目录 {self.root} 里没有可用的快照，请重新发布")

    def manifests(self) -> list[Manifest]:
        """Return the manifests of all snapshots that have a good one, newest first."""
        found = []
        for name in self.ids():
            try:
                found.append(read_manifest(self.folder(name)))
            except SnapshotDamagedError:
                continue
        return sorted(found, key=lambda manifest: (manifest.created_at, manifest.snapshot_id), reverse=True)

    def open(self, snapshot_id: str | None = None, *, city: str | None = None) -> Snapshot:
        """Open a snapshot: the one asked for, or the live one, or else the last good one.

        Args:
            snapshot_id: Exactly this one; None for the live one.
            city: Also hold the files of this city and the shared ones against their hashes now, so that what is
                returned can be read. Files of other cities are not touched.

        Raises:
            SnapshotDamagedError: The snapshot asked for by id is not whole.
            StoreError: There is none that can be served.
        """
        if snapshot_id is not None:
            if not is_id(snapshot_id) or not self.folder(snapshot_id).is_dir():
                raise StoreError(f"没有编号为 {snapshot_id} 的快照")
            return self._open(snapshot_id, (), city)
        refused: list[Refused] = []
        live = self.live_id()
        if self.current() is None:
            refused.append(Refused(CURRENT, "CURRENT 文件缺失或损坏，不知道哪一个快照在用"))
        elif self.current() != live:
            refused.append(Refused(str(self.current()), "CURRENT 指向的快照不存在"))
        for candidate in (live, *self._others(live)):
            try:
                return self._open(candidate, tuple(refused), city)
            except SnapshotDamagedError as problem:
                refused.append(Refused(problem.snapshot_id, problem.reason))
        raise StoreError("没有可用的快照：" + "；".join(f"{r.snapshot_id}：{r.reason}" for r in refused))

    def read(self, city: str) -> tuple[Snapshot, CityTables]:
        """Return the rows of a city with the snapshot they are from, falling back as :meth:`open` does.

        Raises:
            StoreError: No snapshot can be served.
            KeyError: The snapshot served has no such city.
        """
        while True:
            snapshot = self.open(city=city)
            try:
                return snapshot, snapshot.city(city)
            except SnapshotDamagedError:
                # Damaged between the check and the read; it is remembered, so the next turn serves another one.
                continue

    def _open(self, snapshot_id: str, refused: tuple[Refused, ...], city: str | None) -> Snapshot:
        folder = self.folder(snapshot_id)
        snapshot = Snapshot(folder, read_manifest(folder), refused)
        snapshot.refuse_known()
        if city is not None:
            snapshot.verify(city)
        return snapshot

    def _others(self, live: str | None) -> list[str]:
        """Return the ids to fall back to: those published before the live one, newest first, then the rest."""
        manifests = self.manifests()
        when = next((m.created_at for m in manifests if m.snapshot_id == live), None)
        names = [(when is not None and m.created_at > when, m.snapshot_id) for m in manifests if m.snapshot_id != live]
        return [name for later, name in sorted(names, key=lambda pair: pair[0])]


class Snapshot:
    """One published, immutable set of tables; reads only what is asked for."""

    def __init__(self, path: Path, manifest: Manifest, refused: tuple[Refused, ...] = ()) -> None:
        """Hold a folder and its manifest; :meth:`Store.open` makes these."""
        self.path = path
        self.manifest = manifest
        #: What should have been served instead of this one, and why it was not; empty when all is well.
        self.refused = refused

    @property
    def id(self) -> str:
        """The snapshot's id, such as ``20230930-3f9c7a``."""
        return self.manifest.snapshot_id

    def notices(self) -> list[str]:
        """Return a Chinese sentence for each snapshot that should have been served instead of this one."""
        return [f"注意：{one.snapshot_id} 不可用（{one.reason}），用的是 {self.id}" for one in self.refused]

    def cities(self) -> list[str]:
        """Return the codes of the cities that have counties."""
        return list(self.manifest.cities)

    def city(self, code: str) -> CityTables:
        """Return all rows of a city and the shared rows; no other city's file is opened.

        Raises:
            KeyError: The snapshot has no such city.
            SnapshotDamagedError: A file is missing or does not fit its hash.
        """
        if code not in self.manifest.cities:
            raise KeyError(code)
        frames = {}
        for name in TABLES:
            parts = [read_rows(name, content) for content in self._contents(name, (code, SHARED))]
            frames[name] = join_parts(name, parts)
        totals = {name: self.manifest.rows[name] for name in TABLES}
        return CityTables(self.id, code, self.manifest.as_of, MappingProxyType(frames), MappingProxyType(totals))

    def table(self, name: str) -> pd.DataFrame:
        """Return all rows of one table in the whole snapshot.

        Raises:
            SnapshotDamagedError: A file is missing or does not fit its hash.
        """
        parts = (*self.manifest.cities, SHARED)
        return join_parts(name, [read_rows(name, content) for content in self._contents(name, parts)])

    def boundaries(self, code: str) -> gpd.GeoDataFrame:
        """Return the county polygons of a city: region_code, name, geometry (EPSG:4326).

        Counties outside the account (``in_account`` false) are among them. Empty where no boundary is known.

        Raises:
            KeyError: The snapshot has no such city.
            SnapshotDamagedError: The file is missing or does not fit its hash.
        """
        return self._shapes(BOUNDARIES, code)

    def territories(self, code: str) -> gpd.GeoDataFrame:
        """Return the territories (近似范围) of a city's consortia, as :func:`data.geography.territories` built them.

        Raises:
            KeyError: The snapshot has no such city.
            SnapshotDamagedError: The file is missing or does not fit its hash.
        """
        return self._shapes(TERRITORIES, code)

    def findings(self) -> tuple[Finding, ...] | None:
        """Return the warnings (提醒) that the check found when this was published; null where they were not kept yet.

        Raises:
            SnapshotDamagedError: The file is missing, does not fit its hash or cannot be read.
        """
        entry = self.manifest.files.get(FINDINGS)
        if entry is None:
            return None
        try:
            return read_findings(self._read(FINDINGS, entry))
        except (ValueError, TypeError, KeyError) as problem:
            raise SnapshotDamagedError(self.id, f"文件 {FINDINGS} 的内容读不懂") from problem

    def verify(self, city: str | None = None) -> None:
        """Hold files against their hashes: those of a city and the shared ones, or all.

        A file that fitted before and has not changed since is not read again.

        Raises:
            SnapshotDamagedError: A file is missing or does not fit its hash.
        """
        wanted = None if city is None else (f"/city={city}/", f"/city={SHARED}/")
        for name, entry in self.manifest.files.items():
            if wanted is None or any(part in name for part in wanted):
                path = self.path / name
                signature = _signature(path)
                if signature is None or _verified.get(path) != signature:
                    self._read(name, entry)

    def refuse_known(self) -> None:
        """Refuse at once what this process has already found damaged, as long as the file is the same.

        Raises:
            SnapshotDamagedError: One of its files was found damaged.
        """
        with _lock:
            known = [(path, found) for path, found in _damaged.items() if path.is_relative_to(self.path)]
        for path, (signature, snapshot_id, why) in known:
            if (_signature(path) or (-1, -1)) == signature:
                raise SnapshotDamagedError(snapshot_id, why)
            with _lock:
                _damaged.pop(path, None)

    def _shapes(self, name: str, code: str) -> gpd.GeoDataFrame:
        if code not in self.manifest.cities:
            raise KeyError(code)
        entry = self.manifest.files[path_of(name, code)]
        return read_shapes(self._read(path_of(name, code), entry))

    def _contents(self, table: str, parts: tuple[str, ...]) -> Iterator[bytes]:
        for part in parts:
            entry = self.manifest.files.get(path_of(table, part))
            if entry is not None:
                yield self._read(path_of(table, part), entry)

    def _read(self, name: str, entry: FileEntry) -> bytes:
        """Return the bytes of a file; the very bytes that were hashed are those that are parsed."""
        path = self.path / name
        signature = _signature(path) or (-1, -1)
        try:
            content = path.read_bytes()
        except OSError as problem:
            content, why = None, f"文件 {name} 打不开（{reason(problem)}）"
        else:
            why = f"文件 {name} 的内容与发布时不一致（校验值不符）"
        if content is not None and hashlib.sha256(content).hexdigest() == entry.sha256:
            with _lock:
                _verified[path] = signature
            return content
        with _lock:
            _verified.pop(path, None)
            _damaged[path] = (signature, self.id, why)
        raise SnapshotDamagedError(self.id, why)


def default_store() -> Store:
    """Return the store named by ``CONSORTIUM_ATLAS_STORE``, or the bundled sample."""
    named = os.environ.get(STORE_VARIABLE, "").strip()
    return Store(Path(named) if named else _BUNDLED)


def is_bundled(store: Store) -> bool:
    """Tell whether this is the sample that comes with the program: it is read, and nothing is published into it."""
    return store.root.resolve() == _BUNDLED.resolve()


def _signature(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
