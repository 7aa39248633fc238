"""What is refused before or while it is read: bombs, broken containers, entities, too many cells."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

from data.intake.sheet_marks import read_marks
from tests.data.intake.workbooks import (
    FILES,
    HEAD,
    SHEET,
    county_book,
    one_sheet,
    only,
    part,
    read,
    refused,
    saved,
    with_parts,
    with_rows,
    with_sheet,
)

GOOD = saved(county_book())
with zipfile.ZipFile(io.BytesIO(GOOD)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}
MEGABYTE = 1024 * 1024


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def zeros(size: int, level: int = 1) -> bytes:
    """A good workbook whose sheet is so many zeros, packed without ever being whole in memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for name, content in PARTS.items():
            if name != SHEET:
                new.writestr(name, content)
        with new.open(SHEET, "w", force_zip64=True) as sheet:
            for _ in range(size // MEGABYTE):
                sheet.write(bytes(MEGABYTE))
    return out.getvalue()


def directory_says(content: bytes, name: str, offset: int, form: str, value: int) -> bytes:
    """Change one number of a part's entry in the directory at the end."""
    changed = bytearray(content)
    at = content.rfind(name.encode()) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    struct.pack_into(form, changed, at + offset, value)
    return bytes(changed)


# --- bombs -----------------------------------------------------------------------------------------------------------


def test_a_gigabyte_of_zeros_is_a_bomb_by_what_it_declares() -> None:
    assert refused(read(zeros(1024 * MEGABYTE))) == "zip_bomb"


def test_a_bomb_that_declares_less_than_it_holds_is_found_by_what_comes_out() -> None:
    bomb = directory_says(zeros(64 * MEGABYTE), SHEET, 24, "<L", 100)
    assert refused(read(bomb, unpacked_bytes=32 * MEGABYTE, ratio=10_000)) == "zip_bomb"
    assert refused(read(bomb, ratio=10_000)) == "file_damaged"


def test_the_unpacked_size_may_be_as_large_as_the_limit() -> None:
    size = sum(len(content) for content in PARTS.values())
    assert read(GOOD, unpacked_bytes=size).readable
    assert refused(read(GOOD, unpacked_bytes=size - 1)) == "zip_bomb"


def test_a_part_that_swells_too_much_is_a_bomb_and_a_small_one_is_not() -> None:
    assert refused(read(zeros(20 * MEGABYTE, level=6))) == "zip_bomb"
    padded = with_parts(GOOD, {"docProps/pad.xml": b"<a>" + b" " * 8 * MEGABYTE + b"</a>"})
    assert read(padded).readable


def test_the_number_of_parts_may_be_as_large_as_the_limit() -> None:
    assert read(GOOD, entries=len(PARTS)).readable
    assert refused(read(GOOD, entries=len(PARTS) - 1)) == "zip_bomb"


def test_parts_that_overlap_are_a_bomb() -> None:
    assert refused(read(directory_says(GOOD, SHEET, 20, "<L", len(GOOD)))) == "zip_bomb"


def test_repeated_rows_of_an_open_document_are_counted_and_not_made() -> None:
    text = part((FILES / "saved.ods").read_bytes(), "content.xml")
    swollen = text.replace("<table:table-row ", '<table:table-row table:number-rows-repeated="1000000" ', 3)
    contents = read(with_parts((FILES / "saved.ods").read_bytes(), {"content.xml": swollen}), ".ods", cells=1_000_000)
    assert refused(contents) == "too_many_cells"


# --- containers that are not plainly what they say -------------------------------------------------------------------


@pytest.mark.parametrize("length", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short_is_damaged(length: float) -> None:
    assert refused(read(GOOD[: int(len(GOOD) * length)])) == "file_damaged"


def test_a_part_that_is_not_what_its_checksum_says_is_damaged() -> None:
    at = GOOD.find(b"xl/worksheets/sheet1.xml") + 60
    changed = GOOD[:at] + bytes((GOOD[at] ^ 0xFF,)) + GOOD[at + 1 :]
    assert refused(read(changed)) == "file_damaged"


@pytest.mark.parametrize("name", ["../xl/evil.xml", "/etc/evil", "C:/evil", "xl/../../evil", "..\\evil"])
def test_a_path_out_of_the_container_is_refused(name: str) -> None:
    assert refused(read(with_parts(GOOD, {name: b"x"}))) == "zip_unsafe"


def test_two_parts_of_one_name_are_damage() -> None:
    assert refused(read(with_parts(GOOD, {"XL/worksheets/SHEET1.xml": b"<worksheet/>"}))) == "file_damaged"


def test_an_encrypted_part_is_encryption() -> None:
    assert refused(read(directory_says(GOOD, SHEET, 8, "<H", 1))) == "file_encrypted"


def test_a_way_of_packing_no_spreadsheet_uses_is_damage() -> None:
    assert read(zipped(PARTS, zipfile.ZIP_STORED)).readable
    assert refused(read(zipped(PARTS, zipfile.ZIP_BZIP2))) == "file_damaged"


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_in_every_coding(coding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    head = f'<?xml version="1.0" encoding="{coding}"?>'
    cell = '<row><c t="str"><v>&l9;</v></c></row>'
    bomb = f'{head}<!DOCTYPE x [<!ENTITY l0 "哈">{laughs}]>{HEAD}<sheetData>{cell}</sheetData></worksheet>'
    for name in (SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"):
        assert refused(read(with_parts(GOOD, {name: bomb.encode(coding)}))) == "xml_doctype"


def test_an_entity_that_reaches_for_a_file_is_refused() -> None:
    reaching = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>{HEAD}'
    assert refused(read(with_rows('<row><c t="str"><v>&f;</v></c></row>', head=reaching))) == "xml_doctype"


def test_a_dtd_between_two_pieces_is_seen() -> None:
    for before in range(256 * 1024 - 12, 256 * 1024 + 2):
        comment = "<!--" + " " * (before - 7) + "-->"
        assert refused(read(with_rows("", head=f"{comment}<!DOCTYPE x>{HEAD}"))) == "xml_doctype"


# --- cells -----------------------------------------------------------------------------------------------------------


def test_a_value_far_away_is_refused_with_its_place() -> None:
    contents = read(one_sheet({"A1": 1, "XFD1048576": 2}))
    assert refused(contents) == "too_many_cells"
    assert "XFD1048576" in contents.flaws[0].message and contents.flaws[0].sheet == "机构"


def test_as_many_cells_as_the_limit_are_read() -> None:
    content = one_sheet({"C4": 1})
    assert read(content, cells=12).readable
    assert refused(read(content, cells=11)) == "too_many_cells"


def test_the_cells_of_all_sheets_count() -> None:
    book = county_book()
    cells = sum(len(grid.rows) * len(grid.rows[0]) for grid in read(saved(book)).grids)
    assert read(saved(book), cells=cells).readable
    assert refused(read(saved(book), cells=cells - 1)) == "too_many_cells"


def test_text_may_be_as_long_as_the_limit() -> None:
    content = one_sheet({"B2": "镇" * 10})
    assert only(read(content, text=10)).rows[1][1] == "镇" * 10
    contents = read(content, text=9)
    assert refused(contents) == "text_too_long" and "B2" in contents.flaws[0].message


# --- a million empty formatted rows ----------------------------------------------------------------------------------


def million_rows() -> bytes:
    values = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f><v>1</v></c></row>'
    hidden = '<row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    empty = "".join(f'<row r="{row}" s="1" customFormat="1" ht="15"/>' for row in range(3, 1_000_001))
    merged = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    choices = "<dataValidations><formula1>1</formula1></dataValidations>"
    return with_rows(values + hidden + empty, after=merged + choices)


def test_a_million_empty_formatted_rows_leave_no_trace_and_take_no_memory() -> None:
    content = million_rows()
    grid = only(read(content))
    assert grid.rows == ((1, 1), (2, None))
    assert (grid.hidden_rows, grid.formulas, grid.merged) == ({1}, {(0, 1): "=A1"}, ((0, 0, 0, 1),))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.getinfo(SHEET).file_size > 30 * MEGABYTE
        tracemalloc.start()
        read_marks(archive, SHEET, "机构")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 8 * MEGABYTE


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_the_last_value_of_a_large_sheet_counts_wherever_it_is(prefix: str) -> None:
    """Values stand at the beginning and in the last of many rows, with long empty rows between and behind."""
    empty = f"<{prefix}row>" + f'<{prefix}c s="1"/>' * 50 + f"</{prefix}row>"
    name = "xmlns:x" if prefix else "xmlns"
    xml = (
        f'<{prefix}worksheet {name}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><{prefix}sheetData>'
        f"{empty * 4000}<{prefix}row><{prefix}c><{prefix}f>NOW()</{prefix}f></{prefix}c></{prefix}row>{empty * 6000}"
        f'<{prefix}row><{prefix}c t="e"><{prefix}v>#N/A</{prefix}v></{prefix}c></{prefix}row>{empty * 50}'
        f"</{prefix}sheetData></{prefix}worksheet>"
    )
    assert len(xml) > 4 * MEGABYTE
    grid = only(read(with_sheet(xml)))
    assert len(grid.rows) == 10_002
    assert (list(grid.formulas), list(grid.errors)) == ([(4000, 0)], [(10_001, 0)])
