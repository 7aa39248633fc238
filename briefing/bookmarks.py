"""Places of a document as names of bookmarks (书签): what Word, WPS and LibreOffice keep while somebody edits."""

from __future__ import annotations

import hashlib
import re
from typing import Final

#: Ends a sentence; the bookmark of one ends before it.
STOP: Final = "。"
#: Word takes no more; a name that begins with ``_`` is not shown in its list of bookmarks.
_LONGEST: Final = 40
#: What a place consists of that can be written into a name and read back: letters of any script, digits, @ and dots.
_PLAIN: Final = re.compile(r"(?:[^\W_]|[@.])+")
_HASHED: Final = "_x"


def bookmark(place: str) -> str:
    """Return the name of a place's bookmark; ``cell3.2@sheet@目标`` is ``_cell3_2__sheet__目标``."""
    name = "_" + place.replace("@", "__").replace(".", "_")
    if _PLAIN.fullmatch(place) and len(name) <= _LONGEST and not name.startswith(_HASHED):
        return name
    return _HASHED + hashlib.sha256(place.encode()).hexdigest()[:24]


def place_of(name: str) -> str | None:
    """Return the place of a bookmark; null where it is none of ours, or hashed and only the manifest tells."""
    if not name.startswith("_") or name.startswith(_HASHED):
        return None
    place = name[1:].replace("__", "@").replace("_", ".")
    return place if bookmark(place) == name else None
