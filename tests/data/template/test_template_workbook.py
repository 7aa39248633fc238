"""The template as a file: its sheets, headers, drop-downs, words for codes, and what it must never hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from data.codes import CAPABILITY, CAPABILITY_VALUES
from data.forms import VERSION, forms_of
from data.forms.model import Field, Form
from data.forms.words import capability_words
from data.store import default_store
from data.tables import conform_all
from data.template import template
from tests.data.small_world import frames, small_world

SENDERS = {"330203": "2022-12", "330225": "2023-08", "3302": "2022-12"}
NAMES = {
    "330203": "330203海曙区_2022-12.xlsx", "330225": "330225象山县_2023-08.xlsx", "3302": "3302宁波市_2022-12.xlsx"
}


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[str, bytes]]:
    live = default_store().read("3302")[1].frames
    return {sender: template(live, sender, month) for sender, month in SENDERS.items()}


@pytest.fixture(scope="module")
def books(made: dict[str, tuple[str, bytes]]) -> dict[str, Workbook]:
    return {sender: openpyxl.load_workbook(io.BytesIO(content)) for sender, (_, content) in made.items()}


def forms_in(sender: str) -> tuple[Form, ...]:
    return forms_of("county" if len(sender) == 6 else "city")


def sheets_of(books: dict[str, Workbook]) -> list[tuple[Form, Worksheet]]:
    return [(form, book[form.sheet]) for sender, book in books.items() for form in forms_in(sender)]


def data_rows(sheet: Worksheet) -> int:
    """Return how many rows below the header hold anything."""
    return sum(any(cell.value is not None for cell in line) for line in sheet.iter_rows(min_row=3))


def offered(book: Workbook, sheet: Worksheet, column: int) -> list[tuple[list[str], int, int, Any]]:
    """Return the drop-downs of a column: words, first and last row, and the validation."""
    found = []
    for rule in sheet.data_validations.dataValidation:
        for part in str(rule.sqref).split():
            left, top, _, bottom = range_boundaries(part)
            if left == column and rule.type == "list":
                source = rule.formula1
                if source.startswith('"'):
                    words = source.strip('"').split(",")
                else:
                    area = re.fullmatch(r"'?选项'?!\$([A-Z]+)\$2:\$\1\$(\d+)", source)
                    assert area is not None, source
                    words = [cell.value for (cell,) in book["选项"][f"{area[1]}2:{area[1]}{area[2]}"]]
                found.append((words, top, bottom, rule))
    return found


# what is there


def test_the_file_is_named_for_its_sender_and_month(made: dict[str, tuple[str, bytes]]) -> None:
    assert {sender: name for sender, (name, _) in made.items()} == NAMES


def test_every_form_and_column_is_there_in_order(books: dict[str, Workbook]) -> None:
    for sender, book in books.items():
        assert book.sheetnames == ["填表说明", *(form.sheet for form in forms_in(sender)), "选项"]
        assert {sheet.title: sheet.sheet_state for sheet in book if sheet.sheet_state != "visible"} == {
            "选项": "hidden"
        }
        assert book.active.title == "填表说明"
    for form, sheet in sheets_of(books):
        assert [cell.value for cell in sheet[2]] == [
            field.label + ("*" if field.required else "") for field in form.fields
        ]
        assert sheet.max_column == len(form.fields)


def test_titles_say_who_when_and_what(books: dict[str, Workbook]) -> None:
    assert books["330203"]["机构"]["A1"].value == "海曙区 2022年12月 机构"
    assert books["330225"]["体制机制"]["A1"].value == "象山县 2023年8月 体制机制"
    assert books["3302"]["派驻人员"]["A1"].value == "宁波市 2022年12月 派驻人员"


def test_version_sender_and_month_stand_beside_their_labels(books: dict[str, Workbook]) -> None:
    for sender, book in books.items():
        pairs = {line[0].value: line[1].value for line in book["填表说明"].iter_rows(max_col=2)}
        assert pairs["模板版本"] == VERSION
        assert pairs["填报单位代码"] == sender
        assert pairs["填报单位"] == NAMES[sender][len(sender) : -len("_2022-12.xlsx")]
        assert pairs["月份"] == SENDERS[sender]


def test_the_instructions_tell_each_form_and_how_many_rows_it_has(books: dict[str, Workbook]) -> None:
    for sender, book in books.items():
        lines = [[cell.value for cell in line] for line in book["填表说明"].iter_rows(max_col=4)]
        start = lines.index(["工作表", "填法", "已有行数", "说明"]) + 1
        assert [(line[0], line[2], line[3]) for line in lines[start:]] == [
            (form.sheet, str(data_rows(book[form.sheet])), form.about) for form in forms_in(sender)
        ]
        places = [line[0].hyperlink.location for line in book["填表说明"].iter_rows(min_row=start + 1)]
        assert places == [f"'{form.sheet}'!A1" for form in forms_in(sender)]


def test_each_header_carries_its_caliber(books: dict[str, Workbook]) -> None:
    for form, sheet in sheets_of(books):
        for cell, field in zip(sheet[2], form.fields, strict=True):
            assert field.note in cell.comment.text
            assert cell.comment.text.startswith("必填" if field.required else "可以留空")


def test_required_headers_look_different(books: dict[str, Workbook]) -> None:
    for form, sheet in sheets_of(books):
        fills = {
            needed: {c.fill.fgColor.rgb for c, f in zip(sheet[2], form.fields, strict=True) if f.required is needed}
            for needed in (True, False)
        }
        assert len(fills[False]) == 1
        assert not fills[True] & fills[False]


# codes and drop-downs


def coded(field: Field) -> dict[str, str] | None:
    return {"true": "是", "false": "否"} if field.kind == "bool" else field.choices


def test_codes_stand_as_words_that_their_drop_down_offers(books: dict[str, Workbook]) -> None:
    shown = 0
    for sender, book in books.items():
        for form in forms_in(sender):
            sheet = book[form.sheet]
            for column, field in enumerate(form.fields, start=1):
                words = coded(field)
                if words is None:
                    continue
                ((choices, top, bottom, _),) = offered(book, sheet, column)
                assert set(choices) <= set(words.values())
                assert (top, bottom) == (3, 2 + data_rows(sheet) + 300)
                values = [sheet.cell(r, column).value for r in range(3, 3 + data_rows(sheet))]
                held = {value for value in values if value is not None}
                assert held <= set(choices), (form.key, field.name)
                shown += len(held)
    assert shown > 100


def test_drop_downs_of_both_workbooks_cover_all_codes(books: dict[str, Workbook]) -> None:
    offers: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    asked: dict[tuple[str | None, str], set[str]] = {}
    for sender, book in books.items():
        for form in forms_in(sender):
            for column, field in enumerate(form.fields, start=1):
                if words := coded(field):
                    asked[field.table, field.name] = set(words.values())
                    for choices, _, _, _ in offered(book, book[form.sheet], column):
                        offers[field.table, field.name].update(choices)
    assert offers == asked


def test_neither_sender_is_offered_what_only_the_other_may_report(books: dict[str, Workbook]) -> None:
    def words(sender: str, sheet: str, label: str) -> list[str]:
        columns = [str(cell.value).strip("*") for cell in books[sender][sheet][2]]
        ((choices, _, _, _),) = offered(books[sender], books[sender][sheet], columns.index(label) + 1)
        return choices

    assert words("330203", "派驻人员", "派驻方向") == ["牵头医院 → 成员单位"]
    assert words("3302", "派驻人员", "派驻方向") == ["市级医院 → 牵头医院", "市级单位 → 区县"]
    assert "市级医院" not in words("330203", "机构", "类别")
    assert words("3302", "市级机构", "类别") == ["市级医院", "市级公共卫生单位", "其他"]


def test_the_words_of_a_capability_depend_on_its_item(books: dict[str, Workbook]) -> None:
    word_of = {word: code for code, word in CAPABILITY.items()}
    for sender in ("330203", "330225"):
        book = books[sender]
        sheet = book["能力建设"]
        count = data_rows(sheet)
        lists = {r: words for words, top, bottom, _ in offered(book, sheet, 4) for r in range(top, bottom + 1)}
        for r in range(3, 3 + count):
            item, value = word_of[sheet.cell(r, 3).value], sheet.cell(r, 4).value
            words = capability_words(item)
            assert lists.get(r) == (None if words is None else list(words.values()))
            assert value is None or (isinstance(value, int | float) if words is None else value in words.values())
        spare = lists[3 + count]
        assert set(spare) == {w for item in CAPABILITY_VALUES for w in (capability_words(item) or {}).values()}
        assert lists[2 + count + 300] == spare


def test_no_validation_refuses_an_empty_cell_or_anything_else(books: dict[str, Workbook]) -> None:
    rules = [rule for _, sheet in sheets_of(books) for rule in sheet.data_validations.dataValidation]
    assert len(rules) > 100
    for rule in rules:
        assert rule.allow_blank
        assert rule.errorStyle == "warning"
        assert len(rule.formula1) <= 257  # 255 and the quotation marks: Excel opens no file with more
        assert len(rule.error) <= 225 and len(rule.errorTitle) <= 32


def test_numbers_and_days_are_questioned_where_they_are_none(books: dict[str, Workbook]) -> None:
    kinds = {"int": "whole", "float": "decimal", "date": "date"}
    for form, sheet in sheets_of(books):
        rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
        for column, field in enumerate(form.fields, start=1):
            if field.kind in kinds:
                rule = rules[f"{get_column_letter(column)}3"]
                assert (rule.type, rule.operator) == (kinds[field.kind], "greaterThanOrEqual")
                assert float(rule.formula1) == (1 if field.kind == "date" else -1e12 if form.keeping == "text" else 0)
                assert rule.showErrorMessage


# cells


def test_codes_and_months_are_text_and_days_are_days(books: dict[str, Workbook]) -> None:
    for form, sheet in sheets_of(books):
        for column, field in enumerate(form.fields, start=1):
            mixed = (form.key, field.name) == ("capability", "value")
            blank = sheet.column_dimensions[get_column_letter(column)]
            for r in range(3, 3 + data_rows(sheet)):
                cell = sheet.cell(r, column)
                assert cell.number_format == blank.number_format
                if cell.value is None or mixed:
                    continue
                if field.kind in ("code", "text", "month", "bool"):
                    assert (cell.data_type, cell.number_format) == ("s", "@")
                elif field.kind == "date":
                    assert isinstance(cell.value, datetime) and cell.number_format == "yyyy-mm-dd"
                else:
                    assert cell.data_type == "n" and cell.number_format != "@"


def test_nothing_is_a_formula_or_points_outside(made: dict[str, tuple[str, bytes]], books: dict[str, Workbook]) -> None:
    for book in books.values():
        assert {cell.data_type for sheet in book for line in sheet for cell in line} <= {"s", "n", "d"}
    for _, content in made.values():
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert not [name for name in parts.namelist() if "externalLink" in name or "vba" in name.lower()]
            relations = [parts.read(name) for name in parts.namelist() if name.endswith(".rels")]
            assert not any(b'TargetMode="External"' in relation for relation in relations)


def test_a_name_is_text_whatever_it_begins_with() -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)\x07", '=cmd|"/c calc"!A1', "\x00=A1"]
    world = small_world()
    for number, name in enumerate(names):
        world["institutions"].append({**world["institutions"][2], "institution_id": f"X{number}", "name": name})
    world["consortia"][0]["name"] = names[4]
    world["regions"][2]["name"] = "海曙\x07区"
    content = template(conform_all(frames(world)), "330203", "2023-06")[1]
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet for cell in line]
    for name in names:
        bare = name.translate({7: None, 0: None})
        assert {cell.data_type for cell in cells if cell.value == bare} == {"s"}, name
    assert not re.search(rb"<f[ >]", b"".join(_worksheets(content)))
    assert book["机构"]["A1"].value == "海曙区 2023年6月 机构"


def _worksheets(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]


def test_a_name_with_a_comma_does_not_break_its_drop_down() -> None:
    world = small_world()
    world["consortia"][0]["name"] = '海曙"一","二"医共体'
    book = openpyxl.load_workbook(io.BytesIO(template(conform_all(frames(world)), "330203", "2023-06")[1]))
    ((names, _, _, _),) = offered(book, book["费用"], 3)
    assert names == ['海曙"一","二"医共体']


def test_another_reader_finds_the_same_values(made: dict[str, tuple[str, bytes]], books: dict[str, Workbook]) -> None:
    def plain(value: Any) -> Any:
        return value.date() if isinstance(value, datetime) else ("" if value is None else value)

    for sender, (_, content) in made.items():
        other = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for form in forms_in(sender):
            rows = other.get_sheet_by_name(form.sheet).to_python(skip_empty_area=False)
            sheet = books[sender][form.sheet]
            mine = [[plain(cell.value) for cell in line] for line in sheet.iter_rows()]
            assert [[plain(value) for value in line] for line in rows] == mine


def test_given_cells_are_grey_and_those_to_fill_are_not(books: dict[str, Workbook]) -> None:
    book = books["330225"]
    for key, name, grey in (
        ("workforce", "institution_id", True), ("workforce", "physicians", False),
        ("institutions", "institution_id", True), ("institutions", "name", False),
        ("remote", "service_type", True), ("remote", "providing_institution_name", False),
        ("capability", "item", True), ("capability", "value", False),
    ):
        form = next(form for form in forms_in("330225") if form.key == key)
        column = [field.name for field in form.fields].index(name) + 1
        assert (book[form.sheet].cell(3, column).fill.fill_type == "solid") is grey, (key, name)


# the sheet on screen and on paper


def test_headers_stay_in_sight_and_print_on_every_page(books: dict[str, Workbook]) -> None:
    for form, sheet in sheets_of(books):
        assert re.fullmatch(r"[A-Z]3", sheet.freeze_panes)
        assert sheet.print_title_rows == "$1:$2"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        for column, field in enumerate(form.fields, start=1):
            assert sheet.column_dimensions[get_column_letter(column)].width >= field.width


def test_sample_data_is_said_on_every_sheet_and_page(books: dict[str, Workbook]) -> None:
    for form, sheet in sheets_of(books):
        assert "示例数据" in [cell.value for cell in sheet[1]], form.key
        assert sheet.oddHeader.right.text == "示例数据"
    world = small_world()
    for rows in world.values():
        for one in rows:
            one["provenance"] = "reported"
    content = template(conform_all(frames(world)), "330203", "2023-08")[1]
    texts = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(content)) for line in sheet for cell in line]
    assert "示例数据" not in texts
