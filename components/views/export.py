"""What 材料导出 offers (导出): the document of the view, in the order of the agenda, as things are or in a scenario."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.agenda import from_json as agenda_from_json
from briefing.agenda import to_json as agenda_to_json
from briefing.composing import document
from briefing.facts import facts_of, fingerprint
from briefing.model import Document
from briefing.naming import WHAT
from briefing.writing import WRITERS
from components.view import View
from components.views.cached import per_view
from components.views.meeting_desk import Desk as AgendaDesk
from components.views.scenario_desk import desk as scenario_desk
from data.approval import approval_line
from data.store import default_store
from indicators import FROM_CITY
from indicators.wording import NBSP, quantity
from scenarios.applying import Unfit
from scenarios.files import from_json, to_json
from scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class Export:
    """All the page shows before anything is made."""

    finding: str
    document: Document
    #: 核对码 of the document.
    code: str
    #: What else is offered instead of things as they are; null without a scenario in the session.
    scenario: Scenario | None
    #: Which slides in which order, in words.
    agenda: str
    #: What could not be taken, in Chinese.
    problems: tuple[str, ...]


def export(view: View, agenda: AgendaDesk) -> Export:
    """Return what can be exported of a view: what 会议放映 would show of it, and the tables behind."""
    problems = [agenda.problem] if agenda.problem else []
    agenda.problem = ""
    lying = scenario_desk(view)
    scenario = lying.scenario(view) if lying.changes else None
    packed = agenda_to_json(agenda.agenda(view)) if agenda.changed else ""
    text = to_json(scenario) if scenario is not None and agenda.what_if else ""
    try:
        made = composed(view, packed, text)
    except Unfit as problem:
        problems.append(f"情景不能导出，改为现状：{str(problem).rstrip('。')}。")
        text, made = "", composed(view, packed, "")
    if not made.slides:
        problems.append("议程里没有这个范围的页面，按常用的导出。")
        packed, made = "", composed(view, "", text)
    count = f"{quantity(len(made.slides), '页')}、{quantity(len(facts_of(made)), '个')}数字"
    return Export(
        finding=f"{view.scope_name}{NBSP}{count}，可导出{NBSP}{quantity(len(WRITERS), '种')}文件",
        document=made, code=fingerprint(made), scenario=scenario,
        agenda=f"按议程“{agenda.agenda(view).name}”" if packed else "按常用议程", problems=tuple(problems),
    )


def forms() -> dict[str, str]:
    """Return the names of the formats there are, by the ending of their files, in the order of use."""
    return {form: words for form, words in WHAT.items() if form in WRITERS}


@per_view(32)
def composed(view: View, agenda: str, scenario: str) -> Document:
    """Return the document of a view.

    Args:
        view: Scope, day, caliber, policy, data.
        agenda: As the text of a file; empty for the usual one.
        scenario: The same; empty for things as they are.

    Raises:
        Unfit: The scenario is of another city or day.
    """
    return document(
        view.tables, view.scope, view.as_of, snapshot=view.snapshot.id, caliber=view.caliber,
        policy=view.policy if view.instead else FROM_CITY, agenda=agenda_from_json(agenda) if agenda else None,
        scenario=from_json(scenario) if scenario else None, boundaries=view.snapshot.boundaries(view.city),
        figures=view.figures, approval=approval_line(default_store().root),
    )
