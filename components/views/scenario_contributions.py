"""What each change adds (逐项贡献), in order and summing to the whole, and what a scenario does to each county."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from components import filters, grid
from components.grid import Cell, Col
from components.view import View
from components.views import listing, scenario_files
from components.views import scenario_words as said
from components.views.cached import per_view
from components.views.listing import Listing
from components.views.scenario import Model, asked, counties_moved, of_scope
from indicators.wording import NBSP, figure_number, joined, quantity, signed
from scenarios.comparing import Answer, Moved
from scenarios.words import WATERMARK

#: Indicators side by side; the others are behind a switch.
_COLUMNS = 6
#: Indicators written out in a county's row.
_NAMED = 4


def draw(view: View, model: Model) -> None:
    """Draw the contributions where there are several changes, and for a city the counties that moved."""
    if model.answer is None or not model.answer.moved:
        return
    if view.level == "city":
        _draw_counties(view, model)
    if len(model.scenario.changes) > 1:
        lists = contributions(view, model.text)
        if len(lists) == 1:
            listing.section("scenario.contributions", view, next(iter(lists.values())), content=(model.text,))
        elif lists:
            listing.switched(
                "scenario.contributions", partial(_lists, model.text), height=lambda _: None, content=(model.text,)
            )


def _lists(text: str, view: View) -> dict[str, Listing]:
    return contributions(view, text)


@per_view()
def contributions(view: View, text: str) -> dict[str, Listing]:
    """Return a row per change with what it adds to each indicator of the scope, as printed; by the words of a switch.

    A column is a sum: the first row is the state of things, the last the scenario, and all between add up to it.
    """
    found = asked(view, text)
    moved = [one for one in of_scope(found, view.scope) if one.printed]
    groups = [moved[at : at + _COLUMNS] for at in range(0, len(moved), _COLUMNS)]
    names = ["主要指标", *(f"其他指标{NBSP}{at}" if len(groups) > 2 else "其他指标" for at in range(1, len(groups)))]
    return {name: _contributions(view, found, group) for name, group in zip(names, groups, strict=False)}


def _contributions(view: View, found: Answer, moved: Sequence[Moved]) -> Listing:
    refused = {one.index for one in found.refusals}
    steps = [f"{at}．{words}" for at, words in enumerate(found.changes, start=1)]
    lines: list[tuple[str, list[float | None]]] = [("现状", [said.printed(one.before) for one in moved])]
    lines += [
        (f"{step}（没有执行）" if at in refused else step, [said.as_number(one.printed[at]) for one in moved])
        for at, step in enumerate(steps)
    ]
    lines.append(("情景", [said.printed(one.after) for one in moved]))
    last = len(lines) - 1
    rows = [
        {"step": step, **{one.key: _part(value, one, whole=at in (0, last))
                          for one, value in zip(moved, values, strict=True)}}
        for at, (step, values) in enumerate(lines)
    ]  # fmt: skip
    heads = {one.key: f"{one.after.definition.short}（{one.after.unit}）" for one in moved}
    frame = scenario_files.table([{"step": step, **dict(zip(heads, values, strict=True))} for step, values in lines])
    return Listing(
        title=said.most_of(moved, steps),
        columns=(Col("step", "次序和内容", width=260), *(Col(key, head, "right") for key, head in heads.items())),
        rows=tuple(rows),
        frame=scenario_files.marked(found, frame),
        headings=scenario_files.headings({"step": "调整", **heads}),
        file=scenario_files.name(view, found.scenario, "逐项贡献", "csv"),
        caption=f"{WATERMARK}。每项贡献是在前面各项之上再加这一项的变化，相加即总变化；调换次序，各项贡献会不同，合计不变。",
    )


def _part(value: float | None, one: Moved, *, whole: bool) -> Cell:
    decimals = one.after.definition.decimals
    if whole:
        return Cell(figure_number(value, one.after.unit, decimals), value)
    return Cell(signed(value, decimals), value, "" if value else "quiet")


def _draw_counties(view: View, model: Model) -> None:
    table = counties(view, model.text)
    grid.table(
        "scenario.counties", "各区县的变化", table.columns, table.rows, title=table.title, row_id="code",
        on_open=filters.goto, linked=False, caption=table.caption, empty=table.empty,
        download=(table.file, (*view.key, model.text), listing.builder(view, table.frame, table.headings))
        if table.rows else None,
    )


@per_view()
def counties(view: View, text: str) -> Listing:
    """Return a row per county that moved: targets missed before and after, what is met or lost by it, what moved."""
    found = asked(view, text)
    held = counties_moved(found)
    aimed = any(figure.target is not None for code in found.after.counties for figure in found.after.of_scope(code))
    missed = _missed(view)
    rows = [_county(found, code, moved, missed[code]) for code, moved in held.items()]
    rows.sort(key=lambda row: (-row["changed"], row["code"]))
    still = len(found.after.counties) - len(rows)
    rest = f"其余{NBSP}{quantity(still, '个')}区县没有变化。" if still else ""
    columns = (Col("name", "区县", width=72), Col("before", "现状未达标", "right"), Col("after", "情景未达标", "right"),
               Col("statuses", "状态变化", width=190), Col("moved", "变了的指标"))
    return Listing(
        title=said.counties(sum(row["changed"] > 0 for row in rows), len(rows), aimed=aimed),
        columns=columns if aimed else (columns[0], columns[4]),
        rows=tuple(rows),
        frame=scenario_files.marked(found, _frame(found, held)),
        headings=scenario_files.headings({"county": "区县", **scenario_files.MOVED}),
        file=scenario_files.name(view, found.scenario, "各区县变化", "csv"),
        caption=f"{WATERMARK}。点一行看该区县。{rest}" if rows else WATERMARK,
        empty="没有区县的指标发生变化。",
    )


@per_view()
def _missed(view: View) -> dict[str, int]:
    """Return how many targets each county misses now, by code."""
    figures = view.figures
    return {code: sum(one.status == "not_met" for one in figures.of_scope(code)) for code in figures.counties}


def _county(found: Answer, code: str, moved: Sequence[Moved], missed: int) -> dict[str, Any]:
    # A status that changed is among what moved, so the others need not be counted again.
    more = sum(one.after.status == "not_met" for one in moved)
    less = sum(one.before is not None and one.before.status == "not_met" for one in moved)
    changed = [one for one in moved if one.status_changed]
    tone: Any = "not_met" if any(one.after.status == "not_met" for one in changed) else "met" if changed else ""
    words = "；".join(f"{one.after.definition.short} {said.status_of(one)}" for one in changed)
    return {
        "code": code, "name": found.after.name_of(code), "changed": len(changed),
        "before": missed, "after": missed + more - less,
        "statuses": Cell(words, words, tone) if changed else Cell("不变", "", "quiet"),
        "moved": joined([_short(one) for one in moved], _NAMED, "项"),
    }


def _short(one: Moved) -> str:
    decimals, unit = one.after.definition.decimals, one.after.unit
    before = figure_number(one.before.value if one.before else None, unit, decimals)
    return f"{one.after.definition.short}{NBSP}{before}→{quantity(one.after.value, unit, decimals)}"


def _frame(found: Answer, held: dict[str, tuple[Moved, ...]]) -> pd.DataFrame:
    return scenario_files.table([
        {"county": found.after.name_of(code), **said.plain_row(one)} for code, moved in held.items() for one in moved
    ])
