"""Scenarios side by side (方案并列): up to four, the one being worked on included, against the state of things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import html
from components.grid import Cell, Col
from components.view import View
from components.views import listing, scenario_files
from components.views import scenario_words as said
from components.views.cached import per_view
from components.views.listing import Listing
from components.views.scenario import Model
from components.views.scenario_desk import MOST_KEPT, Desk
from indicators import Figure
from indicators.wording import EN_SPACE, quantity, status_words
from scenarios.change import one_line
from scenarios.files import from_json, to_json
from scenarios.model import Scenario
from scenarios.moves import value_of
from scenarios.side_by_side import Row, SideBySide, side_by_side
from scenarios.words import WATERMARK

_NAME: Final = "scenario.name"
#: Characters of the longest name a scenario may have.
LONGEST_NAME: Final = 60
#: What a scenario takes, in words and by its field.
_COSTS = (
    ("persons", "增派人员", "人"), ("renewed", "续派人员", "人"), ("sites", "新开远程站点", "个"),
    ("villages", "新增服务的村", "个"), ("clinics", "新设村卫生室", "家"),
)


def draw(view: View, desk: Desk, model: Model) -> None:
    """Draw what may be laid aside and what has been, and the table of all of them once there are two."""
    shown = scenarios(view, desk, model)
    if not shown:
        return
    own = model.changed and not _laid(desk, model.scenario)
    html.draw("step", key="scenario.compare.title", title="对比：几种做法放在一起看")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if model.changed:
            _name(desk)
        html.draw(
            "scenario_kept", key="scenario.kept", kept=[_words(one) for one in desk.kept], own=own,
            full=len(desk.kept) >= MOST_KEPT - 1, most=MOST_KEPT, on_open=partial(_answer, view, desk),
        )
    if len(shown) > 1:
        texts = tuple(to_json(one) for one in shown)
        table = compared(view, texts, len(texts) - 1 if own else None)
        listing.draw("scenario.compared", view, table, content=texts, titled=True)


def _name(desk: Desk) -> None:
    """Draw the name of the scenario in hand, for the reader to give it another."""
    def rename() -> None:
        asked = one_line(str(st.session_state[_NAME]))
        if asked and asked != desk.name:
            desk.put(desk.changes, asked)

    st.session_state[_NAME] = desk.name
    st.text_input("方案名称", key=_NAME, max_chars=LONGEST_NAME, on_change=rename, width=320)


def scenarios(view: View, desk: Desk, model: Model) -> list[Scenario]:
    """Return what stands side by side, on the view's data and day: what was laid aside, then the one in hand."""
    kept = [_on(view, one) for one in desk.kept]
    if model.changed and not _laid(desk, model.scenario):
        kept.append(model.scenario)
    return kept[:MOST_KEPT]


def _on(view: View, one: Scenario) -> Scenario:
    """Return a scenario as asked of the view's data and day: only so do all stand on one baseline."""
    return one.model_copy(update={"snapshot": view.snapshot.id, "as_of": view.as_of, "caliber": view.caliber})


def _laid(desk: Desk, own: Scenario) -> bool:
    return any(one.changes == own.changes for one in desk.kept)


def _words(one: Scenario) -> tuple[str, str]:
    return one.name, f"{quantity(len(one.changes), '项')}调整"


def _answer(view: View, desk: Desk, asked: str) -> None:
    """Do what was clicked: ``keep``, ``back:1``, ``drop:1``; it comes from a browser and may be anything."""
    what, _, at = asked.partition(":")
    if what == "keep":
        _keep(view, desk)
        return
    if not at.isdecimal() or int(at) >= len(desk.kept):
        return
    if what == "drop":
        del desk.kept[int(at)]
    elif what == "back":
        desk.put(desk.kept[int(at)].changes, desk.kept[int(at)].name)


def _keep(view: View, desk: Desk) -> None:
    one = desk.scenario(view)
    # The last place is for the one that is worked on next.
    if not one.changes or _laid(desk, one) or len(desk.kept) >= MOST_KEPT - 1:
        return
    names = {held.name for held in desk.kept}
    desk.kept.append(one.model_copy(update={"name": _fresh(one.name, names)}))


def _fresh(name: str, taken: set[str]) -> str:
    """Return the name, with a number after it where another has it already."""
    numbered = (f"{name[:56]} {at}" for at in range(2, MOST_KEPT + 2))
    return next(one for one in (name, *numbered) if one not in taken)


@per_view(entries=64)
def _side_by_side(view: View, texts: tuple[str, ...]) -> SideBySide:
    return side_by_side(view.tables, [from_json(text) for text in texts], view.policy, view.figures)


