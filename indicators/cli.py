"""The command line: ``python -m indicators --scope CODE --as-of DATE``; what it prints is UTF-8 on any terminal."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from data.console import ChineseCommand, ChineseOption, complaint
from data.model import FLOW
from data.policies import Policy, load_calibers, policies_of
from data.store import Snapshot, Store, StoreError, default_store
from indicators.engine import CityFigures, lazily
from indicators.model import Figure
from indicators.scopes import UnknownScope, level_of
from indicators.wording_numbers import figure_number, number

#: Exit code of every refusal: an unknown scope, a date beyond the data, a store that cannot be read.
REFUSED = 2
STATUS = {"met": "达标", "not_met": "未达标", "no_data": "无数据", "no_target": "无目标"}
_OP = {">": "超过", ">=": "不低于", "<=": "不超过"}


class Refusal(Exception):  # noqa: N818  # not an error of the program but an answer; the message is Chinese
    """A question that cannot be answered."""


@click.command(cls=ChineseCommand, help="打印一个市、区县或医共体在某一天的全部指标。")
@click.option(
    "--scope", cls=ChineseOption, required=True, metavar="编号", help="范围：4 位市代码、6 位区县代码或医共体编号"
)
@click.option(
    "--as-of", "as_of", cls=ChineseOption, required=True, metavar="日期", help="截止日期，如 2022-12-31"
)
@click.option("--caliber", metavar="口径", help="派驻人员口径，对所有派驻方向生效；不写则按文件")
@click.option("--policy", metavar="编号", help="政策文件的编号；不写则用该市在截止日期的现行文件")
@click.option("--by", type=click.Choice(["county"]), help="county：逐个打印该市各区县的指标")
@click.option(
    "--store", type=click.Path(path_type=Path), metavar="目录", help="数据仓库目录；不写则用随附的示例数据"
)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="输出格式")
def command(
    scope: str, as_of: str, caliber: str | None, policy: str | None, by: str | None, store: Path | None, form: str
) -> None:
    """Answer one question and print it."""
    figures = ask(scope, _day(as_of), caliber, by, store, policy)
    _print({"table": as_table, "json": as_json, "csv": as_csv}[form](figures))


def main(arguments: list[str] | None = None) -> None:
    """Run the command; every refusal is one Chinese sentence on standard error and exit code 2."""
    try:
        command.main(args=arguments, prog_name="python -m indicators", standalone_mode=False)
    except (Refusal, UnknownScope) as refusal:
        _refuse(str(refusal))
    except StoreError as error:
        # A file is held against its hash when it is first read, long after the store was opened.
        _refuse(f"不能读取数据仓库：{error}")
    except click.UsageError as error:
        _refuse(f"{complaint(error)}，用 --help 查看用法")
    except click.Abort:
        sys.exit(REFUSED)


def ask(
    scope: str, as_of: date, caliber: str | None, by: str | None, store: Path | None, policy: str | None = None
) -> list[Figure]:
    """Return the figures of a scope, or with ``by`` those of each county in the account of a city.

    Raises:
        Refusal: No such caliber, no such policy in the city, a date after the snapshot's, a store that cannot be read,
            or ``by`` of no city.
        UnknownScope: The snapshot has no such city, county or consortium.
    """
    if caliber is not None and caliber not in load_calibers():
        raise Refusal(f"没有口径“{caliber}”，可用：{'、'.join(load_calibers())}")
    snapshot = _open(store)
    latest = snapshot.manifest.as_of
    if as_of > latest:
        raise Refusal(f"截止日期 {as_of} 晚于数据快照的截止日期 {latest}，没有之后的数据")
    figures = _figures_of(snapshot, scope, as_of, caliber, policy)
    if not figures.in_account(scope):
        _tell(f"注意：{figures.name_of(scope)}不在文件统计范围，不计入任何指标")
    if by is None:
        return figures.of_scope(scope)
    if level_of(scope) != "city":
        raise Refusal("--by county 只用于市（4 位代码）")
    return [figure for county in figures.counties for figure in figures.of_scope(county)]


def as_json(figures: list[Figure]) -> str:
    """Return figures as a JSON list; values are not rounded and dates are ISO."""
    return json.dumps([as_object(figure) for figure in figures], ensure_ascii=False, indent=2) + "\n"


def as_object(figure: Figure) -> dict[str, Any]:
    """Return one figure as the object of the data contract."""
    return {
        "key": figure.key,
        "name": figure.name,
        "scope": figure.scope,
        "as_of": figure.as_of.isoformat(),
        "caliber": figure.caliber,
        "value": figure.value,
        "unit": figure.unit,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "status": figure.status,
        "target": _target(figure),
        "gap": figure.gap,
        "not_reported": list(figure.not_reported),
    }


def as_csv(figures: list[Figure]) -> str:
    """Return figures as CSV with Chinese headings and a mark by which Excel and WPS know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        ["指标", "名称", "范围", "截止日期", "口径", "数值", "单位", "分子", "分母", "状态", "目标", "差距", "未报"]
    )
    for figure in figures:
        writer.writerow(
            [
                figure.key, figure.name, _harmless(figure.scope), figure.as_of.isoformat(), figure.caliber or "",
                *(_cell(value) for value in (figure.value,)), figure.unit, _cell(figure.numerator),
                _cell(figure.denominator), STATUS[figure.status], target_words(figure), _cell(figure.gap),
                _harmless("、".join(figure.not_reported)),
            ]
        )
    return "\ufeff" + text.getvalue()


