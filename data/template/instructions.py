"""The first sheet, 填表说明: what the workbook is, who fills it in for which month, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data.forms.model import VERSION, Form
from data.template.cells import write_text
from data.template.look import LINE_HEIGHT, Look, lines_of
from data.template.printing import set_up_print
from data.template.sender import Sender

SHEET = "填表说明"
_WIDTHS = (16, 14, 10, 88)

_WAYS = {
    "month": "每月填写",
    "register": "核对月末名册",
    "state": "有变化才改",
    "text": "照录原文",
}

_HOW = (
    "灰色格是系统编号和预先填好的内容，请勿改动；白色格请填写或核对。",
    "表头带 * 的列必填。鼠标停在表头上，可以看这一列的口径。",
    "有下拉的格请从下拉里选；名称列的下拉只为省去打字，也可以直接写全称。",
    "人数、人次、例数只写数，不带单位；金额一律用元，不用万元。日期写成 2022-12-01。",
    "不要写姓名、身份证号和手机号，派驻人员一律用代号。需要签字的另附纸，不要写在表里。",
    "不要改工作表名和表头，不要合并单元格，不要用公式。",
)
_EMPTY = (
    ("空", "没有报送。系统记作“未报”，绝不当成 0。"),
    ("0", "统计过，确实没有。"),
    ("未报", "与留空一样。"),
    ("无、/、未开展", "容易分不清是 0 还是没有报送，请不要写：确实没有写 0，没有报送留空。"),
)
_ROWS = {
    "county": (
        "加行：接着最后一行往下写，编号留空，名称写全。每张表下面留了 300 行带下拉的空行，不够可以继续往下写。",
        "停业、停用、离岗、不再列入：填那一行的结束日期，不要删行。",
        "“成员关系”和“村级服务”没有结束日期：不再是成员的删去那一行，换了服务方式的直接改，都从本月第一天起算。",
        "换了医共体、上级卫生院或服务机构：改写名称，并清空旁边的编号，系统按名称查找。编号和名称要对得上。",
        "一张表这个月整张都报不上来，可以删去这个工作表，系统记作未报；名册不能清空。",
    ),
    "city": (
        "加行：接着最后一行往下写，编号留空，名称写全。每张表下面留了 300 行带下拉的空行，不够可以继续往下写。",
        "停业、离岗：填那一行的结束日期，不要删行。",
        "“结对帮扶”没有结束日期：不再结对的删去那一行，从本月第一天起不算。",
        "一张表这个月整张都报不上来，可以删去这个工作表，系统记作未报；名册不能清空。",
    ),
}
_SEND = {
    "county": "填好后存为 .xlsx，文件名不变（{file}），发回给你们这份模板的市卫生健康委信息科。"
    "有错会收到退回单，改好再发一次，以最后一次为准。",
    "city": "市卫生健康委信息科填好后存为 .xlsx，文件名不变（{file}），在“数据管理”里上传。"
    "有错会列出退回单，改好再传一次，以最后一次为准。",
}


def write_instructions(
    sheet: Worksheet, sender: Sender, forms: Sequence[Form], counts: Mapping[str, int], look: Look, sample: bool
) -> None:
    """Fill the first sheet.

    Args:
        sheet: The workbook's first sheet, empty.
        sender: Who fills the workbook in.
        forms: Its forms, in order.
        counts: Rows that each form begins with, by key.
        look: Styles of the workbook.
        sample: Some of the rows are sample data (示例数据).
    """
    page = _Page(sheet, look)
    sheet.title = SHEET
    sheet.sheet_view.showGridLines = False
    page.title(f"{sender.name} {sender.month_words} 县域医共体月报")
    if sample:
        page.pair("示例数据", "预先填好的内容里有示例数据（为演示而编），不是上报的真实情况。", "sample")
    for label, value in (
        ("模板版本", VERSION), ("填报单位代码", sender.code), ("填报单位", sender.name), ("月份", sender.month)
    ):
        page.pair(label, value)
    page.section("一、做什么用")
    page.line(
        f"报送{sender.name} {sender.month_words}的情况。每张工作表一个主题，已按系统里现有的数据预先填好，"
        f"请核对名册、填写本月的数。"
    )
    page.section("二、怎么填")
    for number, text in enumerate(_HOW, start=1):
        page.line(f"{number}. {text}")
    page.section("三、空、0 和未报")
    for label, text in _EMPTY:
        page.pair(label, text, "plain")
    page.section("四、加行和结束")
    for number, text in enumerate(_ROWS[sender.kind], start=1):
        page.line(f"{number}. {text}")
    page.section("五、发到哪里")
    page.line(_SEND[sender.kind].format(file=sender.file_name))
    page.section("六、各表")
    page.header(("工作表", "填法", "已有行数", "说明"))
    for form in forms:
        page.row((form.sheet, _WAYS[form.keeping], str(counts[form.key]), form.about), "plain", link=form.sheet)
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    set_up_print(sheet, None, sample)


class _Page:
    """Writes one line after the other."""

    def __init__(self, sheet: Worksheet, look: Look) -> None:
        self._sheet, self._look = sheet, look
        self._row = 0

    def title(self, text: str) -> None:
        self._next(30)
        self._put(1, text, "title")

    def section(self, text: str) -> None:
        self._next(30)
        self._put(1, text, "section")

    def pair(self, label: str, value: str, kind: Any = "label") -> None:
        self._next(_height(value, sum(_WIDTHS[1:])))
        self._put(1, label, kind)
        self._put(2, value, "plain")
        self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=2, end_column=len(_WIDTHS))

    def line(self, text: str) -> None:
        self._next(_height(text, sum(_WIDTHS)))
        self._put(1, text, "plain")
        self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=1, end_column=len(_WIDTHS))

    def header(self, texts: Sequence[str]) -> None:
        self._next(22)
        for column, text in enumerate(texts, start=1):
            self._put(column, text, "label")
            cell: Any = self._sheet.cell(self._row, column)
            cell.style = self._look.header(False)

    def row(self, texts: Sequence[str], kind: Any, *, link: str | None = None) -> None:
        self._next(_height(texts[-1], _WIDTHS[-1]))
        for column, text in enumerate(texts, start=1):
            self._put(column, text, kind)
        if link is not None:
            cell: Any = self._sheet.cell(self._row, 1)
            # A place in this file; a text alone would be stored as an external link.
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{link}'!A1")
            cell.style = self._look.text("link")

    def _next(self, height: float) -> None:
        self._row += 1
        self._sheet.row_dimensions[self._row].height = height

    def _put(self, column: int, text: str, kind: Any) -> None:
        cell: Any = self._sheet.cell(self._row, column)
        write_text(cell, text)
        cell.style = self._look.text(kind)


def _height(text: str, width: float) -> float:
    return 4 + LINE_HEIGHT * lines_of(text, width)
