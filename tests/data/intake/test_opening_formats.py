"""Which kind of file it is: by its content first, by its name second; what is not read is refused with a way out."""

from __future__ import annotations

import pytest

from tests.data.intake.workbooks import FILES, codes, county_book, only, read, refused, saved, with_parts

GOOD = saved(county_book())
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*streams: str) -> bytes:
    """The head of an OLE container and a directory that names streams."""
    entries = (name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return OLE.ljust(512, b"\0") + b"".join(entries) + bytes(512)


@pytest.mark.parametrize("name", ["saved.xlsx", "saved.xls", "saved.ods"])
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv", ".et", ""])
def test_the_content_decides_and_a_wrong_name_is_mentioned(name: str, suffix: str) -> None:
    if (name, suffix) == ("saved.xls", ".et"):
        assert refused(read((FILES / name).read_bytes(), suffix)) == "format_unsupported"
        return
    contents = read((FILES / name).read_bytes(), suffix)
    assert contents.format == name[6:] and contents.grids[0].rows[2][1] == "330203001"
    assert ("suffix_wrong" in codes(contents)) == (not name.endswith(suffix or "?"))


def test_text_under_the_name_of_a_workbook_is_read_and_mentioned() -> None:
    contents = read("机构编号\t名称\n330203001\t甲镇卫生院\n".encode("gb18030"), ".xls")
    assert contents.format == "csv" and only(contents).rows[1] == ("330203001", "甲镇卫生院")
    assert {"suffix_wrong", "separator_other", "hidden_unknown"} == set(codes(contents))


@pytest.mark.parametrize(
    "page",
    [
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"\xef\xbb\xbf\n <!DOCTYPE html><html></html>",
        b"<!-- x --> <TABLE border=1>",
        b"<meta charset='gbk'><table>",
        b"MIME-Version: 1.0\nContent-Type: multipart/related",
    ],
)
@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".csv"])
def test_a_web_page_is_refused(page: bytes, suffix: str) -> None:
    contents = read(page, suffix)
    assert refused(contents) == "file_html" and "另存为 .xlsx" in contents.flaws[0].fix


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7 ...", ".pdf"),
        (b"%PDF-1.7 ...", ".xlsx"),
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"GIF89a", ".gif"),
        (b"BM\x36\0\0\0", ".bmp"),
        (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
        (b"Rar!\x1a\x07", ".rar"),
        (b"7z\xbc\xaf\x27\x1c", ".7z"),
        (b"\x1f\x8b\x08", ".gz"),
        (b"{\\rtf1 }", ".doc"),
        (b"\x09\x04\x06\0\0\0\x10\0", ".xls"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', ".xls"),
        (ole("WordDocument"), ".doc"),
        (ole("WordDocument"), ".wps"),
        (ole("Workbook"), ".et"),
        (ole("PowerPoint Document"), ".ppt"),
        (with_parts(GOOD, {"xl/workbook.bin": b"x"}), ".xlsb"),
        (with_parts(GOOD, {"[Content_Types].xml": None, "other/file.xlsx": GOOD}), ".zip"),
        ("一些文字".encode(), ".md"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(content: bytes, suffix: str) -> None:
    assert refused(read(content, suffix)) == "format_unsupported"


@pytest.mark.parametrize(("part", "what"), [("word/document.xml", "Word"), ("ppt/presentation.xml", "PPT")])
def test_other_office_files_are_named(part: str, what: str) -> None:
    empty = dict.fromkeys(("xl/workbook.xml", "xl/styles.xml", "xl/theme/theme1.xml", "xl/sharedStrings.xml"))
    sheets = dict.fromkeys(("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels"))
    contents = read(with_parts(GOOD, {**empty, **sheets, part: b"<x/>"}), ".xlsx")
    assert refused(contents) == "format_unsupported" and what in contents.flaws[0].message


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv", ".txt", ""])
def test_an_empty_file_says_so(suffix: str) -> None:
    assert refused(read(b"", suffix)) == "file_empty"


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ""])
def test_bytes_that_are_nothing_are_damaged(suffix: str) -> None:
    assert refused(read(bytes(range(256)) * 4, suffix)) == "file_damaged"


def test_an_xls_cut_short_is_damaged() -> None:
    content = (FILES / "saved.xls").read_bytes()
    assert refused(read(content[:3000], ".xls")) == "file_damaged"
    assert refused(read(ole(), ".xls")) == "file_damaged"


# --- encrypted -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".xls"])
def test_a_workbook_with_a_password_says_so(suffix: str) -> None:
    contents = read((FILES / "locked.xlsx").read_bytes(), suffix)
    assert refused(contents) == "file_encrypted" and "取消密码" in contents.flaws[0].fix
    assert refused(read(ole("EncryptionInfo", "EncryptedPackage"), suffix)) == "file_encrypted"


def test_an_old_workbook_with_a_password_says_so() -> None:
    content = (FILES / "saved.xls").read_bytes()
    # The record after the first one becomes FILEPASS, as in a workbook saved with a password.
    assert content.count(b"\xe1\0\2\0\xb0\4\xc1\0") == 1
    locked = content.replace(b"\xe1\0\2\0\xb0\4\xc1\0", b"\x2f\0\2\0\xb0\4\xc1\0")
    assert refused(read(locked, ".xls")) == "file_encrypted"


def test_an_open_document_with_a_password_says_so() -> None:
    manifest = b'<manifest:manifest><manifest:file-entry><manifest:encryption-data manifest:checksum="x"/>'
    content = with_parts((FILES / "saved.ods").read_bytes(), {"META-INF/manifest.xml": manifest})
    assert refused(read(content, ".ods")) == "file_encrypted"
