"""The manifest that an office file carries (随件清单): found among the parts it names, however it was saved anew."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from briefing.manifest import NAME


def manifest_of(part: Any) -> dict[str, Any] | None:
    """Return the manifest in a custom part related to the main part of a docx or pptx; null where none can be read."""
    for relation in part.rels.values():
        if relation.is_external or NAME.encode() not in relation.target_part.blob[:400]:
            continue
        try:
            found = json.loads(ElementTree.fromstring(relation.target_part.blob).text or "")
        except (ValueError, RecursionError, ElementTree.ParseError):
            continue
        if isinstance(found, dict):
            return found
    return None
