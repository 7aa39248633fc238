"""Which kind of file was sent, by what is in it first and by its name second.

What is not read is refused with a way out. Web systems hand out HTML or CSV text under the name ``.xls``: the content
decides, and a name that says otherwise is mentioned.
"""

from __future__ import annotations

import io
import re
import zipfile

from data.intake.containers import BROKEN
from data.intake.grids import Flaw
from data.intake.refusals import SAVE_AS, RefusedError, damaged, encrypted

#: Formats that are read, and how their names may end.
_SUFFIXES = {
    "xlsx": (".xlsx",),
    "xlsm": (".xlsm",),
    "xls": (".xls",),
    "ods": (".ods",),
    "csv": (".csv", ".txt"),
}
#: First bytes of what is no table, or none that is read.
_OTHERS = (
    (b"%PDF", "PDF 文件", "请发送做成 PDF 之前的表格，另存为 .xlsx"),
    (b"\x89PNG", "图片", "请发送表格本身，另存为 .xlsx，不要截图"),
    (b"\xff\xd8\xff", "图片", "请发送表格本身，另存为 .xlsx，不要拍照"),
    (b"GIF8", "图片", "请发送表格本身，另存为 .xlsx，不要截图"),
    (b"BM", "图片", "请发送表格本身，另存为 .xlsx，不要截图"),
    (b"II*\0", "图片", "请发送表格本身，另存为 .xlsx，不要扫描"),
    (b"MM\0*", "图片", "请发送表格本身，另存为 .xlsx，不要扫描"),
    (b"Rar!", "RAR 压缩包", "解压后把里面的表格逐个发送"),
    (b"7z\xbc\xaf", "7z 压缩包", "解压后把里面的表格逐个发送"),
    (b"\x1f\x8b", "压缩包", "解压后把里面的表格逐个发送"),
    (b"{\\rtf", "RTF 文档", "把表格复制到 Excel 或 WPS 表格里，另存为 .xlsx"),
    (b"\x09\x00\x04\x00", "很旧的 Excel 格式（2.0）", SAVE_AS),
    (b"\x09\x02\x06\x00", "很旧的 Excel 格式（3.0）", SAVE_AS),
    (b"\x09\x04\x06\x00", "很旧的 Excel 格式（4.0）", SAVE_AS),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|style|table|div)\b|\s*MIME-Version:", re.I | re.S
)
_XML = re.compile(rb"\s*<\?xml\b|\s*<(?:\w+:)?Workbook\b")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_OFFICE = {"word/": "Word 文档", "ppt/": "PPT 演示文稿"}
#: The record an .xls workbook's stream begins with.
_WORKBOOK = re.compile(rb"\x09\x08[\x08\x10]\0\0[\x05\x06]\x05\0")
_FIRST_RECORDS = 4
#: Bytes of a part that are looked at to tell what the container is.
_HEAD = 1024 * 1024
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_ODS = _OPEN_DOCUMENT + b"spreadsheet"


def recognise(content: bytes, suffix: str) -> str:
    """Return the format of a file that can be read: ``xlsx``, ``xlsm``, ``xls``, ``ods`` or ``csv``.

    Args:
        content: The whole file.
        suffix: How its name ends, ``.xlsx``; what of text is a table cannot be told without it.

    Raises:
        RefusedError: The file is empty, encrypted or of a kind that is not read.
    """
    if not content:
        raise RefusedError("file_empty", "文件是空的（0 字节）", "重新导出或重新传送该文件")
    if content.startswith(_ZIP):
        return _in_zip(content)
    if content.startswith(_OLE):
        return _in_ole(content, suffix)
    for head, what, fix in _OTHERS:
        if content.startswith(head) and (head != b"BM" or _CONTROL.search(content[:64])):
            raise _unsupported(what, fix)
    if content[8:12] == b"WEBP":
        raise _unsupported("图片", "请发送表格本身，另存为 .xlsx，不要截图")
    return _in_text(content, suffix)


