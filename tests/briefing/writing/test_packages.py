"""The files as the strictest program reads them: parts, relations, ids, and elements in the order of the format."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from briefing.writing.docx import docx_bytes
from briefing.writing.pptx import pptx_bytes
from briefing.writing.xlsx import xlsx_bytes
from tests.briefing.writing import briefs, decks
from tests.briefing.writing.decks import CASES, made

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Elements of the three vocabularies in the order of ECMA-376 (transitional), as far as they are of use here.
ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs kinsoku wordWrap "
    "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
    "jc textAlignment outlineLvl rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs caps strike vanish color spacing w kern position sz szCs highlight u bdr shd "
    "fitText vertAlign rtl cs em lang",
    "w:tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "w:trPr": "gridBefore gridAfter cantSplit trHeight tblHeader jc",
    "w:tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection vAlign hideMark",
    "w:tc": "tcPr p", "w:tbl": "tblPr tblGrid tr",
    "w:sectPr": "headerReference|footerReference type pgSz pgMar pgBorders pgNumType cols vAlign titlePg docGrid",
    "w:settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore "
    "compat themeFontLang",
    "w:style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr",
    "a:rPr": "ln solidFill highlight latin ea cs hlinkClick", "a:defRPr": "ln solidFill highlight latin ea cs",
    "a:pPr": "lnSpc spcBef spcAft buNone tabLst defRPr", "a:p": "pPr r|br|fld endParaRPr",
    "a:tcPr": "lnL lnR lnT lnB solidFill|noFill", "a:bodyPr": "noAutofit|normAutofit|spAutoFit",
    "p:txBody": "bodyPr lstStyle p", "a:txBody": "bodyPr lstStyle p", "c:txPr": "bodyPr lstStyle p",
    "p:spPr": "xfrm custGeom|prstGeom noFill|solidFill ln", "p:sp": "nvSpPr spPr style txBody",
    "p:graphicFrame": "nvGraphicFramePr xfrm graphic", "p:sldMaster": "cSld clrMap sldLayoutIdLst txStyles",
    "c:dLbl": "idx layout numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize",
    "c:dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize "
    "showLeaderLines",
    "c:ser": "idx order tx spPr invertIfNegative marker dPt dLbls cat val smooth",
    "c:dPt": "idx invertIfNegative marker bubble3D spPr", "c:marker": "symbol size spPr",
    "c:barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
    "c:lineChart": "grouping varyColors ser dLbls dropLines marker smooth axId",
    "c:plotArea": "layout barChart|lineChart catAx valAx spPr",
    "c:catAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "c:valAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses crossBetween majorUnit",
    "c:chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax",
    "c:chartSpace": "date1904 lang roundedCorners AlternateContent chart spPr txPr externalData",
}
PREFIX = {"wordprocessingml/2006/main": "w", "drawingml/2006/main": "a", "presentationml/2006/main": "p",
          "drawingml/2006/chart": "c"}


@dataclass(frozen=True)
class Package:
    """The parts of a file by name."""

    names: tuple[str, ...]
    parts: dict[str, bytes]
    xml: dict[str, ET.Element]


def package(written: bytes) -> Package:
    with ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
        xml = {name: ET.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
        return Package(tuple(archive.namelist()), parts, xml)


FILES: dict[str, Callable[[], bytes]] = {
    "slides": lambda: decks.content(*CASES[0]), "slides, hard": lambda: pptx_bytes(decks.hard()),
    "brief": lambda: briefs.content(*briefs.CITY),
    "brief, hard": lambda: docx_bytes(briefs.hard()), "brief, scenario": lambda: docx_bytes(briefs.what_if()),
    "workbook": lambda: xlsx_bytes(made(*CASES[2])), "workbook, hard": lambda: xlsx_bytes(briefs.hard()),
}


@cache
def of(name: str) -> Package:
    return package(FILES[name]())


def short(tag: str) -> str:
    """A tag with the usual prefix of its vocabulary; as it is where it is of none of them."""
    space, _, name = tag.removeprefix("{").partition("}")
    found = next((prefix for end, prefix in PREFIX.items() if space.endswith(end)), None)
    return f"{found}:{name}" if found else tag


def every(root: ET.Element, *names: str) -> list[ET.Element]:
    """All elements of these names, of whatever vocabulary."""
    return [one for one in root.iter() if one.tag.rpartition("}")[2] in names]


def source_of(relations: str) -> str:
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


@pytest.mark.parametrize("name", FILES)
def test_every_part_is_there_once_declared_and_reached(name: str) -> None:
    held = of(name)
    assert len({part.lower() for part in held.names}) == len(held.names)
    types = held.xml["[Content_Types].xml"]
    defaults = {one.get("Extension") for one in types if one.tag.endswith("Default")}
    overrides = {one.get("PartName", "") for one in types if one.tag.endswith("Override")}
    assert {one.removeprefix("/") for one in overrides} <= set(held.names)
    reached = {"[Content_Types].xml"}
    for part, root in held.xml.items():
        if not part.endswith(".rels"):
            continue
        reached.add(part)
        source = source_of(part)
        ids = [one.get("Id", "") for one in root]
        assert len(set(ids)) == len(ids)
        for one in root:
            assert one.get("TargetMode") != "External", one.get("Target", "")
            target = one.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(
                posixpath.join(posixpath.dirname(source), target))
            assert whole in held.parts, (part, target)
            reached.add(whole)
        if source:
            said = held.xml[source] if source.endswith(".xml") else None
            used = {value for one in (said.iter() if said is not None else ()) for key, value in one.attrib.items()
                    if key.startswith(RELATION)}
            assert used <= set(ids), source
    assert reached == set(held.names)
    for part in held.names:
        assert f"/{part}" in overrides or part.rpartition(".")[2] in defaults or part == "[Content_Types].xml"


@pytest.mark.parametrize("name", [name for name in FILES if "workbook" not in name])
def test_elements_stand_in_the_order_of_the_format(name: str) -> None:
    seen: set[str] = set()
    for part, root in of(name).xml.items():
        if "theme" in part or "webSettings" in part or "numbering" in part:
            continue  # the library's own
        for one in root.iter():
            kind = short(one.tag)
            if kind not in ORDER:
                continue
            seen.add(kind)
            places = {word: at for at, words in enumerate(ORDER[kind].split()) for word in words.split("|")}
            children = [child.tag.rpartition("}")[2] for child in one]
            if kind == "w:tc":
                children = [child for child in children if child not in ("bookmarkStart", "bookmarkEnd")]
            assert set(children) <= set(places), (part, kind, children)
            order = [places[child] for child in children]
            assert order == sorted(order), (part, kind, children)
    assert len(seen) >= 10


@pytest.mark.parametrize("name", [name for name in FILES if "slides" in name])
def test_ids_of_slides_shapes_and_axes_are_their_own(name: str) -> None:
    held = of(name).xml
    for part, root in held.items():
        shapes = [int(one.get("id", "")) for one in every(root, "cNvPr")]
        assert len(set(shapes)) == len(shapes), part
        assert all(one > 0 for one in shapes)
        for one in every(root, "axId", "crossAx"):
            assert 0 < int(one.get("val", "")) < 2**32
        for table in every(root, "tbl"):
            columns = len(every(table, "gridCol"))
            assert all(len(row.findall("{*}tc")) == columns for row in every(table, "tr"))
    deck = held["ppt/presentation.xml"]
    slides = [int(one.get("id", "")) for one in every(deck, "sldId")]
    assert len(set(slides)) == len(slides) and min(slides) >= 256
    layouts = [int(one.get("id", "")) for root in (deck, held["ppt/slideMasters/slideMaster1.xml"])
               for one in every(root, "sldMasterId", "sldLayoutId")]
    assert len(set(layouts)) == len(layouts) and min(layouts) >= 2**31


@pytest.mark.parametrize("name", [name for name in FILES if "brief" in name])
def test_bookmarks_are_their_own_and_cells_and_tables_end_as_word_wants(name: str) -> None:
    body = of(name).xml["word/document.xml"]
    starts = every(body, "bookmarkStart")
    ids, names = ([one.get(f"{WORD}{what}", "") for one in starts] for what in ("id", "name"))
    assert len(set(ids)) == len(ids) > 20
    assert len({one.lower() for one in names}) == len(names)
    assert all(re.fullmatch(r"\w{1,40}", one) and not one[0].isdigit() for one in names)
    assert sorted(one.get(f"{WORD}id", "") for one in every(body, "bookmarkEnd")) == sorted(ids)
    for cell in every(body, "tc"):
        assert short(cell[-1].tag) == "w:p"
    parts = [short(one.tag) for one in body[0]]
    assert parts[-2:] == ["w:p", "w:sectPr"]
    assert "w:tbl" in parts and ["w:tbl", "w:tbl"] not in [parts[at: at + 2] for at in range(len(parts))]
    for table in every(body, "tbl"):
        widths = [int(one.get(f"{WORD}w", "")) for one in every(table, "gridCol")]
        for row in every(table, "tr"):
            assert [int(one.get(f"{WORD}w", "")) for one in every(row, "tcW")] == widths


@pytest.mark.parametrize("name", [name for name in FILES if "workbook" not in name])
def test_nothing_of_the_librarys_own_template_is_left(name: str) -> None:
    held = of(name)
    assert not any(part.endswith(("thumbnail.jpeg", "printerSettings1.bin", "app.xml", "stylesWithEffects.xml"))
                   for part in held.names)
