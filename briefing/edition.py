"""Which edition of the program a file is of (程序版本): another edition may say the same thing in other words."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[1]
#: Where figures, sentences, policies and the look of files are made.
_MADE_IN: Final = ("data", "indicators", "scenarios", "briefing")
#: Code, policies and calibers, templates; the data itself is told by its snapshot.
_KINDS: Final = frozenset({".py", ".toml", ".json", ".csv", ".j2", ".js"})
#: What says nothing of its own in an export.
_APART: Final = ("briefing/checking", "data/sample")


@cache
def edition() -> str:
    """Return eight characters that change whenever the code or the rules do that exports are made by."""
    digest = hashlib.sha256()
    for path in sorted(path for name in _MADE_IN for path in (_ROOT / name).rglob("*") if path.suffix in _KINDS):
        name = path.relative_to(_ROOT).as_posix()
        if not name.startswith(_APART):
            digest.update(f"{name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:8]
