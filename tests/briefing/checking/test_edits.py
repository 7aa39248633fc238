"""Every kind of place edited (逐类改动): each edit is said once, where it stands and what was there; nothing else."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.drawing.image import Image as Picture
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from briefing.checking.report import Report
from briefing.writing.wall import wall_bytes
from tests.briefing.checking.exported import COUNTY, brief, checked, content, deck, made, page, shape, workbook

#: Kind, where, as it was, as it is.
Said = tuple[str, str, str, str]


def told(report: Report) -> list[Said]:
    """All that a report says, spaces as in print."""
    kinds = {"changed": report.changed, "words": report.words, "added": report.added, "hidden": report.hidden}
    said = [(kind, one.where, one.was, one.now) for kind, found in kinds.items() for one in found]
    said += [("lost", where, "", "") for where in report.lost]
    return [tuple(re.sub(r"\s+", " ", part) for part in one) for one in said]  # type: ignore[misc]


def one(held: bytes) -> Said:
    report = checked(held)
    assert not report.problem and not report.unchanged, report
    [said] = told(report)
    return said


def typed(place: str, before: str, after: str) -> Callable[[Any], None]:
    def edit(opened: Any) -> None:
        run = next(run for line in shape(opened, f"{place}@{COUNTY}").text_frame.paragraphs for run in line.runs
                   if before in run.text)
        run.text = run.text.replace(before, after, 1)

    return edit


@pytest.mark.parametrize(("place", "before", "after", "kind", "where"), [
    ("state@overview", "22.2", "2.2", "changed", "的状态"),
    ("state@overview", "未达标", "已达标", "words", "的状态"),
    ("state@overview", "个百分点", "%", "changed", "的状态"),
    ("goal@overview", "100%", "70%", "changed", "的目标"),
    ("state1@overview", "+4", "+9", "changed", "“牵头派驻人数”的状态"),
    ("state1@posting.lead_to_member", "目标 100%", "目标 90%", "changed", "“派驻覆盖率”的状态"),
    ("state3@overview", "−1", "+1", "words", "“市派区县人数”的状态"),
    ("label1@overview", "牵头派驻", "市派派驻", "words", "“牵头派驻人数”的指标名称"),
    ("finding@overview", "3", "三", "changed", "的结论"),
    ("line@overview", "12", "11", "changed", "的页眉"),
    ("foot@overview", "数据快照 2", "数据快照 3", "changed", "的页脚来源"),
    ("mark.示例数据@overview", "示例数据", "实际数据", "words", "的标注“示例数据”"),
])
def test_words_and_numbers_of_a_slide(place: str, before: str, after: str, kind: str, where: str) -> None:
    found = one(deck(typed(place, before, after)))
    number = page(place.partition("@")[2])
    assert (found[0], found[1].partition("”")[0]) == (kind, f"第 {number} 页“慈溪市 " + made().slides[number - 2].name)
    assert found[1].endswith(where)
    assert found[2] != found[3]


def notes_of(opened: Any) -> Any:
    return opened.slides[page("coverage") - 1].notes_slide.notes_text_frame


def test_notes_of_the_presenter() -> None:
    was = re.search(r"\d+\.\d%", notes_of(Presentation(io.BytesIO(content("pptx")))).text)
    assert was is not None

    def edit(opened: Any) -> None:
        run = next(run for line in notes_of(opened).paragraphs for run in line.runs if was[0] in run.text)
        run.text = run.text.replace(was[0], "99.9%", 1)

    kind, where, _, now = one(deck(edit))
    assert (kind, now) == ("changed", "99.9")
    assert where.endswith("服务覆盖”的备注")


def box(text: str) -> Callable[[Any], None]:
    def edit(opened: Any) -> None:
        opened.slides[1].shapes.add_textbox(0, 0, Pt(100), Pt(20)).text_frame.text = text

    return edit


def drawing() -> io.BytesIO:
    held = io.BytesIO()
    Image.new("RGB", (4, 4)).save(held, "PNG")
    held.seek(0)
    return held


def test_what_was_put_over_a_slide_is_said_to_be_added() -> None:
    assert one(deck(box("99.9%"))) == ("added", "第 2 页“慈溪市 总览”加上的文字", "", "99.9%")
    found = one(deck(lambda opened: opened.slides[1].shapes.add_picture(drawing(), 0, 0)))
    assert found == ("added", "第 2 页“慈溪市 总览”的图片、图形或其他对象", "", "")


def test_a_slide_of_somebody_else_is_added_as_a_whole() -> None:
    other = Presentation(io.BytesIO(content("pptx", "330203-A")))

    def edit(opened: Any) -> None:
        for source in (other.slides[1], None):
            new = opened.slides.add_slide(opened.slide_layouts[0])
            for holder in list(new.shapes):
                holder._element.getparent().remove(holder._element)
            for drawn in source.shapes if source else ():
                new.shapes._spTree.append(copy.deepcopy(drawn._element))
            if source is None:
                new.shapes.add_textbox(0, 0, 1, 1).text_frame.text = "另外 5 家"

    report = checked(deck(edit))
    pages = len(Presentation(io.BytesIO(content("pptx"))).slides)
    said = told(report)
    assert [one[:2] for one in said] == [("added", f"第 {pages + 1} 页"), ("added", f"第 {pages + 2} 页")]
    assert said[1][3] == "另外 5 家"


def test_a_slide_that_is_hidden_moved_or_there_twice() -> None:
    def hidden(opened: Any) -> None:
        opened.slides[3]._element.set("show", "0")

    assert one(deck(hidden))[:2] == ("hidden", "第 4 页“慈溪市 人员下沉：市级医院 → 牵头医院”")

    def moved(opened: Any) -> None:
        pages = opened.slides._sldIdLst
        last = pages[7]
        pages.remove(last)
        pages.insert(1, last)

    report = checked(deck(moved))
    assert report.unchanged and report.moved
    assert any("次序" in note for note in report.notes)

    def twice(opened: Any) -> None:
        new = opened.slides.add_slide(opened.slide_layouts[0])
        for holder in list(new.shapes):
            holder._element.getparent().remove(holder._element)
        for drawn in opened.slides[page("coverage") - 1].shapes:
            new.shapes._spTree.append(copy.deepcopy(drawn._element))

    assert one(deck(twice))[:2] == ("added", f"第 {page('coverage')} 页“慈溪市 服务覆盖”又有一页相同的")


def chart(opened: Any) -> Any:
    return shape(opened, f"chart@remote@{COUNTY}").chart


def test_a_number_written_over_a_chart_or_by_its_format_is_found() -> None:
    def label(opened: Any) -> None:
        chart(opened).plots[0].series[0].points[1].data_label.text_frame.text = "88 例次"

    kind, where, _, now = one(deck(label))
    assert (kind, now) == ("changed", "88 例次")
    assert where.endswith("图中“2022年2月”的标签")

    def title(opened: Any) -> None:
        chart(opened).has_title = True
        chart(opened).chart_title.text_frame.text = "全部达标"

    assert one(deck(title))[::3] == ("added", "全部达标")

    def unit(opened: Any) -> None:
        labels = shape(opened, f"chart@care@{COUNTY}").chart.plots[0].series[0].data_labels
        labels.number_format, labels.number_format_is_linked = '0.0"万人"', False

    assert any("图中数字的单位和写法" in said[1] for said in told(checked(deck(unit))))


def test_a_chart_and_a_table_that_are_gone_are_named_once() -> None:
    def gone(place: str) -> Callable[[Any], None]:
        def edit(opened: Any) -> None:
            element = shape(opened, f"{place}@{COUNTY}")._element
            element.getparent().remove(element)

        return edit

    assert one(deck(gone("chart@remote")))[1].endswith("远程服务”的图")
    assert one(deck(gone("table@coverage")))[1].endswith("服务覆盖”的表整张")


def header(whole: bool) -> Callable[[Any], None]:
    def edit(opened: Any) -> None:
        section = opened.sections[0]
        for story in (section.header, *([section.even_page_header] if whole else [])):
            for run in story.paragraphs[0].runs:
                run.text = ""

    return edit


@pytest.mark.parametrize("whole", [True, False])
def test_the_mark_at_the_head_of_a_briefs_pages(whole: bool) -> None:
    said = one(brief(header(whole)))
    assert said[1] == "页眉"
    assert said[0] == ("lost" if whole else "words")


def test_what_was_written_into_a_brief_or_hidden_in_it() -> None:
    added = one(brief(lambda opened: opened.paragraphs[8].insert_paragraph_before("另派 1000 人。")))
    assert added == ("added", "正文加上的文字", "", "另派 1000 人。")
    assert one(brief(lambda opened: opened.paragraphs[8].add_run().add_picture(drawing())))[0] == "added"

    def hidden(opened: Any) -> None:
        for run in next(line for line in opened.paragraphs if "村级服务覆盖" in line.text).runs:
            run.font.hidden = True

    kind, where, _, now = one(brief(hidden))
    assert (kind, where) == ("hidden", "正文")
    assert "村级服务覆盖" in now

    def raised(opened: Any) -> None:
        line = next(line for line in opened.paragraphs if "村级服务覆盖" in line.text)
        run = line.add_run("，另有九成")
        run.font.superscript = True

    assert "另有九成" in told(checked(brief(raised)))[0][3]


def test_the_foot_of_a_briefs_pages_and_the_numbers_of_its_notes() -> None:
    def foot(opened: Any) -> None:
        opened.sections[0].footer.paragraphs[0].add_run("内部资料")

    kind, where, _, now = one(brief(foot))
    assert (kind, where) == ("added", "页脚") and "内部资料" in now

    def note(opened: Any) -> None:
        run = next(run for line in opened.paragraphs for run in line.runs if re.fullmatch(r"\[\d+\]", run.text))
        run.text = "[9]"

    assert one(brief(note))[:2] == ("changed", "正文“一、总体情况”第 1 段的注号")

    def gone(opened: Any) -> None:
        line = next(line for line in opened.paragraphs if any(re.fullmatch(r"\[\d+\]", run.text) for run in line.runs))
        line._element.getparent().remove(line._element)

    assert one(brief(gone))[:2] == ("lost", "正文“一、总体情况”第 1 段")


def test_a_drawing_on_a_sheet_is_said() -> None:
    def edit(book: Any) -> None:
        book["目标"].add_image(Picture(drawing()), "A1")

    assert one(workbook(edit))[:2] == ("added", "表“目标”的图片、图形或其他对象")
    out, empty = io.BytesIO(content("xlsx")), io.BytesIO(content("xlsx"))
    for held, part in ((out, b"<wsDr><twoCellAnchor/></wsDr>"), (empty, b"<wsDr/>")):
        with zipfile.ZipFile(held, "a") as kept:
            kept.writestr("xl/drawings/drawing1.xml", part)
    assert one(out.getvalue())[:2] == ("added", "文中的图片、图形或其他对象")
    assert checked(empty.getvalue()).unchanged  # as LibreOffice saves it


def test_a_workbook() -> None:
    def edit(book: Any) -> None:
        sheet = book["指标"]
        sheet["A1"], sheet["A3"], sheet["B4"], sheet["P5"] = "全部达标", "实际数据", "实数", "备注"
        sheet["A2"] = str(sheet["A2"].value).replace("2022", "2023")
        sheet["B5"].number_format, sheet["B6"].number_format = '"9"', "0,"
        sheet.row_dimensions[6].hidden = sheet.column_dimensions["C"].hidden = True
        book["目标"]["C2"] = "注意"
        book["口径"].sheet_state = "hidden"
        book.create_sheet("另表")["A1"] = "286 人"

    assert {said[:2] for said in told(checked(workbook(edit)))} == {
        ("words", "表“指标”的标题"), ("words", "表“指标”的文字"), ("changed", "表“指标”的文字"),
        ("words", "表“指标”表头第 2 列"), ("added", "表“指标”第 16 列"), ("hidden", "表“指标”"),
        ("changed", "表“指标”第 1 行“数值”列"), ("changed", "表“指标”第 2 行“数值”列"),
        ("added", "表“目标”加上的文字"), ("hidden", "表“口径”"), ("added", "表“另表”整张"),
    }


def test_a_sheet_under_another_name_and_a_line_above_its_title() -> None:
    def edit(book: Any) -> None:
        book["指标"].title = "另名"
        book["另名"].insert_rows(1)
        book["另名"]["A1"] = "内部资料"

    assert told(checked(workbook(edit))) == [
        ("words", "表“指标”的名称", "指标", "另名"), ("added", "表“指标”加上的文字", "", "内部资料"),
    ]


def test_what_shows_the_same_number_is_no_change() -> None:
    def edit(book: Any) -> None:
        sheet = book["指标"]
        for row, code in enumerate(("0.00", "#,##0_ ", "General"), 5):
            sheet[f"B{row}"].number_format = code
        sheet["B8"].value = str(sheet["B8"].value)

    assert checked(workbook(edit)).unchanged


def swapped(before: str, after: str, behind: str = "<main>") -> Callable[[str], str]:
    def edit(whole: str) -> str:
        at = whole.index(before, whole.index(behind))
        return whole[:at] + after + whole[at + len(before):]

    return edit


def without(begins: str, ends: str) -> Callable[[str], str]:
    def edit(whole: str) -> str:
        at = whole.rindex("<", 0, whole.index(begins))
        return whole[:at] + whole[whole.index(ends, at) + len(ends):]

    return edit


@pytest.mark.parametrize(("edit", "kind", "where"), [
    (swapped("▲\u00a0未达标", "● 达标"), "words", "“慈溪市 总览”一节的状态"),
    (swapped("目标只对全市设", "已达标"), "words", "“慈溪市 总览”一节的文字"),
    (swapped("目标 100%", "目标 90%"), "changed", "“慈溪市 总览”一节的目标"),
    (swapped('<b class="mark">示例数据</b>', ""), "lost", "“慈溪市 总览”一节的文字“示例数据”"),
    (swapped("12\u00a0月", "11\u00a0月", "<header>"), "changed", "页首页尾的文字"),
    (swapped("县域内就诊率</td>", "县外就诊率</td>"), "words", "“慈溪市 总览”一节的表第 3 行“指标”列"),
    (swapped("</main>", "<p>另有 999 人</p></main>"), "added", "页首页尾加上的文字"),
    (swapped("</main>", "<script>alert(1)</script></main>"), "added", "页首页尾的脚本"),
    (swapped("</main>", '<img src="x"></main>'), "added", "页首页尾的图片、图形或其他对象"),
    (swapped('<ul class="figures">', '<ul class="figures" style="display: none">'), "hidden", "“慈溪市 总览”一节"),
    (without(f'data-part="remote@{COUNTY}"', "</section>"), "lost", "“慈溪市 远程服务”一节全部"),
    (without('data-part="calibers"', "</section>"), "lost", "“口径与来源”一节全部"),
])
def test_a_page(edit: Callable[[str], str], kind: str, where: str) -> None:
    assert one(edit(content("html").decode()).encode())[:2] == (kind, where)


def test_the_wall_is_held_against_the_wall() -> None:
    held = wall_bytes(made(), 20)
    report = checked(held, "放映.html")
    assert report.unchanged and report.equal > 50
    assert report.form == "会议放映"
    assert checked(held.replace(b"</title>", " 2／8</title>".encode())).unchanged
    assert {said[0] for said in told(checked(held.replace(b"96.3%", b"99.3%")))} == {"changed"}
