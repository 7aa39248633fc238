"""Whole files spoiled (文件): formats, damage, formulas, links, whose they are and for which month."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from data.forms import forms, forms_of
from tests.corpus.building import INSTRUCTIONS, Book, Tab, at
from tests.corpus.cases import Case, error, put, warning
from tests.corpus.saving import packed, part, repacked
from tests.data.intake.workbooks import FILES

_COUNTY = frozenset(one.key for one in forms_of("county"))
_CARE = "care_seeking"
_SAVED = Path(__file__).parent / "files"
_UNSEEN = warning("hidden_unknown")


def cases() -> Iterator[Case]:
    """Yield the cases."""
    yield from _formats()
    yield from _broken()
    yield from _formulas()
    yield from _links()
    yield from _size()
    yield from _whose()
    yield from _which_month()


def _bytes(change: Callable[[bytes], bytes], name: str | None = None) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        book.after.append(change)
        book.name = name or book.name

    return spoil


def _named(name: str) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        book.name = name

    return spoil


def _csv(
    encoding: str, separator: str = ",", name: str = "330203海曙区_2023-09_就医流向.csv"
) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        book.tabs = [book.tab(_CARE)]
        book.kind, book.encoding, book.separator, book.name = "csv", encoding, separator, name

    return spoil


def _formats() -> Iterator[Case]:
    alone = _COUNTY - {_CARE}
    for label, spoil, found in (
        ("utf8带标记", _csv("utf-8-sig"), ()),
        ("utf8", _csv("utf-8"), ()),
        ("gb18030", _csv("gb18030"), ()),
        ("分号", _csv("utf-8", ";"), (warning("separator_other"),)),
        ("制表符", _csv("gb18030", "\t"), (warning("separator_other"),)),
        ("名称无表名", _csv("utf-8", name="330203海曙区_2023-09.csv"), ()),
        ("后缀txt", _csv("utf-8", "\t", "330203海曙区_2023-09_就医流向.txt"), (warning("separator_other"),)),
    ):
        yield Case(f"file/csv/{label}", spoil, (*found, _UNSEEN), lacks=alone)

    def ods(book: Book) -> None:
        book.kind, book.name = "ods", "330203海曙区_2023-09.ods"

    yield Case("file/ods", ods, (_UNSEEN,))

    def ods_marked(book: Book) -> None:
        ods(book)
        put(_CARE, "visits_out", "无")(book)

    yield Case("file/ods/mark_无", ods_marked, (_UNSEEN, error("mark_unclear", _CARE, at(_CARE, "visits_out"))))
    for kind in ("xls", "ods", "xlsx"):
        content = (_SAVED / f"office.{kind}").read_bytes()
        yield Case(
            f"file/办公软件另存/{kind}", _bytes(lambda _, held=content: held, f"330203海曙区_2023-09.{kind}"),
            () if kind == "xlsx" else (_UNSEEN,),
        )
    xls = (_SAVED / "spoiled.xls").read_bytes()
    yield Case(
        "file/办公软件另存/坏的xls", _bytes(lambda _: xls, "330203海曙区_2023-09.xls"),
        (
            _UNSEEN, error("mark_unclear", _CARE, at(_CARE, "visits_out")),
            error("code_unknown", "memberships", at("memberships", "role", 1)),
            error("duplicate_row", "workforce", "8"), warning("value_read_as", "costs", at("costs", "drug_fee_yuan")),
        ),
        taken={("costs", 0, "drug_fee_yuan"): 120000.0},
    )
    yield Case("file/后缀xls其实是xlsx", _named("330203海曙区_2023-09.xls"), (warning("suffix_wrong"),))
    yield Case("file/后缀大写", _named("330203海曙区_2023-09.XLSX"))
    yield Case("file/后缀xlsm没有宏", _named("330203海曙区_2023-09.xlsm"), (warning("suffix_wrong"),))
    yield Case("file/没有后缀", _named("330203海曙区_2023-09"), (warning("suffix_wrong"),))


def _broken() -> Iterator[Case]:
    refused: dict[str, tuple[Callable[[bytes], bytes], str]] = {
        "加密": (lambda _: (FILES / "locked.xlsx").read_bytes(), "file_encrypted"),
        "截断": (lambda content: content[: len(content) // 2], "file_damaged"),
        "尾部缺失": (lambda content: content[:-30], "file_damaged"),
        "改动一处": (_flipped, "file_damaged"),
        "空文件": (lambda _: b"", "file_empty"),
        "网页": (lambda _: "<html><table><tr><td>海曙区</td></tr></table></html>".encode(), "file_html"),
        "PDF": (lambda _: b"%PDF-1.7\n", "format_unsupported"),
        "图片": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(60), "format_unsupported"),
        "压缩包": (lambda content: packed({"报表.xlsx": content}), "format_unsupported"),
        "文档": (lambda _: packed({"[Content_Types].xml": "", "word/document.xml": ""}), "format_unsupported"),
        "XML表格": (lambda _: b'<?xml version="1.0"?><Workbook/>', "format_unsupported"),
        "实体定义": (_with_doctype, "xml_doctype"),
        "压缩炸弹": (_bomb, "zip_bomb"),
        "部件太多": (lambda content: repacked(content, {f"x/{one}.bin": b"" for one in range(5001)}), "zip_bomb"),
        "路径越界": (lambda content: repacked(content, {"../../x.xml": b""}), "zip_unsafe"),
        "工作表坏": (lambda content: repacked(content, {"xl/worksheets/sheet2.xml": b"<worksheet>"}), "file_damaged"),
        "目录坏": (lambda content: repacked(content, {"xl/workbook.xml": b"<workbook"}), "file_damaged"),
    }
    for label, (change, code) in refused.items():
        sheet = "institutions" if label == "工作表坏" else None
        yield Case(f"file/{label}", _bytes(change), (error(code, sheet),), lacks=_COUNTY)


def _flipped(content: bytes) -> bytes:
    at_byte = content.index(b"PK\x03\x04", 100) + 60
    return content[:at_byte] + bytes([content[at_byte] ^ 0xFF]) + content[at_byte + 1 :]


def _with_doctype(content: bytes) -> bytes:
    name = "xl/workbook.xml"
    xml = part(content, name).replace("<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
    return repacked(content, {name: xml})


def _bomb(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", bytes(12 * 1024 * 1024))
    return out.getvalue()


def _formulas() -> Iterator[Case]:
    place = at(_CARE, "visits_out")

    def calculated(formula: str, stored: Any) -> Callable[[Book], None]:
        return lambda book: book.tab(_CARE).calculate(place, formula, stored)

    yield Case("formula/有存下的值", calculated("=D3-640", 310), (warning("formula_taken", _CARE, place),))
    yield Case("formula/没有存下的值", calculated("=D3-640", None), (error("formula_without_value", _CARE, place),))
    for text in ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"):
        yield Case(f"formula/错误值_{text}", calculated("=D3/0", text), (error("cell_error", _CARE, place),))
    yield Case(
        "formula/结果是空文字", calculated('=IF(D3>0,"","x")', ""), taken={(_CARE, 0, "visits_out"): None}
    )
    yield Case(
        "formula/结果是文字数", calculated('=TEXT(310,"0")', "310"), (warning("formula_taken", _CARE, place),)
    )
    yield Case(
        "formula/结果是无", calculated('=IF(D3>0,"无","")', "无"),
        (error("mark_unclear", _CARE, place), warning("formula_taken", _CARE, place)),
    )
    total = "D8"

    def summed(book: Book) -> None:
        tab = book.tab("workforce")
        tab.cells.append(["合计"])
        tab.calculate(total, "=SUM(D3:D7)", 39)

    yield Case("formula/合计行", summed)

    def unsaved_sum(book: Book) -> None:
        tab = book.tab("workforce")
        tab.cells.append(["合计"])
        tab.calculate(total, "=SUM(D3:D7)", None)

    yield Case("formula/合计行没有值", unsaved_sum)


def _links() -> Iterator[Case]:
    place = at(_CARE, "visits_out")
    taken = warning("formula_taken", _CARE, place)

    def reaching(formula: str, stored: Any) -> Callable[[Book], None]:
        return lambda book: book.tab(_CARE).calculate(place, formula, stored)

    for label, formula, code in (
        ("外部链接", "=[1]Sheet1!A1", "external_link"),
        ("网址", '=WEBSERVICE("http://example.org")', "external_link"),
        ("超链接", '=HYPERLINK("http://example.org",310)', "external_link"),
        ("DDE", "=cmd|'/c calc'!A0", "dde_formula"),
        ("RTD", '=RTD("prog.id",,"x")', "dde_formula"),
    ):
        yield Case(f"link/{label}", reaching(formula, 310), (warning(code, _CARE), taken))
    yield Case(
        "link/DDE没有值", reaching("=cmd|'/c calc'!A0", None),
        (warning("dde_formula", _CARE), error("formula_without_value", _CARE, place)),
    )
    for label, name, content, codes in (
        ("链接部件", "xl/externalLinks/externalLink1.xml", b"<externalLink/>", ("external_link",)),
        ("DDE部件", "xl/externalLinks/externalLink1.xml", b"<externalLink><ddeLink/></externalLink>",
         ("dde_formula", "external_link")),
        ("数据连接", "xl/connections.xml", b"<connections/>", ("external_link",)),
    ):
        yield Case(
            f"link/{label}", _bytes(lambda held, name=name, content=content: repacked(held, {name: content})),
            tuple(warning(code) for code in codes),
        )
    yield Case(
        "file/宏", _bytes(lambda held: repacked(held, {"xl/vbaProject.bin": b"x"}), "330203海曙区_2023-09.xlsm"),
        (warning("macro_ignored"),),
    )


def _size() -> Iterator[Case]:
    sheet = forms()[_CARE].sheet
    number = [one.sheet for one in forms_of("county")].index(sheet) + 2

    def formatted(content: bytes) -> bytes:
        name = f"xl/worksheets/sheet{number}.xml"
        rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(9, 1_000_009))
        return repacked(content, {name: part(content, name).replace("</sheetData>", rows + "</sheetData>")})

    yield Case("file/一百万个空的格式行", _bytes(formatted))

    def far(book: Book) -> None:
        book.after.append(
            lambda content: repacked(
                content,
                {
                    f"xl/worksheets/sheet{number}.xml": re.sub(
                        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
                        part(content, f"xl/worksheets/sheet{number}.xml"),
                    )
                },
            )
        )

    yield Case("file/最远的单元格", far, (error("too_many_cells", _CARE),), lacks=_COUNTY)
    yield Case(
        "file/单元格文字太长", put(_CARE, "county_name", "海" * 40_000), (error("text_too_long", _CARE),), lacks=_COUNTY
    )


def _label(text: str, value: Any) -> Callable[[Book], None]:
    """Write another value beside a label of the sheet of instructions."""

    def spoil(book: Book) -> None:
        tab = book.tab(INSTRUCTIONS)
        row = next(number for number, row in enumerate(tab.cells) if row[0] == text)
        tab.cells[row][1] = value

    return spoil


def _retitled(old: str, new: str) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        for tab in book.tabs:
            tab.cells = [
                [value.replace(old, new) if isinstance(value, str) and row < 1 else value for value in held]
                for row, held in enumerate(tab.cells)
            ]

    return spoil


def _then(*steps: Callable[[Book], None]) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        for step in steps:
            step(book)

    return spoil


def _without_instructions(book: Book) -> None:
    book.remove(INSTRUCTIONS)


def _whose() -> Iterator[Case]:
    conflict = (error("sender_conflict"),)
    yield Case("whose/文件名是别的区县", _named("330212鄞州区_2023-09.xlsx"), conflict)
    yield Case("whose/标题是别的区县", _retitled("海曙区", "鄞州区"), conflict)
    yield Case("whose/说明里的代码是别的区县", _label("填报单位代码", "330212"), conflict)
    yield Case("whose/文件名只有名称", _named("海曙区2023年9月.xlsx"))
    yield Case("whose/文件名什么也没说", _named("上报表.xlsx"))
    yield Case("whose/没有说明只有标题", _then(_without_instructions, _named("上报表.xlsx")))
    yield Case(
        "whose/没有说明标题只有文件名",
        _then(_without_instructions, _retitled("海曙区 2023年9月 ", "")),
    )
    nobody = (error("sender_unknown"),)
    yield Case(
        "whose/哪里都没说", _then(_without_instructions, _retitled("海曙区 ", ""), _named("2023-09.xlsx")), nobody,
        lacks=_COUNTY,
    )
    yield Case(
        "whose/没有的区县", _then(_label("填报单位代码", "339999"), _named("339999_2023-09.xlsx")),
        (error("sender_conflict"),),
    )
    yield Case(
        "whose/全是没有的区县",
        _then(_without_instructions, _retitled("海曙区 ", ""), _named("339999_2023-09.xlsx")),
        (error("sender_outside"),), lacks=_COUNTY,
    )
    yield Case(
        "whose/写的是别的区县里面是本县的",
        _then(
            _label("填报单位代码", "330212"), _label("填报单位", "鄞州区"), _retitled("海曙区", "鄞州区"),
            _named("330212鄞州区_2023-09.xlsx"),
        ),
        (error("sender_mixed_up"),), lacks=_COUNTY,
    )
    yield Case("whose/代码是数字", _label("填报单位代码", 330203))
    yield Case("whose/名称里有空格", _label("填报单位", " 海曙 区 "))

    def by_hand(book: Book) -> None:
        book.remove(INSTRUCTIONS)
        for tab in book.tabs:
            tab.cells[0:1] = [["海曙区卫生健康局县域医共体月报"], ["（2023年9月）"]]

    yield Case("whose/自制的标题", by_hand)


def _which_month() -> Iterator[Case]:
    conflict = (error("month_conflict"),)
    yield Case("month/文件名是别的月", _named("330203海曙区_2023-08.xlsx"), conflict)
    yield Case("month/标题是别的月", _retitled("2023年9月", "2023年8月"), conflict)
    yield Case("month/说明里是别的月", _label("月份", "2023-08"), conflict)
    yield Case("month/说明里写成年月", _label("月份", "2023年9月"))
    yield Case("month/说明里是日期", _label("月份", date(2023, 9, 1)))
    for label, month, words in (("上个月", "2023-08", "2023年8月"), ("未来", "2035-01", "2035年1月")):
        said = (_label("月份", month), _retitled("2023年9月", words), _named(f"330203海曙区_{month}.xlsx"))
        yield Case(f"month/整份是{label}", _then(*said, _months(month)), (error("other_month"),))
    yield Case(
        "month/哪里都没说",
        _then(_without_instructions, _retitled(" 2023年9月", ""), _named("330203海曙区.xlsx")),
        (error("month_unknown"),),
    )

    def one_title(book: Book) -> None:
        tab: Tab = book.tab(_CARE)
        tab.put("A1", "海曙区 2023年8月 就医流向")

    yield Case("month/一张表的标题是别的月", one_title, conflict)


def _months(month: str) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        for key in _COUNTY:
            form = forms()[key]
            for one in form.fields:
                if one.kind == "month":
                    for row in range(len(book.tab(key).cells) - 2):
                        book.tab(key).put(at(key, one.name, row), month)

    return spoil


