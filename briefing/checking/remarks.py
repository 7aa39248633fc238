"""Comments (批注) in the margin of an office file: they are no part of what was exported, and are told as added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

#: Ends the kind of a relation to comments, of Word and PowerPoint alike, older and newer.
_COMMENTS: Final = "/comments"
#: Elements that hold the words of a comment: ``w:t``, ``a:t``, and ``p:text`` of an older presentation.
_WORDS: Final = ("}t", "}text")
#: What Excel puts before a comment of its newer kind for programs that know the older one alone.
_THREADED: Final = re.compile(r"^\[[^\]]+\]\s*\n\s*\n.*?(?:Comment|注释|批注)\s*[:：]\s*", re.DOTALL)


def comments(part: Any) -> Iterator[str]:
    """Yield the comments of a part of a docx or pptx, each with its answers; parts that cannot be read say nothing."""
    for relation in part.rels.values():
        if relation.reltype.endswith(_COMMENTS) and not relation.is_external:
            for one in _root(relation.target_part.blob):
                if text := "".join(words.text or "" for words in one.iter() if words.tag.endswith(_WORDS)).strip():
                    yield text


def comment_of(cell: Any) -> str:
    """Return the comment of a cell of a workbook with its address; empty where it has none."""
    held = getattr(cell, "comment", None)
    if held is None:
        return ""
    text = _THREADED.sub("", str(held.text)).strip()
    return f"{cell.coordinate}：{text}" if text else ""


def _root(blob: bytes) -> Any:
    try:
        return ElementTree.fromstring(blob)
    except ElementTree.ParseError:
        return ()
