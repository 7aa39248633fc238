"""Workbooks as counties send them, and findings in them, for the tests of the 退回单."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation

from data.intake.answers import CellFinding, SentFile

NAME = "330203海曙区_2022-12.xlsx"


def found(code: str, cell: str | None, severity: str = "error", sheet: str | None = "机构", **more: str) -> CellFinding:
    said = {"file": NAME, "value": "某值", "message": f"{code} 的问题", "fix": f"{code} 的改法", **more}
    return CellFinding(
        code, severity, said["file"], sheet, cell, said["value"], said["message"], said["fix"], "330203"
    )


def file(name: str = NAME, sender: str | None = "330203") -> SentFile:
    return SentFile(name, "0" * 64, 1, sender, "2022-12", None, {}, ())


def book() -> Workbook:
    """Return a workbook with a merged title, borders, a drop-down, a comment, formulas, and a hidden row and column."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "机构"
    sheet.append(["海曙区 2022年12月 机构"])
    sheet.merge_cells("A1:F1")
    sheet.append(["机构编号", "机构名称", "类别", "所在地代码", "开业日期", "备注"])
    for number in range(3, 31):
        sheet.append([f"H{number}", f"第{number}卫生院", "乡镇卫生院", "330203100", "2020-01-01", None])
    thin = Side(style="thin")
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border, cell.font = Border(thin, thin, thin, thin), Font(name="宋体", size=12)
    sheet["B7"].comment = Comment("县里自己的批注", "某县")
    sheet["C9"] = "=1+1"
    sheet["D9"] = "='[1]Sheet1'!A1"
    sheet["E9"].value = "=SUM(1)"
    sheet["E9"].data_type = "s"
    words = DataValidation(type="list", formula1='"乡镇卫生院,村卫生室"')
    words.add("C3:C40")
    sheet.add_data_validation(words)
    sheet.row_dimensions[12].hidden = True
    sheet.column_dimensions["F"].hidden = True
    flows = made.create_sheet("就医流向")
    flows.append(["月份", "诊疗人次"])
    flows.append(["2022-12", "1.2万"])
    flows.sheet_state = "hidden"
    return made


def saved(made: Workbook) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def rewritten(content: bytes, changes: dict[str, tuple[bytes, bytes]], **added: bytes) -> bytes:
    """Return a container with a text replaced in some of its parts, and parts added (``__`` in a name is a slash)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name in changes:
                assert changes[name][0] in part
                part = part.replace(*changes[name])
            new.writestr(name, part)
        for name, part in added.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return out.getvalue()


def with_macros(content: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
        b' Target="vbaProject.bin"/></Relationships>'
    )
    return rewritten(
        content,
        {"[Content_Types].xml": (kind, macro), "xl/_rels/workbook.xml.rels": (b"</Relationships>", relation)},
        xl__vbaProject_dot_bin=b"VBA!",
    )
