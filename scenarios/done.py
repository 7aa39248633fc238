"""What making one change gives."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.state import State


@dataclass(frozen=True)
class Done:
    """The next state, and what is to be said about how the change was made (Chinese, without a full stop)."""

    state: State
    notes: tuple[str, ...] = ()
