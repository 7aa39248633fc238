"""A page (网页) that came back: every text of it, by the place it says it is, its table or its part of the page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from briefing.checking.content import HIDDEN, NAMELESS, PICTURE, SCRIPT, Held, Places
from briefing.manifest import NAME

#: Elements without an end; nothing stands in them.
_EMPTY: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
                                    "track", "wbr"})
#: Elements within a line: in a place, what stands in them is part of its text.
_INLINE: Final = frozenset({"span", "b", "i", "em", "strong", "small", "a", "u", "sub", "sup", "tspan", "font", "mark"})
#: What is not shown as text.
_UNREAD: Final = frozenset({"style", "script", "template", "noscript"})
_PICTURES: Final = frozenset({"img", "iframe", "object", "embed", "video", "canvas", "image"})
_GONE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_COUNT: Final = re.compile(r"\s\d+／\d+$")
#: The end of a page; a browser or a mail program may leave out one of the two.
_END: Final = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)
#: Characters of the last words of a page that breaks off: enough to find them, and no more than that.
_TELLING, _LAST = 6, 16
#: Part of a page that is none of its sections.
WHOLE: Final = "page"


def places(content: bytes) -> tuple[dict[str, Any] | None, dict[str, Held]]:
    """Return the manifest, null where it is gone, and what stands at each place.

    A place is an element that says so (``data-place``) or a cell of a table that says which it is (``data-table``);
    every other text is ``?@`` and the part of the page (``data-part``, on the wall
    ``data-slide``) in which it stands.
    """
    reader = _Reader()
    reader.feed(_decoded(content))
    reader.close()
    try:
        manifest = json.loads("".join(reader.manifest))
    except (ValueError, RecursionError):
        manifest = None
    return (manifest if isinstance(manifest, dict) else None), reader.places.held


def cut_after(content: bytes) -> str | None:
    """Return the last words of a page that breaks off (没有传完); null where it has an end.

    Empty where nothing of ours stands in it yet.
    """
    if _END.search(content):
        return None
    if NAME.encode() not in content or b"</head>" not in content:
        return ""
    reader = _Reader()
    # Neither half a sign nor half a tag is said to be the end.
    reader.feed(content.decode(errors="ignore").rpartition("<")[0])
    reader.close()
    said = ["".join(held.split()) for held in reader.places.held.values() if isinstance(held, str)]
    return next((text[-_LAST:] for text in reversed(said) if len(text) >= _TELLING), "")


def _decoded(content: bytes) -> str:
    """Return the text of a page; one that is not UTF-8 was saved by an editor in the system's Chinese code."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


@dataclass(slots=True)
class _Table:
    """Where in a table the reader is."""

    name: str
    row: int = -1
    column: int = -1


@dataclass(slots=True)
class _Element:
    """One element that is open: its place, if it is one, and the text that stands in it."""

    tag: str
    place: str
    part: str
    table: _Table | None
    #: Whether its text is told by itself; else it is part of the element around.
    own: bool
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the text of places, and all that stands outside them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.places, self.manifest = Places(), list[str]()
        self._open = [_Element("", "", WHOLE, None, True)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        around = self._open[-1]
        if tag == "script" and said.get("id") != NAME:
            self.places.put(f"{SCRIPT}@{around.part}", "")
        if tag in _PICTURES:
            self.places.put(f"{PICTURE}@{around.part}", "")
        if tag in _EMPTY:
            around.text.append(" ")
            return
        table = _Table(said["data-table"] or "") if said.get("data-table") else around.table
        place = said.get("data-place") or ""
        if table is not None and tag == "tr":
            # The first line is that of the headings.
            table.row, table.column = table.row + 1, -1
        elif table is not None and tag in ("td", "th"):
            table.column += 1
            place = (f"cell{table.row - 1}.{table.column}@{table.name}" if table.row else
                     f"head.{table.column}@{table.name}")
        if "hidden" in said or _GONE.search(said.get("style") or ""):
            self.places.put(f"{HIDDEN}@{around.part}", said.get("data-place") or "一处文字")
        manifest = tag == "script" and said.get("id") == NAME
        inside = tag in _INLINE and (bool(around.place) or not around.own)
        part = said.get("data-part") or said.get("data-slide") or around.part
        self._open.append(_Element("manifest" if manifest else tag, place, part, table, bool(place) or not inside))
        if self._open[-1].own:
            self._flush(around)

    def handle_endtag(self, tag: str) -> None:
        tag = "manifest" if self._open[-1].tag == "manifest" and tag == "script" else tag
        if any(one.tag == tag for one in self._open[1:]):
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        within = self._open[-1]
        if within.tag == "manifest":
            self.manifest.append(data)
        elif within.tag not in _UNREAD:
            # The wall writes into its title which of its slides is shown.
            within.text.append(_COUNT.sub("", data) if within.tag == "title" else data)

    def close(self) -> None:
        super().close()
        while len(self._open) > 1:
            self._close()
        self._flush(self._open[0])

    def _close(self) -> str:
        """Close the innermost element: its text is kept, or handed to the one around."""
        closed = self._open.pop()
        around = self._open[-1]
        if closed.place:
            self.places.put(closed.place, "".join(closed.text))
        elif closed.own:
            self._flush(closed)
        else:
            around.text.extend(closed.text)
        return closed.tag

    def _flush(self, element: _Element) -> None:
        """Keep the text that an element has so far, unless it is a place, which has one text."""
        if element.place:
            return
        if text := "".join(element.text).strip():
            self.places.put(f"{NAMELESS}@{element.part}", text)
        element.text.clear()
