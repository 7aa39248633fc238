"""The audit log: who did what and when, nothing personal, nothing lost, nothing published that it cannot tell."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from data import audit, audit_chain
from data.audit import Act, Entry, begin, entries, record, verify
from data.audit_chain import LOG, read_lines
from data.cli import main
from data.locking import PublishError
from data.publishing import make_live, publish_frames, publish_source, write_snapshot
from data.sample.build import STORE
from data.store import CURRENT, STORE_VARIABLE, Store, StoreError
from tests.data.small_world import AS_OF, boundaries, changed, frames, small_world, write_folder
from tests.data.test_publishing import tiny, tree


@dataclass(frozen=True)
class File:
    name: str
    sha256: str = "ab" * 32
    size: int = 12
    sender: str | None = "330203"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def ids(*numbers: int) -> list[str]:
    return [tiny(number)[0].snapshot_id for number in numbers]


def told(store: Store) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.action, one.outcome, one.snapshot, one.before) for one in entries(store)]


# what is written


def test_publishing_and_rolling_back_are_written(store: Store) -> None:
    first, second = ids(1, 2)
    write_snapshot(*tiny(1), store)
    write_snapshot(*tiny(2), store)
    make_live(store, first, by="甲", note="数错了")
    write_snapshot(*tiny(1), store)
    assert told(store) == [
        ("publish", "done", first, None),
        ("publish", "done", second, first),
        ("rollback", "done", first, second),
        ("publish", "done", first, first),
    ]
    assert [one.by for one in entries(store)] == ["测试", "测试", "甲", "测试"]
    assert [one.note for one in entries(store)] == ["", "", "数错了", ""]
    assert verify(store) == []


def test_a_publish_says_when_by_whom_and_how_many_rows(store: Store) -> None:
    done = publish_frames(
        frames(small_world()), store, AS_OF, "九月", "甲", "2020-01-01T00:00:00+08:00", boundaries=boundaries()
    )
    (entry,) = entries(store)
    assert (entry.by, entry.note, entry.files) == ("甲", "九月", ())
    assert entry.counts["rows"]["institutions"] == done.manifest.rows["institutions"] == 8
    assert 0 not in entry.counts["rows"].values()
    # The log tells when it was done, whatever the manifest is made to say.
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(entry.at)).total_seconds()) < 600
    assert datetime.fromisoformat(entry.at).tzinfo is not None


def test_a_source_folder_is_published_with_its_note(tmp_path: Path, store: Store) -> None:
    publish_source(write_folder(small_world(), tmp_path / "source"), store, AS_OF, "备注", "乙")
    assert [(one.by, one.note) for one in entries(store)] == [("乙", "备注")]


def test_an_intake_says_its_files_and_counts(store: Store) -> None:
    counts = {"330203": {"errors": 1, "warnings": 2}}
    act = Act("intake", "甲", (File("330203海曙区.xlsx"), File("x.csv", sender=None)), counts, "十二月")
    write_snapshot(*tiny(1), store, act=act)
    record(store, "intake", "乙", files=[File("y.xlsx")], counts=counts)
    published, read = entries(store)
    assert published.files == (
        {"name": "330203海曙区.xlsx", "sha256": "ab" * 32, "size": 12, "sender": "330203"},
        {"name": "x.csv", "sha256": "ab" * 32, "size": 12, "sender": None},
    )
    assert (published.counts, published.note, published.snapshot) == (counts, "十二月", ids(1)[0])
    assert (read.action, read.outcome, read.snapshot, read.by) == ("intake", "done", None, "乙")
    assert verify(store) == []


def test_personal_data_is_hidden(store: Store) -> None:
    files = [File("填表人张某某13800138000.xlsx")]
    record(store, "intake", "13800138000", files=files, note="身份证11010519491231002X，电话13900139000")
    text = (store.root / LOG).read_text(encoding="utf-8")
    for personal in ("13800138000", "张某某", "11010519491231002X", "13900139000"):
        assert personal not in text
    assert text.count("（已隐去）") >= 4


def test_errors_leave_no_entry(store: Store) -> None:
    write_snapshot(*tiny(1), store)
    with pytest.raises(PublishError):
        make_live(store, "20200101-abcdef")
    with pytest.raises(PublishError):
        publish_frames(frames(changed("postings", to_institution_id="H1")), store, AS_OF, boundaries=boundaries())
    assert len(entries(store)) == 1


def test_reading_writes_nothing(tmp_path: Path) -> None:
    assert entries(Store(tmp_path / "nowhere")) == []
    assert verify(Store(tmp_path / "nowhere")) == []
    assert list(tmp_path.iterdir()) == []


def test_the_bundled_sample_has_no_log() -> None:
    assert entries(Store(STORE)) == []
    assert verify(Store(STORE)) == []


def test_a_publish_on_what_is_no_longer_live_is_refused(store: Store) -> None:
    first, second = ids(1, 2)
    write_snapshot(*tiny(1), store)
    write_snapshot(*tiny(2), store, base=first)
    with pytest.raises(PublishError, match=f"核对期间数据已更新为快照 {second}"):
        write_snapshot(*tiny(3), store, base=first)
    assert store.live_id() == second
    assert told(store) == [("publish", "done", first, None), ("publish", "done", second, first)]


# before and after


def test_a_log_that_cannot_be_written_stops_everything_before_it_is_live(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_snapshot(*tiny(1), store)
    write_snapshot(*tiny(2), store)
    before = (store.root / LOG).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(store.root / LOG))

    monkeypatch.setattr(audit_chain, "_append", full)
    sentence = "审计日志写不进去（磁盘空间不足），没有发布。正在使用的快照没有变化"
    with pytest.raises(PublishError, match=sentence):
        write_snapshot(*tiny(3), store)
    with pytest.raises(PublishError, match=sentence):
        make_live(store, ids(1)[0])
    with pytest.raises(PublishError, match="这次操作没有记录"):
        record(store, "intake", "甲")
    assert store.live_id() == ids(2)[0]
    assert (store.root / LOG).read_bytes() == before


def test_a_log_that_is_a_folder_stops_a_publish(store: Store) -> None:
    (store.root / LOG).mkdir(parents=True)
    with pytest.raises(PublishError, match="审计日志写不进去（是目录，不是文件）"):
        write_snapshot(*tiny(1), store)
    assert store.current() is None
    with pytest.raises(StoreError, match="审计日志打不开"):
        entries(store)


def test_a_done_that_cannot_be_written_is_written_by_the_next(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    written = audit_chain._append
    calls: list[int] = []

    def full_after_the_intent(*values: Any) -> None:
        calls.append(1)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        written(*values)

    with monkeypatch.context() as patched:
        patched.setattr(audit_chain, "_append", full_after_the_intent)
        write_snapshot(*tiny(1), store)
    assert store.live_id() == ids(1)[0]
    assert [one.outcome for one in entries(store)] == ["pending"]
    assert verify(store) == []
    record(store, "intake", "甲")
    assert [one.outcome for one in entries(store)] == ["recovered", "done"]


def test_an_intent_that_came_to_nothing_is_told_as_that(store: Store) -> None:
    write_snapshot(*tiny(1), store)
    begin(store, Act("publish", "甲"), ids(2)[0])
    assert [one.outcome for one in entries(store)] == ["done", "pending"]
    write_snapshot(*tiny(3), store)
    assert [one.outcome for one in entries(store)] == ["done", "abandoned", "done"]
    assert entries(store)[-1].before == ids(1)[0]


def test_a_current_that_cannot_be_replaced_is_told_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    write_snapshot(*tiny(1), store)
    monkeypatch.setattr("data.publishing._point_at", lambda *_: (_ for _ in ()).throw(OSError(5, "io")))
    with pytest.raises(PublishError):
        write_snapshot(*tiny(2), store)
    assert [one.outcome for one in entries(store)] == ["done", "abandoned"]


# a live snapshot that the log does not know


def test_a_store_from_before_the_log_is_written_down_from_its_manifest(store: Store) -> None:
    write_snapshot(*tiny(1), store)
    for name in (LOG, audit_chain.HEAD):
        (store.root / name).unlink()
    write_snapshot(*tiny(2), store)
    known, new = entries(store)
    assert (known.outcome, known.by, known.snapshot) == ("recovered", "测试", ids(1)[0])
    assert known.note.startswith("补记")
    assert (new.outcome, new.before) == ("done", ids(1)[0])


def test_a_switch_by_hand_is_seen_and_written_down(store: Store) -> None:
    first, second = ids(1, 2)
    write_snapshot(*tiny(1), store)
    write_snapshot(*tiny(2), store)
    (store.root / CURRENT).write_text(f"{first}\n")
    assert verify(store) == [f"正在使用的快照 {first} 在审计日志里没有启用记录，下一次发布或切换时会补记"]
    record(store, "intake", "甲")
    assert told(store)[2] == ("publish", "recovered", first, second)
    assert verify(store) == []


def test_the_end_of_the_log_taken_away_is_seen(store: Store) -> None:
    write_snapshot(*tiny(1), store)
    write_snapshot(*tiny(2), store)
    lines = (store.root / LOG).read_bytes().splitlines(keepends=True)
    (store.root / LOG).write_bytes(b"".join(lines[:2]))
    assert verify(store) == [
        "审计日志末尾缺少 2 行",
        f"正在使用的快照 {ids(2)[0]} 在审计日志里没有启用记录，下一次发布或切换时会补记",
    ]


def test_a_damaged_log_does_not_stop_work_and_stays_told(store: Store) -> None:
    write_snapshot(*tiny(1), store)
    path = store.root / LOG
    path.write_bytes(path.read_bytes().replace("测试".encode(), "别人".encode()))
    write_snapshot(*tiny(2), store)
    assert verify(store) == ["审计日志第 1 行被改动过：与下一行记下的校验值不符"]
    assert len(entries(store)) == 2


def test_looking_while_others_publish_raises_no_alarm(store: Store) -> None:
    write_snapshot(*tiny(0), store)
    done = threading.Event()
    alarms: list[str] = []

    def look() -> None:
        while not done.is_set():
            alarms.extend(verify(store))

    watcher = threading.Thread(target=look)
    watcher.start()
    for number in range(1, 16):
        write_snapshot(*tiny(number), store)
    done.set()
    watcher.join()
    assert alarms == []


# on the command line


@pytest.fixture
def published(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    counts = {"rows": {"institutions": 3}, "330203": {"errors": 0, "warnings": 2}}
    write_snapshot(*tiny(1), store, act=Act("intake", "甲", [File("海曙.xlsx")], counts, "十二月"))
    write_snapshot(*tiny(2), store)
    return store


def test_the_log_is_listed_newest_first(published: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rollback", "--store", str(published.root), "--note", "数错了", "--by", "丙"]) == 0
    capsys.readouterr()
    assert main(["log", "--store", str(published.root)]) == 0
    out = capsys.readouterr().out
    assert [out.index(word) for word in ("切换快照  丙  完成", "发布  测试  完成", "收表  甲  完成")] == sorted(
        out.index(word) for word in ("切换快照  丙  完成", "发布  测试  完成", "收表  甲  完成")
    )
    assert "备注：数错了" in out
    assert f"文件 海曙.xlsx  330203  12 字节  SHA-256 {'ab' * 32}" in out
    assert "机构 3 行，330203：错误 0、提醒 2" in out


def test_the_log_as_data(published: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--store", str(published.root), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["broken"] == []
    assert [entry["action"] for entry in said["entries"]] == ["publish", "intake"]
    assert set(said["entries"][0]) == set(Entry.__dataclass_fields__)


def test_a_broken_log_is_told_and_gives_another_exit_code(
    published: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    path = published.root / LOG
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    assert main(["log", "--store", str(published.root)]) == 1
    assert "注意：审计日志第 1 行之前缺少 1 行" in capsys.readouterr().out


def test_an_empty_log_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "--store", str(tmp_path)]) == 0
    assert "还没有审计记录" in capsys.readouterr().out


def test_lines_of_another_make_are_passed_over(store: Store) -> None:
    write_snapshot(*tiny(1), store)
    audit_chain.append(store, {"kind": "later", "at": "x", "of": "y"}, read_lines(store))
    audit_chain.append(store, {"kind": "done"}, read_lines(store))
    assert len(entries(store)) == 1
    before = tree(store.root)
    audit.settle(store)
    assert tree(store.root) == before
