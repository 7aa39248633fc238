"""Text that comes from tables, made safe for Markdown (转义): a name with markup in it is drawn as text."""

from __future__ import annotations

import re

# Everything Streamlit's Markdown gives a meaning to, in the middle of a line or at its start: emphasis, links, code,
# maths, directives (:red[...], :material/...:), HTML, tables, headings, lists.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>&^=@/])")


def plain(text: object) -> str:
    """Return the text so that Markdown draws exactly its characters; line breaks become spaces."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split("\n")))