@per_view(entries=64)
def compared(view: View, texts: tuple[str, ...], own: int | None) -> Listing:
    """Return a column per scenario: what it takes, how many targets it leaves, each figure that any of them moves.

    Args:
        view: Whose scope and day.
        texts: The scenarios as text.
        own: Which of them is the one being worked on; null for none.
    """
    held = _side_by_side(view, texts)
    names = [answer.scenario.name for answer in held.answers]
    measures = [said.measured(answer) for answer in held.answers]
    heads = [_head(name, measures[at], own=at == own) for at, name in enumerate(names)]
    left = [_left(answer.after.of_scope(view.scope)) for answer in held.answers]
    rows = [_cost_row(name, unit, [getattr(answer.cost, field) for answer in held.answers])
            for field, name, unit in _COSTS if any(getattr(answer.cost, field) for answer in held.answers)]  # fmt: skip
    now = _left(held.before.of_scope(view.scope))
    rows.append({"name": "仍未达标的指标", "before": Cell(quantity(now, "项"), now),
                 **{f"s{at}": Cell(quantity(count, "项"), count) for at, count in enumerate(left)}})
    rows += [_figure_row(row) for row in ordered(held.of_scope(view.scope))]
    columns = (Col("name", "指标", width=170), Col("before", "现状", "right"),
               *(Col(f"s{at}", head, "right") for at, head in enumerate(heads)))
    return Listing(
        title=said.unlike(len(names)) if any(measures)
        else said.best(names, left, [answer.cost for answer in held.answers]),
        columns=columns,
        rows=tuple(rows),
        frame=frame(view, held).assign(watermark=WATERMARK),
        headings={"name": "指标", "unit": "单位", "before": "现状", "state": "现状状态",
                  **{column: words for at, name in enumerate(names)
                     for column, words in ((f"v{at}", name), (f"t{at}", f"{name}：状态"))}, "watermark": "性质"},
        file=scenario_files.name(view, held.answers[-1].scenario, "方案并列", "csv"),
        caption=f"{WATERMARK}。均与同一现状相比；没有列出的指标各方案都与现状一致。",
    )


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in the order of how much they matter: another status in any, then targets, then the rest."""
    def rank(row: Row) -> tuple[bool, bool]:
        changed = any(one is not None and one.status_changed for one in row.moved)
        aimed = any(figure is not None and figure.target is not None for figure in row.after)
        return not changed, not aimed

    return sorted(rows, key=rank)


def _head(name: str, measure: str, *, own: bool) -> str:
    more = "，".join(one for one in (measure, "正在编辑" if own else "") if one)
    return f"{name}（{more}）" if more else name


def _left(figures: Sequence[Figure]) -> int:
    return sum(figure.status == "not_met" for figure in figures)


def _cost_row(name: str, unit: str, counts: Sequence[int]) -> dict[str, Any]:
    cells = {f"s{at}": Cell(quantity(count, unit), count, "" if count else "quiet") for at, count in enumerate(counts)}
    return {"name": f"投入：{name}", "before": None, **cells}


def _figure_row(row: Row) -> dict[str, Any]:
    known = next(figure for figure in (*row.after, row.before) if figure is not None)
    return {
        "name": known.name, "before": _cell(row.before),
        **{f"s{at}": _cell(figure, moved=one is not None)
           for at, (figure, one) in enumerate(zip(row.after, row.moved, strict=True))},
    }  # fmt: skip


def _cell(figure: Figure | None, *, moved: bool = True) -> Cell:
    if figure is None:
        return Cell("—", None, "quiet")
    words = value_of(figure)
    if figure.status in ("met", "not_met"):
        words = f"{words}{EN_SPACE}{status_words(figure.status)}"
    tone: Any = figure.status if figure.status in ("met", "not_met") and moved else "" if moved else "quiet"
    return Cell(words, figure.value, tone)


def frame(view: View, held: SideBySide) -> pd.DataFrame:
    """Return the table as plain rows for a file: costs, then each figure with its status under each scenario."""
    costs = [
        {"name": f"投入：{name}", "unit": unit,
         **{f"v{at}": getattr(answer.cost, field) for at, answer in enumerate(held.answers)}}
        for field, name, unit in _COSTS
    ]  # fmt: skip
    figures = []
    for row in ordered(held.of_scope(view.scope)):
        known = next(figure for figure in (*row.after, row.before) if figure is not None)
        figures.append({"name": known.name, "unit": known.unit, "before": said.printed(row.before),
                        "state": said.status_word(row.before)}
                       | {f"v{at}": said.printed(figure) for at, figure in enumerate(row.after)}
                       | {f"t{at}": said.status_word(figure) for at, figure in enumerate(row.after)})
    return scenario_files.table([*costs, *figures])
