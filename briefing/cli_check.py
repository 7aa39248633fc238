"""``python -m briefing check FILE``: a file that came back is held against its snapshot in the terminal (核对)."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.checking.check import check
from briefing.checking.opening import LIMITS
from briefing.checking.report import Difference, Report, as_json
from data.console import ChineseCommand, ChineseOption, print_json
from data.store import STORE_VARIABLE, Store
from data.system import reason
from scenarios.cli_run import aligned

_LONGEST = 40


@click.command(
    "check",
    cls=ChineseCommand,
    help="核对：把导出后又传回来的文件（汇报演示、汇报材料、数据表、网页版、会议放映）与它出自的数据快照逐处比对文字和数字。\n\n"
    "退出码：0 全部一致，1 有改动，2 无法核对。",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--store", "root", type=click.Path(path_type=Path), metavar="目录", envvar=STORE_VARIABLE,
              help="数据仓库；不写就用示例数据")
@click.option("--format", "form", cls=ChineseOption, type=click.Choice(["table", "json"]), default="table",
              help="table 文字，json 供程序读取")
def command(file: Path, root: Path | None, form: str) -> int:
    """Check a file and print what was found."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LIMITS.file_bytes + 1)
    except OSError as error:
        report = Report(file.name, f"不能读取文件 {file}：{reason(error)}")
    else:
        report = check(content, file.name, None if root is None else Store(root))
    if form == "json":
        print_json(as_json(report))
    else:
        click.echo("\n".join(as_lines(report)))
    return 2 if report.problem else 0 if report.unchanged else 1


def as_lines(report: Report) -> list[str]:
    """Return a report as the lines of a text: the result first, then what differs."""
    lines = [f"{report.name}：{report.finding.strip()}", *report.notes]
    changed = "不同" if report.other_edition else "改动"
    if report.changed:
        lines += ["", f"{report.number_differs.removeprefix('被')}的数字"]
        lines += _table(report.changed, ("位置", "指标", "快照", "文件"))
    if report.lost:
        lines += ["", "文件里没有了", *report.lost]
    if report.words:
        lines += ["", f"{changed}的文字", *_table(report.words, ("位置", "", "快照", "文件"))]
    if report.added:
        lines += ["", "另加的，无从核对", *_table(report.added, ("位置", "", "", "文件"))]
    if report.hidden:
        lines += ["", "被隐藏", *_table(report.hidden, ("位置", "", "", "文件"))]
    return lines


def _table(differences: tuple[Difference, ...], heads: tuple[str, ...]) -> list[str]:
    rows = [[_short(one.where), _short(one.what), _short(one.was), _short(one.now)] for one in differences]
    return aligned([list(heads), *rows])


def _short(text: str) -> str:
    said = " ".join(text.split()) or "—"
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
