"""Names of exported files (文件名): what, of whom, of which day, with the marks that stand on everything in them."""

from __future__ import annotations

import re
from typing import Final

from briefing.model import Document

#: What each format is, by the ending of its file.
WHAT: Final = {"pptx": "汇报演示", "docx": "汇报材料", "xlsx": "数据表", "html": "网页版"}
#: What no file system takes, and what could lead elsewhere.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]+')
_LONGEST = 60
#: Bytes that a file's name may have on the strictest system.
_BYTES = 255


def file_name(document: Document, ending: str) -> str:
    """Return a file name such as ``汇报材料_宁波市_2022-12-31（示例数据）.docx``; safe on every system."""
    name = _UNFIT.sub("", document.scope_name).strip(". ")[:_LONGEST] or _UNFIT.sub("", document.scope)
    marks = "".join(f"（{mark}）" for mark in document.marks)
    start, end = f"{WHAT.get(ending, '汇报')}_", f"_{document.as_of:%Y-%m-%d}{marks}.{ending}"
    room = _BYTES - len(f"{start}{end}".encode())
    return f"{start}{name.encode()[:room].decode(errors='ignore')}{end}"
