"""The forms as ``forms.toml`` describes them, with names, kinds and codes from the data contract."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from data.forms.model import Field, Form, Mark, Sender
from data.model import TABLES

_FILE = Path(__file__).parent / "forms.toml"
#: Which marks a column obeys that names none, by kind and by whether it has codes of its own.
_USUAL = {"int": "number", "float": "number", "bool": "answer"}


@cache
def forms() -> dict[str, Form]:
    """Return every form by key, the county's first, in the order of the sheets."""
    described = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    marks = {name: Mark(meanings) for name, meanings in described["marks"].items()}
    found = [_form(entry, marks) for entry in described["forms"]]
    return {form.key: form for form in found}


@cache
def forms_of(sender: Sender) -> tuple[Form, ...]:
    """Return the forms that a county or the city fills in, in the order of the sheets."""
    return tuple(form for form in forms().values() if form.sender == sender)


def _form(entry: dict[str, Any], marks: dict[str, Mark]) -> Form:
    return Form(
        key=entry["key"],
        sheet=entry["sheet"],
        aliases=tuple(entry.get("aliases", ())),
        sender=entry["sender"],
        keeping=entry["keeping"],
        tables=tuple(entry["tables"]),
        fields=tuple(_field(one, marks) for one in entry["fields"]),
        key_fields=tuple(entry["key_fields"]),
        about=entry["about"],
    )


def _field(entry: dict[str, Any], marks: dict[str, Mark]) -> Field:
    table, _, name = entry.get("of", "").rpartition(".")
    column = TABLES[table].column(name) if table else None
    kind = column.kind if column else "text"
    return Field(
        name=name or entry["name"],
        label=entry.get("label") or (column.label if column else ""),
        kind=kind,
        table=table or None,
        required=entry.get("required", False),
        choices=column.choices if column else None,
        aliases=tuple(entry.get("aliases", ())),
        note=entry["note"],
        marks=marks[entry.get("marks") or _USUAL.get(kind, "words")],
        refers_to=entry.get("refers_to") or (column.refers_to if column else None),
        named_by=entry.get("named_by"),
        width=entry.get("width", 14),
    )
