"""Text that comes from tables, made safe for Markdown (转义): a name with markup in it is drawn as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from components.theme import Theme

# Everything Streamlit's Markdown gives a meaning to, in the middle of a line or at its start: emphasis, links, code,
# maths, directives (:red[...], :material/...:), HTML, tables, headings, lists.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>&^=@/])")


def plain(text: object) -> str:
    """Return the text so that Markdown draws exactly its characters; line breaks become spaces."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split("\n")))


def readable(theme: Theme, words: Mapping[str, str]) -> Callable[[str], str]:
    """Return the words of a switch's choices; in the dark theme in ink, as the accent on its own tint cannot be read.

    Args:
        theme: The theme seen.
        words: Words by choice, ours, never from a table.
    """
    if theme.kind == "light":
        return words.__getitem__
    return lambda code: f':color[{words[code]}]{{foreground="{theme.ink}"}}'
