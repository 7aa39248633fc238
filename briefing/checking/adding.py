"""What stands in a file that the snapshot's does not have (加上的内容): it is named, as nothing can prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from briefing.checking.content import COMMENT, COPY, HIDDEN, MACRO, NAMELESS, PAGE, PICTURE, SCRIPT, Held
from briefing.checking.loose import Loose
from briefing.checking.naming import Naming
from briefing.checking.report import Difference
from indicators.wording import NBSP

_ROW: Final = re.compile(r"cell\+(\d+)\.\+?\d+@(.+)")
_COLUMN: Final = re.compile(r"(?:cell\d+|head)\.\+(\d+)@(.+)")
#: Things that are no text of the file, by the beginning of their place.
_THINGS: Final = {PICTURE: "图片、图形或其他对象", COMMENT: "批注", SCRIPT: "脚本", MACRO: "宏"}
#: What is told elsewhere, or repeats what is told.
_APART: Final = (f"{HIDDEN}@", NAMELESS, "book", "written")


def added(
    expected: Mapping[str, Held], found: Mapping[str, Held], loose: Iterable[Loose], naming: Naming
) -> Iterator[Difference]:
    """Yield what was put in: pages, sheets, rows and columns as a whole, texts and things one by one."""
    pages = {place.partition("@")[2] for place in found if place.startswith(f"{PAGE}@")}
    strange = {at for at in pages if f"{PAGE}@{at.partition(COPY)[0]}" not in expected}
    boxes: dict[str, list[str]] = {}
    for place, held in found.items():
        base = place.partition(COPY)[0]
        if base in expected or place.startswith(_APART):
            if place.startswith(f"{PAGE}@") and place not in expected:
                boxes[f"{naming.part(base.partition('@')[2])}又有一页相同的"] = []
            continue
        boxes.setdefault(_box(place, strange, expected, naming), []).append(_said(base, held))
    for one in loose:
        if not one.was:
            box = naming.part(one.part) if one.part in strange else f"{naming.part(one.part)}加上的文字"
            boxes.setdefault(box, []).append(one.now)
    for where, texts in boxes.items():
        told = [" ".join(text.split()) for text in texts if text.strip()]
        if where.endswith("加上的文字"):
            yield from (Difference(where, "", "", text) for text in told)
        else:
            yield Difference(where, "", "", "　".join(told))


def _box(place: str, strange: set[str], expected: Mapping[str, Held], naming: Naming) -> str:
    """Return what a thing that was added is, or the largest that it is a part of."""
    base = place.partition(COPY)[0]
    name, _, at = base.partition("@")
    page = next((one for one in strange if at == one or at.endswith(f"@{one}")), None)
    if page is not None:
        return naming.part(page)
    if at.startswith("sheet@") and f"tab@{at}" not in expected and any(one.startswith("tab@") for one in expected):
        return f"{naming.part(at)}整张"
    row, column = _ROW.fullmatch(base), _COLUMN.fullmatch(base)
    if row is not None:
        return f"{naming.table(row[2])}第{NBSP}{int(row[1]) + 1}{NBSP}行"
    if column is not None:
        return f"{naming.table(column[2])}第{NBSP}{int(column[1]) + 1}{NBSP}列"
    thing = _THINGS.get(name.partition(".")[0])
    if thing is not None:
        return f"{naming.part(at)}的{thing}"
    return naming.where(base)


def _said(place: str, held: Held) -> str:
    if place.startswith(f"{PAGE}@"):
        return ""
    return f"{held:g}" if isinstance(held, float) else held
