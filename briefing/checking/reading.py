"""From the bytes of a file that came back to its content, whatever its format; runs inside the reading process."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final

from briefing.checking.content import MACRO, Content, Held, content_of
from data.intake.containers import BROKEN, check_container
from data.intake.limits import Limits
from data.intake.refusals import RefusedError

_PARTS: Final = {"ppt/presentation.xml": "pptx", "word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
#: Form of the wall (会议放映), which is a page too.
WALL: Final = "wall"
_WALL: Final = b'data-wall="'
#: Formats of LibreOffice and of WPS that no export is written in.
_OPEN: Final = b"application/vnd.oasis.opendocument."
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_PAGE: Final = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
#: How what did not arrive whole is mended.
AGAIN: Final = "请重新下载，或请对方重新发来，再核对"
#: Why a container is refused, in words that fit any document.
_REFUSED: Final = {
    "file_damaged": f"文件已损坏或没有传完，读不出来；{AGAIN}",
    "file_encrypted": "文件设有打开密码，请取消密码后另存再核对",
    "zip_bomb": "文件解压后大得不正常，没有读取",
}
_STRANGE: Final = "文件里夹带了汇报文件不该有的内容，没有读取"
DAMAGED: Final = _REFUSED["file_damaged"]
TOO_MUCH: Final = "读取这个文件要用的内存或时间超过上限，已停止读取"
UNKNOWN: Final = ("不是本系统导出的文件，只能核对汇报演示（.pptx）、汇报材料（.docx）、数据表（.xlsx）、"
                  "网页版和会议放映（.html）")
OPEN_FORMAT: Final = "文件是开放文档格式（.odp、.odt、.ods），请另存为 .pptx、.docx 或 .xlsx 后再核对"


class Unreadable(ValueError):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """A file that cannot be read: damaged, locked, too large, of another kind."""


def read(content: bytes, limits: Limits) -> Content:
    """Read a file.

    Raises:
        Unreadable: It is damaged, locked or no export; the message is a Chinese sentence without its full stop.
    """
    form = _form(content, limits)
    try:
        manifest, places = _read(form, content)
    except (*BROKEN, ArithmeticError, AttributeError, SyntaxError, TypeError, RecursionError) as problem:
        # A parser that meets parts it did not expect fails in its own way; to the reader it is one thing.
        raise Unreadable(DAMAGED) from problem
    if form in _PARTS.values() and _has_macro(content):
        places[f"{MACRO}@file"] = ""
    return content_of(form, manifest, places)


def _has_macro(content: bytes) -> bool:
    """Tell whether an office file brings a program of its own along; it is never run."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())


def _form(content: bytes, limits: Limits) -> str:
    """Return the format, told by what the file holds and not by its name."""
    if content.startswith(_OLD):
        if _LOCKED in content:
            raise Unreadable(_REFUSED["file_encrypted"])
        raise Unreadable("文件是旧格式（.ppt、.doc、.xls），请另存为 .pptx、.docx 或 .xlsx 后再核对")
    if content.startswith(b"PK"):
        try:
            check_container(content, limits)
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = set(archive.namelist())
                kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
        except RefusedError as refusal:
            raise Unreadable(_REFUSED.get(refusal.code, _STRANGE)) from refusal
        except BROKEN as problem:
            raise Unreadable(DAMAGED) from problem
        form = next((form for part, form in _PARTS.items() if part in names), None)
        if kind.startswith(_OPEN):
            raise Unreadable(OPEN_FORMAT)
        if form is None:
            raise Unreadable(UNKNOWN)
        return form
    if _PAGE.match(content[:4096].removeprefix(b"\xef\xbb\xbf")):
        _whole(content)
        return WALL if _WALL in content else "html"
    raise Unreadable(UNKNOWN)


def _whole(content: bytes) -> None:
    """Refuse a page that breaks off, as all that is missing would seem to have been deleted."""
    from briefing.checking import reading_html

    end = reading_html.cut_after(content)
    if end is not None:
        raise Unreadable(f"网页不完整，到“{end}”附近就断了，后面的没有传完；{AGAIN}" if end else
                         f"网页不完整，只有开头，也可能不是本系统导出的文件；{AGAIN}")


def _read(form: str, content: bytes) -> tuple[Any, dict[str, Held]]:
    # Each library is loaded only by who needs it.
    if form == "xlsx":
        from briefing.checking import reading_xlsx

        return reading_xlsx.places(content)
    if form == "pptx":
        from briefing.checking import reading_pptx

        return reading_pptx.places(content)
    if form in ("html", WALL):
        from briefing.checking import reading_html

        return reading_html.places(content)
    from briefing.checking import reading_docx

    return reading_docx.places(content)
