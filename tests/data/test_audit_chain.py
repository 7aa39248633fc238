"""The chain of the audit log: whatever is changed, removed, put in or torn is seen."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from data.audit_chain import HEAD, LOG, append, broken_places, read_lines
from data.store import Store


def add(store: Store, *notes: str) -> None:
    for note in notes:
        append(store, {"kind": "done", "at": "2023-01-05T09:00:00+08:00", "note": note}, read_lines(store))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    add(store, "一", "二", "三", "四", "五")
    return store


def texts(store: Store) -> list[bytes]:
    return (store.root / LOG).read_bytes().splitlines(keepends=True)


def write(store: Store, lines: list[bytes]) -> None:
    (store.root / LOG).write_bytes(b"".join(lines))


def test_a_log_that_was_only_appended_to_holds(store: Store) -> None:
    assert broken_places(store) == []
    assert [line.content["note"] for line in read_lines(store) if line.content] == ["一", "二", "三", "四", "五"]


def test_no_log_is_no_fault(tmp_path: Path) -> None:
    assert broken_places(Store(tmp_path)) == []
    assert read_lines(Store(tmp_path)) == []


def test_appending_leaves_every_byte_before(store: Store) -> None:
    before = (store.root / LOG).read_bytes()
    add(store, "六")
    assert (store.root / LOG).read_bytes().startswith(before)


@pytest.mark.parametrize("number", range(5))
def test_a_changed_line_is_seen(store: Store, number: int) -> None:
    lines = texts(store)
    lines[number] = lines[number].replace(b"+08:00", b"+07:00")
    write(store, lines)
    (sentence,) = broken_places(store)
    assert f"第 {number + 1} 行被改动过" in sentence


@pytest.mark.parametrize("number", range(5))
def test_a_removed_line_is_seen(store: Store, number: int) -> None:
    lines = texts(store)
    del lines[number]
    write(store, lines)
    (sentence,) = broken_places(store)
    assert "缺少 1 行" in sentence


def test_several_removed_at_the_end_or_all_are_seen(store: Store) -> None:
    write(store, texts(store)[:2])
    assert broken_places(store) == ["审计日志末尾缺少 3 行"]
    (store.root / LOG).unlink()
    assert broken_places(store) == ["审计日志不见了"]


def test_removed_at_the_beginning_and_numbered_anew_is_seen(store: Store) -> None:
    lines = []
    for number, text in enumerate(texts(store)[1:], 1):
        lines.append(json.dumps({**json.loads(text), "number": number}).encode() + b"\n")
    write(store, lines)
    assert any("前面的记录被删去了" in sentence for sentence in broken_places(store))


def test_a_line_twice_or_put_in_is_seen(store: Store) -> None:
    lines = texts(store)
    write(store, [*lines[:2], lines[1], *lines[2:]])
    assert any("插入或重复" in sentence for sentence in broken_places(store))


def test_a_line_that_is_no_json_is_seen(store: Store) -> None:
    lines = texts(store)
    lines[2] = b"\x00" * 20 + b"\n"
    write(store, lines)
    assert any("第 3 行读不懂" in sentence for sentence in broken_places(store))


def test_a_missing_head_is_told(store: Store) -> None:
    (store.root / HEAD).unlink()
    (sentence,) = broken_places(store)
    assert "末尾是否完整" in sentence


def test_what_is_broken_stays_told_after_more_was_written(store: Store) -> None:
    lines = texts(store)
    lines[1] = lines[1].replace("二".encode(), b"2")
    write(store, lines)
    add(store, "六", "七")
    (sentence,) = broken_places(store)
    assert "第 2 行被改动过" in sentence


@pytest.mark.parametrize("seed", range(30))
def test_any_changed_byte_is_seen(store: Store, seed: int) -> None:
    content = bytearray((store.root / LOG).read_bytes())
    draw = random.Random(seed)
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(7)
    (store.root / LOG).write_bytes(bytes(content))
    assert broken_places(store) != []


# torn by a power cut


def test_half_a_line_is_kept_and_the_log_goes_on(store: Store) -> None:
    before = (store.root / LOG).read_bytes()
    half = '{"number":6,"kind":"done","note":"断'.encode()[:-1]
    (store.root / LOG).write_bytes(before + half)
    assert broken_places(store) == []
    add(store, "六")
    assert broken_places(store) == []
    after = (store.root / LOG).read_bytes()
    assert after.startswith(before + half + b"\n")
    kinds = [line.content and line.content["kind"] for line in read_lines(store)]
    assert kinds == ["done"] * 5 + [None, "torn", "done"]


def test_a_torn_line_is_part_of_the_chain(store: Store) -> None:
    with (store.root / LOG).open("ab") as file:
        file.write(b'{"number":6,')
    add(store, "六")
    lines = texts(store)
    lines[5] = b'{"number":7,\n'
    write(store, lines)
    (sentence,) = broken_places(store)
    assert "第 6 行被改动过" in sentence


def test_a_whole_line_that_lacks_its_break_is_a_line(store: Store) -> None:
    content = (store.root / LOG).read_bytes()
    (store.root / LOG).write_bytes(content[:-1])
    assert broken_places(store) == []
    add(store, "六")
    assert broken_places(store) == []
    assert [line.content["note"] for line in read_lines(store) if line.content] == ["一", "二", "三", "四", "五", "六"]


def test_a_head_one_line_behind_is_no_fault(store: Store) -> None:
    head = (store.root / HEAD).read_bytes()
    add(store, "六")
    (store.root / HEAD).write_bytes(head)
    assert broken_places(store) == []


@pytest.mark.skipif(os.name == "nt", reason="needs file permissions of Unix")
def test_the_file_is_only_ever_appended_to(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    flags: list[int] = []
    opened = os.open

    def watch(path: object, flag: int, mode: int = 0o777) -> int:
        if str(path).endswith(LOG):
            flags.append(flag)
        return opened(path, flag, mode)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", watch)
    add(store, "六")
    assert flags
    assert all(flag & os.O_APPEND and not flag & os.O_TRUNC for flag in flags)
