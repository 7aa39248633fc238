"""The panel of changes on 情景推演: what it offers, what was calculated, and what becomes of what is sent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from components import changes
from components.changes import Panel, Row
from components.view import View
from components.views.cached import per_view
from components.views.scenario import Model, asked
from components.views.scenario_desk import Desk
from components.views.scenario_forms import BadChange, Kind, change_of, kinds, values_of
from components.views.scenario_options import options
from components.views.scenario_presets import presets
from indicators import CityFigures
from indicators.registers import GRADES
from scenarios.model import Change
from scenarios.proposing.staffing import StaffingWish

#: Key of the panel.
PANEL: Final = "scenario.changes"
_COMPLAINTS: Final = "scenario.complaints"
#: Most changes that are taken at once.
MOST: Final = 500


def draw(view: View, desk: Desk, model: Model) -> None:
    """Draw the panel of changes with what was calculated, and take what comes back from it.

    A scenario that cannot be asked of this city's data has no panel: the page says why.
    """
    if model.answer is None:
        return
    forms = _forms(view)
    picked = (desk.picked, model.names.get(desk.picked, desk.picked)) if desk.picked else None
    changes.editor(
        PANEL, _panel(view, model.text), _rows(forms, desk, model),
        complaints=st.session_state.pop(_COMPLAINTS, {}), picked=picked, undoable=bool(desk.past), wall=view.wall,
        on_calculate=partial(_take, forms, desk), on_undo=desk.undo,
    )


def _rows(forms: tuple[Kind, ...], desk: Desk, model: Model) -> list[Row]:
    """Return the changes as they were calculated: in words, and what became of each."""
    found = model.answer
    if found is None:
        return []
    refused = {one.index: _reason(one.sentence) for one in found.refusals}
    notes = {one.index: _reason(one.sentence) for one in found.notes}
    return [
        Row(words, *values_of(forms, change), problem=refused.get(at, ""), note=notes.get(at, ""))
        for at, (change, words) in enumerate(zip(desk.changes, found.changes, strict=True))
    ]


def _reason(sentence: str) -> str:
    """Return a sentence about a change without the change itself, beside which it stands."""
    return sentence.partition("”")[2].lstrip("：").strip() or sentence


def _take(forms: tuple[Kind, ...], desk: Desk, sent: Sequence[Any]) -> None:
    """Put what was sent on the desk; where anything of it is wrong, nothing is, and each fault is said."""
    made: list[Change] = []
    faults: dict[int, str] = {}
    for at, one in enumerate(sent[:MOST]):
        try:
            made.append(_made(forms, desk.changes, one))
        except BadChange as why:
            faults[at] = str(why)
    if len(sent) > MOST:
        faults[MOST] = f"一次最多 {MOST} 项调整。"
    if faults:
        st.session_state[_COMPLAINTS] = faults
    elif tuple(made) != desk.changes:
        desk.put(made)
        desk.picked = ""


def _made(forms: tuple[Kind, ...], held: tuple[Change, ...], one: Any) -> Change:
    """Return one change: a calculated one as it is, or what the values of a form make."""
    if not isinstance(one, dict):
        raise BadChange("这项调整读不通，请删除后重新填写。")
    at = one.get("at")
    if isinstance(at, int | float) and not isinstance(at, bool):
        if 0 <= at < len(held) and at == int(at):
            return held[int(at)]
        raise BadChange("这项调整已经不在了，请删除后重新填写。")
    return change_of(forms, one.get("form"), one.get("values"))


def _forms(view: View) -> tuple[Kind, ...]:
    return kinds(*_usual(view.figures))


def _usual(figures: CityFigures) -> tuple[str, int]:
    """Return title grade and term of a new posting that every caliber in force counts."""
    wish = StaffingWish()
    rules = figures.context.rules.values()
    grades = [wish.title_grade, *(rule.min_title_grade for rule in rules if rule.min_title_grade)]
    return max(grades, key=GRADES.index), max([wish.months, *(rule.min_months or 0 for rule in rules)])


@per_view(entries=64)
def _panel(view: View, text: str) -> Panel:
    """Return what the panel offers once the changes so far are made."""
    figures = asked(view, text).after
    grade, months = _usual(view.figures)
    forms = kinds(grade, months)
    return Panel(
        key=(*view.key, text), forms=tuple(kind.form for kind in forms), options=options(view, figures),
        presets=presets(view, figures, forms, grade, months),
    )
