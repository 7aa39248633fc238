"""Close matches (相近名称): proposed in a finding's fix, never taken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

#: Names less alike than this are not proposed (0 nothing in common, 1 the same).
LEAST = 0.65
#: What counts things of one kind: 第一医院 and 第二医院, 二院 and 三院 are two and no slip of the pen.
_COUNTED = re.compile(
    "第[一二三四五六七八九十百0-9]+|[0-9]+|[一二三四五六七八九十]+(?=分?院|医院|人民|中医|妇幼|附属|门诊|诊所|医共体)"
)


def closest(text: str, names: Iterable[str], least: float = LEAST) -> str | None:
    """Return the name most like a text, both as :func:`data.intake.register.fold` writes them; null if none is near.

    Of equally near ones the first counts. Names that count differently (第一医院, 第二医院) are never near.
    """
    order = _counted(text)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    letters = Counter(text)
    best: tuple[float, str] | None = None
    for name in names:
        # Letters in common bound the likeness from above and are counted faster.
        common = sum((letters & Counter(name)).values())
        bar = best[0] if best else least
        if 2 * common < bar * (len(text) + len(name)):
            continue
        if order and (other := _counted(name)) and other != order:
            continue
        matcher.set_seq1(name)
        likeness = matcher.ratio()
        if likeness >= bar and (best is None or likeness > best[0]):
            best = (likeness, name)
    return best[1] if best else None


def _counted(name: str) -> list[str]:
    return [found.removeprefix("第") for found in _COUNTED.findall(name)]
