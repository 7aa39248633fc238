"""Words and tables of 数据管理: what is said of an answer, which months may be collected, safe cells."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest

from components.views import manage_lists as lists
from components.views import manage_words as said
from components.views.manage import months_of
from components.views.manage_answer import going_back
from components.views.manage_desk import Desk
from components.views.manage_store import cities_in
from data.audit import Entry
from data.intake.answers import CellFinding, Change


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def answer(code: str, name: str, errors: int = 0, changes: int = 1):
    """An answer as far as these functions look at it."""
    found = tuple(
        CellFinding("type_unreadable", "error", f"{code}.xlsx", "就医流向", f"D{n + 3}", "=1+1", "不是数", "写数", code)
        for n in range(errors)
    )
    change = Change(code, "care_seeking", "changed", "海曙区 · 2022-12", "visits_in", "县域内就诊人次", 5, 8, 3.0, 1.0)
    return SimpleNamespace(
        code=code, name=name, files=(SimpleNamespace(name=f"{code}.xlsx", sha256=code),), findings=found, errors=found,
        warnings=(), changes=(change,) * changes, acceptable=not errors,
    )


def collection(*senders, missing: tuple[str, ...] = (), unplaced: int = 0):
    names = {"330203": "海曙区", "330205": "江北区", "330206": "北仑区"}
    return SimpleNamespace(senders=senders, missing=missing, month="2022-12", names=names, unplaced=(None,) * unplaced)


@pytest.mark.parametrize(
    ("senders", "missing", "words"),
    [
        ((answer("330203", "海曙区"),), (), "2022 年 12 月收到 1 家：全部可以发布"),
        ((answer("330203", "海曙区", 2),), (), "2022 年 12 月收到 1 家：全部须退回（2 处错误）"),
        (
            (answer("330203", "海曙区"), answer("330205", "江北区", 1)), ("330206",),
            "2022 年 12 月收到 2 家：1 家可以发布，江北区须退回（1 处错误）；1 个区县未报",
        ),
        (
            (answer("330203", "海曙区", changes=0),), (),
            "2022 年 12 月收到 1 家：都没有错误；1 家与现有数据相同，没有改动",
        ),
    ],
)
def test_the_finding_counts_who_may_be_published_and_who_not(senders, missing, words) -> None:
    assert plain(said.answered(collection(*senders, missing=missing))) == words


def test_errors_of_what_is_live_are_said_to_block_everybody() -> None:
    live = collection(answer("330203", "海曙区"))
    live.obstacles = (SimpleNamespace(table="memberships", message="没有牵头医院"),)
    assert plain(said.obstacle(live)) == (
        "现有数据有 1 处错误，与这次的文件无关，改正以前不能发布。如成员关系：没有牵头医院。"
    )


def test_files_nobody_can_place_are_said_where_there_is_nothing_else() -> None:
    assert plain(said.answered(collection(unplaced=2))) == "2 个文件都认不出是哪个区县的，没有一个可以发布"


@pytest.mark.parametrize(
    ("last", "today", "first"),
    [
        ("2022-12", date(2026, 11, 28), "2023-01"),  # the month after the last with data
        ("2022-12", date(2023, 2, 1), "2023-01"),
        ("2022-12", date(2023, 1, 31), "2022-12"),  # January has not ended
        ("2022-12", date(2022, 12, 31), "2022-11"),
    ],
)
def test_a_month_that_has_not_ended_is_not_collected(last: str, today: date, first: str) -> None:
    months = months_of(last, today)
    assert months[0] == first
    assert list(months) == sorted(months, reverse=True)
    assert len(months) == 13


def test_who_must_be_sent_back_stands_first_and_who_has_not_sent_last() -> None:
    rows = lists.senders(collection(answer("330203", "海曙区"), answer("330205", "江北区", 3), missing=("330206",)))
    assert [row["name"] for row in rows] == ["江北区", "海曙区", "北仑区"]
    assert [plain(row["status"].text) for row in rows] == ["▲ 须退回", "● 可以发布", "— 未报"]


def test_files_hold_no_cell_that_acts_as_a_formula() -> None:
    one = answer("330203", "海曙区", 1)
    assert "'=1+1" in lists.findings_file(one.findings).decode("utf-8-sig")
    text = lists.changes_file(one.changes).decode("utf-8-sig").splitlines()
    assert text[0] == "变化,数据表,哪一行,项目,上次,本次,增减"
    assert text[1] == "改动,就医流向,海曙区 · 2022-12,县域内就诊人次,5,8,3.0"


def test_a_desk_takes_the_good_and_shows_the_worst() -> None:
    desk = Desk()
    desk.take(collection(answer("330203", "海曙区"), answer("330205", "江北区", 3)), {"330205": b"x"})
    assert desk.accepted == ("330203",)
    assert desk.shown == "330205"
    assert desk.answer().name == "江北区"
    desk.clear("做完了")
    assert (desk.collection, desk.originals, desk.accepted, desk.done, desk.turn) == (None, {}, (), "做完了", 1)


@pytest.fixture
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_china")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2023-01-10T09:30:05+08:00", "2023-01-10 09:30"),
        ("2023-01-09T16:30:05+00:00", "2023-01-10 00:30"),  # as a snapshot has it: another day there
        ("", ""),
        ("昨天", "昨天"),
    ],
)
def test_all_times_are_by_the_clock_of_the_machine_whatever_clock_wrote_them(written: str, read: str) -> None:
    assert lists.moment(written) == read


def test_restoring_turns_back_the_cities_of_the_live_snapshot_and_of_the_restored_one() -> None:
    manifests = [SimpleNamespace(snapshot_id=id, cities=cities)
                 for id, cities in (("c", ("3302",)), ("b", ("1307", "3302")), ("a", ("3304",)))]
    assert cities_in(manifests, "c", "b") == ("1307", "3302")
    assert cities_in(manifests, "b", "c") == ("1307", "3302")
    assert cities_in(manifests, "c", "c") == ("3302",)


def test_each_finding_is_said_of_its_own_file_whatever_their_order() -> None:
    odd = CellFinding("file_twice", "warning", "乙.xlsx", None, None, None, "同一个文件", "删去")
    wrong = CellFinding("file_damaged", "error", "甲.xlsx", None, None, None, "文件已损坏", "重新发送")
    assert [(row["file"], row["message"]) for row in lists.findings([odd, wrong])] == [
        ("甲.xlsx", "文件已损坏"), ("乙.xlsx", "同一个文件"),
    ]


@pytest.mark.usefixtures("in_china")
def test_only_a_file_in_which_something_was_found_goes_back() -> None:
    own = answer("330203", "海曙区", 1)
    own.files += (SimpleNamespace(name="无误.xlsx", sha256="b"), SimpleNamespace(name="330203.xlsx", sha256="gone"))
    desk = SimpleNamespace(originals={"330203": b"", "b": b""})
    assert [file.sha256 for file in going_back(own, desk)] == ["330203"]


@pytest.mark.usefixtures("in_china")
def test_the_log_says_what_was_done_in_words() -> None:
    entry = Entry(1, "2023-01-10T09:30:05+08:00", "张某某", "publish", "done", "20230131-abcdef", None,
                  ({"name": "330203海曙区_2022-12.xlsx", "sha256": "0f"},), {}, "")
    row = lists.log([entry])[0]
    assert (row["time"].text, row["action"], row["outcome"]) == ("2023-01-10 09:30", "发布", "完成")
    assert "（0f）" in lists.log_file([entry]).decode("utf-8-sig")
