"""From workbooks to findings by sender, to what would change, and to a snapshot that only holds what was accepted."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from data import collecting_answers
from data.audit import entries
from data.collecting import Collection, collect, publish_collection
from data.collecting_files import listed
from data.locking import PublishError
from data.manifest import StoreError
from data.model import TABLES
from data.publishing import publish_frames
from data.store import Store, default_store
from data.template import template
from tests.data.small_world import AS_OF, Tables, boundaries, changed, frames, small_world

MONTH = "2023-09"
DAY = date(2023, 10, 8)
H, Y = "330203", "330212"
Cells = dict[tuple[str, str], object]
CARE: Cells = {("就医流向", "县域内就诊人次"): 70, ("就医流向", "县域外就诊人次"): 30}
WRONG: Cells = {("就医流向", "县域内就诊人次"): -70}


def store_of(folder: Path, tables: Tables | None = None) -> Store:
    publish_frames(frames(tables or small_world()), folder, AS_OF, boundaries=boundaries())
    return Store(folder)


@pytest.fixture(scope="module")
def blank(shared) -> dict[str, tuple[str, bytes]]:
    """The templates of the two counties, as they are sent out."""
    live = {name: shared.open().table(name) for name in TABLES}
    return {code: template(live, code, MONTH) for code in (H, Y)}


@pytest.fixture(scope="module")
def sent(blank) -> dict[str, tuple[str, bytes]]:
    """A good workbook of one county, and one of the other with one number that cannot be."""
    return {code: (blank[code][0], filled(blank[code], cells)) for code, cells in ((H, CARE), (Y, WRONG))}


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Store:
    """A store for those who only look."""
    return store_of(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def store(shared, tmp_path) -> Store:
    """A store of one's own."""
    return Store(shutil.copytree(shared.root, tmp_path / "store"))


