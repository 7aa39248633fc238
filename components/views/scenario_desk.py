"""The scenario (情景) a reader is working on: it lives in the address, and in the session where that is too short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from components import filters
from components.view import View
from scenarios.comparing import Answer, compare
from scenarios.files import BadScenario, from_url, to_json, to_url
from scenarios.model import Change, Scenario

#: The parameter of the address that holds the changes.
PARAMETER: Final = "plan"
#: How many scenarios stand side by side, the one being worked on included.
MOST_KEPT: Final = 4
DEFAULT_NAME: Final = "新情景"
_DESK: Final = "scenario.desk"


@dataclass
class Desk:
    """One session's scenario: its changes in order, what was before them, and others laid aside to compare with."""

    city: str = ""
    name: str = DEFAULT_NAME
    changes: tuple[Change, ...] = ()
    #: What stood here before, last first: name and changes; 撤销 (undo) takes the first of them.
    past: list[tuple[str, tuple[Change, ...]]] = field(default_factory=list)
    #: Scenarios laid aside (留作对比), with the day and data they were made on.
    kept: list[Scenario] = field(default_factory=list)
    #: The scenario as it was opened from a file or a link; null for one made here.
    opened: Scenario | None = None
    #: A scenario of another city that the address holds; it is not worked on here.
    elsewhere: Scenario | None = None
    #: The institution picked on the map last; empty before.
    picked: str = ""
    #: What stands in the address, as it was written or read last.
    address: str = ""
    #: What could not be read, in Chinese; shown once.
    problem: str = ""

    def put(self, changes: Sequence[Change], name: str | None = None) -> None:
        """Work on other changes from the next run on; what was before can be had back.

        Call it in a callback, or before ``st.rerun()``: the address is written at once.
        """
        self.past.insert(0, (self.name, self.changes))
        del self.past[_MOST_PAST:]
        self.changes, self.name, self.elsewhere = tuple(changes), name or self.name, None
        self._write()

    def undo(self) -> None:
        """Take back the last change of the list."""
        if self.past:
            self.name, self.changes = self.past.pop(0)
            self._write()

    def open(self, scenario: Scenario) -> None:
        """Work on a scenario that came from a file."""
        self.put(scenario.changes, scenario.name)
        self.opened = scenario

    def scenario(self, view: View) -> Scenario:
        """Return the scenario as it stands, on the view's data and day."""
        return Scenario(
            name=self.name, scope=view.city, snapshot=view.snapshot.id, as_of=view.as_of, caliber=view.caliber,
            changes=self.changes,
        )

    @property
    def too_long(self) -> bool:
        """Tell whether the changes are too many for an address, so that only a file holds them."""
        return bool(self.changes) and not self.address

    def _write(self) -> None:
        view = filters.current()
        self.address = (to_url(self.scenario(view)) or "") if self.changes else ""
        filters.keep(PARAMETER, self.address)

    def read(self, view: View) -> None:
        """Bring the desk in line with the address: a link, a reload, a step back or forward, another city.

        A change of page in the menu loses the parameter; then the session's scenario is put back.
        """
        asked = st.query_params.get(PARAMETER, "")
        moved = self.city not in ("", view.city)
        self.city = view.city
        if moved:
            # The changes name institutions of the other city; there they can be had back with a step back.
            self.name, self.changes, self.past, self.kept = DEFAULT_NAME, (), [], []
            self.opened, self.picked = None, ""
            if asked == self.address and self.elsewhere is None:
                self._write()
                return
        elif asked == self.address:
            return
        if not asked and not filters.history_step():
            self._write()
            return
        self.opened, self.elsewhere, self.changes, self.name = None, None, (), DEFAULT_NAME
        self.address = asked
        if not asked:
            return
        try:
            scenario = from_url(asked)
        except BadScenario as problem:
            self.problem = str(problem)
            return
        if scenario.scope != view.city:
            self.elsewhere = scenario
            return
        self.opened, self.changes, self.name = scenario, scenario.changes, scenario.name


#: How many steps can be taken back.
_MOST_PAST: Final = 50


def desk(view: View) -> Desk:
    """Return this session's desk, in line with the address."""
    held: Desk = st.session_state.setdefault(_DESK, Desk())
    held.read(view)
    return held


def answer(view: View, scenario: Scenario) -> Answer:
    """Return what a scenario changes, for all scopes of the city, from the cache when it was asked before.

    Raises:
        Unfit: It is of another city, or of a day after the data.
    """
    return _answer((view.snapshot.id, view.instead, to_json(scenario)), view, scenario)


@st.cache_resource(show_spinner=False, max_entries=32)
def _answer(key: tuple[Any, ...], _view: View, _scenario: Scenario) -> Answer:
    same_day = _scenario.as_of == _view.as_of and _scenario.caliber == _view.caliber
    return compare(_view.tables, _scenario, _view.policy, _view.figures if same_day else None)
