"""Names where room is short (短名): without the city and county everyone on the page shares."""

from __future__ import annotations

from collections.abc import Iterable


def short(name: str, prefixes: Iterable[str | None] = (), longest: int = 14) -> str:
    """Return a name without the prefixes that stand before it, cut with … where it is still too long.

    ``prefixes`` are tried in order (宁波市, then 海曙区); what is left has three characters at least.
    """
    for prefix in prefixes:
        if prefix and name.startswith(prefix) and len(name) > len(prefix) + 2:
            name = name[len(prefix):]
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
