"""``python -m data``: check a source folder, publish it, and look after the store of snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from data.cli_audit import log
from data.cli_intake import intake
from data.cli_template import template
from data.console import ChineseGroup, ChineseOption, Day, print_json, run
from data.findings import Report, label_of
from data.manifest import Manifest, StoreError
from data.store import STORE_VARIABLE, Refused, Snapshot, Store, default_store
from data.system import reason

_PATH = click.Path(path_type=Path)
_WRITTEN = click.option(
    "--store",
    "root",
    cls=ChineseOption,
    type=_PATH,
    required=True,
    metavar="目录",
    envvar=STORE_VARIABLE,
    help="快照存放的目录",
)
_READ = click.option(
    "--store", "root", type=_PATH, metavar="目录", envvar=STORE_VARIABLE, help="快照存放的目录；不写就看自带的示例数据"
)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    return run(commands, arguments, "python -m data", StoreError)


@click.group(cls=ChineseGroup, help="检查、发布县域医共体数据表，管理数据快照。")
def commands() -> None:
    """Check and publish tables, and look after snapshots."""


@commands.command(help="检查资料目录，列出全部错误和提醒。\n\n退出码：0 通过（可以有提醒），1 有错误，2 无法读取。")
@click.argument("source", type=_PATH, metavar="资料目录")
@click.option("--as-of", type=Day(), metavar="日期", help="截止日期；不写就用资料里最后一个月的月末（不晚于今天）")
@_JSON
@click.option("--report", "workbook", type=_PATH, metavar="文件.xlsx", help="把报告写成 Excel 文件")
def check(source: Path, as_of: date | None, as_json: bool, workbook: Path | None) -> int:
    """Check a source folder; the exit code is the report's."""
    if as_json and workbook is not None:
        raise click.UsageError("--json 和 --report 只能用一个")
    if workbook is not None and workbook.suffix.lower() != ".xlsx":
        raise click.UsageError("--report 的文件名要以 .xlsx 结尾")
    # The schema library takes a second to load, which the other commands need not wait for.
    from data.checking import check_source

    report = check_source(source, as_of).report
    if as_json:
        print_json(report.to_dict())
    else:
        print(report.to_text())
    if workbook is not None:
        _write(report, workbook)
    return report.exit_code


def _write(report: Report, workbook: Path) -> None:
    from data.workbook import write_workbook

    try:
        write_workbook(report, workbook)
    except OSError as problem:
        raise click.UsageError(f"报告 {workbook} 写不进去（{reason(problem)}）") from problem
    print(f"报告已写入 {workbook}")


@commands.command(
    help="检查资料目录，没有错误就发布为新的快照并立即启用。\n\n全部成功才启用；中途断电、磁盘写满都不影响正在使用的快照。内容与已有快照相同时不再重写，直接启用它。"
)
@click.argument("source", type=_PATH, metavar="资料目录")
@_WRITTEN
@click.option("--as-of", cls=ChineseOption, type=Day(), required=True, metavar="日期", help="截止日期，如 2023-09-30")
@click.option("--note", default="", metavar="文字", help="备注，显示在快照列表里")
@click.option("--by", "published_by", metavar="姓名", help="发布人；不写就用系统用户名")
@_JSON
def publish(source: Path, root: Path, as_of: date, note: str, published_by: str | None, as_json: bool) -> int:
    """Check a source folder and publish it as the live snapshot."""
    from data.publishing import RefusedError, publish_source

    try:
        done = publish_source(source, Store(root), as_of, note, published_by)
    except RefusedError as problem:
        if as_json:
            print_json({"published": None, "report": problem.report.to_dict()})
        else:
            print(problem.report.to_text())
            print("没有发布。")
        return problem.report.exit_code
    if as_json:
        print_json({"published": _described(done.manifest), "written": done.written, "report": done.report.to_dict()})
        return 0
    print(done.report.to_text())
    if done.written:
        print(f"已发布并启用快照 {done.manifest.snapshot_id}")
    else:
        print(f"内容与快照 {done.manifest.snapshot_id} 完全相同，没有重写，已启用它")
    return 0


@commands.command("list", help="列出全部快照，新的在前；* 是正在使用的。")
@_READ
@_JSON
def list_snapshots(root: Path | None, as_json: bool) -> int:
    """List the snapshots, newest first."""
    store = _opened(root)
    live = store.open()
    manifests = store.manifests()
    good = {manifest.snapshot_id for manifest in manifests}
    damaged = {name: _reason(store, name) for name in store.ids() if name not in good}
    if as_json:
        print_json(
            {
                "store": str(store.root),
                "live": live.id,
                "refused": [_refusal(refused) for refused in live.refused],
                "snapshots": [_described(manifest) for manifest in manifests],
                "damaged": damaged,
            }
        )
        return 0
    for manifest in manifests:
        mark = "*" if manifest.snapshot_id == live.id else " "
        rows = sum(manifest.rows.values())
        note = f"  {manifest.note}" if manifest.note else ""
        print(
            f"{mark} {manifest.snapshot_id}  截止 {manifest.as_of}  发布于 {manifest.created_at}"
            f"  {manifest.published_by}  {rows} 行{note}"
        )
    for name, why in damaged.items():
        print(f"! {name}  {why}")
    for refused in live.refused:
        print(f"注意：{refused.snapshot_id} 不可用（{refused.reason}），现在使用的是 {live.id}")
    return 0


