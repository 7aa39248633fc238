"""``python -m scenarios run FILE``: the answer of a scenario file in the terminal (情景推演)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from data.console import print_json
from data.store import Snapshot, Store, StoreError, default_store
from data.system import reason
from data.tables import CityTables
from indicators.cli import as_object
from indicators.model import Figure
from indicators.wording import NULL, STATUS, figure_number, signed
from scenarios.applying import Unfit
from scenarios.change import Names, called
from scenarios.comparing import Answer, Moved, compare
from scenarios.cost import Cost
from scenarios.covering import Place
from scenarios.files import BadScenario, differences, from_json
from scenarios.model import Scenario
from scenarios.naming import names_of
from scenarios.words import WATERMARK, paragraph

_HEADINGS = ("指标", "范围", "现状", "情景", "单位", "状态", "逐项贡献")
_IN_ORDER = "逐项贡献按所列次序计算：每项调整量的是在前面各项之上多出的部分，次序不同，贡献也会不同。"


class Refusal(Exception):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """A question that cannot be answered."""


def run(file: Path, store: Path | None, form: str) -> None:
    """Answer a scenario file and print it.

    Raises:
        Refusal: The file, the store or the city cannot be read, or the scenario does not fit.
    """
    scenario = read(file)
    snapshot = open_snapshot(store)
    tables = city_of(snapshot, scenario.scope)
    try:
        answer = compare(tables, scenario)
    except Unfit as error:
        raise Refusal(str(error)) from error
    other = differences(scenario, snapshot.id, tables.as_of)
    if form == "json":
        print_json(as_json(answer, other))
    else:
        click.echo(as_table(answer, other), nl=False)


def read(file: Path) -> Scenario:
    """Return the scenario of a file."""
    try:
        return from_json(file.read_bytes())
    except OSError as error:
        raise Refusal(f"不能读取文件 {file}：{reason(error)}") from error
    except BadScenario as error:
        raise Refusal(f"{file.name}：{error}") from error


def open_snapshot(store: Path | None) -> Snapshot:
    """Return the live snapshot of a store, or the bundled sample; one that took its place is told on standard error."""
    try:
        snapshot = (default_store() if store is None else Store(store)).open()
    except (StoreError, OSError) as error:
        raise Refusal(f"不能读取数据仓库：{error}") from error
    for notice in snapshot.notices():
        click.echo(notice, err=True)
    return snapshot


def city_of(snapshot: Snapshot, city: str) -> CityTables:
    """Return the tables of a city of the snapshot."""
    if city not in snapshot.cities():
        raise Refusal(f"数据里没有代码为“{city}”的市，可用：{'、'.join(snapshot.cities())}")
    return snapshot.city(city)


def as_json(answer: Answer, other: Sequence[str] = ()) -> dict[str, Any]:
    """Return the answer as plain data: values are not rounded and dates are ISO."""
    names = names_of(answer.after.tables)
    covering = answer.covering
    return {
        "watermark": WATERMARK,
        "scenario": answer.scenario.model_dump(mode="json"),
        "differences": list(other),
        "as_of": answer.after.as_of.isoformat(),
        "changes": list(answer.changes),
        "moved": [_moved(one) for one in answer.moved],
        "covering": {
            "institutions_covered": _places(covering.institutions_covered),
            "institutions_lost": _places(covering.institutions_lost),
            "villages_covered": _places(covering.villages_covered),
            "villages_lost": _places(covering.villages_lost),
        },
        "cost": cost_as_json(answer.cost),
        "refusals": [{"index": one.index, "sentence": one.sentence} for one in answer.refusals],
        "notes": [{"index": one.index, "sentence": one.sentence} for one in answer.notes],
        "paragraph": paragraph(answer, names),
    }  # fmt: skip


def as_table(answer: Answer, other: Sequence[str] = ()) -> str:
    """Return the answer as text: what moved with the contribution of each change, then the paragraph."""
    names = names_of(answer.after.tables)
    lines = [f"{WATERMARK}  {answer.scenario.name}", *other, ""]
    lines += [f"{number}. {words}" for number, words in enumerate(answer.changes, start=1)]
    rows = [list(_HEADINGS), *table_rows(answer, names)]
    if len(rows) > 1:
        lines += ["", *aligned(rows)]
        lines += ["", _IN_ORDER] if len(answer.changes) > 1 else []
    return "\n".join([*lines, "", paragraph(answer, names)]) + "\n"


def cost_as_json(cost: Cost) -> dict[str, int]:
    """Return what a scenario takes as plain data."""
    return {
        "persons": cost.persons, "sites": cost.sites, "villages": cost.villages, "clinics": cost.clinics,
        "renewed": cost.renewed,
    }  # fmt: skip


def aligned(rows: Sequence[list[str]]) -> list[str]:
    """Return rows of cells as lines whose columns stand under each other; a Han character takes two places."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths)).rstrip() for row in rows]


def table_rows(answer: Answer, names: Names) -> list[list[str]]:
    """Return what moved as the cells of the table; contributions added to the figure before give the one after."""
    rows = []
    for one in answer.moved:
        decimals = one.after.definition.decimals
        rows.append([
            one.after.name, called(names, one.scope), _value(one.before, decimals), _value(one.after, decimals),
            one.after.unit, _status(one),
            " ".join(f"{at}:{signed(float(part), decimals)}" for at, part in enumerate(one.printed, start=1) if part),
        ])  # fmt: skip
    return rows


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "key": one.key, "name": one.after.name, "scope": one.scope,
        "before": None if one.before is None else as_object(one.before), "after": as_object(one.after),
        "whole": one.whole, "contributions": list(one.contributions),
        # As they are printed: with the printed figure before they give the printed one after.
        "printed": [str(part) for part in one.printed],
    }  # fmt: skip


def _places(places: Sequence[Place]) -> list[dict[str, str]]:
    return [{"id": place.id, "name": place.name, "county_code": place.county_code} for place in places]


def _value(figure: Figure | None, decimals: int) -> str:
    return figure_number(figure.value, figure.unit, decimals) if figure is not None else NULL


def _status(one: Moved) -> str:
    after = STATUS[one.after.status][1]
    return f"{STATUS[one.before.status][1]} → {after}" if one.before and one.status_changed else after


def _padded(row: list[str], widths: list[int]) -> list[str]:
    return [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
