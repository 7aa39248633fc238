"""Kill it anywhere, fill the disk, publish many at once: the live snapshot stays whole, and the log tells what was."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data.audit import Act, begin, entries, finish, record, verify
from data.audit_chain import LOG, read_lines
from data.collecting import collect, publish_collection
from data.locking import PublishError
from data.manifest import StoreError
from data.model import TABLES
from data.publishing import make_live, publish_frames, write_snapshot
from data.store import Store
from data.template import template
from tests.data.small_world import AS_OF, boundaries, frames, small_world
from tests.data.test_audit import File
from tests.data.test_publishing import die_before_call, die_in_file, leftovers, tiny

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="needs fork, SIGKILL and limits of Unix"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
MONTH = "2023-09"
FILES = [File("330203海曙区_2022-12.xlsx"), File("330212鄞州区_2022-12.xls", sender="330212")]


def child(work: Callable[[], object]) -> int:
    """Run something in a child process; returns how it ended: 0 well, 3 refused with a sentence, -9 killed."""
    number = os.fork()
    if number == 0:
        try:
            work()
        except PublishError:
            os._exit(3)
        except BaseException:
            traceback.print_exc()
            os._exit(4)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def whole(store: Store) -> str:
    """Make sure that the live snapshot can be read and the log holds; returns what is live."""
    snapshot = store.open()
    snapshot.verify()
    assert snapshot.refused == ()
    assert verify(store) == []
    return snapshot.id


def die_in_log(step: int) -> None:
    """Let this process kill itself with half of its n-th line in the log."""
    left = [step]
    write = os.write

    def half(handle: int, content: bytes) -> int:
        left[0] -= 1
        if left[0] == 0:
            write(handle, content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return write(handle, content)

    os.write = half


# killed at any moment


@pytest.mark.parametrize(("arm", "least"), [(die_before_call, 30), (die_in_file, 5), (die_in_log, 2)])
@pytest.mark.parametrize("action", ["intake", "rollback"])
def test_killed_at_any_moment_the_log_holds_and_tells_what_is_live(
    tmp_path: Path, arm: Callable[[int], None], least: int, action: str
) -> None:
    store = Store(tmp_path)
    wanted, old = tiny(1)[0].snapshot_id, tiny(0)[0].snapshot_id
    if action == "rollback":
        write_snapshot(*tiny(1), store)
        least = min(least, 16)
    write_snapshot(*tiny(0), store)
    act = Act("intake", "甲", FILES, {"330203": {"errors": 0, "warnings": 1}}, "十二月")
    work = {
        "intake": lambda: write_snapshot(*tiny(1), store, 5, act),
        "rollback": lambda: make_live(store, wanted, 5, by="甲"),
    }[action]
    live = []
    for step in range(1, 1000):

        def armed(step: int = step) -> None:
            arm(step)
            work()

        ended = child(armed)
        assert ended in (0, -signal.SIGKILL)
        live.append(whole(store))
        if ended == 0:
            break
    if arm is not die_in_file or action == "intake":
        assert len(live) > least
    assert live == sorted(live, key=[old, wanted].index)
    record(store, "intake", "乙")
    told = entries(store)
    assert {entry.outcome for entry in told} <= {"done", "recovered", "abandoned"}
    assert told[-2].snapshot == wanted
    # The first that made it live is in the log as that, however the process ended.
    first = next(entry for entry in told if entry.before == old and entry.outcome != "abandoned")
    assert (first.action, first.by, first.snapshot) == (action, "甲", wanted)
    if action == "intake":
        assert [file["name"] for file in first.files] == [file.name for file in FILES]
    assert leftovers(tmp_path) == []


def test_a_reader_killed_in_the_middle_hinders_nobody(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish_frames(frames(small_world()), store, AS_OF, boundaries=boundaries())
    for step in (10, 30):

        def read(step: int = step) -> None:
            die_before_call(step)
            store.read("3302")
            entries(store)
            verify(store)

        assert child(read) == -signal.SIGKILL
    write_snapshot(*tiny(1), store, 1)
    assert whole(store) == tiny(1)[0].snapshot_id


# a full disk


def log_size(store: Store) -> int:
    return (store.root / LOG).stat().st_size


@pytest.mark.parametrize(
    ("room", "live", "outcomes"),
    [
        (lambda before, intent, done: 0, 0, []),
        (lambda before, intent, done: 40, 0, []),
        (lambda before, intent, done: before, 0, []),
        (lambda before, intent, done: intent - 2, 0, []),
        (lambda before, intent, done: intent - 1, 0, ["abandoned"]),  # a whole line that lacks only its break
        (lambda before, intent, done: intent, 1, ["recovered"]),
        (lambda before, intent, done: done - 2, 1, ["recovered"]),
        (lambda before, intent, done: done, 1, ["done"]),
    ],
)
def test_files_that_cannot_grow_leave_what_is_live(
    tmp_path: Path, room: Callable[[int, int, int], int], live: int, outcomes: list[str]
) -> None:
    """The system itself refuses: files of the snapshot and lines of the log break off in the middle."""
    import resource

    act = Act("intake", "甲", FILES, {"x" * 2000: 1})
    for name in ("store", "twin"):
        write_snapshot(*tiny(0), Store(tmp_path / name))
    store, twin = Store(tmp_path / "store"), Store(tmp_path / "twin")
    begin(twin, act, tiny(1)[0].snapshot_id)
    intent = log_size(twin)
    finish(twin, read_lines(twin)[-1].number)
    limit = room(log_size(store), intent, log_size(twin))

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        write_snapshot(*tiny(1), store, 5, act)

    assert child(work) == (0 if live else 3)
    assert whole(store) == tiny(live)[0].snapshot_id
    write_snapshot(*tiny(2), store)
    assert whole(store) == tiny(2)[0].snapshot_id
    assert [entry.outcome for entry in entries(store)] == ["done", *outcomes, "done"]
    assert leftovers(store.root) == []


# many at once


def test_many_at_once_are_told_one_after_the_other(tmp_path: Path) -> None:
    store = Store(tmp_path)
    write_snapshot(*tiny(0), store)
    old = tiny(0)[0].snapshot_id
    children = []
    for number in range(1, 6):
        process = os.fork()
        if process == 0:
            try:
                for again in range(3):
                    write_snapshot(*tiny(10 * again + number), store, 60, Act("intake", f"甲{number}", FILES))
                    record(store, "intake", f"甲{number}", files=FILES)
                    make_live(store, old, 60, by=f"甲{number}")
            except BaseException:
                os._exit(3)
            os._exit(0)
        children.append(process)
    assert [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children] == [0] * 5
    assert whole(store) in store.ids()
    told = entries(store)
    assert len(told) == 1 + 5 * 3 * 3
    assert {entry.outcome for entry in told} == {"done"}
    switches = [entry for entry in told if entry.snapshot is not None]
    assert [entry.before for entry in switches[1:]] == [entry.snapshot for entry in switches[:-1]]
    for number in range(1, 6):
        assert [e.action for e in told if e.by == f"甲{number}"] == ["intake", "intake", "rollback"] * 3


def test_of_two_intakes_on_the_same_snapshot_one_is_asked_to_look_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    write_snapshot(*tiny(0), store)
    base = tiny(0)[0].snapshot_id
    children = []
    for number in (1, 2):
        process = os.fork()
        if process == 0:
            try:
                write_snapshot(*tiny(number), store, 60, base=base)
            except PublishError:
                os._exit(3)
            except BaseException:
                os._exit(4)
            os._exit(0)
        children.append(process)
    ends = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]
    assert sorted(ends) == [0, 3]
    assert whole(store) == tiny(1 + ends.index(0))[0].snapshot_id
    assert len(entries(store)) == 2


# from a folder of workbooks


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store and, in ``files``, two counties' workbooks of the month after."""
    folder = tmp_path_factory.mktemp("sent")
    publish_frames(frames(small_world()), folder / "store", AS_OF, boundaries=boundaries())
    snapshot = Store(folder / "store").open()
    live = {name: snapshot.table(name) for name in TABLES}
    (folder / "files").mkdir()
    for county in ("330203", "330212"):
        name, content = template(live, county, MONTH)
        book = openpyxl.load_workbook(io.BytesIO(content))
        book["家庭医生"]["D3"] = 7
        book.save(folder / "files" / name)
    return folder


