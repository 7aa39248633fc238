"""Likely names of persons (姓名): a common surname, and given names of characters that are usual in names.

Conservative: words of the trade (方案, 高级, 关爱), places and institutions are not taken for persons, at the price of
missing rare names. The characters and words are in ``names.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_LISTS: dict[str, str] = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
_COMPOUND = frozenset(_LISTS["compound_surnames"].split())
_SURNAMES = frozenset("".join(_LISTS["surnames"].split()))
_SINGLE = frozenset("".join(_LISTS["single"].split()))
_GIVEN = _SINGLE | frozenset("".join(_LISTS["given"].split()))
_LONGEST = 4
#: Ends of places and institutions, behind which a name may follow without a space.
_BEFORE = frozenset("区县市镇乡局委院室科")
#: The longest first, so that 副主任医师 is not taken for 医师.
_TITLES = tuple(sorted(_LISTS["titles"].split(), key=len, reverse=True))
_OTHER_WORDS = frozenset(_LISTS["other_words"].split())
#: Words that many persons are called by: 建国 is none, 王建国 is.
_CALLED = frozenset(_LISTS["called"].split())

_HAN = "\u3400-\u9fff"
_RUN = re.compile(f"[{_HAN}]+")
_NAMED = re.compile(f"([{_HAN}]{{2,}})([0-9]*)")
#: 张　三: a name of two characters is often spaced to the width of three.
_SPACED = re.compile(f"(?<![{_HAN}])([{_HAN}])[ \u3000\u00a0]+([{_HAN}])(?![{_HAN}])")


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of every likely name in a text.

    A run of Chinese characters that is one, or is one before a title (张某某医生) or behind a place (某县张某某).
    """
    for run in _RUN.finditer(text):
        if place := _place(run[0]):
            yield run.start() + place[0], run.start() + place[1]
    for pair in _SPACED.finditer(text):
        if is_name(pair[1] + pair[2]):
            yield pair.start(), pair.end()


@lru_cache(maxsize=4096)
def is_name(word: str) -> bool:
    """Tell whether a word is likely the name of a person."""
    surname = 2 if word[:2] in _COMPOUND else 1
    given = word[surname:]
    if not 1 <= len(given) <= 2 or (surname == 1 and word[0] not in _SURNAMES):
        return False
    if {word, word[:2]} & _OTHER_WORDS or (given in _OTHER_WORDS and given not in _CALLED):
        return False
    return given in _SINGLE if len(given) == 1 else given[-1] in _GIVEN


def is_no_code(text: str) -> bool:
    """Tell whether what stands for a person (人员代号) is a name: nothing but characters, or with a number."""
    plain = "".join(unicodedata.normalize("NFKC", text).replace("·", "").split())
    found = _NAMED.fullmatch(plain)
    if found is None:
        return False
    word = found[1]
    return not found[2] or (len(word) <= _LONGEST and word[0] in _SURNAMES and not {word, word[:2]} & _OTHER_WORDS)


def _place(run: str) -> tuple[int, int] | None:
    """Return start and end of a name in a run of Chinese characters."""
    title = next((title for title in _TITLES if run.endswith(title)), "")
    for end in {len(run), len(run) - len(title)}:
        if is_name(run[:end]):
            return 0, end
        for start in range(max(end - _LONGEST, 1), end - 1):
            if run[start - 1] in _BEFORE and is_name(run[start:end]):
                return start, end
    return None
