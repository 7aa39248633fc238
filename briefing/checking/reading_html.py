"""A page (网页) that came back: the text of every element that says which place it is."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any, Final

from briefing.checking.content import Held, Places
from briefing.manifest import NAME

#: Elements without an end; nothing stands in them.
_EMPTY: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
                                    "track", "wbr"})


def places(content: bytes) -> tuple[dict[str, Any] | None, dict[str, Held]]:
    """Return the manifest, null where it is gone, and what stands at each place (``data-place``)."""
    reader = _Reader()
    reader.feed(content.decode("utf-8", errors="replace"))
    reader.close()
    try:
        manifest = json.loads("".join(reader.manifest))
    except (ValueError, RecursionError):
        manifest = None
    return (manifest if isinstance(manifest, dict) else None), reader.places.held


class _Reader(HTMLParser):
    """Collects the text of places; one inside another belongs to both."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.places, self.manifest = Places(), list[str]()
        self._open: list[tuple[str, str | None, list[str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._inside = tag == "script" and said.get("id") == NAME
        if tag not in _EMPTY:
            self._open.append((tag, said.get("data-place"), []))

    def handle_endtag(self, tag: str) -> None:
        self._inside = False
        if not any(name == tag for name, _, _ in self._open):
            return
        while self._open:
            name, place, text = self._open.pop()
            if place:
                self.places.put(place, "".join(text))
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.manifest.append(data)
            return
        for _, place, text in self._open:
            if place:
                text.append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            _, place, text = self._open.pop()
            if place:
                self.places.put(place, "".join(text))
