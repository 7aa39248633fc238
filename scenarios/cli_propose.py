"""``python -m scenarios propose``: plans in the terminal (方案建议), with progress; Ctrl+C takes the best so far."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from data.console import ChineseGroup, ChineseOption, Day, print_json
from data.policies import load_calibers
from data.store import STORE_VARIABLE, Snapshot
from data.system import reason
from data.tables import CityTables
from indicators.months import month_as_of
from indicators.scopes import UnknownScope, level_of
from indicators.series import months_with_data
from scenarios.cli_run import Refusal, city_of, open_snapshot
from scenarios.naming import names_of
from scenarios.proposing.affiliation import DEFAULT_SPREAD, AffiliationWish, propose_affiliation
from scenarios.proposing.proposal import CannotProposeError, Control, Progress, Proposal
from scenarios.proposing.staffing import StaffingWish, propose_staffing
from scenarios.proposing.supply import DEFAULT_SHARE
from scenarios.proposing.travel import TravelTimes, read_travel_times
from scenarios.proposing.villages import VillageWish, propose_villages
from scenarios.words import WATERMARK

_PATH = click.Path(path_type=Path)
_SECONDS = 20.0
_CITY_DIGITS = 4

_COMMON = (
    click.option("--scope", cls=ChineseOption, required=True, metavar="编号", help="市、区县代码或医共体编号"),
    click.option("--as-of", "as_of", type=Day(), metavar="日期", help="截止日期；不写就用该市有数据的最后一个月的月末"),
    click.option("--seconds", type=float, default=_SECONDS, metavar="秒", help="最多算多久；到时给出目前最好的方案"),
    click.option("--store", "root", type=_PATH, metavar="目录", envvar=STORE_VARIABLE,
                 help="快照存放的目录；不写就用自带的示例数据"),
    click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="输出格式"),
)  # fmt: skip


def _common(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_COMMON):
        command = option(command)
    return command


@click.group("propose", cls=ChineseGroup, help="求达到目标的最小方案，结果是一个可以再改的情景。")
def propose() -> None:
    """Propose plans."""


@propose.command("staffing", help="派驻补齐：增派人数最少，使每家基层成员单位有人派驻、人数目标达到。")
@_common
@click.option("--share", type=float, default=100 * DEFAULT_SHARE, metavar="百分比", help="派出人数占医师数的上限")
@click.option("--limit", "limits", multiple=True, metavar="机构=人数", help="某家机构最多派出的人数（含已派出的）")
@click.option("--renew-within", type=click.IntRange(min=1), metavar="月数", help="先续派这几个月内到期的")
@click.option("--months", type=click.IntRange(min=1), default=12, metavar="月数", help="增派和续派的期限")
@click.option("--caliber", metavar="口径", help="派驻人员口径，对所有派驻方向生效；不写则按文件")
def staffing(
    scope: str, as_of: date | None, seconds: float, root: Path | None, form: str, share: float,
    limits: tuple[str, ...], renew_within: int | None, months: int, caliber: str | None,
) -> None:
    """Propose a staffing plan."""
    if caliber is not None and caliber not in load_calibers():
        raise Refusal(f"没有口径“{caliber}”，可用：{'、'.join(load_calibers())}")
    snapshot, tables = _open(root, scope)
    wish = StaffingWish(share=share / 100, limits=_limits(limits), renew_within=renew_within, months=months)
    day = _day(snapshot, tables, as_of)
    _show(tables, form, lambda control: propose_staffing(
        tables, day, scope, wish=wish, caliber=caliber, control=control), seconds)  # fmt: skip


@propose.command("villages", help="村级布点：新设几个点覆盖人口最多，或最少几个点覆盖全部。")
@_common
@click.option("--points", type=click.IntRange(min=0), metavar="个数", help="最多新设几个点；不写则求覆盖全部的最少点数")
@click.option("--all", "everybody", is_flag=True, help="写了个数也要求全部覆盖")
@click.option("--within", "metres", type=float, metavar="米", help="多少米以内算覆盖（直线距离示意）")
@click.option("--travel", type=_PATH, metavar="文件", help="通行时间表（CSV：from,to,minutes），代替直线距离")
@click.option("--minutes", type=float, metavar="分钟", help="配合通行时间表：多少分钟以内算覆盖")
@click.option("--kind", type=click.Choice(["clinic", "extension"]), default="clinic",
              help="clinic 村卫生室，extension 延伸服务点")
@click.option("--where", type=click.Choice(["any", "unserved", "planned"]), default="any",
              help="any 没有同类点的村，unserved 无服务的村，planned 应设未设的村")
def villages(
    scope: str, as_of: date | None, seconds: float, root: Path | None, form: str, points: int | None,
    everybody: bool, metres: float | None, travel: Path | None, minutes: float | None, kind: Any, where: Any,
) -> None:  # fmt: skip
    """Propose a village plan."""
    snapshot, tables = _open(root, scope)
    times = None if travel is None else _travel(travel, tables)
    wish = VillageWish(metres, times, minutes, points, everybody, kind, where)
    day = _day(snapshot, tables, as_of)
    _show(tables, form, lambda control: propose_villages(tables, day, scope, wish, control=control), seconds)


@propose.command("affiliation", help="归属调整：把区县的基层机构分给 1 至 3 家牵头医院，人口均衡、就近、相连。")
@_common
@click.option("--lead", "leads", multiple=True, cls=ChineseOption, required=True, metavar="机构",
              help="牵头医院的机构编号，每家写一次")
@click.option("--spread", type=float, default=100 * DEFAULT_SPREAD, metavar="百分比", help="各家人口与平均数最多相差")
@click.option("--scattered", is_flag=True, help="不要求成员相连成片")
def affiliation(
    scope: str, as_of: date | None, seconds: float, root: Path | None, form: str, leads: tuple[str, ...],
    spread: float, scattered: bool,
) -> None:
    """Propose an affiliation."""
    snapshot, tables = _open(root, scope)
    wish = AffiliationWish(leads, spread / 100, not scattered)
    day, land = _day(snapshot, tables, as_of), snapshot.boundaries(tables.city_code)
    _show(tables, form, lambda control: propose_affiliation(
        tables, day, scope, wish, boundaries=land, control=control), seconds)  # fmt: skip


def as_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as plain data; ``scenario`` is what ``run`` takes as a file."""
    return {
        "watermark": WATERMARK, "scenario": proposal.scenario.model_dump(mode="json"), "summary": proposal.summary,
        "objective": proposal.objective, "value": proposal.value, "unit": proposal.unit,
        "constraints": list(proposal.constraints),
        "assumptions": list(proposal.assumptions), "found": proposal.found, "optimal": proposal.optimal,
        "gap": proposal.gap, "certainty": proposal.certainty, "seconds": round(proposal.seconds, 3),
        "stopped": proposal.stopped, "infeasible": list(proposal.infeasible),
        "also_infeasible": [list(one) for one in proposal.also_infeasible],
    }  # fmt: skip


