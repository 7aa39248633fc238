"""The approval number (审图号) of the base map, which stands on every map on the screen and in every export."""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

#: Holds the number: this variable, else ``approval_number`` in this file of the store.
APPROVAL_VARIABLE: Final = "CONSORTIUM_ATLAS_MAP_APPROVAL"
APPROVAL_FILE: Final = "map.toml"
_UNAPPROVED: Final = "示意图（未设审图号）"


def approval_line(store: Path) -> str:
    """Return the 审图号 line for the map's lower left; 示意图 where none is set.

    Args:
        store: Folder of the snapshots; whoever publishes may put :data:`APPROVAL_FILE` there.
    """
    number = os.environ.get(APPROVAL_VARIABLE, "").strip() or _from_file(store / APPROVAL_FILE)
    return f"审图号：{number}" if number else _UNAPPROVED


@lru_cache(maxsize=4)
def _from_file(path: Path) -> str:
    try:
        return str(tomllib.loads(path.read_text("utf-8")).get("approval_number", "")).strip()
    except (OSError, tomllib.TOMLDecodeError):
        return ""
