"""Sentences of 数据管理: what came, what may be published, what must go back, what was done."""

from __future__ import annotations

from data.collecting import Collection, SenderAnswer
from data.findings import label_of
from indicators.wording import NBSP, joined, month_words, quantity

#: What stands in a cell: the status of a sender in words, with its shape and tone.
READY, SAME, REFUSED, NOTHING = "ready", "same", "refused", "nothing"
STATUS = {READY: f"●{NBSP}可以发布", SAME: f"—{NBSP}没有改动", REFUSED: f"▲{NBSP}须退回", NOTHING: f"—{NBSP}未报"}


def idle(month: str, *, own: bool) -> str:
    """Return the finding before any file has come."""
    if not own:
        return "现在用的是自带示例数据：可以下载模板、检查文件，不能发布"
    return f"等待{NBSP}{month_words(month)}的工作簿：拖进来逐格检查，没有错误的区县才能发布"


def answered(collection: Collection) -> str:
    """Return the finding of an answer: how many came, may be published, must go back; who has not sent."""
    senders = collection.senders
    if not senders:
        return f"{quantity(len(collection.unplaced), '个')}文件都认不出是哪个区县的，没有一个可以发布"
    ready = sum(answer.acceptable for answer in senders)
    same = sum(answer.acceptable and not answer.changes for answer in senders)
    faults = sum(len(answer.errors) for answer in senders)
    refused = [answer.name for answer in senders if not answer.acceptable]
    said = f"{month_words(collection.month)}收到{NBSP}{quantity(len(senders), '家')}："
    if not refused:
        said += "全部可以发布" if not same else "都没有错误"
    elif ready:
        said += f"{quantity(ready, '家')}可以发布，{joined(refused, 3, '家')}须退回（{quantity(faults, '处')}错误）"
    else:
        said += f"全部须退回（{quantity(faults, '处')}错误）"
    if same:
        said += f"；{quantity(same, '家')}与现有数据相同，没有改动"
    missing = len(collection.missing)
    return said + (f"；{quantity(missing, '个')}区县未报" if missing else "")


def missing(collection: Collection) -> str:
    """Return who has not sent, by name; empty where all have."""
    names = [collection.names.get(code, code) for code in collection.missing]
    return f"还没有收到{NBSP}{quantity(len(names), '个')}区县的文件，仍按未报：{'、'.join(names)}。" if names else ""


def obstacle(collection: Collection) -> str:
    """Return why nobody may be published: what is live has errors that none of these files caused."""
    first = collection.obstacles[0]
    count = quantity(len(collection.obstacles), "处")
    rest = f"如{label_of(first.table)}：{first.message}。"
    return f"现有数据有{NBSP}{count}错误，与这次的文件无关，改正以前不能发布。{rest}"


def of_sender(answer: SenderAnswer) -> str:
    """Return the heading over one sender's findings."""
    said = []
    if answer.errors:
        said.append(f"{quantity(len(answer.errors), '处')}错误")
    if answer.warnings:
        said.append(f"{quantity(len(answer.warnings), '处')}提醒")
    return f"{answer.name}：{'、'.join(said) if said else '没有错误，也没有提醒'}"


def of_changes(answer: SenderAnswer) -> str:
    """Return the heading over what one sender would change."""
    if not answer.changes:
        return f"{answer.name}本次与上次相同，没有改动"
    counts = {kind: sum(one.kind == kind for one in answer.changes) for kind in ("removed", "changed", "added")}
    words = {"removed": "终止", "changed": "改动", "added": "新增"}
    parts = [f"{words[kind]}{NBSP}{quantity(count, '处')}" for kind, count in counts.items() if count]
    return f"{answer.name}本次比上次{'、'.join(parts)}"


def choice(count: int, left: int) -> str:
    """Return what pressing 发布 will do."""
    if not count:
        return "没有选中任何一家，不能发布。"
    rest = f"，{quantity(left, '家')}不采用" if left else ""
    return f"将采用{NBSP}{quantity(count, '家')}的数据{rest}；未采用和未报的，原有数据不变。"


def published(snapshot: str, names: list[str], month: str) -> str:
    """Return what a publish did."""
    return f"已发布快照 {snapshot}：采用{joined(names, 5, '家')}{month_words(month)}的数据"
