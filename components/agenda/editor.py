"""The agenda (议程) as a sheet of small slides: chosen, ordered and annotated in the browser, sent as one message.

What comes back is what a browser says and may be anything; whoever draws the sheet checks it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from components import code

#: Name of the component, as its messages carry it.
COMPONENT: Final = "consortium_atlas_agenda"
_HERE = Path(__file__).parent
_SHEET = st.components.v2.component(
    COMPONENT,
    html='<div class="agenda"></div>\n',
    js=code.fetched("agenda", (_HERE / "agenda.js").read_text("utf-8"), (_HERE / "agenda.css").read_text("utf-8")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One slide of the agenda: what it is, what is noted, whether it is shown, and its small picture."""

    id: str
    scope: str
    #: Subject and place in words.
    name: str
    place: str
    note: str
    shown: bool
    #: Whether its data is missing (无数据), so that it says so in large letters.
    missing: bool
    #: Address of its small picture; empty where there is none.
    picture: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All the component shows."""

    name: str
    rows: Sequence[Row]
    #: What may be added: subjects and places, by code.
    subjects: Mapping[str, str]
    places: Mapping[str, str]
    #: Seconds between slides; 0 for turning by hand; and the most there may be.
    interval: int
    longest: int
    #: Address of the wall; empty where no slide is shown; of which snapshot it is, and of where.
    wall: str
    snapshot: str
    place: str
    #: Words, address and name of each file to take away.
    files: Sequence[tuple[str, str, str]]
    #: Address of 材料导出 with this agenda.
    export: str
    #: Name of the scenario that may be shown in place of things as they are; empty without one, and whether it is.
    scenario: str
    what_if: bool
    #: Whether anything was changed from the usual agenda, and whether the address holds it.
    changed: bool
    linked: bool


def editor(
    key: str, sheet: Sheet, *, on_changed: Callable[[Any], None], on_opened: Callable[[Any], None],
) -> None:
    """Draw the sheet.

    The browser knows which snapshot a wall was started of, also after a reload. Whenever the page is looked at again
    it asks for another run, so that a publish meanwhile is noticed and said.

    Args:
        key: Unique on the page; keeps what is being written in place.
        sheet: What it shows.
        on_changed: Called with ``{"name", "interval", "items", "what_if"}`` (the agenda as it was put together), or
            with null for the usual one.
        on_opened: Called with ``{"name", "text"}`` of a file that was opened.
    """

    def sent(event: str) -> Any:
        return getattr(st.session_state.get(key), event, None)

    def changed() -> None:
        message = sent("changed")
        if isinstance(message, dict):
            # The browser tells by the number which of its messages this answers.
            st.session_state[f"{key}.answered"] = str(message.get("number"))[:40]
            on_changed(message.get("agenda"))

    def opened() -> None:
        if sent("opened") is not None:
            on_opened(sent("opened"))

    # In pairs, as an object of JavaScript would put the codes into an order of its own.
    choices = {"subjects": list(sheet.subjects.items()), "places": list(sheet.places.items())}
    data = {**asdict(sheet), **choices, "answered": st.session_state.get(f"{key}.answered")}
    _SHEET(
        key=key, data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(),
        on_changed_change=changed, on_opened_change=opened, on_looked_change=lambda: None,
    )
