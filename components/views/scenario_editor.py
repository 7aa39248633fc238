"""The panel of changes on 情景推演: what it offers, what was calculated, and what becomes of what is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Final

from components import changes
from components.changes import Panel, Preset, Row
from components.view import View
from components.views.cached import per_view
from components.views.scenario import Model, asked
from components.views.scenario_desk import Desk
from components.views.scenario_forms import BadChange, change_of, kinds, values_of
from components.views.scenario_kinds import Kind
from components.views.scenario_options import options
from components.views.scenario_presets import presets
from indicators import CityFigures
from indicators.registers import GRADES
from scenarios.change import quoted
from scenarios.model import Change
from scenarios.proposing.staffing import StaffingWish

#: Key of the panel.
PANEL: Final = "scenario.changes"
#: Most changes that are taken at once.
MOST: Final = 500


def draw(view: View, desk: Desk, model: Model) -> None:
    """Draw the panel of changes with what was calculated, and take what comes back from it.

    A scenario that cannot be asked of this city's data has no panel: the page says why.
    """
    if model.answer is None:
        return
    forms = kinds(*_usual(view.figures))
    panel, ready = _offer(view, model.text)
    picked = (desk.picked, model.names.get(desk.picked, desk.picked)) if desk.picked else None
    changes.editor(
        PANEL, panel, _rows(forms, model), ready, base=_base(model), picked=picked, undoable=bool(desk.past),
        wall=view.wall, on_calculate=partial(_take, forms, desk), on_undo=desk.undo,
    )


def _base(model: Model) -> str:
    """Return what a draft is kept for: the city and the changes, whatever is looked at of them."""
    told = model.scenario.model_dump_json(include={"scope", "changes"})
    return sha256(told.encode()).hexdigest()[:16]


def _rows(forms: tuple[Kind, ...], model: Model) -> list[Row]:
    """Return the changes as they were calculated: in words, and what became of each."""
    found = model.answer
    if found is None:
        return []
    refused = {one.index: one.sentence for one in found.refusals}
    notes: dict[int, list[str]] = {}
    for one in found.notes:
        notes.setdefault(one.index, []).append(_reason(one.sentence, found.changes[one.index]))
    rows = []
    for at, (change, words) in enumerate(zip(model.scenario.changes, found.changes, strict=True)):
        form, values = values_of(forms, change)
        known = {code: model.names[code] for code in _codes(values) if code in model.names}
        rows.append(Row(words, form, values, known, _reason(refused.get(at, ""), words), "".join(notes.get(at, []))))
    return rows


def _codes(values: Mapping[str, Any]) -> Iterator[str]:
    for value in values.values():
        yield from (one for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, str))


def _reason(sentence: str, words: str) -> str:
    """Return a sentence about a change without the change itself, under which it stands."""
    return sentence.partition(quoted(words))[2].removeprefix("：") or sentence


def _take(forms: tuple[Kind, ...], desk: Desk, sent: Sequence[Any]) -> Mapping[int, str]:
    """Put what was sent on the desk; where anything of it is wrong, nothing is, and each fault is returned."""
    made: list[Change] = []
    faults: dict[int, str] = {}
    for at, one in enumerate(sent[:MOST]):
        try:
            made.append(_made(forms, desk.changes, one))
        except BadChange as why:
            faults[at] = str(why)
    if len(sent) > MOST:
        faults[MOST] = f"一次最多 {MOST} 项调整，从这一项起请删去。"
    if not faults and tuple(made) != desk.changes:
        desk.put(made)
        desk.picked = ""
    return faults


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


def _usual(figures: CityFigures) -> tuple[str, int]:
    """Return title grade and term of a new posting that every caliber in force counts."""
    wish = StaffingWish()
    rules = figures.context.rules.values()
    grades = [wish.title_grade, *(rule.min_title_grade for rule in rules if rule.min_title_grade)]
    return max(grades, key=GRADES.index), max([wish.months, *(rule.min_months or 0 for rule in rules)])


@per_view(entries=64)
def _offer(view: View, text: str) -> tuple[Panel, tuple[Preset, ...]]:
    """Return what the panel offers once the changes so far are made."""
    figures = asked(view, text).after
    grade, months = _usual(view.figures)
    forms = kinds(grade, months)
    panel = Panel.of([kind.form for kind in forms], options(view, figures))
    return panel, presets(view, figures, forms, grade, months)
