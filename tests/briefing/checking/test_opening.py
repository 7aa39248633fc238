"""Files of strangers: damaged, locked, huge, of another kind; each is a Chinese sentence and nothing of it runs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook

from briefing.checking.content import Places
from briefing.checking.opening import LIMITS, opened
from briefing.checking.reading import Unreadable, read
from briefing.checking.reading_html import places as places_of_page
from briefing.writing.wall import wall_bytes
from tests.briefing.checking.exported import checked, content, made

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name.replace("__", "/"), held)
    return out.getvalue()


@pytest.mark.parametrize(("held", "said"), [
    (b"\x00\x01", "不是本系统导出的文件"),
    (b"name,value\n1,2\n", "不是本系统导出的文件"),
    (b"%PDF-1.7", "不是本系统导出的文件"),
    (packed(readme=b"text"), "不是本系统导出的文件"),
    (content("xlsx")[:2000], "已损坏"),
    (packed(xl__workbook=b"")[:-3], "已损坏"),
    (packed(**{"xl__workbook.xml": b"<a/>"}), "已损坏"),
    (packed(**{"ppt__presentation.xml": b"<a/>"}), "已损坏"),
    (packed(**{"word__document.xml": b"<a/>"}), "已损坏"),
    (packed(**{"xl__workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "不该有的内容"),
    (packed(**{"xl__workbook.xml": b"<a/>", "..__..__evil": b""}), "不该有的内容"),
    (packed(**{"word__document.xml": b"0" * 40_000_000}), "大得不正常"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    (OLE + b"\0" * 512, "旧格式"),
])
def test_what_cannot_be_read_says_why(held: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(held, LIMITS)


def test_a_process_of_its_own_reads_the_same() -> None:
    assert opened(content("xlsx")) == read(content("xlsx"), LIMITS)


@pytest.mark.parametrize(("held", "limits", "said"), [
    (b"", LIMITS, "空的"),
    (b"x" * 11, replace(LIMITS, file_bytes=10), "超过上限"),
    (content("xlsx"), replace(LIMITS, seconds=0.01), "内存或时间超过上限"),
    (content("xlsx"), replace(LIMITS, answer_bytes=10), "内存或时间超过上限"),
    (content("xlsx"), replace(LIMITS, memory_bytes=1), "内存或时间超过上限"),
    (b"PK", LIMITS, "已损坏"),
])
def test_what_costs_too_much_is_given_up(held: bytes, limits, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        opened(held, limits)


def test_as_many_bytes_as_the_limit_are_read() -> None:
    with pytest.raises(Unreadable, match="不是本系统导出的文件"):
        opened(b"x" * 10, replace(LIMITS, file_bytes=10))


def test_a_workbook_of_somebody_else_says_nothing_of_itself() -> None:
    out = io.BytesIO()
    book = Workbook()
    book.worksheets[0]["A1"] = "数据快照 20230930-103a5c　核对码 ABCD-2345"
    book.save(out)
    found = read(out.getvalue(), LIMITS)
    assert found.made_from is None
    assert (found.snapshot, found.code) == ("20230930-103a5c", "ABCD-2345")


def test_a_place_that_stands_twice_is_told_apart() -> None:
    places = Places()
    for text in ("一", "二", None):
        places.put("finding@remote@3302", text)
    assert places.held == {"finding@remote@3302": "一", "finding@remote@3302~2": "二", "finding@remote@3302~3": ""}


def test_a_page_with_broken_markup_is_read_as_far_as_it_goes() -> None:
    _, places = places_of_page(b'<html><p data-place="a">1<b>2</p><i data-place="b">3&amp;<br>4')
    assert places == {"a": "12", "b": "3& 4"}


WALL = wall_bytes(made(), 20)


@pytest.mark.parametrize(("held", "said"), [
    (content("html")[:2000], "网页不完整，只有开头"),
    (content("html")[: content("html").index(b"</head>") - 1], "网页不完整，只有开头"),
    (content("html")[: content("html").rindex("远程服务".encode()) + 1], "网页不完整，到“.+”附近就断了.*重新下载"),
    (content("html")[: content("html").index(b"</footer>")], "网页不完整，到“.+可查出改动过的数字。”附近"),
    (WALL[: WALL.index(b"<script>\n")], "网页不完整，到“.+”附近就断了"),
    (b"<!doctype html><p>286", "也可能不是本系统导出的文件"),
])
def test_a_page_that_did_not_arrive_whole_is_no_page_with_deletions(held: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(held, LIMITS)


def test_a_page_without_its_very_last_tag_is_whole() -> None:
    whole = content("html")
    assert checked(whole[: whole.index(b"</html>")]).unchanged
    assert checked(whole.replace(b"</body>", b"").replace(b"</html>", b"</HTML>")).unchanged


@pytest.mark.parametrize("form", ["pptx", "docx", "xlsx"])
@pytest.mark.parametrize("share", [0.001, 0.5, 0.99, 0.9999])
def test_an_office_file_that_did_not_arrive_whole_says_how_that_is_mended(form: str, share: float) -> None:
    whole = content(form)
    with pytest.raises(Unreadable, match=r"没有传完.*重新下载"):
        read(whole[: int(share * len(whole))], LIMITS)


def test_a_page_in_the_systems_chinese_code_is_read() -> None:
    whole = content("html").decode()
    assert checked(whole.encode("gb18030")).unchanged
    assert checked(("\ufeff" + whole).encode()).unchanged


def test_a_macro_is_said_and_never_run() -> None:
    whole, out = zipfile.ZipFile(io.BytesIO(content("docx"))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as kept:
        for name in whole.namelist():
            kept.writestr(name, whole.read(name))
        kept.writestr("word/vbaProject.bin", b"macro")
    assert [one.where for one in checked(out.getvalue()).added] == ["文中的宏"]


def test_texts_by_the_thousand_are_read_in_time() -> None:
    places = Places()
    for _ in range(200_000):
        places.put("?@body", "9")
    assert len(places.held) == 200_000
