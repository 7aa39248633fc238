"""Texts that bear no name (无名文字): those of a file held against those of the snapshot's, part by part.

Words that every program keeps in their order, but under no name of ours: headings and labels of a page, shapes that
LibreOffice renamed, what somebody wrote in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from briefing.checking.content import ANYWHERE, COPY, NAMELESS, Held
from briefing.checking.texts import plain

#: A text is taken for another one edited when this much of it is the same.
_ALIKE: Final = 0.6
#: Texts of a part that are looked at beyond those it had, and characters of each that are held against others.
_MOST, _LONGEST = 1_000, 1_000
#: Pairs of texts that are held against each other at most: what a stranger wrote may be of any length.
_MOST_PAIRS, _MOST_BESIDE = 60_000, 200


@dataclass(frozen=True, slots=True)
class Loose:
    """One text: in which part of the file, as the snapshot has it and as the file has it; empty where it is not."""

    part: str
    was: str
    now: str


def settled(expected: Mapping[str, Held], found: Mapping[str, Held]) -> tuple[dict[str, Held], list[Loose]]:
    """Return places with texts that lost their names back at them, and the texts without a name that differ."""
    named = {place: held for place, held in found.items() if not place.startswith(NAMELESS)}
    own, there = _parts(expected), _parts(found)
    blocks = [block for part in {**own, **there} for block in _blocks(part, own.get(part, []), there.get(part, []))]
    lost = [place for place, held in expected.items()
            if place not in named and isinstance(held, str) and held and not place.startswith(NAMELESS)]
    taken = set()
    for place, block, at in _given(expected, lost, blocks):
        named[place] = block.now[at]
        taken.add((id(block), at))
    differing = [one for block in blocks
                 for one in _pairs(block, [at for at in range(len(block.now)) if (id(block), at) not in taken])]
    return named, differing


def _parts(places: Mapping[str, Held]) -> dict[str, list[str]]:
    """Return texts without a place of their own, by the part of the file in which they stand, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for place, held in places.items():
        if place.startswith(NAMELESS):
            found[place.partition(COPY)[0].partition("@")[2]].append(str(held))
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of texts that is not as it was, between two that are."""

    part: str
    was: Sequence[str]
    now: Sequence[str]


def _blocks(part: str, was: Sequence[str], now: Sequence[str]) -> Iterator[_Block]:
    looked = now[: 2 * len(was) + _MOST]
    turned = SequenceMatcher(None, [plain(text) for text in was], [plain(text) for text in looked], autojunk=False)
    for kind, first, end, low, high in turned.get_opcodes():
        if kind != "equal":
            yield _Block(part, was[first:end], looked[low:high])
    if len(now) > len(looked):
        yield _Block(part, (), now[len(looked):])


def _given(
    expected: Mapping[str, Held], lost: Sequence[str], blocks: Sequence[_Block]
) -> list[tuple[str, _Block, int]]:
    """Return which text belongs to which place that is missing, the most alike first."""
    likely = sorted(_likely(expected, lost, blocks), key=lambda one: one[0], reverse=True)
    given: list[tuple[str, _Block, int]] = []
    places: set[str] = set()
    taken: set[tuple[int, int]] = set()
    for _, place, block, at in likely:
        if place not in places and (id(block), at) not in taken:
            given.append((place, block, at))
            places.add(place)
            taken.add((id(block), at))
    return given


def _likely(
    expected: Mapping[str, Held], lost: Sequence[str], blocks: Sequence[_Block]
) -> Iterator[tuple[float, str, _Block, int]]:
    texts = [(block, at, plain(text[:_LONGEST])) for block in blocks for at, text in enumerate(block.now)]
    texts = texts[: _MOST_PAIRS // max(len(lost), 1)]
    for place in lost:
        was = plain(str(expected[place]))
        for block, at, now in texts:
            if place.endswith(f"@{block.part}") or block.part == ANYWHERE or block.part.startswith("#"):
                alike = _alike(was, now)
                if alike >= _ALIKE:
                    yield alike, place, block, at


def _pairs(block: _Block, left: Sequence[int]) -> Iterable[Loose]:
    """Yield what became of each text of a block: another one, nothing, or something out of nothing."""
    free, alone = list(left), list[str]()
    for text in block.was:
        was = plain(text[:_LONGEST])
        best = max(free[:_MOST_BESIDE], key=lambda at: _alike(was, plain(block.now[at][:_LONGEST])), default=None)
        if best is not None and _alike(was, plain(block.now[best][:_LONGEST])) >= _ALIKE:
            free.remove(best)
            yield Loose(block.part, text, block.now[best])
        else:
            alone.append(text)
    if len(alone) == len(free):
        # As many as there were: each was written anew where it stood.
        yield from (Loose(block.part, was, block.now[at]) for was, at in zip(alone, free, strict=True))
        return
    yield from (Loose(block.part, was, "") for was in alone)
    yield from (Loose(block.part, "", block.now[at]) for at in free)


def _alike(one: str, other: str) -> float:
    turned = SequenceMatcher(None, one, other, autojunk=False)
    return turned.ratio() if turned.real_quick_ratio() >= _ALIKE and turned.quick_ratio() >= _ALIKE else 0.0
