"""Several controls as one component: the browser's own lists, buttons and sliders, one message each way.

Each of Streamlit's selectors costs a click some fifteen milliseconds in the browser, changed or not; a sidebar of six
cost as much as an empty page. The browser's own cost next to nothing, need no drawing of ours on an old laptop, and
bring keyboard, screen reader and type-ahead with them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

import streamlit as st

from components import code

#: Name of the component, as its messages carry it.
COMPONENT: Final = "consortium_atlas_controls"
_HERE = Path(__file__).parent
_PANEL = st.components.v2.component(
    COMPONENT,
    html='<div class="controls"></div>\n',
    js=code.fetched(
        "controls", (_HERE / "controls.js").read_text("utf-8"), (_HERE / "controls.css").read_text("utf-8")
    ),
)


@dataclass(frozen=True, slots=True)
class Selector:
    """A list to choose one of: the words offered by code, and the code it shows."""

    kind: ClassVar[str] = "select"
    name: str
    label: str
    options: Mapping[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class Switches:
    """Switches side by side: the words by code, and the codes that are on; ``many`` where several may be on."""

    kind: ClassVar[str] = "switches"
    name: str
    label: str
    options: Mapping[str, str]
    value: tuple[str, ...]
    many: bool = True


@dataclass(frozen=True, slots=True)
class Search:
    """A search by name: the address of the list of [code, words], fetched when somebody begins to search."""

    kind: ClassVar[str] = "search"
    name: str
    label: str
    url: str
    #: Said when nothing bears the name; ``{}`` stands for what was typed.
    none: str


@dataclass(frozen=True, slots=True)
class Slider:
    """A number to move between two ends, with its unit."""

    kind: ClassVar[str] = "slider"
    name: str
    label: str
    value: float
    least: float
    most: float
    step: float
    unit: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number to type, with its unit; null is an empty field."""

    kind: ClassVar[str] = "number"
    name: str
    label: str
    value: float | None
    least: float
    most: float
    step: float
    unit: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number for each of many names, folded away: sent together, those that are filled in, by code."""

    kind: ClassVar[str] = "numbers"
    name: str
    label: str
    #: Code, words, what holds while the field is empty, what is filled in (null: nothing).
    rows: Sequence[tuple[str, str, str, float | None]]
    least: float
    most: float
    step: float
    unit: str


Control = Selector | Switches | Search | Slider | Number | Numbers


def panel(key: str, controls: Sequence[Control], on_chosen: Callable[[str, Any], None], *, row: bool = False) -> None:
    """Draw controls, one under another with their labels, or in one row without.

    Args:
        key: Unique on the page; keeps the panel in place.
        controls: What to show, in order.
        on_chosen: Called with a control's name and what was chosen in it, before the run that follows: a code, a list
            of codes (switches of which several may be on), a number (null when it was emptied) or numbers by code. It
            comes from a browser and need not be anything that was offered.
        row: Whether they stand side by side, their labels only read aloud.
    """

    def call() -> None:
        chosen = getattr(st.session_state.get(key), "chosen", None)
        if isinstance(chosen, list) and len(chosen) == 2 and isinstance(chosen[0], str):
            on_chosen(chosen[0], chosen[1])

    # Our own JSON as bytes: Streamlit's would write every Chinese character in six bytes instead of three.
    sent = {"row": row, "controls": [_sent(control) for control in controls]}
    data = json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()
    _PANEL(key=key, data=data, on_chosen_change=call)


def _sent(control: Control) -> dict[str, Any]:
    words = {"kind": control.kind, **asdict(control)}
    if "options" in words:
        words["options"] = list(words["options"].items())
    return words


def offered(data: bytes | str) -> list[Selector]:
    """Return the lists in the data of a panel as it was sent: what a browser, a test or a script sees of them."""
    return [
        Selector(one["name"], one["label"], dict(one["options"]), one["value"])
        for one in json.loads(data)["controls"]
        if one["kind"] == Selector.kind
    ]
