"""``python -m data template``: write the blank workbooks (空白模板) that counties and the city fill in."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
import pandas as pd

from data.console import ChineseCommand, ChineseOption
from data.durable import replace_file
from data.store import STORE_VARIABLE, Store, default_store
from data.system import reason

_PATH = click.Path(path_type=Path)


@click.command(
    "template",
    cls=ChineseCommand,
    help="生成某个月的填报模板：每个区县一个工作簿，市级另有一个，已按正在使用的快照预先填好。\n\n"
    "同名文件会被替换；有一个做不出来，就一个也不写。",
)
@click.option("--county", "counties", multiple=True, metavar="代码", help="区县代码，6 位；可以写多次")
@click.option("--city", metavar="代码", help="市代码，4 位：生成市级的模板")
@click.option("--all", "everyone", is_flag=True, help="和 --city 一起用：连同该市全部在统计范围内的区县")
@click.option("--month", cls=ChineseOption, required=True, metavar="月份", help="填报的月份，如 2022-12")
@click.option("--out", "folder", cls=ChineseOption, type=_PATH, required=True, metavar="目录", help="写到哪个目录")
@click.option(
    "--store", "root", type=_PATH, metavar="目录", envvar=STORE_VARIABLE, help="快照存放的目录；不写就看自带的示例数据"
)
def template(
    counties: tuple[str, ...], city: str | None, everyone: bool, month: str, folder: Path, root: Path | None
) -> int:
    """Write templates from the live snapshot; all of them or none."""
    if not counties and city is None:
        raise click.UsageError("写上 --county 或 --city，说明给谁做模板")
    if everyone and city is None:
        raise click.UsageError("--all 要和 --city 一起用")
    # openpyxl takes a moment to load, which the other commands need not wait for.
    from data.template import TemplateError
    from data.template import template as build

    store = default_store() if root is None else Store(root)
    senders = list(dict.fromkeys([*counties, *([city] if city else [])]))
    frames = _frames(store, senders)
    if city and everyone:
        senders += [code for code in _counties(frames[city], city) if code not in senders]
    try:
        made = [build(frames[code[:4]], code, month, today=date.today()) for code in senders]
    except TemplateError as problem:
        raise click.UsageError(str(problem)) from problem
    for name, content in made:
        print(f"已写入 {_write(folder / name, content)}")
    return 0


def _frames(store: Store, senders: list[str]) -> dict[str, Mapping[str, pd.DataFrame]]:
    """Return the frames of the live snapshot by city, for the cities of these senders."""
    found: dict[str, Mapping[str, pd.DataFrame]] = {}
    for code in senders:
        if code[:4] in found:
            continue
        try:
            snapshot, tables = store.read(code[:4])
        except KeyError as problem:
            cities = "、".join(store.open().cities())
            raise click.UsageError(f"数据快照里没有 {code}，只有这些市和它们的区县：{cities}") from problem
        for notice in snapshot.notices():
            print(notice, file=sys.stderr)
        found[code[:4]] = tables.frames
    return found


def _counties(frames: Mapping[str, pd.DataFrame], city: str) -> list[str]:
    """Return the codes of a city's counties in the account (文件统计范围)."""
    regions = frames["regions"]
    own = regions[(regions["level"] == "county") & regions["region_code"].str.startswith(city)]
    return sorted(own.loc[own["in_account"].fillna(True), "region_code"])


def _write(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all."""
    try:
        replace_file(path, content)
    except OSError as problem:
        raise click.UsageError(f"模板 {path} 写不进去（{reason(problem)}）") from problem
    return path