def filled(made: tuple[str, bytes], cells: Cells, keep: tuple[str, ...] = ()) -> bytes:
    """Return a template with cells filled in, by sheet and header, in the first data row; with these sheets alone."""
    book = load_workbook(io.BytesIO(made[1]))
    for (sheet, label), value in cells.items():
        at = next(cell.column for cell in book[sheet][2] if str(cell.value).replace("\n", "") == label)
        book[sheet].cell(3, at, value)
    for sheet in [one for one in book.sheetnames if keep and one not in (*keep, "填表说明", "选项")]:
        del book[sheet]
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def put(folder: Path, *made: tuple[str, bytes]) -> Path:
    """Write files into a folder; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made:
        (folder / name).write_bytes(content)
    return folder


def csv_file(code: str, amount: int, name: str = "") -> tuple[str, bytes]:
    """Return a file that holds the one sheet 就医流向."""
    header = "月份,区县代码,县域内就诊人次,县域外就诊人次,基层就诊人次,县域内住院人次,县域外住院人次"
    rows = f"{header}\n{MONTH},{code},{amount},,,,\n"
    return name or f"{code}_{MONTH}_就医流向.csv", rows.encode()


def answers(collection: Collection) -> dict[str, tuple[bool, int]]:
    return {one.code: (one.acceptable, len(one.errors)) for one in collection.senders}


def test_one_county_s_errors_are_its_own(tmp_path, sent, store):
    put(tmp_path / "sent", sent[H], ("~$lock.xlsx", b"x"), (".hidden", b"x"))
    put(tmp_path / "sent" / "下一级", sent[Y])
    heard: list[tuple[str, float]] = []
    found = collect([tmp_path / "sent"], store, received_on=DAY, progress=lambda *told: heard.append(told))
    assert answers(found) == {H: (True, 0), Y: (False, 1)}
    assert (found.month, found.as_of, found.base) == (MONTH, AS_OF, store.live_id())
    [error] = found.sender(Y).errors
    assert (error.code, error.sheet, error.sender) == ("negative_count", "就医流向", Y) and error.cell
    assert [(one.table, one.new) for one in found.sender(H).changes] == [("care_seeking", 70)]
    shares = [share for _, share in heard]
    assert shares == sorted(shares) and shares[-1] == 1 and all(words for words, _ in heard)
    # Nothing has changed, but it is written down who looked.
    assert store.live_id() == found.base
    assert [one.counts[Y]["errors"] for one in entries(store) if one.action == "intake"][-1:] == [1]


def test_files_that_are_called_alike_are_told_apart(tmp_path, blank, store):
    """In a folder for each county every file may be 报表.xlsx; what is wrong with one says nothing of the other."""
    unclear = {("就医流向", "县域内就诊人次"): "七十"}
    put(tmp_path / "sent" / "海曙", ("报表.xlsx", filled(blank[H], unclear)))
    put(tmp_path / "sent" / "鄞州", ("报表.xlsx", filled(blank[Y], WRONG)))
    found = collect([tmp_path / "sent"], store, month=MONTH, received_on=DAY)
    assert answers(found) == {H: (False, 1), Y: (False, 1)}
    for code, name, why in ((H, "报表.xlsx", "type_unreadable"), (Y, "报表（2）.xlsx", "negative_count")):
        answer = found.sender(code)
        assert [file.name for file in answer.files] == [name]
        assert {one.file for one in answer.findings} == {name}
        assert [one.code for one in answer.errors] == [why]


def test_what_is_known_of_the_live_snapshot_may_be_forgotten_at_any_moment(tmp_path, sent, shared, monkeypatch):
    """Clerks check at the same time, and only what was checked last is kept."""

    class Forgetful(dict[str, Any]):
        def __setitem__(self, key: str, value: Any) -> None:
            """Keep nothing: others have taken the place already."""

    monkeypatch.setattr(collecting_answers, "_KNOWN", Forgetful())
    found = collect([put(tmp_path / "sent", sent[H])], shared, received_on=DAY)
    assert answers(found) == {H: (True, 0)}


def test_publishing_takes_the_accepted_and_leaves_the_others(tmp_path, sent, store):
    put(tmp_path / "sent", sent[H], sent[Y])
    found = collect([tmp_path / "sent"], store, received_on=DAY, by="经办")
    with pytest.raises(PublishError, match="鄞州区的文件还有 1 处错误"):
        publish_collection(found, [H, Y], store)
    with pytest.raises(PublishError, match="没有选中任何一家"):
        publish_collection(found, [], store)
    with pytest.raises(PublishError, match="阳原县"):
        publish_collection(found, ["130727"], store)
    assert store.live_id() == found.base
    done = publish_collection(found, [H], store, "九月", "经办")
    assert store.live_id() == done.manifest.snapshot_id and done.manifest.note == "九月"
    care = store.open().table("care_seeking")
    assert list(care.loc[care["month"] == MONTH, "county_code"]) == [H]
    record = store.open().table("submissions")
    came = record[(record["county_code"] == H) & record["received_on"].notna()]
    assert "care_seeking" in set(came["table"])
    last = entries(store)[-1]
    assert (last.action, last.by, last.note) == ("publish", "经办", "九月")
    assert [file["sender"] for file in last.files] == [H]
    # The other cities' and counties' rows are what they were.
    was = store.open(found.base)
    for table in ("institutions", "memberships", "postings", "remote_volumes", "costs", "statements"):
        assert store.open().table(table).equals(was.table(table))
    assert store.open().boundaries("3302").equals(was.boundaries("3302"))


def test_everybody_accepted_is_published_as_checked_without_merging_again(tmp_path, sent, blank, store, monkeypatch):
    put(tmp_path / "sent", sent[H], (blank[Y][0], filled(blank[Y], CARE)))
    found = collect([tmp_path / "sent"], store, received_on=DAY)
    again = Store(shutil.copytree(store.root, tmp_path / "again"))
    part = Store(shutil.copytree(store.root, tmp_path / "part"))
    anew = publish_collection(replace(found, whole=None), [H, Y], again)

    def merged(*_: object) -> None:
        raise AssertionError("merged again")

    with monkeypatch.context() as patched:
        patched.setattr("data.collecting.merge", merged)
        kept = publish_collection(found, [Y, H], store)
        with pytest.raises(AssertionError, match="merged again"):
            publish_collection(found, [H], part)
    assert kept.manifest.files == anew.manifest.files and kept.manifest.snapshot_id == anew.manifest.snapshot_id
    publish_collection(found, [H], part)
    care = part.open().table("care_seeking")
    assert list(care.loc[care["month"] == MONTH, "county_code"]) == [H]


def test_what_was_checked_counts_for_the_very_files_snapshot_and_day_alone(tmp_path, sent, store):
    put(tmp_path / "sent", sent[H], csv_file(Y, 70))
    found = collect([tmp_path / "sent"], store, received_on=DAY)
    live, files, whole = store.open().manifest, [one.files[0] for one in found.senders], found.whole
    assert whole is not None and len(files) == 2
    assert whole.is_of(live, files, AS_OF)
    assert not whole.is_of(live, files[:1], AS_OF) and not whole.is_of(live, files[::-1], AS_OF)
    assert not whole.is_of(live, [files[0], replace(files[1])], AS_OF)
    assert not whole.is_of(live, files, date(2023, 10, 1))
    # Another snapshot that happens to have the same number.
    assert not whole.is_of(replace(live, rows={**live.rows, "regions": 0}), files, AS_OF)


def test_the_same_files_again_change_nothing(tmp_path, sent, store):
    put(tmp_path / "sent", sent[H])
    publish_collection(collect([tmp_path / "sent"], store, received_on=DAY), [H], store)
    live = store.live_id()
    again = collect([tmp_path / "sent"], store, received_on=DAY)
    assert not again.sender(H).changes
    publish_collection(again, [H], store)
    assert store.live_id() == live


def test_what_went_live_meanwhile_is_kept_or_asked_about(tmp_path, store):
    put(tmp_path / "sent", csv_file(H, 70))
    found = collect([tmp_path / "sent"], store, received_on=DAY)
    # Somebody publishes another county's number: both stand afterwards.
    other = changed("care_seeking", 0, visits_in=91)
    publish_frames(frames(other), store, AS_OF, boundaries=boundaries())
    publish_collection(found, [H], store)
    care = store.open().table("care_seeking")
    assert {91, 70} <= set(care["visits_in"].dropna())
    # Somebody publishes this county's own number: what would change is not what was looked at.
    found = collect([tmp_path / "sent"], store, received_on=DAY)
    theirs = changed("care_seeking", 0, month=MONTH, visits_in=80)
    publish_frames(frames(theirs), store, AS_OF, boundaries=boundaries())
    live = store.live_id()
    with pytest.raises(PublishError, match="请重新收表"):
        publish_collection(found, [H], store)
    assert store.live_id() == live


def test_files_of_others_are_not_looked_into(tmp_path, shared):
    put(tmp_path / "sent", csv_file(H, 70), csv_file(Y, -70))
    found = collect([tmp_path / "sent"], shared, may_send=lambda code: code == H, received_on=DAY)
    assert [one.code for one in found.sender(Y).findings] == ["not_allowed"] and not found.sender(Y).acceptable
    assert not found.sender(Y).changes and not found.sender(Y).files[0].forms
    assert found.sender(H).acceptable


def test_sheets_of_several_files_are_one_report(tmp_path, blank, shared):
    one, two = (filled(blank[H], {}, keep) for keep in (("人员力量", "机构"), ("成员关系",)))
    put(tmp_path / "sent", ("330203_甲.xlsx", one), ("330203_乙.xlsx", two), csv_file(H, 70))
    found = collect([tmp_path / "sent"], shared, received_on=DAY).sender(H)
    assert found.acceptable and {key for file in found.files for key in file.forms} == {
        "care_seeking", "institutions", "memberships", "workforce"}
    [missing] = [one for one in found.findings if one.code == "sheet_missing"]
    assert "成员关系" not in missing.message and "就医流向" not in missing.message and "费用" in missing.message


def test_the_same_sheet_twice_is_an_error_naming_both(tmp_path, shared):
    names = [f"330203_2023-09_就医流向_{one}.csv" for one in "甲乙"]
    put(tmp_path / "sent", csv_file(H, 70, names[0]), csv_file(H, 71, names[1]))
    found = collect([tmp_path / "sent"], shared, received_on=DAY).sender(H)
    told = {one.file: one.message for one in found.errors if one.code == "form_twice"}
    assert set(told) == set(names)
    assert all(other in told[one] for one, other in zip(sorted(told), sorted(told, reverse=True), strict=True))


def test_the_same_file_twice_is_read_once(tmp_path, shared):
    # The copy comes first in the folder, and its name does not tell the sender.
    put(tmp_path / "sent", csv_file(H, 70), csv_file(H, 70, "2023-09 副本.csv"))
    found = collect([tmp_path / "sent"], shared, received_on=DAY)
    [answer] = found.senders
    assert answer.acceptable and answer.files[0].name == f"{H}_{MONTH}_就医流向.csv"
    assert [one.code for file in found.unplaced for one in file.findings] == ["file_twice"]


def test_another_month_than_the_one_collected_goes_back(tmp_path, shared):
    put(tmp_path / "sent", csv_file(H, 70))
    found = collect([tmp_path / "sent"], shared, month="2023-08", received_on=DAY)
    assert found.month == "2023-08" and "other_month" in {one.code for one in found.sender(H).errors}


def test_a_month_that_has_not_begun_is_not_collected(tmp_path, shared):
    name, content = csv_file(H, 70)
    put(tmp_path / "sent", (name.replace(MONTH, "2031-05"), content.replace(MONTH.encode(), b"2031-05")))
    found = collect([tmp_path / "sent"], shared, received_on=DAY)
    assert found.month != "2031-05" and "other_month" in {one.code for one in found.sender(H).errors}
    with pytest.raises(StoreError, match="2023-11 还没有到"):
        collect([tmp_path / "sent"], shared, month="2023-11", received_on=DAY)
    assert collect([tmp_path / "sent"], shared, month="2023-10", received_on=DAY).month == "2023-10"


def test_files_that_nobody_knows_are_set_apart_and_who_has_not_sent_is_named(tmp_path, shared):
    put(tmp_path / "sent", csv_file(H, 70), ("随便.txt", "什么".encode()))
    found = collect([tmp_path / "sent"], shared, received_on=DAY)
    assert [file.name for file in found.unplaced] == ["随便.txt"] and found.unplaced[0].errors
    assert found.missing == (Y,) and found.names[Y] == "鄞州区"


def test_who_has_sent_before_is_not_missing_when_another_sends_again(tmp_path, sent, store):
    first = collect([put(tmp_path / "first", sent[H])], store, received_on=DAY)
    assert first.missing == (Y,)
    publish_collection(first, [H], store)
    again = collect([put(tmp_path / "again", (sent[Y][0], sent[Y][1]))], store, received_on=DAY)
    assert again.missing == ()


def test_files_of_folders_in_folders_are_found_and_what_systems_leave_behind_is_not(tmp_path):
    left = [(name, b"x") for name in ("Thumbs.db", "~$c.xlsx", ".DS_Store")]
    deep = put(tmp_path / "甲" / "乙" / "丙", ("c.xlsx", b"x"), *left)
    put(tmp_path / "甲" / "__MACOSX", ("c.xlsx", b"x"))
    put(tmp_path / "甲", ("a.xlsx", b"x"), ("desktop.ini", b"x"))
    (tmp_path / "甲" / "乙" / "环").symlink_to(tmp_path / "甲", target_is_directory=True)
    assert listed([tmp_path]) == [tmp_path / "甲" / "a.xlsx", deep / "c.xlsx"]


def test_names_of_uploads_take_the_place_of_paths(tmp_path, shared):
    name, content = csv_file(H, 70)
    path = put(tmp_path / "sent", ("001.csv", content)) / "001.csv"
    found = collect([path], shared, names={path: name}, received_on=DAY)
    assert found.sender(H).files[0].name == name


def test_what_breaks_in_a_county_s_own_rows_is_said_to_it(tmp_path, sent, shared):
    book = load_workbook(io.BytesIO(sent[H][1]))
    # The lead hospital leaves, the members stay.
    rows = [row for row in book["成员关系"].iter_rows(min_row=3) if any(cell.value == "牵头医院" for cell in row)]
    book["成员关系"].delete_rows(rows[0][0].row)
    book.save(put(tmp_path / "sent") / sent[H][0])
    found = collect([tmp_path / "sent"], shared, received_on=DAY).sender(H)
    assert [(one.code, one.sheet) for one in found.errors] == [("lead_count", "成员关系")]


def test_nothing_published_yet_is_a_sentence(tmp_path):
    with pytest.raises(StoreError, match="还没有发布过快照"):
        collect([tmp_path], Store(tmp_path / "store"))


def test_into_the_bundled_sample_nothing_is_published(tmp_path, shared):
    put(tmp_path / "sent", csv_file(H, 70))
    found = collect([tmp_path / "sent"], shared, received_on=DAY)
    with pytest.raises(PublishError, match="sample --copy-to"):
        publish_collection(found, [H], default_store())


def test_what_is_nobody_s_doing_stops_everybody(tmp_path):
    tables = small_world()
    # In October another city's consortium has no lead any more: no file caused that, the day has come.
    lead = next(one for one in tables["memberships"] if one["institution_id"] == "H3")
    lead["valid_to"] = date(2023, 10, 15)
    store = store_of(tmp_path / "store", tables)
    name, content = csv_file(H, 70)
    put(tmp_path / "sent", (name.replace(MONTH, "2023-10"), content.replace(MONTH.encode(), b"2023-10")))
    found = collect([tmp_path / "sent"], store, received_on=DAY)
    assert found.as_of == date(2023, 10, 31) and found.sender(H).acceptable
    assert [one.code for one in found.obstacles] == ["lead_count"]
    with pytest.raises(PublishError, match="现有数据有错误"):
        publish_collection(found, [H], store)


def test_an_error_in_rows_the_county_did_not_send_is_said_of_its_file(tmp_path):
    tables = small_world()
    # A volume of last month, under a site that the county now says was closed before it.
    site = tables["remote_sites"][0]
    site["closed_on"] = None
    store = store_of(tmp_path / "store", tables)
    header = "月份,机构编号,机构名称,服务类型,开通日期,停用日期"
    rows = f"{header}\n{MONTH},T1,集士港卫生院,远程心电,2022-03-15,2023-02-01\n"
    put(tmp_path / "sent", (f"{H}_{MONTH}_远程服务.csv", rows.encode()))
    found = collect([tmp_path / "sent"], store, received_on=DAY).sender(H)
    told = [one for one in found.errors if one.code == "volume_outside_site_life"]
    assert told and told[0].file == f"{H}_{MONTH}_远程服务.csv" and "远程服务量" in told[0].message
