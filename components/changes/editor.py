"""The panel of changes as one component: everything is put together in the browser and sent in one message.

Ten edits with widgets of Streamlit's would be thirty reruns and as many answers to wait for; here they are none until
计算 is pressed. What comes back is what a browser says and may be anything; whoever draws the panel checks it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st

from components import code, files

#: Name of the component, as its messages carry it.
COMPONENT: Final = "consortium_atlas_changes"
_HERE = Path(__file__).parent
_SCRIPT: Final = "".join(
    (_HERE / name).read_text("utf-8") for name in ("offer.js", "fields.js", "drafts.js", "changes.js")
)
_PANEL = st.components.v2.component(
    COMPONENT,
    html='<div class="changes"></div>\n',
    js=code.fetched("changes", _SCRIPT, (_HERE / "changes.css").read_text("utf-8")),
)


@dataclass(frozen=True, slots=True)
class Options:
    """Names to choose from, by code; in groups where they depend on what was chosen in another field.

    ``home`` gives the group of a code of that other field; while nothing is chosen there, all groups are offered.
    """

    groups: Mapping[str, Mapping[str, str]]
    home: Mapping[str, str] = field(default_factory=dict)
    #: What is said beside some of the names where one chooses, but not in the sentence of the change.
    notes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Mapping[str, str], notes: Mapping[str, str] | None = None) -> Options:
        """Return options that depend on nothing."""
        return cls({"": names}, notes=notes or {})

    @property
    def names(self) -> dict[str, str]:
        """Return all names by code, whatever their group."""
        return {code: name for group in self.groups.values() for code, name in group.items()}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: choose one or many by name, a number, a day, or a few words."""

    name: str
    label: str
    kind: Literal["one", "many", "number", "day", "text"]
    #: Name of the options, for one and many.
    options: str = ""
    #: The field whose choice decides which options are offered; empty where none does.
    of: str = ""
    #: What stands in it to begin with.
    value: Any = None
    unit: str = ""
    least: float | None = None
    #: Of a number; of a text how many characters it may have.
    most: float | None = None
    step: float = 1
    optional: bool = False
    #: Whether a third of the panel's width is enough; half is usual.
    narrow: bool = False
    #: Said in place of a list that has nothing to choose.
    none: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of change: the group it is listed in, its name, its fields."""

    kind: str
    group: str
    label: str
    #: The change in words until it is calculated: fields in braces, parts that go with an optional one in brackets.
    said: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """Changes that are put into the list with one click."""

    words: str
    #: Form and values of each.
    rows: tuple[tuple[str, Mapping[str, Any]], ...]
    #: What exactly is done, shown before it is.
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One change that was calculated: what it says, how to edit it, and what became of it."""

    words: str
    #: The form and the values it is edited with; an empty form for a change that no form makes.
    form: str
    values: Mapping[str, Any]
    #: Names of codes in the values, by code: what is chosen elsewhere may not be offered here.
    known: Mapping[str, str]
    #: Why it was not made; empty where it was.
    problem: str = ""
    #: What is to be said about how it was made.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel offers: forms and the names to choose from, as the browser fetches them by address."""

    content: bytes
    key: str

    @classmethod
    def of(cls, forms: Sequence[Form], options: Mapping[str, Options]) -> Panel:
        """Return a panel; equal ones have equal keys, so that a browser fetches only what it has not yet."""
        held = {
            "forms": [asdict(one) for one in forms],
            "options": {name: {"groups": [[group, list(names.items())] for group, names in one.groups.items()],
                               "home": dict(one.home), "notes": dict(one.notes)} for name, one in options.items()},
        }
        content = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(content, sha256(content).hexdigest())


def editor(
    key: str,
    panel: Panel,
    rows: Sequence[Row],
    presets: Sequence[Preset],
    *,
    base: str,
    picked: tuple[str, str] | None,
    undoable: bool,
    wall: bool,
    on_calculate: Callable[[list[Any]], Mapping[int, str]],
    on_undo: Callable[[], None],
) -> None:
    """Draw the panel.

    Args:
        key: Unique on the page; keeps the panel, and what is being written in it, in place.
        panel: What it offers; fetched once by address, as it may be long.
        rows: The changes that were calculated, in order.
        presets: Ready changes.
        base: What the rows are, in a word: what was written and not yet sent is kept for as long as it stays.
        picked: Code and name of the institution that was picked elsewhere (on the map); null for none.
        undoable: Whether something that was calculated can be taken back.
        wall: Whether it is drawn for 大屏.
        on_calculate: Called with what was sent: for each change ``{"at": n}`` (the n-th of ``rows`` as it is) or
            ``{"form": …, "values": {…}}``; nothing of it is certain. Returns what is wrong, by place in what was
            sent; then the reader has it back as it was, with these words.
        on_undo: Called when the last calculated list is to be had back.
    """

    def calculate() -> None:
        sent = getattr(st.session_state.get(key), "calculated", None)
        # What was written over another list means other changes by their places.
        if isinstance(sent, dict) and isinstance(sent.get("changes"), list) and sent.get("base") == base:
            # The browser tells by the number which of its messages this answers.
            faults = {str(at): why for at, why in on_calculate(sent["changes"]).items()}
            st.session_state[f"{key}.answered"] = {"number": str(sent.get("number"))[:40], "faults": faults}

    def undo() -> None:
        if getattr(st.session_state.get(key), "undone", None) is not None:
            on_undo()

    data = {
        "offer": files.register(("changes", panel.key), "调整.json", lambda: panel.content),
        "rows": [asdict(row) for row in rows],
        "presets": [{"words": one.words, "detail": one.detail,
                     "rows": [{"form": form, "values": dict(values)} for form, values in one.rows]} for one in presets],
        "base": base, "answered": st.session_state.get(f"{key}.answered"),
        "picked": list(picked) if picked else None, "undoable": undoable, "wall": wall,
    }  # fmt: skip
    _PANEL(
        key=key, data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(),
        on_calculated_change=calculate, on_undone_change=undo,
    )
