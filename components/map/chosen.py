"""What was clicked on the map (选中): from the browser's selection to one code, and back to nothing.

The browser sends back whatever record it was given, or whatever a visitor makes it send; only a kind the map knows
(an institution where none is named) with a code of plain text counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["county", "consortium", "unaffiliated", "institution"]
_LONGEST = 128


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing on the map: its kind and its code (unaffiliated cells: the county's)."""

    kind: Kind
    id: str


def chosen(state: object) -> Chosen | None:
    """Return what a selection state names; None when it names nothing (a click beside everything, a second click)."""
    selection = state.get("selection") if isinstance(state, Mapping) else None
    objects = selection.get("objects") if isinstance(selection, Mapping) else None
    for records in objects.values() if isinstance(objects, Mapping) else ():
        for record in records if isinstance(records, list) else ():
            found = _read(record)
            if found is not None:
                return found
    return None


def _read(record: Any) -> Chosen | None:
    if not isinstance(record, Mapping):
        return None
    kind, code = record.get("kind", "institution"), record.get("id")
    if kind in get_args(Kind) and isinstance(code, str) and 0 < len(code) <= _LONGEST:
        return Chosen(kind, code)
    return None