def as_table(proposal: Proposal, names: Any) -> str:
    """Return a proposal as text."""
    lines = [f"{WATERMARK}  {proposal.scenario.name}", "", proposal.summary, f"{proposal.certainty}。", ""]
    lines += [f"目标：{proposal.objective}", *_under("约束", proposal.constraints)]
    lines += _under("前提", proposal.assumptions)
    if proposal.infeasible:
        lines += _under("不能同时满足的约束", proposal.infeasible)
        for one in proposal.also_infeasible:
            lines += _under("另外不能同时满足的", one)
    lines += _under("调整", [change.words(names) for change in proposal.scenario.changes])
    return "\n".join(lines) + "\n"


def _under(title: str, sentences: Sequence[str]) -> list[str]:
    return ["", f"{title}：", *(f"{at}. {one}" for at, one in enumerate(sentences, start=1))] if sentences else []


def _show(tables: CityTables, form: str, ask: Callable[[Control], Proposal], seconds: float) -> None:
    told: list[str] = []

    def tell(progress: Progress) -> None:
        # Only a person at a terminal wants to see how far it is.
        if sys.stderr.isatty() and progress.step not in told[-1:]:
            told.append(progress.step)
            print(f"{progress.step}……（{progress.seconds:.1f} 秒）", file=sys.stderr)

    with _interrupted() as asked:
        try:
            proposal = ask(Control(seconds, tell, asked.is_set))
        except (CannotProposeError, UnknownScope) as error:
            raise Refusal(str(error)) from error
    if form == "json":
        print_json(as_json(proposal))
    else:
        click.echo(as_table(proposal, names_of(tables)), nl=False)


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """Turn Ctrl+C into a wish to stop, for as long as it lasts."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = signal.signal(signal.SIGINT, lambda *_: asked.set())
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _open(root: Path | None, scope: str) -> tuple[Snapshot, CityTables]:
    """Return the snapshot and the city of a scope; a consortium is looked for in every city."""
    snapshot = open_snapshot(root)
    city = scope[:_CITY_DIGITS]
    if level_of(scope) == "consortium":
        consortia = snapshot.table("consortia")
        own = consortia.loc[consortia["consortium_id"] == scope, "county_code"]
        if own.empty:
            raise Refusal(f"数据里没有编号为“{scope}”的市、区县或医共体")
        city = str(own.iloc[0])[:_CITY_DIGITS]
    return snapshot, city_of(snapshot, city)


def _day(snapshot: Snapshot, tables: CityTables, as_of: date | None) -> date:
    """Return the day asked for; the month-end that a page of the city opens on where none is."""
    latest = snapshot.manifest.as_of
    if as_of is not None and as_of > latest:
        raise Refusal(f"截止日期 {as_of} 晚于数据的截止日期 {latest}")
    return as_of or month_as_of(months_with_data(tables)[-1], latest)


def _limits(given: Sequence[str]) -> dict[str, int]:
    found = {}
    for one in given:
        institution, _, persons = one.rpartition("=")
        if not institution or not persons.isdecimal():
            raise Refusal(f"派出上限“{one}”写成 机构编号=人数")
        found[institution] = int(persons)
    return found


def _travel(file: Path, tables: CityTables) -> TravelTimes:
    known = {*tables["regions"]["region_code"], *tables["institutions"]["institution_id"]}
    try:
        return read_travel_times(file.read_bytes(), known)
    except OSError as error:
        raise Refusal(f"不能读取文件 {file}：{reason(error)}") from error
    except CannotProposeError as error:
        raise Refusal(f"{file.name}：{error}") from error
