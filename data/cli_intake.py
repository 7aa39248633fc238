"""``python -m data intake``: check a folder of workbooks, write what goes back, and publish what is accepted (收表)."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from data.console import ChineseCommand, ChineseOption, print_json
from data.manifest import StoreError
from data.store import STORE_VARIABLE, Store, default_store

if TYPE_CHECKING:
    from data.collecting import Collection


class MonthType(click.ParamType[str]):
    """A month (``2022-12``)."""

    name = "月份"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the month; anything else is refused with a sentence."""
        if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", str(value)):
            self.fail(f"“{value}”不是月份，写成 2022-12 这样的形式", param, ctx)
        return str(value)


@click.command(
    "intake",
    cls=ChineseCommand,
    help="收表：检查目录里各区县和市里报来的工作簿，列出问题和将要改动的数；不写 --publish 就什么也不改。\n\n"
    "有的单位有错误时，用 --accept 写明采用哪几家才能发布。\n\n"
    "退出码：0 没有错误（可以有提醒），1 有错误，2 无法读取。",
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="目录")
@click.option("--store", "root", type=click.Path(path_type=Path), metavar="目录", envvar=STORE_VARIABLE,
              help="快照存放的目录；不写就看自带的示例数据，只能检查不能发布")
@click.option("--month", type=MonthType(), metavar="月份", help="收哪个月，如 2022-12；不写就按多数文件写明的月份")
@click.option("--report", "report", type=click.Path(path_type=Path), metavar="目录",
              help="把各单位的退回单、问题清单.xlsx 和变更.csv 写到这个目录")
@click.option("--accept", "accept", multiple=True, metavar="代码", help="采用这家的数据；可以写多次，或用逗号隔开")
@click.option("--accept-all", is_flag=True, help="采用全部没有错误的单位")
@click.option("--publish", is_flag=True, help="把采用的数据发布为新的快照并启用")
@click.option("--note", default="", metavar="文字", help="备注，显示在快照列表里")
@click.option("--by", "by", metavar="姓名", help="经办人，记入审计日志；不写就用系统用户名")
@click.option("--top", cls=ChineseOption, type=click.IntRange(min=0), default=10, metavar="条数",
              help="每家列出几处改动，变化大的在前，0 为全部（默认 10）")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def intake(
    folder: Path, root: Path | None, month: str | None, report: Path | None, accept: tuple[str, ...], accept_all: bool,
    publish: bool, note: str, by: str | None, top: int, as_json: bool,
) -> int:
    """Check, report and, if asked, publish; the exit code says whether anything was wrong."""
    wanted = [code.strip() for one in accept for code in one.split(",") if code.strip()]
    if wanted and accept_all:
        raise click.UsageError("--accept 和 --accept-all 只能用一个")
    if (wanted or accept_all) and not publish:
        raise click.UsageError("--accept 和 --accept-all 要和 --publish 一起用")
    # The readers and the schema library take a second to load, which the other commands need not wait for.
    from data.collecting import collect
    from data.collecting_files import hashes, listed
    from data.collecting_report import write_report
    from data.collecting_text import UNREADABLE, described, exit_code, lines

    store = default_store() if root is None else Store(root)
    show = not as_json and sys.stderr.isatty()
    try:
        paths = listed([folder])
        collection = collect(paths, store, month=month, by=by, progress=_progress if show else None)
    except StoreError as problem:
        print(str(problem), file=sys.stderr)
        return UNREADABLE
    written = write_report(collection, hashes(paths), report) if report is not None else []
    if not as_json:
        print("\n".join(lines(collection, top)))
        for path in written:
            print(f"已写入 {path}")
    published = _publish(collection, store, wanted, accept_all, note, by) if publish else None
    if as_json:
        print_json({**described(collection), "written": [str(path) for path in written], "published": published})
    elif published is not None:
        print(f"已发布并启用快照 {published}")
    return exit_code(collection)


def _publish(
    collection: Collection, store: Store, wanted: Sequence[str], accept_all: bool, note: str, by: str | None
) -> str:
    from data.collecting import publish_collection
    from data.collecting_text import exit_code

    if not wanted:
        if not accept_all and exit_code(collection):
            raise StoreError(
                "没有发布：有的文件有错误。用 --accept 写明采用哪几家，或用 --accept-all 采用全部没有错误的"
            )
        wanted = [answer.code for answer in collection.senders if answer.acceptable]
    return publish_collection(collection, wanted, store, note, by).manifest.snapshot_id


def _progress(words: str, share: float) -> None:
    print(f"\r{round(100 * share):3d}% {words}\033[K", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)
