"""``python -m data log``: the audit log (审计日志) on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from data.audit import ACTIONS, OUTCOMES, Entry, entries, verify
from data.console import ChineseCommand, print_json
from data.findings import label_of
from data.store import STORE_VARIABLE, Store, default_store

_COUNTED = {"errors": "错误", "warnings": "提醒"}


@click.command(
    "log",
    cls=ChineseCommand,
    help="列出审计日志：谁在什么时候收表、发布、切换了快照，新的在前。\n\n退出码：0 日志完整，1 有被改动或缺失的地方。",
)
@click.option(
    "--store",
    "root",
    type=click.Path(path_type=Path),
    metavar="目录",
    envvar=STORE_VARIABLE,
    help="快照存放的目录；不写就看自带的示例数据",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def log(root: Path | None, as_json: bool) -> int:
    """List what was done to a store, newest first, and where the log does not hold."""
    store = default_store() if root is None else Store(root)
    found, broken = entries(store)[::-1], verify(store)
    if as_json:
        print_json({"store": str(store.root), "broken": broken, "entries": [entry.to_dict() for entry in found]})
    else:
        for sentence in broken:
            print(f"注意：{sentence}")
        for entry in found:
            print("\n".join(_told(entry)))
        if not found:
            print(f"{store.root} 里还没有审计记录")
    return 1 if broken else 0


def _told(entry: Entry) -> Iterator[str]:
    yield f"{entry.at}  {ACTIONS.get(entry.action, entry.action)}  {entry.by}  {OUTCOMES[entry.outcome]}"
    if entry.snapshot is not None:
        before = f"（此前是 {entry.before}）" if entry.before else ""
        yield f"    快照 {entry.snapshot}{before}"
    for file in entry.files:
        yield f"    文件 {file['name']}  {file['sender'] or '单位不明'}  {file['size']} 字节  SHA-256 {file['sha256']}"
    counts = "，".join(counted(entry.counts))
    if counts:
        yield f"    {counts}"
    if entry.note:
        yield f"    备注：{entry.note}"


def counted(counts: Mapping[str, Any]) -> Iterator[str]:
    """Tell the counts of an entry in Chinese: rows by table, errors and warnings by sender."""
    for name, value in counts.items():
        if isinstance(value, Mapping) and set(value) <= set(_COUNTED):
            yield f"{name}：" + "、".join(f"{_COUNTED[kind]} {number}" for kind, number in value.items())
        elif isinstance(value, Mapping):
            yield from counted(value)
        elif name in _COUNTED:
            yield f"{_COUNTED[name]} {value}"
        else:
            yield f"{label_of(name)} {value} 行"
