"""Text of a cell without what nobody sees or means: zero-width characters, widths, spaces, kinds of dashes."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from data.intake.grids import Value
from data.intake.outcome import unreadable
from data.intake.widths import DASHES, HALF_WIDTH, UNSEEN

#: Longest text a cell of a form may hold, in characters.
LONGEST = 500

_BREAKS = "\t\n\r\x0b\x0c\x85"
#: How the XML of a workbook writes a carriage return.
_RETURN = re.compile(r"_x000[dD]_")
#: A space that does not stand between two digits; between two digits it may keep two numbers apart.
_IDLE_SPACE = re.compile(r"(?<=[^0-9\s])\s+|\s+(?=[^0-9\s])")
#: Radicals that look like characters and stand in their place in text copied from PDF files.
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff\u3000-\u303f\uff00-\uffef·“”‘’"
_SPACE_BY_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_MANY_DASHES = re.compile("-+")


def clean(text: str) -> str:
    """Return the text without unseen characters and outer spaces; "" for an empty cell.

    Raises:
        ValueProblem: Control characters, broken characters, or more than ``LONGEST`` of them.
    """
    if not (text.isascii() and text.isprintable()):
        text = text.translate(UNSEEN)
    text = _RETURN.sub("\n", text).strip()
    if len(text) > LONGEST:
        raise unreadable(f"内容有 {len(text)} 个字，太长", f"缩短到 {LONGEST} 个字以内，或检查是否贴错了内容")
    if not text.isprintable() and any(unicodedata.category(one) in ("Cc", "Cs") and one not in _BREAKS for one in text):
        raise unreadable("内容里有不可见的控制字符", "重新录入这个单元格")
    if "\ufffd" in text:
        raise unreadable("内容里有乱码（�）", "重新录入这个单元格，或重新保存文件")
    return text


def folded(text: str) -> str:
    """Return numbers, dates and codes with half-width signs, one kind of dash and no spaces but between digits."""
    return _IDLE_SPACE.sub("", text.translate(HALF_WIDTH))


def words_of(text: str) -> str:
    """Return running text or a name as it is kept.

    Line breaks are spaces, spaces between Chinese characters go, others become one; radicals become characters.
    """
    text = unicodedata.normalize("NFC", text)
    text = _RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return " ".join(_SPACE_BY_HAN.sub("", text).split())


def mark_of(text: str) -> str:
    """Return the form in which marks of absence are compared: NFKC, upper case, no spaces, one dash, one slash."""
    mark = "".join(unicodedata.normalize("NFKC", text).translate(DASHES).split()).upper()
    return "/" if mark and not mark.strip("/\\") else _MANY_DASHES.sub("-", mark)


def cell_text(value: Value) -> str:
    """Return a cell as text for comparing: NFKC, without any spaces or line breaks; "" for an empty cell.

    Whole numbers have no decimals, days are ISO days without midnight. Never raises.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        text = value if value.isascii() else value.translate(UNSEEN)
        return "".join(unicodedata.normalize("NFKC", _RETURN.sub("", text)).split())
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Beyond 15 digits a spreadsheet has none to show.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second or value.microsecond):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
