"""The reading process: what it may cost, and that whatever becomes of it is a flaw of the file and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from data.intake import reading_process
from data.intake.grids import Contents
from data.intake.limits import Limits
from data.intake.opening import open_file, open_files
from data.intake.reading_process import ReadingProcess
from tests.data.intake.workbooks import FILES, codes, county_book, read, refused, saved

GOOD = saved(county_book())


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "张某某报表.xlsx"
    path.write_bytes(GOOD)
    return path


def pretend(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """Put another program in place of the reading process, which reads a request and then does this."""
    start = f"import os, sys, time, signal; line = sys.stdin.buffer.readline(); {does}"
    monkeypatch.setattr(reading_process, "_START", start)


# --- what is read is what the process read ---------------------------------------------------------------------------


def test_files_come_back_in_order_as_if_read_here(tmp_path: Path) -> None:
    names = ["saved.xlsx", "saved.xls", "locked.xlsx", "saved.ods"]
    told: list[tuple[int, int, str]] = []
    here = threading.current_thread().name
    paths = [FILES / names[0], tmp_path / "没有.xlsx", *(FILES / name for name in names[1:])]
    opened = open_files(paths, progress=lambda done, of: told.append((done, of, threading.current_thread().name)))
    assert codes(opened.pop(1)) == ["file_unreadable"]
    assert opened == [read((FILES / name).read_bytes(), Path(name).suffix) for name in names]
    assert told == [(done, 5, here) for done in range(1, 6)]


def test_no_files_are_no_work() -> None:
    assert open_files([]) == []


def test_every_kind_of_value_survives_the_way_back(tmp_path: Path) -> None:
    path = tmp_path / "机构.csv"
    path.write_bytes('"甲\u2028\n乙",="1",\U0001f600,\x7f\n'.encode())
    assert open_file(path) == read(path.read_bytes(), ".csv")


def test_one_process_serves_several_files(good: Path) -> None:
    reader = ReadingProcess()
    try:
        assert [reader.read(good, Limits()).readable for _ in range(3)] == [True] * 3
        first = reader._process
        assert reader.read(good, Limits()).readable and reader._process is first
    finally:
        reader.close()


def test_what_stands_in_the_environment_is_not_handed_on(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    pretend(monkeypatch, "sys.exit(0 if 'SECRET' in os.environ else time.sleep(60))")
    assert refused(open_file(good, limits=Limits(seconds=0.5))) == "reading_timeout"


# --- what cannot even be looked at -----------------------------------------------------------------------------------


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert refused(open_file(tmp_path)) == "file_unreadable"
    assert refused(open_file(tmp_path / "没有.xlsx")) == "file_unreadable"
    assert refused(open_file(Path("a\0b.xlsx"))) == "file_unreadable"


def test_an_endless_device_is_not_read() -> None:
    assert refused(open_file(Path(os.devnull))) == "file_unreadable"


def test_a_file_may_be_as_large_as_the_limit(good: Path) -> None:
    assert open_file(good, limits=Limits(file_bytes=len(GOOD))).readable
    assert refused(open_file(good, limits=Limits(file_bytes=len(GOOD) - 1))) == "file_too_large"


# --- time, memory, death and nonsense --------------------------------------------------------------------------------


def test_a_reading_that_never_ends_is_killed_and_the_next_file_is_read(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = ReadingProcess()
    try:
        with monkeypatch.context() as changed:
            pretend(changed, "time.sleep(60)")
            assert refused(reader.read(good, Limits(seconds=0.3))) == "reading_timeout"
        assert reader.read(good, Limits()).readable
    finally:
        reader.close()


def test_a_real_file_is_given_up_when_there_is_no_time(good: Path) -> None:
    assert refused(open_file(good, limits=Limits(seconds=0.001))) == "reading_timeout"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space of a process")
def test_a_file_that_needs_more_memory_than_allowed_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    path.write_bytes("".join(f"{row:020},{row:021},{row:022},{row:023}\n" for row in range(100_000)).encode())
    assert open_file(path).readable
    assert refused(open_file(path, limits=Limits(memory_bytes=64 * 1024 * 1024))) == "reading_memory"


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "reading_memory"),
        ("os.abort()", "reading_memory"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "reading_timeout"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "file_damaged"),
        ("os._exit(3)", "file_damaged"),
        ("raise ValueError(1)", "file_damaged"),
        ("sys.exit(0)", "file_damaged"),
        ("print('panicked')", "file_damaged"),
        ("print('1 {}')", "file_damaged"),
        ("print('1 []')", "file_damaged"),
        ("print('1 null')", "file_damaged"),
        ("print('2 ' + line.decode())", "file_damaged"),
        ("print('x' * 5000, flush=True); time.sleep(60)", "file_damaged"),
        ("sys.stdout.buffer.write(bytes(range(256)))", "file_damaged"),
    ],
)
def test_a_process_that_dies_or_talks_nonsense_is_a_flaw(
    good: Path, monkeypatch: pytest.MonkeyPatch, does: str, code: str
) -> None:
    monkeypatch.setattr(reading_process, "_DYING", 0.3)
    pretend(monkeypatch, does)
    assert refused(open_file(good, limits=Limits(answer_bytes=1000))) == code


def test_a_process_killed_in_the_middle_fails_its_file_only(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = ReadingProcess()
    answers: list[Contents] = []
    try:
        with monkeypatch.context() as changed:
            pretend(changed, "time.sleep(60)")
            thread = threading.Thread(target=lambda: answers.append(reader.read(good, Limits())))
            thread.start()
            until(lambda: reader._process is not None)
            assert reader._process is not None
            os.kill(reader._process.pid, signal.SIGKILL)
            thread.join()
        assert refused(answers[0]) == "reading_memory"
        assert reader.read(good, Limits()).readable
    finally:
        reader.close()


def test_a_process_that_died_while_idle_does_not_fail_the_next_file(good: Path) -> None:
    reader = ReadingProcess()
    try:
        assert reader.read(good, Limits()).readable
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert reader.read(good, Limits()).readable
    finally:
        reader.close()


def test_an_answer_longer_than_allowed_is_given_up(good: Path) -> None:
    assert refused(open_file(good, limits=Limits(answer_bytes=500))) == "reading_memory"


def test_giving_up_leaves_no_process_behind(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = good.with_name("slow.xlsx")
    slow.write_bytes(GOOD)
    pretend(monkeypatch, "time.sleep(60) if b'slow' in line else sys.exit(3)")
    started: list[subprocess.Popen[bytes]] = []
    start = ReadingProcess._start
    monkeypatch.setattr(ReadingProcess, "_start", lambda self: started.append(start(self)) or started[-1])

    def give_up(_done: int, _of: int) -> None:
        until(lambda: len(started) >= 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_files([slow, good, slow, slow], progress=give_up)
    assert None not in [process.poll() for process in started]


def until(true: Callable[[], bool]) -> None:
    """Wait, a minute at most, until something is so."""
    waiting = threading.Event()
    for _ in range(6000):
        if true():
            return
        waiting.wait(0.01)
    raise AssertionError("it never was")
