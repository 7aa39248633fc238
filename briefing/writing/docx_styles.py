"""Page and styles of a brief (公文版式): A4, margins, fonts and lines of GB/T 9704."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Mm

from briefing.writing.docx_xml import BLACK, BODY, KAI, LATIN, SONG, TITLE, Look, element, run_properties

#: Millimetres of a page upright: A4, its margins, and where header and footer stand.
WIDTH, HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 210, 297, 37, 35, 28, 26
_HEADER, _FOOTER = 20, 21
#: The same on a page on its side, whose top is bound where an upright one has its left.
_SIDE = {"top": LEFT, "bottom": RIGHT, "left": BOTTOM, "right": TOP}
_SIDE_HEADER, _SIDE_FOOTER = 12, 12
#: Lines in points: of the body, of the title, of tables.
LINE, TITLE_LINE, TABLE_LINE = 28, 36, 15
#: Sizes in points: 二号, 三号, 四号, 五号.
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 22, 16, 14, 10.5

#: Style ids. The first three are Word's own, so that its outline and its list of contents know them.
HEADING, SUBHEADING, TITLE_STYLE = "Heading1", "Heading2", "Title"
TEXT, CENTRED, SMALL, CELL, NUMBER_CELL, HEAD_CELL = (
    "BriefText", "BriefCentred", "BriefSmall", "BriefCell", "BriefNumber", "BriefHead",
)
LOOKS: Final[dict[str, Look]] = {
    TITLE_STYLE: Look(TITLE, SIZE_2), HEADING: Look(BLACK), SUBHEADING: Look(KAI), TEXT: Look(BODY),
    CENTRED: Look(KAI), SMALL: Look(BODY, 12), CELL: Look(BODY, SIZE_5), NUMBER_CELL: Look(BODY, SIZE_5),
    HEAD_CELL: Look(BLACK, SIZE_5),
}
_NAMES: Final = {
    TITLE_STYLE: "Title", HEADING: "heading 1", SUBHEADING: "heading 2", TEXT: "公文正文", CENTRED: "公文居中",
    SMALL: "公文说明", CELL: "公文表格", NUMBER_CELL: "公文表格数字", HEAD_CELL: "公文表头",
}
#: First lines are indented by two characters.
_INDENT: Final = {"firstLineChars": 200, "firstLine": SIZE_3 * 2 * 20}


def _spacing(points: float, air: float = 0) -> Any:
    return element("w:spacing", before=round(air * 20), after=round(air * 20), line=round(points * 20),
                   lineRule="exact")


def _paragraph_properties(style: str) -> Any:
    headed = style in (HEADING, SUBHEADING)
    cells = style in (CELL, NUMBER_CELL, HEAD_CELL)
    line = TITLE_LINE if style == TITLE_STYLE else TABLE_LINE if cells else 20 if style == SMALL else LINE
    aligned = {TITLE_STYLE: "center", CENTRED: "center", HEAD_CELL: "center", NUMBER_CELL: "right", CELL: "left",
               SMALL: "left"}.get(style, "left" if headed else "both")
    indented = style in (TEXT, HEADING, SUBHEADING)
    return element(
        "w:pPr",
        element("w:keepNext") if headed else None,
        element("w:autoSpaceDE", val="0"), element("w:autoSpaceDN", val="0"), element("w:adjustRightInd", val="0"),
        element("w:snapToGrid", val="0"), _spacing(line, 3 if style == SMALL else 0),
        element("w:ind", **_INDENT) if indented else element("w:ind", firstLine=0),
        element("w:jc", val=aligned),
        element("w:outlineLvl", val={HEADING: 0, SUBHEADING: 1}[style]) if headed else None,
    )


def dress(document: Any) -> None:
    """Give a new document its page, its styles and its language."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    defaults.getparent().replace(defaults, element(
        "w:docDefaults", element("w:rPrDefault", run_properties(Look())), element("w:pPrDefault", element("w:pPr"))))
    kept = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer"}
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in kept:
            styles.remove(style)
        else:
            _plain(style)
    for id, look in LOOKS.items():
        styles.append(element(
            "w:style", element("w:name", val=_NAMES[id]), element("w:basedOn", val="Normal"),
            element("w:qFormat"), _paragraph_properties(id), run_properties(look),
            type="paragraph", styleId=id, **({} if id in (HEADING, SUBHEADING, TITLE_STYLE) else {"customStyle": 1}),
        ))
    _settings(document.settings.element)
    _fonts_known(document)
    upright(document.sections[0])


#: What may not end a line, and what may not begin one: Word's own for Chinese, and the bracket of a note's number.
_NOT_LAST: Final = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
_NOT_FIRST: Final = (
    "[!%),.:;>?[]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)


def _settings(settings: Any) -> None:
    """Say how lines break and that left pages have a foot of their own, in place of the library's template."""
    for held in list(settings):
        settings.remove(held)
    settings.extend([
        element("w:zoom", percent=100), element("w:defaultTabStop", val=420), element("w:evenAndOddHeaders"),
        element("w:characterSpacingControl", val="compressPunctuation"),
        element("w:noLineBreaksAfter", lang="zh-CN", val=_NOT_LAST),
        element("w:noLineBreaksBefore", lang="zh-CN", val=_NOT_FIRST),
        element("w:compat", element("w:compatSetting", name="compatibilityMode", val=15,
                                    uri="http://schemas.microsoft.com/office/word")),
        element("w:themeFontLang", val="en-US", eastAsia="zh-CN"),
    ])


def _plain(style: Any) -> None:
    """Take the fonts and spaces of the library's own template out of a style, and what it is linked to."""
    for tag in ("w:link", "w:rPr", "w:pPr"):
        held = style.find(qn(tag))
        if held is not None:
            style.remove(held)


def upright(section: Any) -> None:
    """Make a section's pages stand upright."""
    _page(section, (WIDTH, HEIGHT), {"top": TOP, "bottom": BOTTOM, "left": LEFT, "right": RIGHT}, _HEADER, _FOOTER)


def sideways(section: Any) -> None:
    """Lay a section's pages on their side, for wide tables."""
    _page(section, (HEIGHT, WIDTH), _SIDE, _SIDE_HEADER, _SIDE_FOOTER)


def _page(section: Any, size: tuple[int, int], margins: dict[str, int], header: int, footer: int) -> None:
    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    section.orientation = WD_ORIENTATION.LANDSCAPE if size[0] > size[1] else WD_ORIENTATION.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
    section.header_distance, section.footer_distance, section.gutter = Mm(header), Mm(footer), Mm(0)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


#: What stands in for a font on a machine that does not have it, and its family.
_INSTEAD: Final = {
    BODY: ("仿宋", "modern"), KAI: ("楷体", "modern"), TITLE: ("宋体", "script"), BLACK: ("SimHei", "auto"),
    SONG: ("SimSun", "auto"),
}


def _fonts_known(document: Any) -> None:
    """Name in the document's list of fonts what stands in for those that few machines have."""
    said = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        f'<w:pitch w:val="fixed"/></w:font>' for name, (other, family) in _INSTEAD.items()
    )
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    root = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = (
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{root}">{said}{latin}'
                "</w:fonts>").encode()

