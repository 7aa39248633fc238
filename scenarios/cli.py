"""``python -m scenarios``: ask a scenario in the terminal (情景推演)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from data.console import ChineseGroup, run
from data.store import STORE_VARIABLE, StoreError
from scenarios import cli_beside, cli_run
from scenarios.cli_propose import propose

_PATH = click.Path(path_type=Path)
READ = click.option(
    "--store", "root", type=_PATH, metavar="目录", envvar=STORE_VARIABLE, help="快照存放的目录；不写就用自带的示例数据"
)
FORM = click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="输出格式")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    return run(commands, arguments, "python -m scenarios", (cli_run.Refusal, StoreError))


@click.group(cls=ChineseGroup, help="推演“如果……会怎样”：在现有数据上试作调整，看各项目标如何变化。")
def commands() -> None:
    """Ask what if."""


@commands.command("run", help="推演情景文件，打印变化的指标、每项调整的贡献和一段文字；写几个文件就并列比较。")
@click.argument("files", type=_PATH, metavar="情景文件...", nargs=-1, required=True)
@READ
@FORM
def run_scenarios(files: tuple[Path, ...], root: Path | None, form: str) -> None:
    """Answer a scenario file, or several side by side."""
    if len(files) == 1:
        cli_run.run(files[0], root, form)
    else:
        cli_beside.run(files, root, form)


commands.add_command(propose)
