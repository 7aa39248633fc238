"""What a clerk has on the desk (收表台): the files of one intake, its answer, what was chosen; kept per session."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from data.collecting import Collection, SenderAnswer

_DESK: Final = "manage.desk"


@dataclass
class Desk:
    """One session's intake; nothing of it is on disk, and it is gone with the session."""

    #: The answer to the files sent last; null before any.
    collection: Collection | None = None
    #: The files themselves by hash, for the 退回单.
    originals: dict[str, bytes] = field(default_factory=dict)
    #: Senders to be published.
    accepted: tuple[str, ...] = ()
    #: The sender whose findings are shown.
    shown: str = ""
    #: What was done last, as a sentence; empty before.
    done: str = ""
    #: The snapshot chosen in the list.
    snapshot: str = ""
    #: The month to collect, ``YYYY-MM``; empty until one is chosen.
    month: str = ""
    #: Raised when the files are cleared, so that the browser's list of them is emptied too.
    turn: int = 0

    def take(self, collection: Collection, originals: dict[str, bytes]) -> None:
        """Lay a new answer on the desk: whoever may be published is chosen, the worst is shown first."""
        self.collection, self.originals, self.done = collection, originals, ""
        self.accepted = tuple(answer.code for answer in collection.senders if answer.acceptable)
        worst = sorted(collection.senders, key=lambda answer: (-len(answer.errors), answer.code))
        self.shown = worst[0].code if worst else ""

    def clear(self, done: str = "") -> None:
        """Empty the desk after a publish, or when the clerk begins anew."""
        self.collection, self.originals, self.accepted, self.shown = None, {}, (), ""
        self.done, self.turn = done, self.turn + 1

    def answer(self) -> SenderAnswer | None:
        """Return the answer to the sender that is shown."""
        held = self.collection.senders if self.collection else ()
        return next((one for one in held if one.code == self.shown), None)


def desk() -> Desk:
    """Return this session's desk."""
    held: Desk = st.session_state.setdefault(_DESK, Desk())
    return held
