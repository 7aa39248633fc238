"""What a file that came back holds: what it says of itself, and what stands at each place of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

#: A number as a cell or a chart holds it, or the words of a shape, paragraph or cell.
Held = str | float
#: Between a place's name and the number of the copy, where a place stands in a file more than once.
COPY: Final = "~"
#: Begins the name of a place that has lost its own; what follows @ is the part of the file in which it stands, where
#: the file has parts.
NAMELESS: Final = "?"
ANYWHERE: Final = "body"
#: Begin the names of what is no place of ours: on which page a slide stands, what is hidden from the reader, what
#: says something but has no words to be read, what somebody noted in the margin.
PAGE: Final = "page"
HIDDEN: Final = "hidden"
PICTURE: Final = "picture"
COMMENT: Final = "comment"
SCRIPT: Final = "script"
MACRO: Final = "macro"
#: Begins the place of the numbers of notes that stand in another place.
NOTED: Final = "noted@"
#: Characters of one place; ours are far shorter.
LONGEST: Final = 32_000

#: Different codes that are told of one file.
_MOST_CODES: Final = 3
_SNAPSHOT: Final = re.compile(r"数据快照\s*(\d{8}-[0-9a-f]{6}\w*)")
_CODE: Final = re.compile(r"核对码\s*([A-Z2-9]{4}-[A-Z2-9]{4})")


@dataclass(frozen=True, slots=True)
class Content:
    """One file, read."""

    #: ``pptx``, ``docx``, ``xlsx`` or ``html``.
    form: str
    #: What it was made from, by name; null where the file says nothing (any more).
    made_from: dict[str, str] | None
    #: What is printed in it, of codes every one; empty where it is nowhere.
    snapshot: str
    code: str
    #: Edition of the program it says it was written by; empty where it does not say.
    edition: str
    #: What stands at each place, in the order of the file.
    places: dict[str, Held]


@dataclass(slots=True)
class Places:
    """Places as a reader finds them; one that stands there again is told apart by a number."""

    held: dict[str, Held] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def put(self, place: str, held: Held | None) -> str:
        """Keep what stands at a place, null being an empty one, and return the name under which it is kept."""
        self._counts[place] += 1
        name = place if self._counts[place] == 1 else f"{place}{COPY}{self._counts[place]}"
        self.held[name] = "" if held is None else held[:LONGEST] if isinstance(held, str) else held
        return name


def content_of(form: str, manifest: Any, places: dict[str, Held]) -> Content:
    """Return a file as it was read; what a manifest says is taken for its words, never for its figures."""
    said = manifest if isinstance(manifest, dict) else {}
    made_from = said.get("made_from")
    known = {str(name): str(value) for name, value in made_from.items()} if isinstance(made_from, dict) else None
    # What a comment says is nobody's print.
    printed = [held for place, held in places.items() if isinstance(held, str) and not place.startswith(COMMENT)]
    snapshot = _first(_SNAPSHOT, printed) or str((known or {}).get("snapshot", ""))
    codes = dict.fromkeys(code for text in printed for code in _CODE.findall(text))
    code = "、".join([*codes][:_MOST_CODES]) or str(said.get("fingerprint", ""))
    return Content(form, known, snapshot, code, str(said.get("edition", ""))[:20], places)


def _first(pattern: re.Pattern[str], texts: list[str]) -> str:
    return next((found[1] for text in texts if (found := pattern.search(text))), "")
