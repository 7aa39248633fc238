"""Two readings held against each other (逐处比对): the file that came back, and the same written from the snapshot.

The second one is written and read just now by the code that wrote and reads the first, so every place there is one of
the snapshot's, and a difference is somebody's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from briefing.checking.adding import added
from briefing.checking.aligning import aligned
from briefing.checking.content import COPY, HIDDEN, NAMELESS, NOTED, PAGE, Held
from briefing.checking.loose import Loose, settled
from briefing.checking.naming import Naming
from briefing.checking.report import Difference
from briefing.checking.texts import changes, plain
from briefing.manifest import beside, items
from briefing.model import Document, Fact
from briefing.standing import NUMBER, standing
from indicators.wording import number

#: The workbook inside a chart, which repeats its numbers; what somebody wrote in place of a number of a chart.
_BOOK: Final = re.compile(r"book(\d+\.\d+@.+)")
_WRITTEN: Final = re.compile(r"written(\d+\.\d+@.+)")
#: Ends what is said of a part of which nothing is left.
_WHOLE: Final = ("整页", "整张", "全部")
#: Programs write a number with fifteen digits.
_SAME: Final = 1e-9
#: From here on a number has more digits than anybody reads.
_LARGEST: Final = 1e15


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
        self.added: list[Difference] = []
        self.hidden: list[Difference] = []
        self._facts = _facts(document)
        self._naming = naming
        held, loose = settled(expected, aligned(expected, found))
        self.moved = _order(expected, held) != _order(held, expected)
        for place, text in expected.items():
            if place in held and not place.startswith((PAGE, NAMELESS)):
                self._place(place, text, held)
        original = self.equal
        for place, now in held.items():
            base = place.partition(COPY)[0]
            written = _WRITTEN.fullmatch(base)
            if place.startswith(f"{HIDDEN}@") and place not in expected:
                self.hidden.append(Difference(naming.part(base.partition("@")[2]), "", "", str(now)))
            elif written is not None:
                self._written(place, str(now), self._facts.get(f"chart{written[1]}", ()))
            elif place not in expected and base in expected and not place.startswith(PAGE):
                # A page or row that was copied says its numbers again.
                self._place(place, expected[base], held)
        for one in loose:
            if one.was and one.now:
                self._text(f"text@{one.part}", one.was, one.now, ())
        self.equal = original
        self.lost = naming.together([place for place, text in expected.items() if self._is_lost(place, text, held)],
                                    expected)
        self.lost += self._gone(expected, loose)
        self.added = list(added(expected, held, loose, naming))

    def _gone(self, expected: Mapping[str, Held], loose: Sequence[Loose]) -> list[str]:
        """Return texts without a name that are gone, those of a part of which nothing is left as one."""
        had = Counter(place.partition(COPY)[0].partition("@")[2] for place in expected if place.startswith(NAMELESS))
        lost = Counter(one.part for one in loose if one.was and not one.now)
        said: dict[str, None] = {}
        for one in loose:
            where = self._naming.part(one.part)
            if one.now or any(told.startswith(where) and told.endswith(_WHOLE) for told in self.lost):
                continue
            said[f"{where}全部" if had[one.part] == lost[one.part] > 1 else f"{where}的文字“{_short(one.was)}”"] = None
        return list(said)

    def _is_lost(self, place: str, text: Held, held: Mapping[str, Held]) -> bool:
        if place.startswith(NOTED) and place.removeprefix(NOTED) not in held:
            return False  # its sentence is gone, which says it all
        # A chart without its workbook still shows its numbers; an empty cell says nothing that could be gone.
        return (place not in held and bool(plain(str(text))) and _BOOK.fullmatch(place) is None
                and not place.startswith(NAMELESS))

    def _place(self, place: str, was: Held, held: Mapping[str, Held]) -> None:
        book = _BOOK.fullmatch(place)
        now = held[place]
        if book is not None and _same(held.get(f"chart{book[1]}", was), now):
            return  # the chart itself says so already
        facts = self._facts.get((f"chart{book[1]}" if book else place).partition(COPY)[0], ())
        if isinstance(was, str) and len(facts) > 1:
            facts = tuple(one.fact for one in standing(plain(was), facts))
        if _same(was, now):
            self.equal += len(facts) if book is None else 0
        elif isinstance(was, float):
            fact = facts[0] if facts else None
            self._say(place, fact, *_printed(was, now, fact))
        else:
            self._text(place, was, now if isinstance(now, str) else _plain_number(now), facts)

    def _written(self, place: str, now: str, facts: tuple[Fact, ...]) -> None:
        """Say of words written in place of a chart's number what number they are not."""
        was = facts[0].text if facts else ""
        if set(NUMBER.findall(plain(now))) != set(NUMBER.findall(plain(was))):
            self._say(place, facts[0] if facts else None, was, now)

    def _text(self, place: str, was: str, now: str, facts: tuple[Fact, ...]) -> None:
        found, reworded = changes(was, now, facts)
        where = self._where(place)
        if plain(was) and not plain(now) and not facts and not found:
            self.words.append(Difference(where, "", was, ""))
            return
        # A cell and a label of a map print their one number without its unit.
        only = facts[0] if len(facts) == 1 else None
        for one in found:
            self._say(place, one.fact or only, one.was, one.now)
        told = {one.fact or only for one in found}
        self.equal += sum(fact not in told for fact in facts)
        if reworded:
            self.words.append(Difference(where, "", was, now))

    def _say(self, place: str, fact: Fact | None, was: str, now: str) -> None:
        self.changed.append(Difference(self._where(place), self._naming.what(fact, place), was, now))

    def _where(self, place: str) -> str:
        name, _, part = place.partition("@")
        return f"{self._naming.part(part)}的文字" if name == "text" else self._naming.where(place)


def _facts(document: Document) -> dict[str, tuple[Fact, ...]]:
    """Return the facts whose numbers may stand at each place.

    A presentation writes target and course of a smaller figure behind its state.
    """
    found = {item.place: item.facts for item in items(document)}
    for slide in document.slides:
        for number_, figure in enumerate(one for one in (slide.key, *slide.others) if one is not None):
            for one in beside(figure, number_, slide.key_id) if number_ else ():
                found[one.place] = figure.beside
    return found


def _order(places: Mapping[str, Held], known: Mapping[str, Held]) -> list[str]:
    """Return the pages that are known, too, in their order, each where it stands first."""
    return [place for place in places if place.startswith(f"{PAGE}@") and COPY not in place and place in known]


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= 30 else f"{said[:29]}…"


def _same(was: Held, now: Held) -> bool:
    if isinstance(was, float) and isinstance(now, str):
        # A number that was typed again as text is the same number.
        try:
            now = float(plain(now).replace(",", ""))
        except ValueError:
            return False
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
    shown = number(now, len(token[0].partition(".")[2])) if abs(now) < _LARGEST else token[0]
    if shown == token[0]:
        shown = _plain_number(now)
    return text, text[: token.start()] + shown + text[token.end():]


def _plain_number(value: float) -> str:
    if not math.isfinite(value):
        return "非数字"
    return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < _LARGEST else f"{value:g}"
