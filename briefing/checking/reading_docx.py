"""A brief (文字材料) that came back: the words inside each bookmark that is a place, in the order of the text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Set
from typing import Any, Final

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from briefing.bookmarks import STOP, place_of
from briefing.checking.carried import manifest_of
from briefing.checking.content import ANYWHERE, COMMENT, HIDDEN, NAMELESS, NOTED, PICTURE, Held, Places
from briefing.checking.properties import held_properties, said_in
from briefing.checking.remarks import comments

#: What is not read: what was taken out or moved away under 修订, and what a text box says a second time.
_SKIPPED: Final = frozenset(
    {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_BREAKS: Final = frozenset({qn("w:br"), qn("w:tab"), qn("w:cr")})
#: What may say something that is no text: pictures, drawings of an older kind, parts of other programs.
_PICTURES: Final = frozenset({"{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
                              "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart", qn("w:object"),
                              "{urn:schemas-microsoft-com:vml}imagedata"})
#: Shapes of newer and older kinds, which may cover what stands there; and words drawn as a shape (水印).
_SHAPES: Final = frozenset({"{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp",
                            *(f"{{urn:schemas-microsoft-com:vml}}{kind}"
                              for kind in ("shape", "rect", "roundrect", "oval", "line", "polyline"))})
_DRAWN_WORDS: Final = "{urn:schemas-microsoft-com:vml}textpath"
#: Part of a brief in which head and foot of its pages are.
_EDGES: Final = "head"
#: The number of a note, or what is left of it where a program tore it apart.
_NOTE: Final = re.compile(r"[\[\]\d]*")
#: Something other than the number of a page.
_WRITTEN: Final = re.compile(r"[^\d\s—–-]")
#: Parts beside the text in which somebody may have written more.
_NOTES: Final = ("/footnotes", "/endnotes")


def places(content: bytes) -> tuple[dict[str, Any] | None, dict[str, Held]]:
    """Return the manifest, null where it is gone, and what stands at each place.

    A paragraph outside every place, such as one that was added or written anew, is ``?@body``; what stands at the head
    of the pages is ``header@document``, what was written at their foot ``footer@document``. Numbers of notes are not
    part of a sentence: those of one are ``noted@`` and its place. Changes that are tracked (修订) count as made.
    """
    file: Any = docx.Document(io.BytesIO(content))
    manifest = manifest_of(file.part)
    hashed = manifest.get("bookmarks") if manifest is not None else None
    body = file.element.body
    reader = _Reader(hashed if isinstance(hashed, dict) else {},
                     {str(end.get(qn("w:id"))) for end in body.iter(qn("w:bookmarkEnd"))})
    reader.walk(body)
    for relation in file.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            reader.walk(parse_xml(relation.target_part.blob))
    for text in comments(file.part):
        reader.put(f"{COMMENT}@{ANYWHERE}", text)
    if any(_is_thing(one) for edge in _edges(file) for one in _all(edge._element)):
        reader.put(f"{PICTURE}@{_EDGES}", "")
    found = reader.finished()
    if heads := _heads(file):
        found["header@document"] = heads
    if feet := _feet(file):
        found["footer@document"] = feet
    return manifest or said_in(held_properties(content)), found


def _heads(file: Any) -> str:
    """Return what stands at the head of the pages; where it is not the same on all, every one of them once."""
    both = file.settings.odd_and_even_pages_header_footer
    said: set[str] = set()
    for section in file.sections:
        heads = [section.header, *([section.even_page_header] if both else []),
                 *([section.first_page_header] if section.different_first_page_header_footer else [])]
        for head in heads:
            said.add("".join(_words(head).split()) or "（空白）")
    return "" if said == {"（空白）"} else "　".join(sorted(said))


def _feet(file: Any) -> str:
    """Return what somebody wrote at the foot of the pages beside their number."""
    feet = (foot for section in file.sections
            for foot in (section.footer, section.even_page_footer, section.first_page_footer))
    said = {_words(foot).strip() for foot in feet if not foot.is_linked_to_previous}
    return "　".join(sorted(text for text in said if _WRITTEN.search(text)))


def _edges(file: Any) -> Iterator[Any]:
    """Yield the heads and feet of the pages, each once."""
    for section in file.sections:
        for edge in (section.header, section.even_page_header, section.first_page_header,
                     section.footer, section.even_page_footer, section.first_page_footer):
            if not edge.is_linked_to_previous:
                yield edge


def _words(edge: Any) -> str:
    """Return what is written at the head or foot of pages, a watermark among it."""
    return "".join(one.text or "" if one.tag == qn("w:t") else one.get("string", "")
                   for one in _all(edge._element) if one.tag in (qn("w:t"), _DRAWN_WORDS))


def _all(root: Any) -> Iterator[Any]:
    """Yield every element below another, but what is not read."""
    for child in root:
        if child.tag not in _SKIPPED:
            yield child
            yield from _all(child)


def _is_thing(one: Any) -> bool:
    """Tell whether something is shown that cannot be read: a picture, or a shape without words."""
    if one.tag in _SHAPES:
        return not any(inner.tag in _PICTURES or inner.tag == _DRAWN_WORDS or (inner.tag == qn("w:t") and inner.text)
                       for inner in _all(one))
    return one.tag in _PICTURES


class _Reader:
    """Walks the text once; a place is open from where its bookmark begins to where it ends."""

    def __init__(self, hashed: dict[str, Any], ended: Set[str]) -> None:
        self._places = Places()
        self._hashed = hashed
        self._ended = ended
        self._endless: list[str] = []
        self._open: dict[str, tuple[str, list[str], list[str]]] = {}
        self._outside: list[str] = []
        self._hidden: list[str] = []
        #: The place that ended just before what is read now, in the same paragraph; empty where none did.
        self._ended_here = ""

    def walk(self, root: Any) -> None:
        """Read everything below an element."""
        for child in root:
            if child.tag == qn("w:p"):
                around, self._outside, self._ended_here = self._outside, [], ""
                self.walk(child)
                for id in self._endless:
                    self._end(id)
                self._endless = []
                if text := "".join(self._hidden).strip():
                    self._places.put(f"{HIDDEN}@{ANYWHERE}", text)
                self._hidden = []
                if text := "".join(self._outside).strip():
                    self._places.put(f"{NAMELESS}@{ANYWHERE}", text)
                self._outside = around
            elif child.tag == qn("w:bookmarkStart"):
                self._begin(child)
            elif child.tag == qn("w:bookmarkEnd"):
                self._end(str(child.get(qn("w:id"))))
            elif child.tag == qn("w:t") and _is_note(child):
                for _, _, notes in self._open.values():
                    notes.append(child.text or "")
            elif child.tag == qn("w:t"):
                self._put(child.text or "")
                if _is_hidden(child):
                    self._hidden.append(child.text or "")
            elif _is_thing(child):
                self._places.put(f"{PICTURE}@{ANYWHERE}", "")
            elif child.tag == _DRAWN_WORDS:
                self._put(child.get("string", ""))
            elif child.tag in _BREAKS:
                self._put(" ")
            elif child.tag not in _SKIPPED:
                self.walk(child)

    def put(self, place: str, held: str) -> None:
        """Keep what stands beside the text."""
        self._places.put(place, held)

    def finished(self) -> dict[str, Held]:
        """Return what stands at each place; one whose end was lost reaches to the end of the text."""
        for id in list(self._open):
            self._end(id)
        return self._places.held

    def _begin(self, start: Any) -> None:
        name = str(start.get(qn("w:name"), ""))
        place = place_of(name) or self._hashed.get(name)
        id = str(start.get(qn("w:id")))
        if place:
            self._open[id] = (str(place), [], [])
            if id not in self._ended:
                # LibreOffice writes no end where a cell is empty: it reaches to the end of its paragraph.
                self._endless.append(id)

    def _end(self, id: str) -> None:
        if id in self._open:
            place, texts, notes = self._open.pop(id)
            self._ended_here = self._places.put(place, "".join(texts))
            if notes:
                self._places.put(f"{NOTED}{place}", "".join(notes))

    def _put(self, text: str) -> None:
        for _, texts, _ in self._open.values():
            texts.append(text)
        if not self._open:
            if self._ended_here and text.startswith(STOP):
                # The bookmark of a sentence ends before its full stop.
                self._places.held[self._ended_here] = f"{self._places.held[self._ended_here]}{STOP}"
                text = text.removeprefix(STOP)
            self._ended_here = ""
            self._outside.append(text)


def _is_note(text: Any) -> bool:
    """Tell whether a piece of text is the raised number of a note."""
    properties = text.getparent().find(qn("w:rPr"))
    raised = properties.find(qn("w:vertAlign")) if properties is not None else None
    return (raised is not None and raised.get(qn("w:val")) == "superscript"
            and _NOTE.fullmatch(text.text or "") is not None)


def _is_hidden(text: Any) -> bool:
    """Tell whether a piece of text is not shown."""
    properties = text.getparent().find(qn("w:rPr"))
    vanished = properties.find(qn("w:vanish")) if properties is not None else None
    return vanished is not None and vanished.get(qn("w:val")) not in ("0", "false")
