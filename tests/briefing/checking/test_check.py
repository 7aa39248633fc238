"""核对: a file nobody touched is all equal; a number edited in any format is found, with what it was."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from pptx.chart.data import CategoryChartData

from briefing.agenda import Agenda, Item, to_url
from briefing.checking.check import check
from briefing.checking.report import Difference, Report, as_json
from briefing.composing import document
from briefing.edition import edition
from briefing.facts import fingerprint
from briefing.writing import WRITERS
from data.store import Store, default_store
from tests.briefing.checking.exported import (
    COUNTY,
    DAY,
    NBSP,
    brief,
    checked,
    content,
    deck,
    dropped,
    made,
    page,
    reading,
    shape,
    workbook,
)


@pytest.mark.parametrize("form", list(WRITERS))
@pytest.mark.parametrize(("scope", "day", "scenario"), [
    (COUNTY, DAY, False), (COUNTY, DAY, True), ("330203-A", DAY, False), ("1307", date(2019, 1, 15), False),
])
def test_a_file_nobody_touched_is_all_equal(form: str, scope: str, day: date, scenario: bool) -> None:
    report = checked(content(form, scope, day, scenario))
    assert report.unchanged, report
    assert report.equal > 0
    assert report.printed == report.recomputed == fingerprint(made(scope, day, scenario))
    assert (report.snapshot, report.known, report.live) == (made(scope, day).snapshot, True, True)
    same = f"数据快照 {report.snapshot} {'上重算的情景' if scenario else ''}一致"
    assert report.finding.strip().startswith(f"{report.equal}{NBSP}处数字全部与{same}")


def test_a_number_in_a_workbook_is_found_where_it_stands_with_what_it_was() -> None:
    def edit(book) -> None:
        assert book["指标"]["A5"].value == "医共体数"
        book["指标"]["B5"].value = 4

    report = checked(workbook(edit))
    where = f"表“指标”第{NBSP}1{NBSP}行“数值”列"
    assert report.changed == (Difference(where, "慈溪市，医共体", f"3{NBSP}家", f"4{NBSP}家"),)
    assert report.equal == checked(content("xlsx")).equal - 1
    assert not report.lost and not report.words
    assert report.finding.strip().startswith(f"1{NBSP}处数字被改动")


def test_a_change_too_small_to_be_printed_is_said_in_full() -> None:
    def edit(book) -> None:
        book["目标"]["B5"].value += 0.0001

    [one] = checked(workbook(edit)).changed
    assert (one.was, one.now) == ("77.8%", "77.7778777778%")


def test_a_formula_in_place_of_a_number_is_a_change() -> None:
    def edit(book) -> None:
        book["指标"]["B5"].value = "=1+2"

    [one] = checked(workbook(edit)).changed
    assert (one.was, one.now) == (f"3{NBSP}家", "=1+2")


@pytest.mark.parametrize(("value", "said"), [
    (1e308, "1e+308\u00a0家"), (1e15, "1e+15\u00a0家"), (-2.0, "-2\u00a0家"),
])
def test_a_number_of_any_size_is_said(value: float, said: str) -> None:
    def edit(book) -> None:
        book["指标"]["B5"].value = value

    assert [one.now.replace("−", "-") for one in checked(workbook(edit)).changed] == [said]


def test_rows_that_were_sorted_and_columns_that_changed_places_are_no_change() -> None:
    def edit(book) -> None:
        sheet = book["指标"]
        lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=5)]
        for row, line in enumerate(sorted(lines, key=lambda line: str(line[0])), 5):
            for column, value in enumerate(line, 1):
                sheet.cell(row, column).value = value
        for row in range(4, sheet.max_row + 1):
            one, other = sheet.cell(row, 2), sheet.cell(row, 3)
            one.value, other.value = other.value, one.value

    assert checked(workbook(edit)).unchanged


def test_a_row_that_is_gone_is_named_once_and_one_that_was_added_counts_for_nothing() -> None:
    def edit(book) -> None:
        book["指标"].delete_rows(5)
        book["目标"].insert_rows(6)
        book["目标"]["A6"].value = "自己加的"

    report = checked(workbook(edit))
    assert report.lost == (f"表“指标”第{NBSP}1{NBSP}行“医共体数”整行",)
    assert not report.changed and not report.words


def test_a_sheet_that_is_gone_is_named_once() -> None:
    report = checked(workbook(lambda book: book.remove(book["外转专科"])))
    assert report.lost == ("表“外转专科”整张",)


def test_the_manifest_of_a_file_is_not_believed() -> None:
    """Whoever changes a number and the figures the file carries is found all the same."""

    def edit(book) -> None:
        book["指标"]["B5"].value = 4
        for line in range(1, 20):
            cell = book["核对"].cell(line, 30)
            cell.value = cell.value and str(cell.value).replace('"value":3.0', '"value":4.0')

    assert [one.now for one in checked(workbook(edit)).changed] == [f"4{NBSP}家"]


def test_a_forged_code_is_told_from_the_figures() -> None:
    def edit(book) -> None:
        for sheet in book.worksheets:
            sheet["A2"].value = re.sub("核对码.*", "核对码 AAAA-2222", str(sheet["A2"].value))

    report = checked(workbook(edit))
    assert not report.changed and not report.words
    assert report.code_differs and not report.unchanged
    assert any("AAAA-2222" in note and report.recomputed in note for note in report.notes)
    assert "处数字全部与" in report.finding and report.finding.endswith("；但文中印的核对码不对。")


def test_a_code_that_is_right_is_never_told_as_a_file_that_is_unchanged() -> None:
    """A code tells of which figures the file was made: whoever edits a figure leaves it as it is."""

    def edit(book) -> None:
        book["指标"]["B5"].value = 4

    report = checked(workbook(edit))
    assert not report.code_differs
    [code] = [note for note in report.notes if report.recomputed in note]
    assert "不说明文件有没有被改" in code and "相符" not in code
    rest = f"{report.equal}{NBSP}处数字与数据快照 {report.snapshot} 一致"
    assert report.finding == f"1{NBSP}处数字被改动，其余{NBSP}{rest}。"


@pytest.mark.parametrize(("held", "said"), [
    (Report("件", snapshot="甲", equal=9, lost=("一处",)),
     f"没有数字被改动，留下的{NBSP}9{NBSP}处数字与数据快照 甲 一致；但{NBSP}1{NBSP}处被删去。"),
    (Report("件", lost=("一处", "二处")), f"文件里没有留下可以核对的数字：2{NBSP}处被删去。"),
    (Report("件", changed=(Difference("甲", "乙", "1", "2"),)), f"1{NBSP}处数字被改动，没有别的数字与快照一致。"),
])
def test_what_is_left_of_a_file_is_said_as_what_it_is(held: Report, said: str) -> None:
    assert held.finding == said


def test_every_code_that_is_printed_must_be_the_figures() -> None:
    def edit(book) -> None:
        sheet = book["口径"]
        sheet["A2"].value = re.sub("核对码.*", "核对码 AAAA-2222", str(sheet["A2"].value))

    report = checked(workbook(edit))
    assert report.code_differs and not report.unchanged
    assert report.printed == f"{report.recomputed}、AAAA-2222"


def test_a_number_in_a_paragraph_whose_run_was_split_is_found() -> None:
    def edit(opened) -> None:
        paragraph = next(one for one in opened.paragraphs if "村级服务覆盖" in one.text)
        run = next(one for one in paragraph.runs if "96.3" in one.text)
        before, after = run.text.split("96.3")
        run.text = f"{before}9"
        tail = run._element
        for text in ("8.3", after):
            more = paragraph.add_run(text)
            tail.addnext(more._element)
            tail = more._element

    report = checked(brief(edit))
    [one] = report.changed
    assert (one.was, one.now) == ("96.3%", "98.3%")
    assert one.what == "慈溪市，村级覆盖率"
    assert "服务覆盖" in one.where and "段" in one.where
    assert not report.words


def test_words_edited_without_a_number_are_told_apart() -> None:
    def edit(opened) -> None:
        run = next(run for one in opened.paragraphs for run in one.runs if "全部有人派驻" in run.text)
        run.text = run.text.replace("全部有人派驻", "基本有人派驻")

    report = checked(brief(edit))
    assert not report.changed and not report.lost
    [one] = report.words
    assert "全部有人派驻" in one.was and "基本有人派驻" in one.now
    assert report.equal == checked(content("docx")).equal
    whole = f"{report.equal}{NBSP}处数字全部与数据快照 {report.snapshot} 一致；但{NBSP}1{NBSP}处文字有改动。"
    assert report.finding == whole and not report.unchanged


def test_a_text_of_a_slide_and_a_charts_number_are_found() -> None:
    def edit(opened) -> None:
        finding = shape(opened, f"finding@coverage@{COUNTY}").text_frame.paragraphs[0]
        whole = finding.runs[0].text
        finding.runs[0].text = whole.replace("96.3", "99.3")
        chart = shape(opened, f"chart@remote@{COUNTY}").chart
        data = CategoryChartData()
        data.categories = list(chart.plots[0].categories)
        for series in chart.plots[0].series:
            values = list(series.values)
            values[3] = 12345
            data.add_series(series.name, values)
        chart.replace_data(data)  # the chart and the workbook inside, as an office program does

    report = checked(deck(edit))
    month, rate = report.changed
    assert (rate.was, rate.now, rate.what) == ("96.3%", "99.3%", "慈溪市，村级覆盖率")
    assert rate.where == f"第{NBSP}{page('coverage')}{NBSP}页“慈溪市　服务覆盖”的结论"
    assert month.now == f"12,345{NBSP}例次"
    assert month.where == f"第{NBSP}{page('remote')}{NBSP}页“慈溪市　远程服务”的图中“2022年4月”"
    assert not report.lost and not report.words


def test_a_number_that_was_changed_in_the_workbook_of_a_chart_alone_is_found() -> None:
    def edit(opened) -> None:
        part = shape(opened, f"chart@remote@{COUNTY}").chart.part.chart_workbook.xlsx_part

        def book(opened) -> None:
            opened.worksheets[0]["B5"].value = 1

        part._blob = workbook(book, part.blob)

    [one] = checked(deck(edit)).changed
    assert "图内数据表" in one.where
    assert one.now == f"1{NBSP}例次"


def test_a_mark_that_was_taken_off_and_a_slide_that_is_gone_are_said() -> None:
    def edit(opened) -> None:
        mark = shape(opened, f"mark.示例数据@overview@{COUNTY}")
        mark._element.getparent().remove(mark._element)
        slides = opened.slides._sldIdLst
        number = page("remote") - 1
        opened.part.drop_rel(slides[number].rId)
        slides.remove(slides[number])

    report = checked(deck(edit))
    mark, whole = report.lost
    assert mark == f"第{NBSP}2{NBSP}页“慈溪市　总览”的标注“示例数据”"
    assert whole == f"第{NBSP}{page('remote')}{NBSP}页“慈溪市　远程服务”整页"


def test_shapes_that_lost_their_names_are_known_by_their_words() -> None:
    """LibreOffice calls every placeholder PlaceHolder 1, 2, 3."""

    def edit(opened) -> None:
        for slide in opened.slides:
            for number, one in enumerate(slide.placeholders):
                one.name = f"PlaceHolder {number}"
        title = opened.slides[page("coverage") - 1].shapes.title.text_frame.paragraphs[0].runs[0]
        title.text = title.text.replace("96.3", "99.3")

    report = checked(deck(edit))
    assert [(one.was, one.now) for one in report.changed] == [("96.3%", "99.3%")]
    assert not report.lost and not report.words


def test_shapes_that_were_put_into_a_group_are_read() -> None:
    def edit(opened) -> None:
        for slide in opened.slides:
            slide.shapes.add_group_shape([one for one in slide.shapes if one.name.startswith(("figure", "state"))])

    assert checked(deck(edit)).unchanged


def test_a_slide_that_was_copied_and_edited_is_found() -> None:
    def edit(opened) -> None:
        slide = opened.slides[page("coverage") - 1]
        box = shape(opened, f"figure0@coverage@{COUNTY}")
        again = slide.shapes.add_textbox(0, 0, 100, 100)
        again.name, again.text_frame.text = box.name, "69.3%"

    report = checked(deck(edit))
    [one] = report.changed
    assert (one.was, one.now) == ("96.3%", "69.3%")
    assert one.where.endswith(f"（第{NBSP}2{NBSP}处）")
    assert report.equal == checked(content("pptx")).equal


def test_a_number_in_a_page_is_found() -> None:
    whole = content("html").decode()
    told = re.search(rf'data-place="figure0@coverage@{COUNTY}"[^>]*>(.*?)</', whole, re.DOTALL)
    assert told is not None
    edited = whole[: told.start(1)] + told[1].replace("96.3", "69.3") + whole[told.end(1):]
    assert edited != whole
    report = checked(edited.encode())
    assert [(one.was, one.now) for one in report.changed] == [("96.3%", "69.3%")]
    assert not report.lost and not report.words


def test_a_file_of_a_snapshot_that_is_not_here_says_so(tmp_path: Path) -> None:
    report = check(content("xlsx"), "表.xlsx", Store(tmp_path), read_file=reading)
    assert not report.known
    assert report.snapshot == made().snapshot
    assert report.finding.strip() == f"没有核对：本机的数据仓库里没有数据快照“{report.snapshot}”，无法核对。"


def test_a_file_that_lost_its_manifest_is_held_by_what_is_printed() -> None:
    def edit(book) -> None:
        book["核对"].delete_cols(30)
        book.custom_doc_props.props.clear()

    report = checked(workbook(edit))
    assert report.problem and report.known and not report.unchanged
    assert report.snapshot in report.finding and fingerprint(made()) in report.finding
    assert "清单" in report.finding


def test_a_deck_keeps_in_its_properties_what_another_program_drops() -> None:
    assert checked(dropped(content("pptx"))).unchanged


def test_a_page_of_somebody_else_is_no_export() -> None:
    report = checked(b"<!doctype html><p>286</p>")
    assert "不是本系统导出的" in report.finding
    assert (report.snapshot, report.printed, report.changed) == ("", "", ())


def test_an_agenda_too_long_for_an_address_is_composed_again() -> None:
    snapshot = default_store().open()
    said = "".join(chr(0x4E00 + one) for number in range(60) for one in sha256(str(number).encode()).digest())
    agenda = Agenda(items=tuple(Item(id="care", scope=COUNTY, note=said[at:]) for at in range(14)))
    assert to_url(agenda) is None
    long = document(snapshot.city("3302"), COUNTY, DAY, snapshot=snapshot.id, agenda=agenda)
    report = checked(dropped(WRITERS["pptx"](long)))
    assert report.unchanged and report.equal > 0


def test_a_report_is_plain_data() -> None:
    said = as_json(checked(content("xlsx")))
    assert said["changed"] == said["lost"] == said["words"] == []
    assert said["in_store"] is True and said["printed"] == said["recomputed"]


@pytest.mark.parametrize("same", [True, False])
def test_of_what_another_edition_of_the_program_wrote_nobody_is_accused(same: bool) -> None:
    """As long as its code is today's, its figures are; what it says in words may still be another edition's."""

    def edit(book) -> None:
        book["指标"]["B5"].value = 4
        book["指标"]["A1"].value = "各项指标的说法"
        for line in range(1, 20):
            cell = book["核对"].cell(line, 30)
            cell.value = cell.value and str(cell.value).replace(f'"edition":"{edition()}"', '"edition":"00000000"')
        for sheet in book.worksheets:
            if not same:
                sheet["A2"].value = re.sub("核对码.*", "核对码 AAAA-2222", str(sheet["A2"].value))

    report = checked(workbook(edit))
    assert report.other_edition and not report.unchanged
    assert report.finding.startswith(f"1{NBSP}处数字{'被改动' if same else '不同'}，其余{NBSP}")
    assert f"；另有{NBSP}1{NBSP}处文字不同" in report.finding
    assert any("另一版程序" in note and ("文字的不同" in note) is same for note in report.notes)
    assert not checked(content("xlsx")).other_edition


def test_what_is_not_checked_is_said_of_every_file() -> None:
    assert checked(content("xlsx")).notes[-1].startswith("只核对文字和数字")
