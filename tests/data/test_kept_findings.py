"""The warnings of the check stay with the snapshot: as found, by hash, and absent from older snapshots."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from data.findings import Finding
from data.kept_findings import FINDINGS, findings_file, read_findings
from data.manifest import FileEntry, Manifest, SnapshotDamagedError, content_hash, read_manifest, snapshot_id
from data.publishing import publish_frames, write_snapshot
from data.store import Store, default_store
from tests.data.small_world import AS_OF, boundaries, frames, small_world

ODD = Finding("title_blank", "warning", "postings", "postings.csv", 3, "title_grade", None, "没有“职称”", "补上")


def publish(root: Path, tables: dict | None = None) -> Store:
    publish_frames(frames(tables or small_world()), root, AS_OF, boundaries=boundaries(), published_by="甲")
    return Store(root)


def with_a_blank_title() -> dict:
    tables = small_world()
    tables["postings"][0] = tables["postings"][0] | {"title_grade": None}
    return tables


def test_findings_read_as_they_were_written() -> None:
    content, count = findings_file([ODD, ODD])
    assert (read_findings(content), count) == ((ODD, ODD), 2)
    assert read_findings(findings_file([])[0]) == ()
    more = [ODD.to_dict() | {"later": 1}]
    assert read_findings(json.dumps(more).encode()) == (ODD,)


def test_warnings_are_kept_with_the_snapshot_and_errors_never_come_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    done = publish_frames(frames(with_a_blank_title()), store, AS_OF, boundaries=boundaries())
    kept = store.open().findings()
    assert kept == done.report.warnings
    assert "title_blank" in {finding.code for finding in kept or ()}
    assert done.manifest.files[FINDINGS].rows == len(done.report.warnings)


def test_the_order_of_rows_moves_the_findings_and_not_the_id(tmp_path: Path) -> None:
    tables = with_a_blank_title()
    first = publish(tmp_path / "a", tables).open()
    second = publish(tmp_path / "b", {name: rows[::-1] for name, rows in tables.items()}).open()
    assert first.id == second.id
    assert {f.code for f in first.findings() or ()} == {f.code for f in second.findings() or ()}


def test_an_older_snapshot_without_findings_reads_and_says_null(tmp_path: Path) -> None:
    held = publish(tmp_path / "new").open()
    entries = {path: entry for path, entry in held.manifest.files.items() if path != FINDINGS}
    files = {path: ((held.path / path).read_bytes(), entry.rows) for path, entry in entries.items()}
    manifest = Manifest(**{**held.manifest.__dict__, "files": entries})
    old = Store(tmp_path / "old")
    write_snapshot(manifest, files, old)
    snapshot = old.open()
    snapshot.verify()
    assert snapshot.id == held.id
    assert snapshot.findings() is None
    assert len(snapshot.city("3302")["regions"]) == len(held.city("3302")["regions"])


def test_findings_that_were_altered_are_refused(tmp_path: Path) -> None:
    store = publish(tmp_path)
    snapshot = store.open()
    (snapshot.path / FINDINGS).write_text("[]", encoding="utf-8")
    with pytest.raises(SnapshotDamagedError, match="校验值不符"):
        snapshot.findings()


def test_findings_that_fit_their_hash_but_are_none_are_refused(tmp_path: Path) -> None:
    held = publish(tmp_path / "a").open()
    files = {path: ((held.path / path).read_bytes(), entry.rows) for path, entry in held.manifest.files.items()}
    files[FINDINGS] = (b'[{"code": "x"}]', 1)
    entries = dict(held.manifest.files) | {FINDINGS: FileEntry(hashlib.sha256(files[FINDINGS][0]).hexdigest(), 15, 1)}
    write_snapshot(Manifest(**{**held.manifest.__dict__, "files": entries}), files, Store(tmp_path / "b"))
    with pytest.raises(SnapshotDamagedError, match="读不懂"):
        Store(tmp_path / "b").open().findings()


def test_the_bundled_sample_keeps_its_warnings() -> None:
    snapshot = default_store().open()
    kept = snapshot.findings()
    assert kept
    assert {finding.severity for finding in kept} == {"warning"}
    manifest = read_manifest(snapshot.path)
    whole = content_hash(manifest.as_of, manifest.cities, manifest.rows, manifest.files)
    assert snapshot_id(manifest.as_of, whole) == snapshot.id
