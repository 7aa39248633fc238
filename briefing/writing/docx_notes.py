"""Numbers of notes (注号): one for each indicator, in the order in which the brief first speaks of it."""

from __future__ import annotations

from typing import Any

from briefing.facts import indicator_of
from briefing.manifest import of_sections
from briefing.model import Caliber, Document, Said
from briefing.standing import standing
from briefing.writing.docx_xml import Look, run
from indicators.wording import NBSP


def noted(document: Document) -> dict[str, Caliber]:
    """Return the calibers the brief points to, by indicator; the first has number 1."""
    known = {one.key: one for one in document.calibers}
    spoken = (indicator_of(one.fact) for item in of_sections(document.sections)
              for one in standing(item.text, item.facts))
    return {key: known[key] for key in dict.fromkeys(spoken) if key in known}


def with_notes(said: Said, numbers: dict[str, int], look: Look) -> list[Any]:
    """Return a sentence as runs, the number of its note raised after each figure.

    Of one figure's numbers that follow each other (its value, how far it is from its target, the target) the first is
    marked.
    """
    runs, at, before = [], 0, 0
    for one in standing(said.text, said.facts):
        number = numbers.get(indicator_of(one.fact), 0)
        if number and number != before:
            runs += [run(flowing(said.text[at : one.end]), look), note(number, look)]
            at = one.end
        before = number
    return [*runs, run(flowing(said.text[at:]), look)] if at < len(said.text) else runs


def flowing(text: str) -> str:
    """Return a text whose lines may end at every space.

    In justified lines LibreOffice breaks a number that a space holds to what stands before it, and loses the mark
    after a unit that is held to its number: a unit on the next line is the lesser evil.
    """
    return text.replace(NBSP, " ")


def note(number: int, look: Look) -> Any:
    """Return the raised number of a note."""
    return run(f"[{number}]", Look(look.font, look.size, raised=True))
