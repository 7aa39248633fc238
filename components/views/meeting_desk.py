"""The agenda a reader is working on (议程): it lives in the address, and in the session where that is too short."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from briefing.agenda import Agenda, BadAgenda, default_agenda, from_json, from_url, to_url
from components import filters
from components.view import View

#: The parameter of the address that holds the agenda.
PARAMETER: Final = "agenda"
_DESK: Final = "meeting.desk"


@dataclass
class Desk:
    """One session's agendas, one for each scope that was changed from the usual."""

    scope: str = ""
    held: dict[str, Agenda] = field(default_factory=dict)
    #: What stands in the address, as it was written or read last.
    address: str = ""
    #: Whether the scenario is shown in place of things as they are.
    what_if: bool = False
    #: What could not be taken, in Chinese; shown once.
    problem: str = ""

    def agenda(self, view: View) -> Agenda:
        """Return the agenda of the view's scope; the usual one where none was made."""
        return self.held.get(view.scope) or default_agenda(view.figures, view.scope, scenario=self.what_if)

    @property
    def changed(self) -> bool:
        """Tell whether the scope has an agenda of its own."""
        return self.scope in self.held

    @property
    def linked(self) -> bool:
        """Tell whether the address says all of the agenda."""
        return not self.changed or bool(self.address)

    def put(self, agenda: Agenda | None) -> None:
        """Work on another agenda from the next run on; null for the usual one. Call it in a callback."""
        if agenda is None:
            self.held.pop(self.scope, None)
        else:
            self.held[self.scope] = agenda
        self._write()

    def take(self, sent: Any) -> None:
        """Take what the browser sent: an agenda as it was put together there, or null for the usual one."""
        if sent is None:
            self.put(None)
            return
        if not isinstance(sent, dict):
            return
        held = {name: sent[name] for name in ("name", "items", "interval") if name in sent}
        try:
            agenda = Agenda.model_validate(held)
        except ValidationError:
            self.problem = "议程没有改成：页面送来的内容不完整，请刷新页面再试。"
            return
        self.what_if = sent.get("what_if") is True
        figures = filters.current().figures
        # Where only the scenario was turned on or off, the agenda stays the usual one.
        usual = [default_agenda(figures, self.scope, scenario=scenario) for scenario in (False, True)]
        self.put(None if agenda in usual else agenda)

    def open(self, sent: Any) -> None:
        """Work on the agenda in a file that was opened in the browser."""
        name, text = (sent.get("name"), sent.get("text")) if isinstance(sent, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(text, str):
            return
        try:
            self.put(from_json(text))
        except BadAgenda as problem:
            self.problem = f"“{name[:60]}”没有打开：{str(problem).rstrip('。')}。"

    def _write(self) -> None:
        agenda = self.held.get(self.scope)
        self.address = (to_url(agenda) or "") if agenda is not None else ""
        filters.keep(PARAMETER, self.address)

    def read(self, view: View) -> None:
        """Bring the desk in line with the address: a link, a reload, a step back or forward, another scope.

        A change of page in the menu loses the parameter; then the session's agenda is put back.
        """
        asked = st.query_params.get(PARAMETER, "")
        moved = self.scope not in ("", view.scope)
        own = asked == self.address
        self.scope = view.scope
        if moved and own:
            self._write()  # what stands there is of the scope before
            return
        if own:
            return
        if not asked:
            if filters.history_step():
                self.held.pop(self.scope, None)
            self._write()
            return
        self.address = asked
        try:
            self.held[self.scope] = from_url(asked)
        except BadAgenda as problem:
            self.held.pop(self.scope, None)
            self.problem = f"{str(problem).rstrip('。')}，现用常用议程。"


def desk(view: View) -> Desk:
    """Return this session's desk, in line with the address."""
    held: Desk = st.session_state.setdefault(_DESK, Desk())
    held.read(view)
    return held
