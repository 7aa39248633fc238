"""Names of persons do not travel around the cells of a 退回单: not in its properties, comments and names of sheets."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from data.returning.making import make
from data.returning.request import Request
from tests.data.intake.workbooks import FILES
from tests.data.returning.sent import NAME, book, found, opened, saved, with_macros

WHO, PHONE = "张某某", "138" + "0000" + "1111"
DAY = date(2023, 1, 5)
SHEET = f"机构{WHO}{PHONE}"
TITLE = "海曙区 2022年12月 报送数据退回单"


def made(content: bytes, *findings: object, name: str = NAME) -> bytes:
    return make(Request(TITLE, name, name, findings, {}, DAY), content)


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def told(content: bytes) -> list[str]:
    """Return the parts of a file in which the person stands."""
    return [name for name, text in parts(content).items() if WHO in text or PHONE in text]


def signed() -> Workbook:
    """Return a workbook that a person has made, saved, commented and named a sheet after."""
    sent = book()
    sent.properties.creator = sent.properties.lastModifiedBy = sent.properties.keywords = WHO
    sent.properties.description = f"联系{PHONE}"
    sent.custom_doc_props.append(StringProperty(name="审核", value=WHO))
    sent["机构"]["B8"].comment = Comment(f"{WHO}:\n电话{PHONE}，请核对", WHO)
    sent["机构"].title = SHEET
    return sent


@pytest.mark.parametrize("macros", [False, True])
def test_nothing_around_the_cells_names_a_person(macros: bool) -> None:
    content = with_macros(saved(signed())) if macros else saved(signed())
    assert {"docProps/core.xml", "docProps/custom.xml", "xl/workbook.xml"} <= set(told(content))
    name = NAME.replace(".xlsx", ".xlsm") if macros else NAME
    faulty = found("type_unreadable", "C5", sheet="机构（已隐去）", file=name)
    back = made(content, faulty, name=name)
    assert told(back) == []
    again = opened(back)
    assert again.sheetnames == ["退回单", "机构（已隐去）", "就医流向"]
    assert again["机构（已隐去）"]["C5"].comment is not None, "the findings are marked there"
    link = next(cell.hyperlink for row in again["退回单"].iter_rows() for cell in row if cell.hyperlink)
    assert link.location == "'机构（已隐去）'!C5"
    assert again["机构（已隐去）"]["B8"].comment.text == "（已隐去）:\n电话（已隐去），请核对"
    said = again.properties
    assert (said.creator, said.lastModifiedBy, said.title) == ("退回单", None, TITLE)


def test_what_stands_in_the_cells_goes_back_as_it_was() -> None:
    sent = book()
    sent["机构"]["A40"] = f"填表人：{WHO}"
    back = made(saved(sent), found("x", "C5"))
    assert opened(back)["机构"]["A40"].value == f"填表人：{WHO}"
    assert set(told(back)) <= {"xl/sharedStrings.xml"}


def formula(sent: Workbook) -> None:
    sent["就医流向"]["C2"] = f"='{SHEET}'!A3"


def defined(sent: Workbook) -> None:
    sent.defined_names["名单"] = DefinedName("名单", attr_text=f"'{SHEET}'!$A$3:$A$9")


def chosen(sent: Workbook) -> None:
    words = DataValidation(type="list", formula1=f"'{SHEET}'!$A$3:$A$9")
    words.add("C2")
    sent["就医流向"].add_data_validation(words)


@pytest.mark.parametrize("mention", [formula, defined, chosen])
def test_a_sheet_that_something_in_the_workbook_mentions_keeps_its_name(mention) -> None:
    sent = signed()
    mention(sent)
    again = opened(made(saved(sent), found("x", "C5", sheet="机构（已隐去）")))
    assert SHEET in again.sheetnames and again[SHEET]["C5"].comment is not None
    listed = [str(cell.value) for row in again["退回单"].iter_rows() for cell in row]
    assert not any(WHO in text for text in listed)


def test_two_sheets_of_two_persons_are_told_apart() -> None:
    sent = signed()
    sent["就医流向"].title = f"机构李某某{PHONE}"
    again = opened(made(saved(sent), found("x", "A2", sheet="机构（已隐去）（2）")))
    assert again.sheetnames[1:] == ["机构（已隐去）", "机构（已隐去）（2）"]
    assert again["机构（已隐去）（2）"]["A2"].comment is not None


def test_a_copy_by_value_is_called_as_it_may_be_said() -> None:
    sent = (FILES / "saved.xls").read_bytes()
    assert opened(made(sent, name="330203海曙区_2022-12.xls")).properties.creator == "退回单"
    text = f"月份,团队数\n2022-12,{WHO}\n".encode()
    request = Request(TITLE, "a.csv", "a.csv", (), {"CSV": SHEET}, DAY)
    assert opened(make(request, text)).sheetnames == ["退回单", "机构（已隐去）"]


def test_the_list_alone_says_who_made_it_in_chinese() -> None:
    core = parts(made(b"nothing"))["docProps/core.xml"]
    assert re.search(">退回单<", core) and "openpyxl" not in core
