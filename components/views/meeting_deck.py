"""What is put on the wall (放映内容): the document of a view in the order of an agenda, composed when asked for."""

from __future__ import annotations

from collections.abc import Callable

from briefing.agenda import Agenda, default_agenda, to_json
from briefing.composing import document
from briefing.model import Document
from components import files, routes_wall
from components.view import View
from components.views import listing
from data.approval import approval_line
from data.store import default_store
from indicators import FROM_CITY
from scenarios.files import to_json as scenario_json
from scenarios.model import Scenario
from scenarios.words import WATERMARK


def wall(view: View, agenda: Agenda, scenario: Scenario | None) -> str:
    """Offer the wall and return its address; whatever is published later, it shows the view's snapshot."""
    return routes_wall.register(_key("wall", view, agenda, scenario), _composed(view, agenda, scenario),
                                agenda.interval)


def download(view: View, address: str, scenario: Scenario | None) -> tuple[str, str]:
    """Offer the wall as a file to take away; returns its address and its name."""
    what = f"会议放映（{WATERMARK}）" if scenario is not None else "会议放映"
    name = listing.file_name(view, what).removesuffix(".csv") + ".html"
    return files.register(("wall", address), name, lambda: routes_wall.page(address)), name


def saved(view: View, agenda: Agenda) -> tuple[str, str]:
    """Offer the agenda as a file; returns its address and its name."""
    text = to_json(agenda)
    name = f"放映议程_{view.scope_name}.json"
    return files.register(("agenda", text), name, text.encode), name


def pictures(view: View, agenda: Agenda, scenario: Scenario | None) -> dict[tuple[str, str], str]:
    """Return the address of the small picture of each slide, by its id and scope.

    They are of the usual agenda and of what was added to it, so that another order makes none anew.
    """
    usual = list(default_agenda(view.figures, view.scope, scenario=scenario is not None).items)
    known = {(item.id, item.scope) for item in usual}
    added = [item for item in agenda.items if (item.id, item.scope) not in known and view.figures.knows(item.scope)]
    every = tuple(item.model_copy(update={"note": "", "shown": True}) for item in (*usual, *sorted(added, key=str)))
    whole = Agenda(items=tuple(dict.fromkeys(every))[:200])
    address = routes_wall.register(_key("pictures", view, whole, scenario), _composed(view, whole, scenario))
    return {(item.id, item.scope): f"{address}/{number}.svg" for number, item in enumerate(whole.items, start=1)}


def _key(what: str, view: View, agenda: Agenda, scenario: Scenario | None) -> tuple[object, ...]:
    return (what, *view.key, to_json(agenda), scenario_json(scenario) if scenario is not None else "")


def _composed(view: View, agenda: Agenda, scenario: Scenario | None) -> Callable[[], Document]:
    def build() -> Document:
        return document(
            view.tables, view.scope, view.as_of, snapshot=view.snapshot.id, caliber=view.caliber,
            policy=view.policy if view.instead else FROM_CITY, agenda=agenda, scenario=scenario,
            boundaries=view.snapshot.boundaries(view.city), figures=view.figures,
            approval=approval_line(default_store().root),
        )

    return build