@pytest.fixture
def intake(sent: Path, tmp_path: Path) -> Path:
    shutil.copytree(sent, tmp_path / "intake")
    return tmp_path / "intake"


@pytest.mark.parametrize("moment", ["正在读取现有数据", "正在打开文件（1/2）", "正在核对单元格（2/2）"])
def test_files_that_disappear_midway_are_told_of(intake: Path, moment: str) -> None:
    store, seen = Store(intake / "store"), []
    live = whole(store)

    def progress(words: str, share: float) -> None:
        if words.startswith(moment) and not seen:
            seen.append(words)
            shutil.rmtree(intake / "files")

    try:
        answer = collect([intake / "files"], store, month=MONTH, progress=progress)
    except StoreError as problem:
        assert "不存在" in str(problem)
    else:
        assert len(answer.senders) + len(answer.unplaced) > 0
    assert seen
    assert whole(store) == live


def die_before_rename(step: int) -> None:
    """Let this process kill itself before its n-th rename: 1 is of the snapshot, 3 of CURRENT, 4 of the last head."""
    left = [step]

    def count(event: str, _: object) -> None:
        if event == "os.rename":
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def test_an_intake_killed_at_each_turn_is_live_as_a_whole_or_not_at_all(intake: Path) -> None:
    store = Store(intake / "store")
    old = whole(store)
    answer = collect([intake / "files"], store, month=MONTH, by="甲")
    accepted = [sender.code for sender in answer.senders if sender.acceptable]
    assert accepted == ["330203", "330212"]
    live = []
    for step in (1, 3, 4):

        def armed(step: int = step) -> None:
            die_before_rename(step)
            publish_collection(answer, accepted, store, "九月", by="甲")

        assert child(armed) == -signal.SIGKILL
        live.append(whole(store))
    assert live[:2] == [old, old] != [live[2]] * 2
    # It is live, and the same intake is not published over it unseen.
    with pytest.raises(PublishError, match="请重新收表核对"):
        publish_collection(answer, accepted, store, "九月", by="甲")
    record(store, "intake", "乙")
    told = entries(store)
    assert [entry.action for entry in told] == ["publish", "intake", "publish", "publish", "intake"]
    assert [entry.outcome for entry in told] == ["done", "done", "abandoned", "done", "done"]
    assert (told[3].snapshot, told[3].before, told[3].note) == (live[2], old, "九月")
    assert {file["sender"] for file in told[3].files} == set(accepted)
    assert {len(file["sha256"]) for file in told[3].files} == {64}
    assert leftovers(store.root) == []
