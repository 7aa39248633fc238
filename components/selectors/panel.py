"""Several selectors as one component: the browser's own lists, one message each way.

Each of Streamlit's selectors costs a click some fifteen milliseconds in the browser, changed or not; a sidebar of six
cost as much as an empty page. The browser's own lists cost next to nothing, need no drawing of ours on an old laptop,
and bring keyboard, screen reader and type-ahead with them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

#: Name of the component, as its messages carry it.
COMPONENT: Final = "consortium_atlas_selectors"
_HERE = Path(__file__).parent
_PANEL = st.components.v2.component(
    COMPONENT,
    html='<div class="selectors"></div>\n',
    css=(_HERE / "selectors.css").read_text("utf-8"),
    js=(_HERE / "selectors.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Selector:
    """One list: its name, the label over it, the words offered by code, and the code it shows."""

    name: str
    label: str
    options: Mapping[str, str]
    value: str


def panel(key: str, selectors: Sequence[Selector], on_chosen: Callable[[str, str], None]) -> None:
    """Draw selectors, one under another.

    Args:
        key: Unique on the page; keeps the panel in place.
        selectors: What to show, in order.
        on_chosen: Called with a selector's name and the code chosen in it, before the run that follows. Both come
            from a browser: a code need not be one that was offered.
    """

    def call() -> None:
        chosen = getattr(st.session_state.get(key), "chosen", None)
        if isinstance(chosen, list) and len(chosen) == 2 and all(isinstance(word, str) for word in chosen):
            on_chosen(*chosen)

    sent = [
        {"name": one.name, "label": one.label, "value": one.value, "options": list(one.options.items())}
        for one in selectors
    ]
    # Our own JSON as bytes: Streamlit's would write every Chinese character in six bytes instead of three.
    data = json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()
    _PANEL(key=key, data=data, on_chosen_change=call)


def offered(data: bytes | str) -> list[Selector]:
    """Return the selectors in the data of a panel as it was sent: what a browser, a test or a script sees of it."""
    return [Selector(one["name"], one["label"], dict(one["options"]), one["value"]) for one in json.loads(data)]
