"""The 退回单: their own workbook, marked and commented, with a list that prints on a page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from data.forms.loading import forms
from data.intake.answers import FormRows
from data.returning import process, return_list, return_workbook
from data.returning.making import make
from data.returning.process import make_apart
from data.returning.request import Request
from tests.data.returning.sent import NAME, book, file, found, opened, rewritten, saved, with_macros

ERROR, WARNING = "FFFBEADB", "FFFFF4CC"
DAY = date(2023, 1, 5)
MACROS = "330203海曙区_2022-12.xlsm"


def returned(content: bytes, *findings: object, name: str = NAME) -> Workbook:
    """Return what :func:`make` makes, in this process: the ways there are tested apart."""
    request = Request("海曙区 2022年12月 报送数据退回单", name, name, tuple(findings), {}, DAY)
    return opened(make(request, content))


def color(made: Workbook, sheet: str, cell: str) -> str:
    return made[sheet][cell].fill.fgColor.rgb


def comment(made: Workbook, sheet: str, cell: str) -> str:
    note = made[sheet][cell].comment
    return "" if note is None else note.text


# marks


def test_faulty_cells_are_filled_and_commented_and_nothing_else_changes() -> None:
    made = returned(saved(book()), found("x", "E5"), found("w", "D6", "warning"))
    assert made.sheetnames == ["退回单", "机构", "就医流向"]
    assert (color(made, "机构", "E5"), color(made, "机构", "D6")) == (ERROR, WARNING)
    assert comment(made, "机构", "E5") == "【错误】x 的问题\n怎么改：x 的改法"
    assert made["机构"]["E5"].border.left.style == "medium"
    assert made["机构"]["D6"].border.left.style == "thin"
    for row in book()["机构"].iter_rows(max_row=30):
        for cell in row:
            if cell.coordinate != "D9":
                assert made["机构"][cell.coordinate].value == cell.value
            if cell.coordinate not in ("E5", "D6"):
                assert color(made, "机构", cell.coordinate) not in (ERROR, WARNING)
    assert [str(words.sqref) for words in made["机构"].data_validations.dataValidation] == ["C3:C40"]
    assert made["机构"]["E5"].font.name == "宋体"


def test_several_findings_of_a_cell_are_in_one_comment_above_their_own() -> None:
    made = returned(saved(book()), found("w", "B7", "warning"), found("x", "B7"), found("y", "B7"))
    text = comment(made, "机构", "B7")
    assert [text.index(part) for part in ("x 的问题", "y 的问题", "【提醒】w", "原有批注", "县里自己的批注")] == sorted(
        text.index(part) for part in ("x 的问题", "y 的问题", "【提醒】w", "原有批注", "县里自己的批注")
    )
    assert color(made, "机构", "B7") == ERROR


def test_comments_are_as_large_as_their_text_needs() -> None:
    faults = (found("x", "E5"), found("x", "E6", message="长" * 400))
    made = make(Request("题", NAME, NAME, faults, {}, DAY), saved(book()))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        drawn = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml"))
    heights = [float(part.split("px")[0]) for part in drawn.split("height:")[1:]]
    assert len(heights) == 3  # their own as well
    assert max(heights) > 3 * min(heights)
    assert drawn.count("width:340px") == 3


def test_a_row_is_marked_as_far_as_it_is_filled_and_shown_when_hidden() -> None:
    made = returned(saved(book()), found("x", "12"))
    assert [color(made, "机构", f"{letter}12") for letter in "ABCDE"] == [ERROR] * 5
    assert color(made, "机构", "F12") != ERROR
    assert comment(made, "机构", "A12")
    assert not made["机构"].row_dimensions[12].hidden


def test_hidden_columns_and_sheets_are_shown_where_something_is_wrong() -> None:
    made = returned(saved(book()), found("x", "F7"), found("x", "B2", sheet="就医流向"))
    assert not made["机构"].column_dimensions["F"].hidden
    assert made["就医流向"].sheet_state == "visible"
    untouched = returned(saved(book()), found("x", "E7"))
    assert untouched["机构"].column_dimensions["F"].hidden
    assert untouched["机构"].row_dimensions[12].hidden
    assert untouched["就医流向"].sheet_state == "hidden"


def test_a_merged_cell_is_marked_where_its_text_is() -> None:
    made = returned(saved(book()), found("x", "C1"))
    assert color(made, "机构", "A1") == ERROR
    assert comment(made, "机构", "A1")


def test_a_finding_of_another_file_or_sheet_marks_nothing() -> None:
    made = returned(saved(book()), found("x", "E5", file="别的.xlsx"), found("x", "E6", sheet="没有的表"))
    assert {color(made, "机构", "E5"), color(made, "机构", "E6")} & {ERROR, WARNING} == set()
    assert [made["退回单"].cell(row, 3).value for row in (6, 7)] == ["别的.xlsx · 机构", "没有的表"]


def test_the_corrected_workbook_goes_out_again_without_the_old_marks() -> None:
    first = returned(saved(book()), found("x", "B7"), found("w", "D8", "warning"), found("x", "12"))
    again = returned(saved(first), found("y", "E5"))
    assert again.sheetnames == ["退回单", "机构", "就医流向"]
    cells = [cell.coordinate for row in again["机构"].iter_rows() for cell in row]
    assert [cell for cell in cells if color(again, "机构", cell) in (ERROR, WARNING)] == ["E5"]
    assert comment(again, "机构", "B7") == "县里自己的批注"
    assert again["机构"]["D8"].comment is None
    assert again["机构"]["B7"].border.left.style == "thin"


def test_text_stays_text_and_what_reaches_out_is_cut() -> None:
    made = returned(saved(book()), found("x", "A3", value="=HYPERLINK(1)", message="@坏", fix="+1"))
    assert (made["机构"]["E9"].data_type, made["机构"]["E9"].value) == ("s", "=SUM(1)")
    assert (made["机构"]["C9"].data_type, made["机构"]["C9"].value) == ("f", "=1+1")
    assert made["机构"]["D9"].value is None
    line = made["退回单"][6]
    assert [cell.data_type for cell in line[4:7]] == ["s"] * 3
    assert [cell.quotePrefix for cell in line[4:7]] == [True] * 3


def test_personal_numbers_are_hidden_in_the_whole_column_below() -> None:
    made = book()
    made["机构"]["F5"], made["机构"]["F6"], made["机构"]["F8"] = "13800138000", "正常", "电话13900139000"
    back = returned(saved(made), found("personal_phone", "F5", value="（已隐去）"))
    assert [back["机构"][f"F{row}"].value for row in (5, 6, 7, 8)] == ["（已隐去）", "正常", None, "（已隐去）"]
    raw = io.BytesIO(saved(back))
    with zipfile.ZipFile(raw) as archive:
        assert not any(b"13800138000" in archive.read(name) for name in archive.namelist())


# the list


def test_the_list_is_one_landscape_page_with_repeated_header_and_links() -> None:
    made = returned(saved(book()), found("x", "E5"), found("file", None, "warning", sheet=None))
    sheet = made["退回单"]
    assert made.active is sheet
    assert sheet["A1"].value == "海曙区 2022年12月 报送数据退回单"
    assert sheet["A2"].value == f"文件：{NAME}　　错误 1 处，提醒 1 处"
    assert "发回收表单位" in sheet["A3"].value
    assert sheet["A4"].value == "退回日期：2023年1月5日"
    assert [cell.value for cell in sheet[5]] == ["序号", "级别", "工作表", "单元格", "填的值", "问题", "怎么改"]
    assert [cell.value for cell in sheet[6]] == [1, "错误", "机构", "E5", "某值", "x 的问题", "x 的改法"]
    assert sheet["D6"].hyperlink.location == "'机构'!E5"
    assert [sheet["C7"].value, sheet["D7"].value, sheet["D7"].hyperlink] == ["整个文件", None, None]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$5"
    assert "&P" in sheet.oddFooter.center.text
    assert all(cell.alignment.wrap_text for cell in sheet[6])


def test_many_findings_are_put_together_and_listed_one_by_one_behind() -> None:
    many = [found("x", f"D{row}") for row in range(3, 103)]
    made = returned(saved(book()), *many)
    assert made.sheetnames == ["退回单", "逐条明细", "机构", "就医流向"]
    assert made["退回单"].max_row == 6
    assert made["逐条明细"].max_row == 4 + 100
    again = returned(saved(made), found("y", "E5"))
    assert again.sheetnames == ["退回单", "机构", "就医流向"]


def test_a_sheet_name_with_quotes_is_linked() -> None:
    made = book()
    made["机构"].title = "机构'名册"
    back = returned(saved(made), found("x", "E5", sheet="机构'名册"))
    assert back["退回单"]["D6"].hyperlink.location == "'机构''名册'!E5"


def test_a_long_text_makes_a_high_row() -> None:
    made = returned(saved(book()), found("x", "E5"), found("y", "E6", message="很长" * 100))
    heights = [made["退回单"].row_dimensions[row].height for row in (6, 7)]
    assert heights[1] > 4 * heights[0]


# other formats


def test_a_csv_becomes_a_workbook_with_the_same_cells() -> None:
    name = "330203海曙区_2022-12_就医流向.csv"
    content = "月份,诊疗人次\n2022-12,=1+1\n2022-12,无\n".encode("gb18030")
    made = returned(content, found("x", "B3", sheet=None, file=name), name=name)
    (sheet,) = [one for one in made if one.title != "退回单"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert color(made, sheet.title, "B3") == ERROR
    assert made["退回单"]["D6"].hyperlink.location == f"'{sheet.title}'!B3"
    assert "重新生成" in made["退回单"]["A3"].value


def test_macros_stay_and_comments_with_them() -> None:
    request = Request("题", MACROS, MACROS, tuple(found("x", cell, file=MACROS) for cell in ("E5", "B7")), {}, DAY)
    content = make(request, with_macros(saved(book())))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("xl/vbaProject.bin") == b"VBA!"
        assert b"macroEnabled" in archive.read("[Content_Types].xml")
    assert "县里自己的批注" in comment(opened(content), "机构", "B7")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (NAME, with_macros(saved(book()))),
        (MACROS, with_macros(saved(book()))),
        (MACROS, saved(book())),
        (MACROS, b"a,b\n1,2\n"),
        (MACROS, b"PK\x03\x04broken"),
        ("a.csv", b"a,b\n1,2\n"),
    ],
)
def test_the_content_is_of_the_kind_its_name_says(name: str, content: bytes) -> None:
    """Excel opens neither an .xlsx that says it has macros nor an .xlsm that says it has none."""
    made = make(Request("题", name, name, (), {}, DAY), content)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        kinds = archive.read("[Content_Types].xml")
        macros = b"macroEnabled" in kinds
        assert macros == name.endswith(".xlsm")
        assert macros or "xl/vbaProject.bin" not in archive.namelist()
    assert opened(made).sheetnames[0] == "退回单"


def test_a_sheet_too_large_to_be_marked_is_copied_by_value() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(40, 700_000))
    large = rewritten(saved(book()), {"xl/worksheets/sheet1.xml": (b"</sheetData>", rows.encode() + b"</sheetData>")})
    made = returned(large, found("x", "E5"))
    assert color(made, "机构", "E5") == ERROR
    assert made["机构"].max_row == 30
    assert "或太大" in made["退回单"]["A3"].value


def test_what_openpyxl_does_not_understand_is_copied_by_value() -> None:
    broken = rewritten(saved(book()), {"xl/styles.xml": (b"<fills", b"<fills count='x' bad")})
    made = returned(broken, found("x", "E5"))
    assert made["机构"]["B5"].value == "第5卫生院"
    assert color(made, "机构", "E5") == ERROR


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9])
def test_of_what_cannot_be_opened_there_is_the_list(content: bytes) -> None:
    made = returned(content, found("file_damaged", None, sheet=None))
    assert made.sheetnames == ["退回单"]
    assert "不能在其中标出" in made["退回单"]["A3"].value
    assert made["退回单"]["F6"].value == "file_damaged 的问题"


# names, the process, the list alone


@pytest.mark.parametrize(
    ("name", "sender", "month", "expected"),
    [
        (NAME, "330203", "2022-12", "330203海曙区_2022-12_退回单.xlsx"),
        (MACROS, "330203", "2022-12", "330203海曙区_2022-12_退回单.xlsm"),
        (NAME, "330203", None, "330203海曙区_退回单.xlsx"),
        ("../../别的表.xlsx", None, "2022-12", "别的表_退回单.xlsx"),
        ('a<b>:"|?*.xlsx', None, None, "a_b_______退回单.xlsx"),
        ("电话13800138000.xlsx", None, None, "电话（已隐去）_退回单.xlsx"),
    ],
)
def test_the_name_says_who_and_when(
    name: str, sender: str | None, month: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.returning.workbook.make_apart", lambda request, content: None)
    assert return_workbook(b"", file(name, sender), [], "海曙区", month)[0] == expected


def test_it_is_made_in_a_process_of_its_own() -> None:
    name, content = return_workbook(saved(book()), file(), [found("x", "E5")], "海曙区", "2022-12", sent_back=DAY)
    assert name == "330203海曙区_2022-12_退回单.xlsx"
    made = opened(content)
    assert color(made, "机构", "E5") == ERROR
    assert made["退回单"]["A1"].value == "海曙区 2022年12月 报送数据退回单"


def test_a_process_that_takes_too_long_leaves_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request("题", NAME, NAME, (), {}, DAY)
    assert make_apart(request, saved(book()), seconds=0.01) is None
    monkeypatch.setattr(process, "_START", "import sys; sys.exit(3)")
    assert make_apart(request, saved(book())) is None
    _, content = return_workbook(saved(book()), file(), [found("x", "E5")], "海曙区", "2022-12")
    assert opened(content).sheetnames == ["退回单"]


def test_the_list_alone_names_every_file() -> None:
    made = opened(return_list("海曙区", "2022-12", [found("x", "E5"), found("y", "B2", file="乙.csv")], sent_back=DAY))
    assert made.sheetnames == ["退回单"]
    assert made["退回单"]["A2"].value == f"文件：{NAME}、乙.csv　　错误 2 处，提醒 0 处"
    assert made["退回单"]["C6"].value == f"{NAME} · 机构"
    assert made["退回单"]["D6"].hyperlink is None


def test_a_comment_of_theirs_alone_is_kept() -> None:
    made = book()
    made["机构"]["A20"].comment = Comment("【错误】是我们自己写的", "某县")
    back = returned(saved(made), found("x", "E5"))
    assert comment(back, "机构", "A20") == "【错误】是我们自己写的"


def test_the_copy_of_a_csv_is_called_after_its_form_so_that_it_can_be_sent_as_it_is() -> None:
    name = "330203海曙区_2022-12_家庭医生.csv"
    form = forms()["family_doctors"]
    rows = FormRows(form, pd.DataFrame(), "CSV", (), {})
    sent = replace(file(name), forms={form.key: rows})
    faults = [found("x", "B2", sheet="CSV", file=name)]
    called, content = return_workbook("月份,团队数\n2022-12,无\n".encode(), sent, faults, "海曙区", "2022-12")
    made = opened(content)
    assert called == "330203海曙区_2022-12_家庭医生_退回单.xlsx"
    assert made.sheetnames == ["退回单", "家庭医生"]
    assert color(made, "家庭医生", "B2") == ERROR
    assert (made["退回单"]["C6"].value, made["退回单"]["D6"].hyperlink.location) == ("家庭医生", "'家庭医生'!B2")
