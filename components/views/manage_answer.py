"""The second step of 数据管理: what is wrong by county, and what would change."""

from __future__ import annotations

from functools import partial
from typing import Final

from components import files, grid, html
from components.views import manage_lists as lists
from components.views import manage_publish
from components.views import manage_words as said
from components.views.manage import Manage
from components.views.manage_desk import Desk
from data.collecting import Collection, SenderAnswer
from data.intake.answers import SentFile
from data.returning import return_list, return_name, return_workbook
from indicators.wording import NBSP, quantity

_RETURNED: Final = "下载退回单（原表已标出并批注，首页是可打印的清单）："
_LIST: Final = "下载清单（可打印，逐个写明哪里不对、怎么改）："
#: What the list of files is called of which nobody knows whose they are.
_NOBODY: Final = "认不出单位的文件"


def draw(model: Manage, desk: Desk) -> None:
    """Draw the answer on the desk; nothing where there is none."""
    collection = desk.collection
    if collection is None:
        return
    if collection.unlogged:
        html.draw("note", key="manage.unlogged", words=f"{collection.unlogged}。")
    _senders(collection, desk)
    _unplaced(collection)
    answer = desk.answer()
    if answer is not None:
        _findings(collection, answer, desk)
        _changes(collection, answer)
    manage_publish.draw(model, collection, desk)


def _senders(collection: Collection, desk: Desk) -> None:
    def show(code: str) -> None:
        desk.shown = code

    grid.table(
        "manage.senders", "各区县的文件", lists.SENDERS, lists.senders(collection), row_id="code", on_open=show,
        selected=desk.shown, linked=False,
        caption=f"点一行看它的问题和改动。错误须退回改正；提醒请核对，不妨碍发布。{said.missing(collection)}",
    )


def _unplaced(collection: Collection) -> None:
    found = [one for file in collection.unplaced for one in file.findings]
    if not found:
        return
    count = len(collection.unplaced)
    grid.table(
        "manage.unplaced", "认不出的文件", (grid.Col("file", "文件", width=220), *lists.FINDINGS),
        lists.findings(found),
        title=f"{quantity(count, '个')}文件没有采用：读不了，或认不出是哪个区县、哪个月的", height=240,
    )
    name = f"{_NOBODY}_{collection.month}_退回单.xlsx"
    key = ("unplaced", collection.base, collection.month, *(file.sha256 for file in collection.unplaced))
    address = files.register(key, name, partial(return_list, _NOBODY, collection.month, found))
    html.draw("returned", key="manage.unplaced.list", words=_LIST, links=[(_NOBODY, address)])


def _findings(collection: Collection, answer: SenderAnswer, desk: Desk) -> None:
    found = answer.findings
    key = _key(collection, answer)
    cut = f"这里列出前{NBSP}{quantity(lists.MOST, '条')}，其余在下载的表格里。" if len(found) > lists.MOST else ""
    grid.table(
        "manage.findings", "问题清单", lists.FINDINGS, lists.findings(found)[: lists.MOST],
        title=said.of_sender(answer), height=320, caption=cut, empty="没有错误，也没有提醒。",
        download=(f"{answer.code}{answer.name}_{collection.month}_问题清单.csv", ("findings", *key),
                  partial(lists.findings_file, found)) if found else None,
    )
    links = [_returned(collection, answer, file, desk) for file in going_back(answer, desk)]
    if links:
        html.draw("returned", key="manage.returned", words=_RETURNED, links=links)


def going_back(answer: SenderAnswer, desk: Desk) -> list[SentFile]:
    """Return the files in which something was found and that are still on the desk, each with a 退回单 of its own."""
    faulty = {one.file for one in answer.findings}
    return [file for file in answer.files if file.name in faulty and file.sha256 in desk.originals]


def _returned(collection: Collection, answer: SenderAnswer, file: SentFile, desk: Desk) -> tuple[str, str]:
    """Return the words and the address of one file's 退回单: their own workbook, marked and commented."""
    mine = [one for one in answer.findings if one.file == file.name]
    original = desk.originals[file.sha256]

    def build() -> bytes:
        return return_workbook(original, file, mine, answer.name, collection.month)[1]

    name = return_name(file, answer.name, collection.month)
    return file.name, files.register(("returned", file.sha256, *_key(collection, answer)), name, build)


def _key(collection: Collection, answer: SenderAnswer) -> tuple[str, ...]:
    """Return all that an answer depends on."""
    return collection.base, collection.month, answer.code, *(file.sha256 for file in answer.files)


def _changes(collection: Collection, answer: SenderAnswer) -> None:
    found = answer.changes
    key = _key(collection, answer)
    most = quantity(lists.MOST, "处")
    unread = "有错误的格子暂按没有报送比较。" if answer.errors else ""
    cut = f"这里列出变化最大的{NBSP}{most}，其余在下载的表格里。" if len(found) > lists.MOST else ""
    grid.table(
        "manage.changes", "本次比上次改了哪些数", lists.CHANGES, lists.changes(found[: lists.MOST]),
        title=said.of_changes(answer), height=320, empty="没有改动。",
        caption=f"与正在使用的快照 {collection.base} 相比，变化大的在前。{unread}{cut}",
        download=(f"{answer.code}{answer.name}_{collection.month}_改动.csv", ("changes", *key),
                  partial(lists.changes_file, found)) if found else None,
    )
