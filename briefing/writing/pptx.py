"""The slides as a presentation (汇报演示): editable text, native charts and tables, maps as shapes."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from briefing.manifest import NAME, manifest, of_slides
from briefing.model import Document
from briefing.writing import pptx_ends, pptx_slide
from briefing.writing.pptx_master import blank, dress
from briefing.writing.properties import PROPERTIES_RELATION, PROPERTIES_TYPE, properties, properties_xml

#: Namespace of the part in which the manifest stands.
NAMESPACE: Final = f"urn:{NAME}"


def pptx_bytes(document: Document) -> bytes:
    """Return a document's slides as a .pptx file: first page, one slide each, then 口径与来源.

    Shapes are named after the places of :mod:`briefing.manifest`; the manifest itself stands in a part of its own, and
    what it was made from in the file's properties as well, which other programs keep when they save it.
    """
    deck = blank()
    _about(deck, document)
    pptx_ends.opening(deck, document)
    for slide in document.slides:
        pptx_slide.draw(deck, document, slide)
    pptx_ends.closing(deck, document)
    if any(slide.has_notes_slide for slide in deck.slides):
        dress(deck.notes_master.part.part_related_by(RT.THEME))
    _carry(deck, document)
    held = io.BytesIO()
    deck.save(held)
    return held.getvalue()


def _about(deck: Any, document: Document) -> None:
    """Fill the file's own properties in."""
    core = deck.core_properties
    core.title, core.subject = document.title, "、".join(document.marks)
    core.author = core.last_modified_by = "医共体一张图"
    core.comments, core.language, core.revision = "", "zh-CN", 1
    core.created = core.modified = datetime(document.as_of.year, document.as_of.month, document.as_of.day)


def _carry(deck: Any, document: Document) -> None:
    """Put the manifest of the slides into the file."""
    package = deck.part.package
    own = {item.place for item in of_slides(document)}
    said = manifest(document)
    said["items"] = [item for item in said["items"] if item["place"] in own]
    text = escape(json.dumps(said, ensure_ascii=False))
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{NAMESPACE}">{text}</manifest>'.encode()
    part = Part(PackURI("/customXml/item1.xml"), CT.XML, package, xml)
    deck.part.relate_to(part, RT.CUSTOM_XML)
    custom = Part(PackURI("/docProps/custom.xml"), PROPERTIES_TYPE, package, properties_xml(properties(document)))
    package.relate_to(custom, PROPERTIES_RELATION)
