"""A workbook as bytes that depend on nothing but what is in it: no time of day, no name of the machine."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

from openpyxl import Workbook

#: The earliest day a zip container knows.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def packed(book: Workbook, made_on: date) -> bytes:
    """Return the workbook's file.

    Args:
        book: What to write.
        made_on: The day its properties name; the clock is not asked.
    """
    written = io.BytesIO()
    book.save(written)
    stamp = rf"\g<1>{made_on.isoformat()}T00:00:00Z\g<3>".encode()
    content = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _MODIFIED.sub(stamp, part)
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()
