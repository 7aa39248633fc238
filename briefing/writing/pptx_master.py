"""An empty presentation with a master of our own (母版): 16:9, three layouts with placeholders, colours, Chinese fonts.

A user who adds a slide gets the look of the others, and a placeholder to write into wherever there is one here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing.writing.pptx_text import BLUE, FONT, GREY, GROUND, INK, PAPER

#: Size of a slide, and what stands where on it, in points from the upper left corner.
WIDE, HIGH = 960.0, 540.0
LEFT, RIGHT = 40.0, 920.0
#: The line of marks and names, the finding, the foot.
LINE_TOP, LINE_HIGH = 26.0, 26.0
TITLE_TOP, TITLE_HIGH = 60.0, 80.0
FOOT_TOP, FOOT_HIGH = 496.0, 32.0
#: What lies between: beginning below a finding of one line, or of two.
BODY_TOP, BODY_TOP_TWO, BODY_BOTTOM = 120.0, 154.0, 484.0
#: The left column with the figure, the right one with the picture.
FIGURE_WIDE = 336.0
PICTURE_LEFT = 396.0
#: Idx of the placeholders that a slide takes from its layout.
LINE, FOOT, NUMBER = 10, 13, 14
#: Names of the layouts.
OPENING, FINDING, TABLE = "首页", "结论与图", "结论与表"

_PALETTE: Final = {
    "dk1": INK, "lt1": PAPER, "dk2": GREY, "lt2": GROUND, "accent1": "1F5F9E", "accent2": "C9962A",
    "accent3": "0F5B4F", "accent4": "57B8A8", "accent5": "B7A6D6", "accent6": "6E4B36", "hlink": "1D4F86",
    "folHlink": GREY,
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, in points."""

    left: float
    top: float
    wide: float
    high: float

    @property
    def emu(self) -> tuple[Any, Any, Any, Any]:
        """Return left, top, width and height as the library wants them."""
        return Pt(self.left), Pt(self.top), Pt(self.wide), Pt(self.high)


@dataclass(frozen=True, slots=True)
class _Holder:
    """One placeholder: its kind (ECMA-376 ST_PlaceholderType), place, and how its text looks."""

    kind: str
    idx: int
    name: str
    box: Box
    size: float
    prompt: str
    colour: str = "tx1"
    bold: bool = False
    anchor: str = "t"
    align: str = "l"

    def xml(self, number: int) -> str:
        """Return it as a shape of a master or layout."""
        left, top, wide, high = (int(one) for one in self.box.emu)
        idx = f' idx="{self.idx}"' if self.kind != "title" and self.kind != "ctrTitle" else ""
        field = (
            '<a:fld id="{6F1E3C52-5B7D-4C38-9A55-0D6C4B0F7A11}" type="slidenum"><a:rPr lang="zh-CN"/>'
            "<a:t>‹#›</a:t></a:fld>" if self.kind == "sldNum" else
            f'<a:r><a:rPr lang="zh-CN"/><a:t>{escape(self.prompt)}</a:t></a:r>'
        )
        level = (
            f'<a:lvl1pPr marL="0" indent="0" algn="{self.align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{round(self.size * 100)}" '
            f'b="{int(self.bold)}"><a:solidFill><a:schemeClr val="{self.colour}"/></a:solidFill>'
            f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:defRPr></a:lvl1pPr>'
        )
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(self.name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
            f'</p:cNvSpPr><p:nvPr><p:ph type="{self.kind}"{idx}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
            f'<a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert="horz" wrap="square" '
            f'lIns="0" tIns="0" rIns="0" bIns="0" anchor="{self.anchor}"><a:normAutofit/></a:bodyPr>'
            f"<a:lstStyle>{level}</a:lstStyle><a:p>{field}</a:p></p:txBody></p:sp>"
        )


_WIDTH: Final = RIGHT - LEFT
_TITLE = _Holder("title", 0, "标题", Box(LEFT, TITLE_TOP, _WIDTH, TITLE_HIGH), 28, "一句结论", bold=True)
_LINE = _Holder("body", LINE, "范围", Box(LEFT, LINE_TOP, _WIDTH, LINE_HIGH), 15, "范围　专题　截止日期", "tx2",
                bold=True, anchor="ctr")
