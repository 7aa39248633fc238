"""Two texts of one place (逐字对照): which numbers were changed into what, and whether the words around them were."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from briefing.model import Fact
from briefing.standing import NUMBER, standing
from indicators.wording import NBSP

#: Programs write full-width digits, and break lines and space as they like; none of it changes what is said.
_WIDTHS: Final = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_TOKEN: Final = re.compile(rf"{NUMBER.pattern}|.", re.DOTALL)

_CODE: Final = re.compile(r"(核对码)[A-Z2-9]{4}-[A-Z2-9]{4}")
_UNIT: Final = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d)")

#: How much longer than it was a text may be to be compared as a whole.
_MOST_TIMES, _MOST_MORE = 4, 1_000


@dataclass(frozen=True, slots=True)
class Changed:
    """One number that is not what it was: of which fact (null: of none), before and now; empty where it is gone."""

    fact: Fact | None
    was: str
    now: str


def plain(text: str) -> str:
    """Return a text without space and in half-width digits: equal texts say the same.

    A 核对码 is left out: it is held against the figures as a whole, and is no number of its own.
    """
    return _CODE.sub(r"\1", "".join(text.split()).replace("\u200b", "").translate(_WIDTHS))


def changes(was: str, now: str, facts: Sequence[Fact]) -> tuple[list[Changed], bool]:
    """Return the numbers that differ between two texts, and whether the words do apart from these.

    Args:
        was: What the snapshot gives.
        now: What stands in the file.
        facts: The facts whose numbers stand in the first text.
    """
    before, after = plain(was), plain(now)
    if before == after:
        return [], False
    # What somebody wrote many times as long is not compared to its end: that could take for ever.
    after = after[: _MOST_TIMES * len(before) + _MOST_MORE]
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    turned = _Turned(old, new)
    found: list[Changed] = []
    mended = list(new)
    seen: set[int] = set()
    for fact, first, end in _spans(before, old, facts):
        low, high = turned.span(first, end)
        seen |= set(range(low, high))
        if old[first:end] != new[low:high]:
            found.append(Changed(fact, spaced(old[first:end]), spaced(new[low:high])))
            _mend(mended, old[first:end], low, high)
    covered = {at for _, first, end in _spans(before, old, facts) for at in range(first, end)}
    for at, token in enumerate(old):
        if at not in covered and NUMBER.fullmatch(token):
            low, high = turned.span(at, at + 1)
            seen |= set(range(low, high))
            if new[low:high] != [token]:
                found.append(Changed(None, token, "".join(new[low:high])))
                _mend(mended, [token], low, high)
    for at, token in enumerate(new):
        if at not in seen and NUMBER.fullmatch(token):
            found.append(Changed(None, "", token))
            mended[at] = ""
    return found, "".join(mended) != before


def spaced(tokens: Sequence[str]) -> str:
    """Return a number with its unit as it is printed everywhere: with a space that does not break between them."""
    return _UNIT.sub(NBSP, "".join(tokens))


def _mend(mended: list[str], old: Sequence[str], low: int, high: int) -> None:
    """Put the old words back where others stand, so that what still differs is words alone."""
    if low == high:
        mended[low:low] = [""]  # nothing stands there: the words before take it
        del mended[low]
        if low:
            mended[low - 1] += "".join(old)
        elif mended:
            mended[0] = "".join(old) + mended[0]
        return
    mended[low] = "".join(old)
    for at in range(low + 1, high):
        mended[at] = ""


def _spans(text: str, tokens: Sequence[str], facts: Sequence[Fact]) -> list[tuple[Fact, int, int]]:
    """Return the facts of a text with the tokens in which each stands, its unit included."""
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token)
    found = []
    for one in standing(text, facts):
        first = max(number for number, start in enumerate(starts)
                    if start < one.end and NUMBER.fullmatch(tokens[number]))
        end = next((number for number, start in enumerate(starts) if start >= one.end), len(tokens))
        found.append((one.fact, first, end))
    return found


class _Turned:
    """Where the tokens of one text stand in another."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Return where a run of tokens stands now; an empty one where nothing is left of it."""
        low = next(new if kind != "equal" else new + first - old for kind, old, old_end, new, _ in self._steps
                   if old <= first < old_end)
        high = next(new_end if kind != "equal" else new + end - old for kind, old, old_end, new, new_end in self._steps
                    if old < end <= old_end)
        return low, max(low, high)
