"""Writers (文件格式): each draws a finished document and computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from briefing.model import Document
from briefing.writing.docx import docx_bytes
from briefing.writing.html import html_bytes
from briefing.writing.pptx import pptx_bytes
from briefing.writing.xlsx import xlsx_bytes

#: Returns the bytes of a document, by the ending of the file.
WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = {
    "pptx": pptx_bytes, "docx": docx_bytes, "xlsx": xlsx_bytes, "html": html_bytes,
}
