"""Publishing: all or nothing, one at a time, the same bytes for the same tables."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from data import publishing
from data.audit_chain import HEAD, LOG
from data.manifest import FileEntry, Manifest, content_hash, snapshot_id
from data.model import TABLES
from data.publishing import PublishError, RefusedError, make_live, publish_frames, publish_source, write_snapshot
from data.store import Store
from tests.data.small_world import AS_OF, boundaries, changed, frames, small_world, write_folder

Files = dict[str, tuple[bytes, int]]


def publish(tables: dict[str, list[dict[str, Any]]], root: Path, **values: Any) -> publishing.Published:
    return publish_frames(frames(tables), root, AS_OF, boundaries=boundaries(), **values)


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def tiny(number: int) -> tuple[Manifest, Files]:
    """Return a made-up snapshot of three files; what is in them does not matter for how it is written."""
    files = {f"regions/city={part}/part.parquet": (f"{part}{number}".encode() * 50, 1) for part in ("3302", "1307")}
    files["costs/city=3302/part.parquet"] = (f"{number}".encode() * 99, 1)
    entries = {
        path: FileEntry(hashlib.sha256(content).hexdigest(), len(content), count)
        for path, (content, count) in files.items()
    }
    rows = dict.fromkeys(TABLES, 0)
    name = snapshot_id(AS_OF, content_hash(AS_OF, ("1307", "3302"), rows, entries))
    stamp = f"2023-10-01T00:00:{number:02d}+00:00"
    return Manifest(1, name, AS_OF, stamp, "测试", "", ("1307", "3302"), rows, entries), files


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.glob(".publishing-*")]


# what is published


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        publish(
            small_world(), tmp_path / name, note="备注", published_by="测试", created_at="2023-10-01T08:00:00+08:00"
        )
        (tmp_path / name / LOG).unlink()
        (tmp_path / name / HEAD).unlink()
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    backwards = {name: rows[::-1] for name, rows in small_world().items()}
    first = publish(small_world(), tmp_path)
    again = publish(backwards, tmp_path)
    assert again.manifest.snapshot_id == first.manifest.snapshot_id


def test_the_manifest_says_what_when_and_by_whom(tmp_path: Path) -> None:
    done = publish(
        small_world(), tmp_path, note="九月", published_by="甲", created_at=datetime(2023, 10, 1, tzinfo=UTC)
    )
    manifest = Store(tmp_path).open().manifest
    assert manifest == done.manifest
    assert manifest.snapshot_id.startswith("20230930-")
    assert (manifest.as_of, manifest.note, manifest.published_by) == (AS_OF, "九月", "甲")
    assert manifest.created_at == "2023-10-01T00:00:00+00:00"
    assert manifest.cities == ("1307", "3302")
    assert manifest.rows["institutions"] == 8
    assert {path.split("/")[1] for path in manifest.files if "/" in path} == {"city=1307", "city=3302", "city=shared"}
    assert [path for path in manifest.files if "/" not in path] == ["findings.json"]


def test_the_same_content_again_is_only_made_live(tmp_path: Path) -> None:
    first = publish(small_world(), tmp_path, note="一")
    other = publish(changed("regions", 2, population=5), tmp_path)
    assert Store(tmp_path).live_id() == other.manifest.snapshot_id
    again = publish(small_world(), tmp_path, note="二")
    assert (first.written, other.written, again.written) == (True, True, False)
    assert again.manifest == first.manifest
    assert Store(tmp_path).live_id() == first.manifest.snapshot_id
    assert len(Store(tmp_path).ids()) == 2


def test_the_same_tables_as_of_another_day_are_another_snapshot(tmp_path: Path) -> None:
    publish_frames(frames(small_world()), tmp_path, date(2023, 10, 1), boundaries=boundaries())
    publish(small_world(), tmp_path)
    assert [name[:8] for name in Store(tmp_path).ids()] == ["20230930", "20231001"]


def test_a_damaged_snapshot_of_the_same_content_is_left_alone_and_a_longer_id_taken(tmp_path: Path) -> None:
    first = publish(small_world(), tmp_path).manifest.snapshot_id
    damaged = next(Store(tmp_path).folder(first).rglob("part.parquet"))
    damaged.write_bytes(b"x")
    again = publish(small_world(), tmp_path)
    assert again.written
    assert again.manifest.snapshot_id.startswith(first)
    assert len(again.manifest.snapshot_id) > len(first)
    assert Store(tmp_path).open().refused == ()
    assert damaged.read_bytes() == b"x"


def test_errors_stop_a_publish_and_nothing_is_written(tmp_path: Path) -> None:
    source = write_folder(changed("postings", to_institution_id="H1"), tmp_path / "source")
    with pytest.raises(RefusedError) as caught:
        publish_source(source, Store(tmp_path / "store"), AS_OF)
    assert caught.value.report.codes() == {"posting_to_itself": 1}
    assert not (tmp_path / "store").exists()
    with pytest.raises(RefusedError):
        publish(changed("postings", to_institution_id="H1"), tmp_path / "store")
    assert not (tmp_path / "store").exists()


# killed at any moment


def children_killed(store: Store, number: int, arm: Callable[[int], None]) -> list[str]:
    """Publish in child processes, each killed one step later than the last, until one survives; returns live ids."""
    manifest, files = tiny(number)
    live: list[str] = []
    for step in range(1, 1000):
        child = os.fork()
        if child == 0:
            try:
                arm(step)
                write_snapshot(manifest, files, store, 5)
            except BaseException:
                os._exit(3)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, -signal.SIGKILL)
        snapshot = store.open()
        snapshot.verify()
        assert snapshot.refused == ()
        live.append(snapshot.id)
        if status == 0:
            return live
    raise AssertionError("the child never came to an end")


def die_before_call(step: int) -> None:
    """Let this process kill itself before its n-th change to the file system (open, mkdir, fsync, rename, ...)."""
    left = [step]

    def count(event: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(
        lambda event, _: (
            count(event)
            if event in {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "fcntl.flock"}
            else None
        )
    )
    flush = os.fsync

    def fsync(handle: int) -> None:
        count("fsync")
        flush(handle)

    os.fsync = fsync


def die_in_file(step: int) -> None:
    """Let this process kill itself with half of its n-th file on disk."""
    left = [step]
    write = publishing.write_file

    def half(path: Path, content: bytes) -> None:
        left[0] -= 1
        if left[0] == 0:
            write(path, content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        write(path, content)

    publishing.write_file = half


@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize(("arm", "least"), [(die_before_call, 20), (die_in_file, 5)])
def test_killed_at_any_moment_the_live_snapshot_is_whole_and_live(
    tmp_path: Path, arm: Callable[[int], None], least: int
) -> None:
    store = Store(tmp_path)
    old, files = tiny(0)
    write_snapshot(old, files, store)
    new = tiny(1)[0].snapshot_id
    live = children_killed(store, 1, arm)
    assert len(live) > least
    switched = live.index(new)
    assert live[:switched] == [old.snapshot_id] * switched
    assert set(live[switched:]) == {new}
    store.open(old.snapshot_id).verify()
    write_snapshot(*tiny(2), store)
    assert leftovers(tmp_path) == []


# two at once


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_publishers_at_once_do_not_mix(tmp_path: Path) -> None:
    store = Store(tmp_path)
    children = []
    for number in range(6):
        child = os.fork()
        if child == 0:
            try:
                for again in range(3):
                    write_snapshot(*tiny(10 * again + number), store, 60)
            except BaseException:
                os._exit(3)
            os._exit(0)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 6
    assert len(store.ids()) == 18
    for name in store.ids():
        store.open(name).verify()
    assert store.live_id() in store.ids()
    assert leftovers(tmp_path) == []


def test_the_second_publisher_waits_for_the_first(tmp_path: Path) -> None:
    held = FileLock(tmp_path / ".lock", thread_local=False)
    held.acquire()
    timer = threading.Timer(0.3, held.release)
    timer.start()
    write_snapshot(*tiny(1), Store(tmp_path), 30)
    timer.join()
    assert Store(tmp_path).live_id() == tiny(1)[0].snapshot_id


def test_the_second_publisher_gets_a_sentence_when_it_waited_long_enough(tmp_path: Path) -> None:
    with FileLock(tmp_path / ".lock"), pytest.raises(PublishError, match="另一个发布正在进行"):
        write_snapshot(*tiny(1), Store(tmp_path), 0.1)
    assert Store(tmp_path).ids() == []


# what the system refuses


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "磁盘空间不足"), (errno.EACCES, "没有权限"), (errno.EROFS, "只读"), (errno.EIO, "读写失败")],
)
@pytest.mark.parametrize("at", [1, 3, 4, 5])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, at: int
) -> None:
    store = Store(tmp_path)
    old, files = tiny(0)
    write_snapshot(old, files, store)
    before = tree(tmp_path)
    left, write = [at], publishing.write_file

    def fail(path: Path, content: bytes) -> None:
        left[0] -= 1
        if left[0] == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content[:5])
            raise OSError(number, "system text", str(path))
        write(path, content)

    monkeypatch.setattr(publishing, "write_file", fail)
    with pytest.raises(PublishError, match=words) as caught:
        write_snapshot(*tiny(1), store)
    assert "正在使用的快照没有变化" in str(caught.value)
    assert store.live_id() == old.snapshot_id
    assert leftovers(tmp_path) == []
    if at < 5:  # the fifth file is CURRENT: the snapshot stands whole beside the live one
        assert tree(tmp_path) == before


def test_a_store_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError, match="没有发布"):
        write_snapshot(*tiny(1), Store(tmp_path / "file" / "store"))


# going back


def test_going_back_makes_an_earlier_snapshot_live_and_keeps_the_later(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = tiny(1), tiny(2)
    write_snapshot(*first, store)
    write_snapshot(*second, store)
    assert make_live(store, first[0].snapshot_id) == first[0]
    assert store.live_id() == first[0].snapshot_id
    assert len(store.ids()) == 2


def test_nobody_goes_back_to_what_is_damaged_or_unknown(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = tiny(1), tiny(2)
    write_snapshot(*first, store)
    write_snapshot(*second, store)
    next(store.folder(first[0].snapshot_id).rglob("part.parquet")).write_bytes(b"x")
    for name in (first[0].snapshot_id, "20200101-abcdef", "../etc"):
        with pytest.raises(PublishError, match="没有切换"):
            make_live(store, name)
    assert store.live_id() == second[0].snapshot_id


def test_an_id_taken_by_other_content_is_made_longer(tmp_path: Path) -> None:
    store = Store(tmp_path)
    manifest, files = tiny(1)
    store.folder(manifest.snapshot_id).mkdir(parents=True)
    live, written = write_snapshot(manifest, files, store)
    assert written
    assert live == replace(manifest, snapshot_id=live.snapshot_id)
    assert len(live.snapshot_id) == len("20230930-") + 12
