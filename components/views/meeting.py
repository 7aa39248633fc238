"""What 会议放映 shows before the meeting (会前准备): the agenda with its slides, and what can be started of it."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.agenda import LONGEST_INTERVAL, NAMES, Agenda, Item
from briefing.composing.slides import missing
from components import visiting
from components.agenda import Row, Sheet, editor
from components.view import View
from components.views import meeting_deck
from components.views.meeting_desk import PARAMETER, Desk
from components.views.scenario_desk import desk as scenario_desk
from indicators.wording import NBSP, joined, quantity
from scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class Meeting:
    """All the page shows."""

    finding: str
    sheet: Sheet
    #: The scenario that is shown in place of things as they are; null for the latter.
    scenario: Scenario | None
    #: What could not be taken, in Chinese.
    notices: tuple[str, ...]


def meeting(view: View, desk: Desk) -> Meeting:
    """Return the page of a view."""
    lying = scenario_desk(view)
    offered = lying.scenario(view) if lying.changes else None
    scenario = offered if desk.what_if else None
    agenda = desk.agenda(view)
    known = Agenda(name=agenda.name, interval=agenda.interval,
                   items=tuple(item for item in agenda.items if view.figures.knows(item.scope)
                               and (item.id != "scenario" or scenario is not None)))
    shown = [item for item in known.items if item.shown]
    wall = meeting_deck.wall(view, known, scenario) if shown else ""
    files = [("存成议程文件", *meeting_deck.saved(view, agenda))]
    if wall:
        files.insert(0, ("下载放映文件", *meeting_deck.download(view, wall, scenario)))
    pictures = meeting_deck.pictures(view, known, scenario)
    sheet = Sheet(
        name=agenda.name, rows=[_row(view, item, pictures) for item in known.items],
        subjects={id: name for id, name in NAMES.items() if id != "scenario" or scenario is not None},
        places=_places(view),
        interval=agenda.interval, longest=LONGEST_INTERVAL, wall=wall, snapshot=view.snapshot.id,
        place=f"{view.scope_name}{'（情景）' if scenario is not None else ''}", files=files, export=_export(desk),
        scenario=offered.name if offered is not None else "", what_if=scenario is not None,
        changed=desk.changed, linked=desk.linked,
    )
    return Meeting(_finding(view, known, shown), sheet, scenario, _notices(view, desk, agenda, known))


def draw(desk: Desk, model: Meeting) -> None:
    """Draw the agenda with what can be started of it."""
    editor("meeting.agenda", model.sheet, on_changed=desk.take, on_opened=desk.open)


def _finding(view: View, agenda: Agenda, shown: list[Item]) -> str:
    if not agenda.items:
        return f"{view.scope_name}议程中没有页，请加页"
    if not shown:
        return f"{view.scope_name}议程中没有要放映的页，请勾选"
    silent = [item for item in shown if missing(view.figures, item.id, item.scope)]
    said = f"{view.scope_name}放映{NBSP}{quantity(len(shown), '页')}"
    return f"{said}，其中{NBSP}{quantity(len(silent), '页')}没有数据" if silent else f"{said}，都有数据"


def _row(view: View, item: Item, pictures: dict[tuple[str, str], str]) -> Row:
    name, place = NAMES[item.id].rpartition("：")[2], view.figures.name_of(item.scope)
    return Row(
        item.id, item.scope, name, place, item.note, item.shown, missing(view.figures, item.id, item.scope),
        pictures.get((item.id, item.scope), ""),
    )


def _places(view: View) -> dict[str, str]:
    """Return where a slide may be of: the view's own scope, the city, and every county and consortium in it."""
    figures = view.figures
    codes = [view.scope, view.city, *figures.counties, *(code for code in figures.scopes if "-" in code)]
    return {code: figures.name_of(code) for code in codes if figures.knows(code)}


def _export(desk: Desk) -> str:
    address = visiting.address("export")
    return f"{address}&{PARAMETER}={desk.address}" if desk.address else address


def _notices(view: View, desk: Desk, agenda: Agenda, known: Agenda) -> tuple[str, ...]:
    said = [desk.problem]
    desk.problem = ""
    gone = [item.scope for item in agenda.items if not view.figures.knows(item.scope)]
    if gone:
        names = joined(tuple(dict.fromkeys(gone)), 3)
        said.append(f"议程中{NBSP}{quantity(len(gone), '页')}不属于{view.city_name}，没有列入：{names}。")
    return tuple(part for part in said if part)
