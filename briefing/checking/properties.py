"""What an office file says of itself in its own properties (文件属性), which other programs keep when they save it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree

from briefing.writing.properties import EDITION, FINGERPRINT, SNAPSHOT, made_from_of

_PART: Final = "docProps/custom.xml"


def held_properties(content: bytes) -> dict[str, str]:
    """Return the custom properties of an OOXML file by name; none where it has no such part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if _PART not in archive.namelist():
            return {}
        try:
            root = ElementTree.fromstring(archive.read(_PART))
        except ElementTree.ParseError:
            return {}
    return {str(one.get("name")): "".join(one.itertext()) for one in root}


def said_in(held: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what properties say as a manifest without places; null where they do not say what it was made from."""
    made_from = made_from_of(held)
    if made_from is None:
        return None
    return {"made_from": made_from, "snapshot": held.get(SNAPSHOT, ""), "fingerprint": held.get(FINGERPRINT, ""),
            "edition": held.get(EDITION, "")}
