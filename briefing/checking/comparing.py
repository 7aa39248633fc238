"""Two readings held against each other (逐处比对): the file that came back, and the same written from the snapshot.

The second one is written and read just now by the code that wrote and reads the first, so every place there is one of
the snapshot's, and a difference is somebody's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from briefing.checking.aligning import aligned
from briefing.checking.content import COPY, Held
from briefing.checking.naming import Naming
from briefing.checking.report import Difference
from briefing.checking.texts import changes, plain
from briefing.manifest import items
from briefing.model import Document, Fact
from briefing.standing import NUMBER
from indicators.wording import number

#: The workbook inside a chart, which repeats its numbers.
_BOOK: Final = re.compile(r"book(\d+\.\d+@.+)")
#: Programs write a number with fifteen digits.
_SAME: Final = 1e-9


class Compared:
    """What comparing found; filled in once."""

    def __init__(
        self, document: Document, expected: Mapping[str, Held], found: Mapping[str, Held], naming: Naming
    ) -> None:
        """Compare place by place.

        Args:
            document: The document as the snapshot gives it.
            expected: What stands at each place of the file it gives.
            found: What stands at each place of the file that came back.
            naming: Says in words where a place is and what a fact is of.
        """
        self.equal = 0
        self.changed: list[Difference] = []
        self.words: list[Difference] = []
        self.lost: list[str] = []
        self._facts = {item.place: item.facts for item in items(document)}
        self._naming = naming
        held = aligned(expected, found)
        for place, text in expected.items():
            if place in held:
                self._place(place, text, held)
        original = self.equal
        for place in held:
            # A page or row that was copied says its numbers again.
            if place not in expected and place.partition(COPY)[0] in expected:
                self._place(place, expected[place.partition(COPY)[0]], held)
        self.equal = original
        self.lost = naming.together([place for place, text in expected.items() if self._is_lost(place, text, held)],
                                    expected)

    def _is_lost(self, place: str, text: Held, held: Mapping[str, Held]) -> bool:
        # A chart without its workbook still shows its numbers; an empty cell says nothing that could be gone.
        return place not in held and bool(plain(str(text))) and _BOOK.fullmatch(place) is None

    def _place(self, place: str, was: Held, held: Mapping[str, Held]) -> None:
        book = _BOOK.fullmatch(place)
        now = held[place]
        if book is not None and _same(held.get(f"chart{book[1]}", was), now):
            return  # the chart itself says so already
        facts = self._facts.get((f"chart{book[1]}" if book else place).partition(COPY)[0], ())
        if _same(was, now):
            self.equal += len(facts) if book is None else 0
        elif isinstance(was, float):
            fact = facts[0] if facts else None
            self._say(place, fact, *_printed(was, now, fact))
        else:
            self._text(place, was, now if isinstance(now, str) else _plain_number(now), facts)

    def _text(self, place: str, was: str, now: str, facts: tuple[Fact, ...]) -> None:
        found, reworded = changes(was, now, facts)
        if plain(was) and not plain(now) and not facts and not found:
            self.words.append(Difference(self._naming.where(place), "", was, ""))
            return
        for one in found:
            self._say(place, one.fact, one.was, one.now)
        told = {one.fact for one in found}
        self.equal += sum(fact not in told for fact in facts)
        if reworded:
            self.words.append(Difference(self._naming.where(place), "", was, now))

    def _say(self, place: str, fact: Fact | None, was: str, now: str) -> None:
        self.changed.append(Difference(self._naming.where(place), self._naming.what(fact, place), was, now))


def _same(was: Held, now: Held) -> bool:
    if isinstance(was, float) and isinstance(now, float):
        return math.isclose(was, now, rel_tol=_SAME, abs_tol=1e-12)
    if isinstance(was, str) and isinstance(now, str):
        return plain(was) == plain(now)
    return False


def _printed(was: float, now: Held, fact: Fact | None) -> tuple[str, str]:
    """Return a number as it was printed, and what stands there now just as exactly, or more so where it must be."""
    text = fact.text if fact is not None else _plain_number(was)
    if isinstance(now, str):
        return text, now
    token = NUMBER.search(text)
    if token is None:
        return text, _plain_number(now)
    shown = number(now, len(token[0].partition(".")[2]))
    if shown == token[0] or not math.isfinite(now):
        shown = _plain_number(now)
    return text, text[: token.start()] + shown + text[token.end():]


def _plain_number(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".") if math.isfinite(value) else "非数字"


