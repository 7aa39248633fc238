"""A zip container (.xlsx, .xlsm, .ods) judged before any parser sees it: parts, names, real unpacked size, no DTD.

Sizes that a container declares are claims. Every part is unpacked here in pieces, and counted, with nothing kept.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from data.intake.limits import Limits
from data.intake.refusals import RefusedError, damaged, encrypted

_PIECE = 256 * 1024
#: Below this a part's ratio is not judged: a few kilobytes of spaces are no bomb.
_RATIO_FROM = 10 * 1024 * 1024
#: Errors that reading a hostile container may raise.
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, LookupError, RuntimeError)
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C\0T|E\0N\0T\0I)|\0<\0!\0(?:D\0O\0C\0T|E\0N\0T\0I)")
_LONGEST_DTD = 16
_OUTSIDE = re.compile(r"^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:")


def check_container(content: bytes, limits: Limits) -> None:
    """Refuse a zip container that is broken, encrypted, a bomb or not plainly what it says.

    Raises:
        RefusedError: ``file_damaged``, ``file_encrypted``, ``zip_bomb``, ``zip_unsafe`` or ``xml_doctype``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_directory(parts, len(content), limits)
            left = limits.unpacked_bytes
            for part in parts:
                left -= _unpack(archive, content, part, left, limits)
    except BROKEN as problem:
        raise damaged("压缩结构不完整，可能没有传完") from problem


def _check_directory(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(parts) > limits.entries:
        raise _bomb(f"里面有 {len(parts)} 个部件，超过上限 {limits.entries} 个")
    # Two parts of one name would let two readers see two different files.
    names = {part.filename.replace("\\", "/").casefold() for part in parts}
    if len(names) < len(parts):
        raise damaged("压缩包里有重名的部件")
    if any(_OUTSIDE.search(part.filename) for part in parts):
        raise RefusedError("zip_unsafe", "压缩结构里有指向文件之外的路径", "用 Excel 或 WPS 打开后另存为新文件")
    if any(part.flag_bits & 0x1 for part in parts):
        raise encrypted()
    if sum(part.compress_size for part in parts) > size:
        raise _bomb("里面的部件互相重叠")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise damaged("用了表格文件不用的压缩方式")
    declared = sum(part.file_size for part in parts)
    if declared > limits.unpacked_bytes:
        raise _bomb(f"解压后有 {_megabytes(declared)}，超过上限 {_megabytes(limits.unpacked_bytes)}")


def _unpack(archive: zipfile.ZipFile, content: bytes, part: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    """Unpack one part in pieces and return its real size; ``left`` is what of the whole limit is still unused."""
    archive.open(part).close()  # compares the part's own header with the directory
    packed = memoryview(content)[_start_of_data(content, part) :][: part.compress_size]
    xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    total, checksum, tail = 0, 0, b""
    for piece in _pieces(packed, part.compress_type):
        total += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if total > left:
            raise _bomb(f"解压后超过上限 {_megabytes(limits.unpacked_bytes)}")
        if total > _RATIO_FROM and total > limits.ratio * max(part.compress_size, 1):
            raise _bomb(f"解压后膨胀到 {limits.ratio} 倍以上")
        if xml and _DTD.search(tail + piece):
            raise RefusedError(
                "xml_doctype", "文件里夹带了表格文件不该有的实体定义（DTD）", "用 Excel 或 WPS 打开后另存为新文件"
            )
        tail = piece[-_LONGEST_DTD:]
    if total != part.file_size or checksum != part.CRC:
        raise damaged("里面的部件与校验值不符，可能没有传完")
    return total


def _pieces(packed: memoryview, method: int) -> Iterator[bytes]:
    """Yield what a part unpacks to; unlike the zipfile module this does not stop at the size the part declares."""
    if method == zipfile.ZIP_STORED:
        for start in range(0, len(packed), _PIECE):
            yield bytes(packed[start : start + _PIECE])
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _PIECE // 4):
        piece = unpacker.decompress(packed[start : start + _PIECE // 4], _PIECE)
        while piece:
            yield piece
            piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)


def _start_of_data(content: bytes, part: zipfile.ZipInfo) -> int:
    header = part.header_offset
    name = int.from_bytes(content[header + 26 : header + 28], "little")
    extra = int.from_bytes(content[header + 28 : header + 30], "little")
    return header + 30 + name + extra


def _bomb(why: str) -> RefusedError:
    return RefusedError("zip_bomb", f"{why}，像是压缩炸弹，没有读取", "把内容复制到空白模板里（只粘贴数值）后重新发送")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
