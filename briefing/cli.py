"""``python -m briefing``: slides, brief, tables and page of a scope as files, without the dashboard (材料导出)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from briefing import cli_check
from briefing.agenda import Agenda, BadAgenda
from briefing.agenda import from_json as agenda_from_json
from briefing.composing import document
from briefing.facts import fingerprint
from briefing.naming import file_name
from briefing.writing import WRITERS
from data.approval import approval_line
from data.console import ChineseGroup, ChineseOption, Day, run
from data.durable import replace_file
from data.policies import load_calibers
from data.store import STORE_VARIABLE, Snapshot, StoreError
from data.system import reason
from data.tables import CityTables
from indicators import CityFigures
from indicators.engine import lazily
from indicators.scopes import UnknownScope, level_of
from scenarios.applying import Unfit
from scenarios.cli_run import Refusal, open_snapshot
from scenarios.cli_run import read as read_scenario
from scenarios.model import Scenario

_PATH = click.Path(path_type=Path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 done, 1 refused with a Chinese sentence, 2 badly asked.

    Of a check: 0 all as in the snapshot, 1 something differs, 2 it cannot be told.
    """
    return run(commands, arguments, "python -m briefing", (Refusal, StoreError))


@click.group(cls=ChineseGroup, help="把一个市、区县或医共体的情况做成演示文稿、汇报材料、表格和网页。")
def commands() -> None:
    """Make what leaves the house."""


commands.add_command(cli_check.command)


@commands.command("build", help="生成文件，每个格式一份。")
@click.option("--scope", cls=ChineseOption, required=True, metavar="编号", help="4 位市代码、6 位区县代码或医共体编号")
@click.option("--as-of", "as_of", cls=ChineseOption, required=True, type=Day(), metavar="日期", help="如 2022-12-31")
@click.option("--formats", default=",".join(WRITERS), metavar="格式", help=f"逗号分开：{','.join(WRITERS)}；不写就全部")
@click.option("--out", cls=ChineseOption, required=True, type=_PATH, metavar="目录", help="写到哪个目录")
@click.option("--scenario", type=_PATH, metavar="文件", help="情景文件：写情景的指标，每处标明非现状")
@click.option("--agenda", type=_PATH, metavar="文件", help="议程文件：哪些页、什么次序；不写就用常用的")
@click.option("--caliber", metavar="口径", help="派驻人员口径，对所有派驻方向生效；不写则按文件")
@click.option("--store", "root", type=_PATH, metavar="目录", envvar=STORE_VARIABLE, help="数据仓库；不写就用示例数据")
def build(
    scope: str, as_of: date, formats: str, out: Path, scenario: Path | None, agenda: Path | None, caliber: str | None,
    root: Path | None,
) -> None:
    """Write one file for each format."""
    wanted = list(dict.fromkeys(name.strip().lower() for name in formats.replace("，", ",").split(",") if name.strip()))
    unknown = [name for name in wanted if name not in WRITERS]
    if unknown or not wanted:
        what = f"没有格式“{'、'.join(unknown)}”" if unknown else "没有写格式"
        raise Refusal(f"{what}，可用：{'、'.join(WRITERS)}")
    if caliber is not None and caliber not in load_calibers():
        raise Refusal(f"没有口径“{caliber}”，可用：{'、'.join(load_calibers())}")
    snapshot = open_snapshot(root)
    if as_of > snapshot.manifest.as_of:
        raise Refusal(f"截止日期 {as_of} 晚于数据快照的截止日期 {snapshot.manifest.as_of}，没有之后的数据")
    tables, figures = _city(snapshot, scope, as_of, caliber)
    asked, slides = _scenario(scenario, as_of, caliber), _agenda(agenda)
    try:
        made = document(
            tables, scope, as_of, snapshot=snapshot.id, caliber=caliber, agenda=slides, scenario=asked,
            boundaries=snapshot.boundaries(tables.city_code), figures=figures,
            approval=approval_line(snapshot.path.parents[1]),
        )
    except (Unfit, UnknownScope) as problem:
        raise Refusal(str(problem)) from problem
    if not made.slides:
        raise Refusal("议程里没有可用的页：每一页都不放映，或者写的范围不在这个城市")
    absent = 0 if slides is None else sum(item.shown for item in slides.items) - len(made.slides)
    if absent:
        click.echo(f"注意：议程里有 {absent} 页没有放进来，写的范围不在这个城市，或没有给情景文件", err=True)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in wanted:
            path = out / file_name(made, name)
            replace_file(path, WRITERS[name](made))
            click.echo(f"已写 {path}")
    except OSError as error:
        raise Refusal(f"不能写到 {out}：{reason(error)}") from error
    click.echo(f"数据快照 {made.snapshot}，核对码 {fingerprint(made)}")


def _city(snapshot: Snapshot, scope: str, as_of: date, caliber: str | None) -> tuple[CityTables, CityFigures]:
    """Return the city in which a scope lies, and its figures."""
    for city in snapshot.cities():
        if level_of(scope) == "consortium" or city == scope[:4]:
            tables = snapshot.city(city)
            figures = lazily(tables, as_of, caliber)
            if figures.knows(scope):
                if not figures.in_account(scope):
                    raise Refusal(f"{figures.name_of(scope)}不在文件统计范围，没有指标可写")
                return tables, figures
    raise Refusal(str(UnknownScope(scope)))


def _scenario(file: Path | None, as_of: date, caliber: str | None) -> Scenario | None:
    """Return the scenario of a file, which must be of the day and caliber that are asked for."""
    if file is None:
        return None
    held = read_scenario(file)
    if held.as_of != as_of:
        raise Refusal(f"情景“{held.name}”的截止日期是 {held.as_of}，与 --as-of {as_of} 不同")
    if caliber is not None and held.caliber != caliber:
        raise Refusal(f"情景“{held.name}”的派驻口径与 --caliber {caliber} 不同")
    return held


def _agenda(file: Path | None) -> Agenda | None:
    if file is None:
        return None
    try:
        return agenda_from_json(file.read_bytes())
    except OSError as error:
        raise Refusal(f"不能读取文件 {file}：{reason(error)}") from error
    except BadAgenda as error:
        raise Refusal(f"{file.name}：{error}") from error