def name_flaws(file_format: str, suffix: str) -> tuple[Flaw, ...]:
    """Return a warning where a file's name says another format than its content is."""
    if suffix in _SUFFIXES[file_format]:
        return ()
    named = f"扩展名是 {suffix}" if suffix else "文件名没有扩展名"
    kind = "文字（CSV）" if file_format == "csv" else f".{file_format} 格式"
    fix = f"已按内容读取，请核对；下次{SAVE_AS}" if file_format == "csv" else "已按内容读取；下次按实际格式命名"
    return (Flaw("suffix_wrong", "warning", None, f"{named}，内容其实是{kind}", fix),)


def _in_zip(content: bytes) -> str:
    try:
        # Only names and the first bytes of two small parts are read here; sizes are judged before all is unpacked.
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
            mimetype, manifest = _head(archive, "mimetype"), _head(archive, "META-INF/manifest.xml")
    except BROKEN as problem:
        raise damaged("压缩结构不完整，可能没有传完") from problem
    if "xl/workbook.bin" in names:
        raise _unsupported("Excel 二进制工作簿（.xlsb）", SAVE_AS)
    if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsm" if any(name.endswith("vbaproject.bin") for name in names) else "xlsx"
    for folder, what in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            raise _unsupported(what, "把表格复制到 Excel 或 WPS 表格里，另存为 .xlsx")
    if mimetype.startswith(_ODS):
        # The parts of an encrypted document would only seem to be broken.
        if b"encryption-data" in manifest:
            raise encrypted()
        return "ods"
    if mimetype.startswith(_OPEN_DOCUMENT):
        raise _unsupported("OpenDocument 文档，不是表格", SAVE_AS)
    raise _unsupported("ZIP 压缩包", "解压后把里面的表格逐个发送")


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(_HEAD)


def _in_ole(content: bytes, suffix: str) -> str:
    if _has_stream(content, "EncryptedPackage") or _has_stream(content, "EncryptionInfo"):
        raise encrypted()
    if suffix in (".et", ".ett"):
        raise _unsupported("WPS 表格的专有格式（.et）", SAVE_AS)
    if _has_stream(content, "WordDocument"):
        raise _unsupported("Word 或 WPS 文字文档", "把表格复制到 Excel 或 WPS 表格里，另存为 .xlsx")
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        if _has_password(content):
            raise encrypted()
        return "xls"
    if suffix == ".xls":
        raise damaged("里面找不到工作簿")
    raise _unsupported("不是表格的 Office 文件", SAVE_AS)


def _has_stream(content: bytes, name: str) -> bool:
    """Tell whether an OLE container's directory names a stream: entries of 128 bytes begin with the name in UTF-16."""
    wanted = (name + "\0").encode("utf-16-le")
    at = content.find(wanted)
    while at >= 0 and at % 128:
        at = content.find(wanted, at + 1)
    return at >= 0


def _has_password(content: bytes) -> bool:
    """Tell whether an .xls asks for a password: record FILEPASS among the first of the workbook's stream.

    calamine knows it too, but says no more than that it cannot read the file.
    """
    for start in _WORKBOOK.finditer(content):
        at = start.start()
        for _ in range(_FIRST_RECORDS):
            kind, length = content[at : at + 2], int.from_bytes(content[at + 2 : at + 4], "little")
            if kind == b"\x2f\0":
                return True
            at += 4 + length
    return False


def _in_text(content: bytes, suffix: str) -> str:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if _WEB.match(head):
        raise RefusedError("file_html", "文件其实是网页（HTML），不是表格，多半是从网页系统导出的", SAVE_AS)
    if _XML.match(head):
        raise _unsupported("XML 文本（可能是“XML 表格 2003”）", SAVE_AS)
    # UTF-16 is text as well, with a zero in every other byte: only a CSV may be it, and is told how to be saved.
    if suffix in _SUFFIXES["csv"] or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    if _CONTROL.search(content):
        raise damaged("内容不是任何一种表格格式")
    if suffix not in (*(end for ends in _SUFFIXES.values() for end in ends), ""):
        raise _unsupported(f"{suffix} 文件", SAVE_AS)
    return "csv"


def _unsupported(what: str, fix: str) -> RefusedError:
    space = " " if what[0].isascii() else ""
    return RefusedError("format_unsupported", f"这是{space}{what}，不能读取", fix)