_FOOT = _Holder("body", FOOT, "来源与口径", Box(LEFT, FOOT_TOP, _WIDTH - 60, FOOT_HIGH), 10, "来源与口径", "tx2")
_NUMBER = _Holder("sldNum", NUMBER, "页码", Box(RIGHT - 50, FOOT_TOP, 50, 16), 11, "", "tx2", align="r")
_LAYOUTS: Final = (
    (OPENING, "title", (
        _Holder("ctrTitle", 0, "标题", Box(LEFT, 136, _WIDTH, 112), 44, "题目", bold=True, anchor="b"),
        _Holder("subTitle", 1, "副标题", Box(LEFT, 296, _WIDTH, 100), 20, "范围　截止日期", "tx2"),
        _FOOT,
    )),
    (FINDING, "obj", (
        _LINE, _TITLE,
        _Holder("body", 11, "数字与说明", Box(LEFT, BODY_TOP_TWO, FIGURE_WIDE, BODY_BOTTOM - BODY_TOP_TWO), 18,
                "数字与说明"),
        _Holder("obj", 12, "图表", Box(PICTURE_LEFT, BODY_TOP_TWO, RIGHT - PICTURE_LEFT, BODY_BOTTOM - BODY_TOP_TWO),
                18, "图、表或地图"),
        _FOOT, _NUMBER,
    )),
    (TABLE, "obj", (
        _LINE, _TITLE,
        _Holder("obj", 12, "表格", Box(LEFT, BODY_TOP, _WIDTH, BODY_BOTTOM - BODY_TOP), 16, "表格"),
        _FOOT, _NUMBER,
    )),
)  # fmt: skip
#: Placeholders of a layout that a drawn slide does without: it has its own shapes there.
UNUSED: Final = (11, 12)


def blank() -> Any:
    """Return an empty presentation of our look."""
    made = Presentation()
    made.slide_width, made.slide_height = Pt(WIDE), Pt(HIGH)
    size = made.part._element.find(qn("p:sldSz"))
    size.attrib.pop("type", None)
    master = made.slide_master
    layouts = list(made.slide_layouts)
    for layout in layouts[len(_LAYOUTS):]:
        made.slide_layouts.remove(layout)
    for layout, (name, kind, holders) in zip(layouts, _LAYOUTS, strict=False):
        _redraw(layout, holders)
        layout._element.set("type", kind)
        layout._element.find(qn("p:cSld")).set("name", name)
    body = Box(LEFT, BODY_TOP, _WIDTH, BODY_BOTTOM - BODY_TOP)
    _redraw(master, (_TITLE, _Holder("body", 1, "正文", body, 18, "正文"), _NUMBER))
    _rule(layouts[0])
    dress(master.part.part_related_by(RT.THEME))
    _styles(master._element)
    # The picture of a page and the counts of pages are those of the library's own file.
    thumbnail = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
    for kind in (RT.PRINTER_SETTINGS, RT.EXTENDED_PROPERTIES, thumbnail):
        _drop(made.part, kind)
        _drop(made.part.package, kind)
    return made


def dress(theme: Any) -> None:
    """Give a theme part our colours and fonts, East Asian ones included."""
    held_open = isinstance(theme, XmlPart)  # that of the notes is; that of the master is kept as bytes
    root: Any = theme._element if held_open else parse_xml(theme.blob)
    root.set("name", "医共体一张图")
    for kind, value in _PALETTE.items():
        held = root.find(f".//{qn('a:clrScheme')}/{qn(f'a:{kind}')}")
        for child in list(held):
            held.remove(child)
        held.append(held.makeelement(qn("a:srgbClr"), {"val": value}))
    for kind in ("majorFont", "minorFont"):
        held = root.find(f".//{qn('a:fontScheme')}/{qn(f'a:{kind}')}")
        for child in list(held):
            held.remove(child)
        for name in ("latin", "ea", "cs"):
            held.append(held.makeelement(qn(f"a:{name}"), {"typeface": FONT}))
        held.append(held.makeelement(qn("a:font"), {"script": "Hans", "typeface": FONT}))
    if not held_open:
        theme._blob = serialize_part_xml(root)


def _redraw(part: Any, holders: tuple[_Holder, ...]) -> None:
    tree = part.shapes._spTree
    for shape in tree.findall(qn("p:sp")):
        tree.remove(shape)
    for number, holder in enumerate(holders, 2):
        xml = holder.xml(number).replace("<p:sp>", f"<p:sp {nsdecls('p', 'a')}>", 1)
        tree.append(parse_xml(xml))


def _rule(layout: Any) -> None:
    """Draw the one ornament of the first page: a short blue rule under the title."""
    left, top, wide, high = (int(one) for one in Box(LEFT, 266, 72, 5).emu)
    layout.shapes._spTree.append(parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="20" name="线"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect">'
        f'<a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{BLUE}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        f"</p:spPr></p:sp>"
    ))


def _styles(master: Any) -> None:
    """Set what text without a placeholder's own style looks like: ink, left, no bullets, Chinese fonts."""
    for kind in ("titleStyle", "bodyStyle"):
        for deep, level in enumerate(master.find(qn("p:txStyles")).find(qn(f"p:{kind}"))):
            level.set("algn", "l")
            level.set("marL", str(int(Pt(18 * deep)) if kind == "bodyStyle" else 0))
            level.set("indent", "0")
            for bullet in [one for one in level if "}bu" in one.tag]:
                level.remove(bullet)
            properties = level.find(qn("a:defRPr"))
            properties.addprevious(level.makeelement(qn("a:buNone"), {}))
            if kind == "bodyStyle":
                properties.set("sz", str(max(1200, 1800 - 200 * deep)))


def _drop(part: Any, kind: str) -> None:
    for key in [key for key, one in part._rels.items() if one.reltype == kind]:
        part._rels.pop(key)
