"""The small parts of which the map's cards are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words with its shape; ``status`` decides only the colour."""

    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card: a term, its words, and what stands behind them (a gap) in the colour of ``status``."""

    term: str
    words: str
    tail: str = ""
    status: str = ""
