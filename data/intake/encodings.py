"""The encoding of a CSV file, decided once for the whole file and never cell by cell."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
_SAVE_AS = "用 Excel 或 WPS 打开后另存为“CSV UTF-8（逗号分隔）”"


class EncodingError(Exception):
    """A file is in none of the encodings a source folder may use.

    Attributes:
        code: The finding's code.
        message: Why, in Chinese.
        fix: How to mend it, in Chinese.
    """

    def __init__(self, code: str, message: str, fix: str) -> None:
        """Keep what a finding is made of."""
        super().__init__(message)
        self.code, self.message, self.fix = code, message, fix


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the encoding it was written in."""

    text: str
    encoding: str
    #: What the same bytes would say in GB18030, where both readings are possible; else None.
    other_reading: str | None = None


def decode(content: bytes) -> Decoded:
    """Decode a CSV file as UTF-8 with BOM, UTF-8 or GB18030, in this order, strictly.

    GB18030 gives a meaning to almost any bytes, so a UTF-8 file with a damaged byte would turn into wrong
    characters in silence; where most of a file's Chinese is valid UTF-8 it is refused as damaged instead.
    A file that is valid UTF-8 but would also be all Chinese in GB18030 (possible for a few short words) is
    taken as UTF-8, and ``other_reading`` says so.

    Raises:
        EncodingError: None of the three fits.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_like_utf16(content):
        raise EncodingError("encoding_unreadable", "文件是 UTF-16 编码（“Unicode 文本”）", _SAVE_AS)
    if content.startswith(codecs.BOM_UTF8):
        try:
            return Decoded(content.decode("utf-8-sig"), "utf-8-sig")
        except UnicodeDecodeError as problem:
            raise _damaged(content, problem) from problem
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        if _mostly_utf8(content):
            raise _damaged(content, problem) from problem
    else:
        return Decoded(text, "utf-8", _chinese_in_gb18030(content, text))
    try:
        return Decoded(content.decode("gb18030"), "gb18030")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise EncodingError(
            "encoding_unreadable", f"既不是 UTF-8 也不是 GB18030 编码，第 {line} 行附近的字节无法识别", _SAVE_AS
        ) from problem


def _damaged(content: bytes, problem: UnicodeDecodeError) -> EncodingError:
    line = content.count(b"\n", 0, problem.start) + 1
    return EncodingError(
        "encoding_damaged",
        f"文件是 UTF-8 编码，但第 {line} 行附近有损坏的字节，文件可能没有传完整或混用了两种编码",
        f"请重新导出或重新传送该文件；也可以{_SAVE_AS}",
    )


def _looks_like_utf16(content: bytes) -> bool:
    # Without a BOM: every second byte of ASCII text in UTF-16 is zero. A few stray NULs are a matter of cells.
    head = content[:4096]
    return len(head) >= 4 and head.count(0) * 4 > len(head)


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    chinese = len(re.findall("[\u3000-\uffef]", text)) - broken
    return chinese > broken


def _chinese_in_gb18030(content: bytes, text: str) -> str | None:
    # Two-byte UTF-8 only (Latin, Greek, Arabic ...): real Chinese in UTF-8 takes three bytes.
    if text.isascii() or _THREE_BYTES.search(text):
        return None
    try:
        other = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    words = "".join(c for c in other if ord(c) > 0x7F)
    return words if all("\u4e00" <= c <= "\u9fff" for c in words) else None
