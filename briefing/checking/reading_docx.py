"""A brief (文字材料) that came back: the words inside each bookmark that is a place, in the order of the text."""

from __future__ import annotations

import io
from typing import Any, Final

import docx
from docx.oxml.ns import qn

from briefing.bookmarks import place_of
from briefing.checking.carried import manifest_of
from briefing.checking.content import ANYWHERE, NAMELESS, Held, Places
from briefing.checking.properties import held_properties, said_in

#: Text of the part in which the manifest stands begins so; a program that drops that part keeps the properties.
#: What is not read: what was taken out or moved away under 修订, and what a text box says a second time.
_SKIPPED: Final = frozenset(
    {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_BREAKS: Final = frozenset({qn("w:br"), qn("w:tab"), qn("w:cr")})


def places(content: bytes) -> tuple[dict[str, Any] | None, dict[str, Held]]:
    """Return the manifest, null where it is gone, and what stands at each place.

    A paragraph outside every place, such as one that was added or written anew, is ``?@body``. Numbers of notes are
    not part of a sentence. Changes that are tracked (修订) count as made.
    """
    file: Any = docx.Document(io.BytesIO(content))
    manifest = manifest_of(file.part)
    hashed = manifest.get("bookmarks") if manifest is not None else None
    reader = _Reader(hashed if isinstance(hashed, dict) else {})
    reader.walk(file.element.body)
    return manifest or said_in(held_properties(content)), reader.finished()


class _Reader:
    """Walks the text once; a place is open from where its bookmark begins to where it ends."""

    def __init__(self, hashed: dict[str, Any]) -> None:
        self._places = Places()
        self._hashed = hashed
        self._open: dict[str, tuple[str, list[str]]] = {}
        self._outside: list[str] = []

    def walk(self, root: Any) -> None:
        """Read everything below an element."""
        for child in root:
            if child.tag == qn("w:p"):
                around, self._outside = self._outside, []
                self.walk(child)
                if text := "".join(self._outside).strip():
                    self._places.put(f"{NAMELESS}@{ANYWHERE}", text)
                self._outside = around
            elif child.tag == qn("w:bookmarkStart"):
                self._begin(child)
            elif child.tag == qn("w:bookmarkEnd"):
                self._end(str(child.get(qn("w:id"))))
            elif child.tag == qn("w:t") and not _is_note(child):
                self._put(child.text or "")
            elif child.tag in _BREAKS:
                self._put(" ")
            elif child.tag not in _SKIPPED:
                self.walk(child)

    def finished(self) -> dict[str, Held]:
        """Return what stands at each place; one whose end was lost reaches to the end of the text."""
        for id in list(self._open):
            self._end(id)
        return self._places.held

    def _begin(self, start: Any) -> None:
        name = str(start.get(qn("w:name"), ""))
        place = place_of(name) or self._hashed.get(name)
        if place:
            self._open[str(start.get(qn("w:id")))] = (str(place), [])

    def _end(self, id: str) -> None:
        if id in self._open:
            place, texts = self._open.pop(id)
            self._places.put(place, "".join(texts))

    def _put(self, text: str) -> None:
        for _, texts in self._open.values():
            texts.append(text)
        if not self._open:
            self._outside.append(text)


def _is_note(text: Any) -> bool:
    """Tell whether a piece of text is the raised number of a note."""
    properties = text.getparent().find(qn("w:rPr"))
    raised = properties.find(qn("w:vertAlign")) if properties is not None else None
    return raised is not None and raised.get(qn("w:val")) == "superscript"

