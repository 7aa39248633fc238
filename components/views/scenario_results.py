"""The results of 情景推演: what moved in the chosen scope, from what to what, and what it costs."""

from __future__ import annotations

from typing import Any, Final

from components import html
from components.grid import Cell, Col
from components.grid.table import Tone
from components.view import View
from components.views import listing, scenario_files
from components.views import scenario_words as said
from components.views.cached import per_view
from components.views.listing import Listing
from components.views.scenario import Model, asked, of_scope
from indicators import Figure
from indicators.wording import target_words
from scenarios.comparing import Moved
from scenarios.moves import value_of
from scenarios.words import WATERMARK, cost_words

_STATE = (
    Col("name", "指标", width=170), Col("value", "现状", "right"), Col("target", "目标", "right"),
    Col("state", "状态", width=150),
)
_MOVED = (
    Col("name", "指标", width=150), Col("before", "现状", "right"), Col("after", "情景", "right"),
    Col("whole", "变化", "right"), Col("state", "状态", width=132),
)
_TONES: Final[dict[str, Tone]] = {"met": "met", "not_met": "not_met", "no_data": "no_data", "no_target": "quiet"}


def draw(view: View, model: Model) -> None:
    """Draw where the scope stands, or what a scenario changes of it and what that costs."""
    if model.answer is None:
        return
    if not model.changed:
        listing.draw("scenario.state", view, _state(view), height=_height(view), titled=True)
        return
    table = _moved(view, model.text)
    html.draw(
        "scenario_cost", key="scenario.cost", cost=cost_words(model.answer.cost),
    )
    listing.draw("scenario.moved", view, table, height=_height(view), content=(model.text,), titled=True)


def _height(view: View) -> int:
    return 620 if view.wall else 400


@per_view()
def _state(view: View) -> Listing:
    """Return the live figures of the scope: those a document sets a target for, else the policy's own."""
    held = view.figures.of_scope(view.scope)
    aimed = sorted((one for one in held if one.target is not None), key=lambda one: one.status != "not_met")
    cards = view.policy.cards if view.policy else ()
    shown = aimed or [one for one in held if one.key in cards]
    return Listing(
        title="现状：有目标的指标" if aimed else "现状：主要指标，文件未设目标",
        columns=_STATE if aimed else (*_STATE[:2], _STATE[3]),
        rows=tuple(_row(one) for one in shown),
        frame=scenario_files.table([_plain(one) for one in shown]),
        headings={"name": "指标", "value": "现状", "unit": "单位", "target": "目标", "state": "状态"},
        file=listing.file_name(view, "现状"),
        caption="在左边加一项调整，这里即显示各项指标由多少变为多少。",
        empty="没有可列的指标。",
    )


def _row(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": Cell(value_of(figure), figure.value),
        "target": target_words(figure.target, figure.unit, figure.definition.decimals) if figure.target else None,
        "state": _status(said.state_of(figure), figure),
    }


def _plain(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name, "value": said.printed(figure), "unit": figure.unit,
        "target": target_words(figure.target, figure.unit, figure.definition.decimals),
        "state": said.state_of(figure),
    }


def _status(words: str, figure: Figure) -> Cell:
    return Cell(words, words, _TONES[figure.status])


@per_view()
def _moved(view: View, text: str) -> Listing:
    """Return what moved in the scope."""
    found = asked(view, text)
    moved = of_scope(found, view.scope)
    others = len({one.key for one in found.moved}) if not moved else 0
    return Listing(
        title=said.results(moved, others),
        columns=_MOVED,
        rows=tuple(moved_row(one) for one in moved),
        frame=scenario_files.marked(found, scenario_files.table([said.plain_row(one) for one in moved])),
        headings=scenario_files.headings(scenario_files.MOVED),
        file=scenario_files.name(view, found.scenario, "指标变化", "csv"),
        caption=f"{WATERMARK}。{said.basis(found)}" if moved else WATERMARK,
        empty="所选范围的指标与现状一致。",
    )


def moved_row(one: Moved) -> dict[str, Any]:
    """Return one row of the table of what moved."""
    return {
        "name": one.after.name,
        "before": Cell(value_of(one.before), one.before.value if one.before else None),
        "after": Cell(value_of(one.after), one.after.value),
        "whole": Cell(said.difference_of(one), one.whole),
        "state": _status(said.status_of(one), one.after),
    }