def as_table(figures: list[Figure]) -> str:
    """Return figures as aligned text; Chinese characters count as two columns."""
    rows = [["名称", "范围", "数值", "单位", "状态", "目标", "差距", "未报"]]
    for figure in figures:
        decimals = figure.definition.decimals
        rows.append(
            [
                figure.name, figure.scope, figure_number(figure.value, figure.unit, decimals), figure.unit,
                STATUS[figure.status], target_words(figure) or "—", number(figure.gap, decimals),
                str(len(figure.not_reported)) if figure.not_reported else "",
            ]
        )
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    calibers = {FLOW[f.definition.flow]: f.caliber for f in figures if f.definition.flow}
    names = load_calibers()
    notes = [f"口径：{flow} {names[caliber].name}" for flow, caliber in calibers.items() if caliber]
    return "\n".join([*lines, "", *notes]) + "\n"


def target_words(figure: Figure) -> str:
    """Return the target in words (超过 300 人); empty where there is none."""
    if figure.target is None:
        return ""
    value = figure.target.value
    if isinstance(value, tuple):
        return f"{value[0]:g} 至 {value[1]:g} {figure.unit}"
    return f"{_OP[figure.target.op]} {value:g} {figure.unit}"


def _target(figure: Figure) -> dict[str, Any] | None:
    target = figure.target
    if target is None:
        return None
    return {
        "op": target.op,
        "value": list(target.value) if isinstance(target.value, tuple) else target.value,
        "due": target.due.isoformat() if target.due else None,
        "due_stated": target.due_stated,
        "policy": figure.policy,
    }


def _figures_of(
    snapshot: Snapshot, scope: str, as_of: date, caliber: str | None, policy: str | None
) -> CityFigures:
    """Return the figures of the city in which a scope lies, under the policy in force or the one asked for."""
    cities = snapshot.cities()
    own = [city for city in cities if city == scope[:4]] if level_of(scope) != "consortium" else cities
    for city in own:
        figures = lazily(snapshot.city(city), as_of, caliber)
        if figures.knows(scope):
            return figures if policy is None else lazily(figures.tables, as_of, caliber, _policy(city, policy))
    raise UnknownScope(scope)


def _policy(city: str, id: str) -> Policy:
    offered = {one.id: one for one in policies_of(city)}
    if id not in offered:
        raise Refusal(f"没有可用于该市的政策文件“{id}”，可用：{'、'.join(offered)}")
    return offered[id]


def _open(folder: Path | None) -> Snapshot:
    try:
        snapshot = (default_store() if folder is None else Store(folder)).open()
    except (StoreError, OSError) as error:
        raise Refusal(f"不能读取数据仓库：{error}") from error
    for notice in snapshot.notices():
        _tell(notice)
    return snapshot


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise Refusal(f"截止日期“{text}”不是日期，应写作 2022-12-31") from None


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def _harmless(text: str) -> str:
    """Keep a spreadsheet from reading a name as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _print(text: str) -> None:
    # Bytes, so that what is printed does not hang on the encoding of the terminal.
    click.echo(text.encode("utf-8"), nl=False)


def _tell(sentence: str) -> None:
    """Say something on standard error: what is printed stays what a program reads."""
    click.echo(f"{sentence}\n".encode(), nl=False, err=True)


def _refuse(sentence: str) -> None:
    _tell(sentence)
    sys.exit(REFUSED)
