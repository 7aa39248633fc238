"""Properties of an office file (文件属性): what it was made from, kept even by another program that saves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from briefing.edition import edition
from briefing.facts import fingerprint
from briefing.model import Document

#: Names of the properties; ``made_from`` is written in pieces, as some programs keep no more than 255 characters.
SNAPSHOT, FINGERPRINT, EDITION = "atlas.snapshot", "atlas.fingerprint", "atlas.edition"
MADE_FROM = "atlas.made_from"
_PIECE: Final = 250
_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PROPERTIES_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"


def properties(document: Document) -> dict[str, str]:
    """Return what a file says of itself, by property: snapshot, code, edition, in pieces what it was made from."""
    made_from = json.dumps(document.made_from, ensure_ascii=False, sort_keys=True)
    pieces = [made_from[at: at + _PIECE] for at in range(0, len(made_from), _PIECE)]
    return {
        SNAPSHOT: document.snapshot, FINGERPRINT: fingerprint(document), EDITION: edition(),
        **{f"{MADE_FROM}.{number:05}": piece for number, piece in enumerate(pieces, 1)},
    }


def made_from_of(held: Mapping[str, str]) -> dict[str, str] | None:
    """Return what a file was made from, put together from its properties; null where it does not say."""
    pieces = [held[name] for name in sorted(held) if name.startswith(f"{MADE_FROM}.")]
    try:
        found = json.loads("".join(pieces))
    except ValueError:
        return None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None


def properties_xml(held: Mapping[str, str]) -> bytes:
    """Return ``docProps/custom.xml`` with these properties, as every OOXML file may hold it."""
    said = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr>'
        f"</property>"
        for number, (name, value) in enumerate(held.items(), 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{said}</Properties>'
    ).encode()
