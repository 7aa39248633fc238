"""``python -m scenarios run FILE FILE …``: up to four scenarios side by side in the terminal (情景并列)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from data.console import print_json
from indicators.cli import as_object
from indicators.model import Figure
from indicators.wording import NULL, STATUS, figure_number
from scenarios.applying import Unfit
from scenarios.change import called
from scenarios.cli_run import Refusal, aligned, city_of, cost_as_json, open_snapshot, read
from scenarios.naming import names_of
from scenarios.side_by_side import Row, SideBySide, side_by_side
from scenarios.words import WATERMARK, cost_words


def run(files: Sequence[Path], store: Path | None, form: str) -> None:
    """Answer scenario files and print them side by side.

    Raises:
        Refusal: A file, the store or the city cannot be read, or the scenarios have no common baseline.
    """
    scenarios = [read(file) for file in files]
    tables = city_of(open_snapshot(store), scenarios[0].scope)
    try:
        found = side_by_side(tables, scenarios)
    except Unfit as error:
        raise Refusal(str(error)) from error
    if form == "json":
        print_json(as_json(found))
    else:
        click.echo(as_table(found), nl=False)


def as_json(found: SideBySide) -> dict[str, Any]:
    """Return the scenarios as plain data: one row per figure that any of them moves."""
    return {
        "watermark": WATERMARK,
        "as_of": found.before.as_of.isoformat(),
        "scenarios": [
            {
                "scenario": answer.scenario.model_dump(mode="json"), "changes": list(answer.changes),
                "cost": cost_as_json(answer.cost),
                "refusals": [{"index": one.index, "sentence": one.sentence} for one in answer.refusals],
            }
            for answer in found.answers
        ],
        "rows": [_row(row) for row in found.rows],
    }  # fmt: skip


def as_table(found: SideBySide) -> str:
    """Return the scenarios as text: what each takes and refuses, then the table of figures."""
    lines = [WATERMARK, ""]
    names = [f"{at}. {answer.scenario.name}" for at, answer in enumerate(found.answers, start=1)]
    for name, answer in zip(names, found.answers, strict=True):
        lines.append(f"{name}：{cost_words(answer.cost) or '没有新增投入'}")
        lines += [f"   {refusal.sentence}" for refusal in answer.refusals]
    if found.rows:
        rows = [["指标", "范围", "单位", "现状", *names], *(_cells(row, found) for row in found.rows)]
        lines += ["", *aligned(rows)]
    else:
        lines += ["", "各项指标均无变化。"]
    return "\n".join(lines) + "\n"


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key, "scope": row.scope, "before": None if row.before is None else as_object(row.before),
        "after": [None if figure is None else as_object(figure) for figure in row.after], "whole": list(row.wholes),
    }  # fmt: skip


def _cells(row: Row, found: SideBySide) -> list[str]:
    known = next(figure for figure in (*row.after, row.before) if figure is not None)
    # A consortium that only a later scenario founds has its name there.
    place = next(
        (name for answer in found.answers if (name := called(names_of(answer.after.tables), row.scope)) != row.scope),
        row.scope,
    )
    return [known.name, place, known.unit, *(_shown(figure) for figure in (row.before, *row.after))]


def _shown(figure: Figure | None) -> str:
    """Return a value with its status where it is judged; "—" where there is no such figure."""
    if figure is None:
        return NULL
    value = figure_number(figure.value, figure.unit, figure.definition.decimals)
    return f"{value} {STATUS[figure.status][1]}" if figure.status in ("met", "not_met") else value