@commands.command(help="改用较早的快照；任何快照都不会被删除，可以再改回来。")
@_WRITTEN
@click.option("--to", "wanted", metavar="编号", help="要启用的快照；不写就退回上一个")
@click.option("--note", default="", metavar="文字", help="原因，写进审计日志")
@click.option("--by", metavar="姓名", help="操作人，写进审计日志；不写就用系统用户名")
@_JSON
def rollback(root: Path, wanted: str | None, note: str, by: str | None, as_json: bool) -> int:
    """Make an earlier snapshot the live one."""
    from data.publishing import make_live

    store = Store(root)
    before = store.live_id()
    manifest = make_live(store, wanted or _previous(store, before), by=by, note=note)
    if as_json:
        print_json({"before": before, "live": _described(manifest)})
    else:
        print(f"已从 {before} 改用 {manifest.snapshot_id}（截止 {manifest.as_of}）")
    return 0


@commands.command(
    help="比较两个快照：每张表新增、删除、改动了哪些行。\n\n不写新编号就用正在使用的快照；也不写旧编号就用它的上一个。"
)
@click.argument("old", required=False, metavar="[旧编号]")
@click.argument("new", required=False, metavar="[新编号]")
@_READ
@click.option(
    "--limit",
    cls=ChineseOption,
    type=click.IntRange(min=0),
    default=20,
    metavar="行数",
    help="每张表列出几行，0 为全部（默认 20）",
)
@_JSON
def diff(old: str | None, new: str | None, root: Path | None, limit: int, as_json: bool) -> int:
    """Compare two snapshots."""
    from data.diff import compare

    store = _opened(root)
    later = store.open(new)
    earlier = store.open(old or _previous(store, later.id))
    found = compare(earlier, later, limit or None)
    if as_json:
        print_json(
            {
                "old": earlier.id,
                "new": later.id,
                "tables": {
                    one.table: {
                        "added": one.added,
                        "removed": one.removed,
                        "changed": one.changed,
                        "rows": [{"change": r.change, "key": r.key, "columns": r.columns} for r in one.rows],
                    }
                    for one in found
                },
            }
        )
        return 0
    print(f"{earlier.id}（截止 {_as_of(earlier)}）→ {later.id}（截止 {_as_of(later)}）")
    if not found:
        print("没有任何不同")
    words = {"added": "新增", "removed": "删除", "changed": "改动"}
    for one in found:
        print(f"{label_of(one.table)}：新增 {one.added} 行，删除 {one.removed} 行，改动 {one.changed} 行")
        for row in one.rows:
            key = "，".join(f"{name}={value}" for name, value in row.key.items())
            cells = "；".join(f"{name}：{_cell(a)} → {_cell(b)}" for name, (a, b) in row.columns.items())
            print(f"  {words[row.change]} {key}" + (f"　{cells}" if cells else ""))
        left = one.added + one.removed + one.changed - len(one.rows)
        if left:
            print(f"  还有 {left} 行，用 --limit 0 全部列出")
    return 0


@commands.command(
    help="重新生成自带的示例数据（每次结果逐字节相同）。\n\n写 --copy-to 就不重新生成，只复制一份供练习。"
)
@click.option("--copy-to", "target", type=_PATH, metavar="目录", help="复制到这个目录，在副本上练习收表和发布")
def sample(target: Path | None) -> int:
    """Rebuild the bundled sample (示例数据), byte for byte; or copy it as a store to practise on."""
    if target is not None:
        from data.sample.copying import copy_sample

        live = copy_sample(target)
        print(f"已复制到 {target}（快照 {live}），用 --store {target} 在它上面练习")
        return 0
    from data.sample.build import main as build

    build()
    return 0


commands.add_command(log)
commands.add_command(template)
commands.add_command(intake)


def _opened(root: Path | None) -> Store:
    return default_store() if root is None else Store(root)


def _previous(store: Store, live: str) -> str:
    """Return the snapshot published before this one."""
    manifests = store.manifests()
    names = [manifest.snapshot_id for manifest in manifests]
    earlier = names[names.index(live) + 1 :] if live in names else [name for name in names if name != live]
    if not earlier:
        raise StoreError(f"没有比 {live} 更早的快照")
    return earlier[0]


def _reason(store: Store, name: str) -> str:
    try:
        store.open(name)
    except StoreError as problem:
        return str(problem)
    return ""


def _described(manifest: Manifest) -> dict[str, Any]:
    return {
        "snapshot_id": manifest.snapshot_id,
        "as_of": manifest.as_of.isoformat(),
        "created_at": manifest.created_at,
        "published_by": manifest.published_by,
        "note": manifest.note,
        "cities": list(manifest.cities),
        "rows": dict(manifest.rows),
    }


def _refusal(refused: Refused) -> dict[str, str]:
    return {"snapshot_id": refused.snapshot_id, "reason": refused.reason}


def _as_of(snapshot: Snapshot) -> str:
    return snapshot.manifest.as_of.isoformat()


def _cell(value: str | None) -> str:
    return "（空）" if value is None else value
