"""Parts of a Word file beside its text (随件清单): the manifest, the properties, nothing of the library's template."""

from __future__ import annotations

import json
from collections.abc import Set
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from briefing.bookmarks import bookmark, place_of
from briefing.manifest import NAME, manifest
from briefing.model import Document
from briefing.writing.properties import PROPERTIES_RELATION, PROPERTIES_TYPE, properties, properties_xml

#: Namespace of the part in which the manifest stands.
NAMESPACE: Final = f"urn:{NAME}"
#: What Word wants to know of such a part: an id of its own and the namespace in it.
_ABOUT: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{6B1E0F5D-2C7A-4E39-9D41-8A5C3F70B2E6}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def carry(file: Any, document: Document, drawn: Set[str]) -> None:
    """Put the manifest of the places that are drawn into a file, and the places whose bookmarks do not tell them."""
    said = manifest(document)
    said["items"] = [item for item in said["items"] if item["place"] in drawn]
    said["bookmarks"] = {name: place for place in sorted(drawn) if place_of(name := bookmark(place)) is None}
    text = escape(json.dumps(said, ensure_ascii=False))
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{NAMESPACE}">{text}</manifest>'.encode()
    package = file.part.package
    held = Part(PackURI("/customXml/item1.xml"), CT.XML, xml, package)
    file.part.relate_to(held, RT.CUSTOM_XML)
    about = Part(PackURI("/customXml/itemProps1.xml"), CT.OFC_CUSTOM_XML_PROPERTIES, _ABOUT.encode(), package)
    held.relate_to(about, RT.CUSTOM_XML_PROPS)
    custom = properties_xml(properties(document))
    package.relate_to(Part(PackURI("/docProps/custom.xml"), PROPERTIES_TYPE, custom, package), PROPERTIES_RELATION)


def without_leftovers(file: Any) -> None:
    """Take out what the library's template brings along: a picture of its first page, its counts, other styles."""
    for owner in (file.part.package, file.part):
        for id, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/customXml", "/extended-properties", "/stylesWithEffects")):
                del owner.rels[id]
