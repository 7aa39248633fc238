"""Numbers (编号) that the system gives to what is new: the same thing gets the same number however often it is sent."""

from __future__ import annotations

import hashlib

#: What may stand in the number's cell to say that a row is new although its name is like a known one.
_NEW = frozenset({"新增", "新", "新建", "新设", "新成立"})


def number_of(owner: str, *parts: object) -> str:
    """Return the number of something new: the code of its owner and eight hexadecimal digits of what it is."""
    said = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{owner}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def is_new(number: str | None) -> bool:
    """Tell whether the cell of a number says 新增."""
    return number in _NEW
