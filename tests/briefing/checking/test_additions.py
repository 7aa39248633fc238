"""What was put in beside the text (加上的内容): comments, pictures and shapes, on masters and at the edges of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docx.oxml import parse_xml as word
from openpyxl.comments import Comment
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Pt

from tests.briefing.checking.exported import brief, checked, content, deck, page, workbook
from tests.briefing.checking.test_edits import drawing, one

PML = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
DML = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
OLDER = f'<p:cmLst {PML}><p:cm authorId="0" idx="1"><p:pos x="1" y="1"/><p:text>应为 90%</p:text></p:cm></p:cmLst>'
NEWER = (
    f'<m:cmLst xmlns:m="http://schemas.microsoft.com/office/powerpoint/2018/8/main" {DML}><m:cm id="1"><m:replyLst>'
    "<m:reply><m:txBody><a:p><a:r><a:t>应为</a:t></a:r></a:p></m:txBody></m:reply></m:replyLst>"
    "<m:txBody><a:p><a:r><a:t> 90%</a:t></a:r></a:p></m:txBody></m:cm></m:cmLst>"
)
OLDER_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
NEWER_KIND = "http://schemas.microsoft.com/office/2018/10/relationships/comments"
OVERVIEW = "第 2 页“慈溪市 总览”"
MASTER = "页面母版"
THING = "的图片、图形或其他对象"
VML = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"')


@pytest.mark.parametrize(("xml", "kind"), [(OLDER, OLDER_KIND), (NEWER, NEWER_KIND)])
def test_a_comment_on_a_slide(xml: str, kind: str) -> None:
    def edit(opened: Any) -> None:
        part = Part(PackURI("/ppt/comments/comment1.xml"), "application/xml", opened.part.package, xml.encode())
        opened.slides[1].part.relate_to(part, kind)

    assert one(deck(edit)) == ("added", f"{OVERVIEW}的批注", "", "应为 90%")


def test_a_comment_in_a_brief() -> None:
    def edit(opened: Any) -> None:
        line = next(line for line in opened.paragraphs if "村级服务覆盖" in line.text)
        opened.add_comment(line.runs, "应为 90%，核对码 AAAA-2222", "审阅", "审")

    assert one(brief(edit)) == ("added", "正文的批注", "", "应为 90%，核对码 AAAA-2222")


@pytest.mark.parametrize("before", ["", "[线程批注]\n\n你的 Excel 版本可读取此线程批注。\n\n注释:\n    "])
@pytest.mark.parametrize("at", ["B5", "AD60"])
def test_a_comment_in_a_workbook(before: str, at: str) -> None:
    def edit(book: Any) -> None:
        book["指标"][at].comment = Comment(f"{before}应为 9", "审")

    kind, where, _, now = one(workbook(edit))
    assert (kind, where) == ("added", "表“指标”的批注")
    assert now == f"{at}：应为 9"


def rule(opened: Any) -> None:
    opened.slides[1].shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, Pt(90), 0)


def cover(opened: Any) -> None:
    opened.slides[1].shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Pt(90), Pt(90))


def ground(opened: Any) -> None:
    _, relation = opened.slides[1].part.get_or_add_image_part(drawing())
    opened.slides[1]._element.cSld.insert(0, parse_xml(
        f'<p:bg {PML} {DML} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><p:bgPr>'
        f'<a:blipFill><a:blip r:embed="{relation}"/><a:stretch/></a:blipFill><a:effectLst/></p:bgPr></p:bg>'))


@pytest.mark.parametrize("edit", [rule, cover, ground])
def test_what_covers_a_slide_without_a_word(edit: Callable[[Any], None]) -> None:
    assert one(deck(edit)) == ("added", f"{OVERVIEW}{THING}", "", "")


def shapes(opened: Any, layout: bool) -> Any:
    master = opened.slide_masters[0]
    return (opened.slides[page("coverage") - 1].slide_layout if layout else master).shapes._spTree


def written(text: str, name: str = "框", wide: int = 72) -> Any:
    return parse_xml(
        f'<p:sp {PML} {DML}><p:nvSpPr><p:cNvPr id="99" name="{name}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{wide * 12700}" cy="63500"/></a:xfrm><a:prstGeom prst="rect"/></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:p>{f'<a:r><a:t>{text}</a:t></a:r>' if text else ''}</a:p></p:txBody></p:sp>")


@pytest.mark.parametrize("layout", [True, False])
def test_what_was_put_on_a_master_or_a_layout(layout: bool) -> None:
    words = one(deck(lambda opened: shapes(opened, layout).append(written("全部达标 100%"))))
    assert words == ("added", f"{MASTER}加上的文字", "", "全部达标 100%")
    for name, wide in (("框", 72), ("线", 720)):
        thing = one(deck(lambda opened, name=name, wide=wide: shapes(opened, layout).append(written("", name, wide))))
        assert thing == ("added", f"{MASTER}{THING}", "", "")


def test_a_picture_on_a_layout() -> None:
    def edit(opened: Any) -> None:
        picture = opened.slides[1].shapes.add_picture(drawing(), 0, 0)._element
        layout = opened.slides[1].slide_layout
        relation = layout.part.relate_to(opened.slides[1].part.related_part(picture.blip_rId), OLDER_KIND.replace(
            "comments", "image"))
        picture.blipFill.blip.rEmbed = relation
        layout.shapes._spTree.append(picture)

    assert one(deck(edit)) == ("added", f"{MASTER}{THING}", "", "")


def at_the_head(xml: str) -> Callable[[Any], None]:
    def edit(opened: Any) -> None:
        run = opened.sections[0].header.paragraphs[0].add_run()
        run._element.append(word(f"<w:pict {VML}>{xml}</w:pict>"))

    return edit


def test_at_the_edges_of_a_briefs_pages() -> None:
    kind, where, _, now = one(brief(at_the_head('<v:shape><v:textpath string="作废"/></v:shape>')))
    assert (kind, where) == ("words", "页眉")
    assert "作废" in now
    assert one(brief(at_the_head('<v:rect style="width:90pt"/>'))) == ("added", f"页眉页脚{THING}", "", "")
    foot = brief(lambda opened: opened.sections[0].footer.paragraphs[0].add_run().add_picture(drawing()))
    assert one(foot) == ("added", f"页眉页脚{THING}", "", "")


def test_a_shape_over_the_words_of_a_brief() -> None:
    def edit(opened: Any) -> None:
        opened.paragraphs[8].add_run()._element.append(word(f'<w:pict {VML}><v:rect style="width:90pt"/></w:pict>'))

    assert one(brief(edit)) == ("added", f"正文{THING}", "", "")

    def mark(opened: Any) -> None:
        line = opened.add_paragraph()
        line.add_run()._element.append(
            word(f'<w:pict {VML}><v:shape><v:textpath string="全部达标"/></v:shape></w:pict>'))

    assert one(brief(mark)) == ("added", "正文加上的文字", "", "全部达标")


def test_nothing_was_put_into_what_nobody_touched() -> None:
    for form in ("pptx", "docx", "xlsx"):
        assert not checked(content(form)).added
