"""Close matches (相近名称): proposed in a finding's fix, never taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

#: Names less alike than this are not proposed (0 nothing in common, 1 the same).
LEAST = 0.65


def closest(text: str, names: Iterable[str], least: float = LEAST) -> str | None:
    """Return the name most like a text, both as :func:`data.intake.register.fold` writes them; null if none is near.

    Of equally near ones the first counts.
    """
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
        matcher.set_seq1(name)
        likeness = matcher.ratio()
        if likeness >= bar and (best is None or likeness > best[0]):
            best = (likeness, name)
    return best[1] if best else None
