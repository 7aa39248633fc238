"""Which number of a sentence is of which fact (数字归属): where each stands, so that it can be marked and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.model import Fact
from indicators.wording import NBSP

#: A run of digits as a sentence prints it: thousands separated, decimals, 万 and 亿 apart.
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Standing:
    """One number of a sentence: the fact it is of, and where its words end, unit included."""

    fact: Fact
    #: Index into the sentence after the number and its unit.
    end: int


def standing(text: str, known: Iterable[Fact]) -> list[Standing]:
    """Return the numbers of a sentence that are of a known fact, in the order in which they stand.

    A fact that stands there with its unit is meant before one that only has the same digits; of two facts printed
    alike, the one that has not been named yet, in the order given.
    """
    facts = list(known)
    digits = [set(NUMBER.findall(fact.text)) for fact in facts]
    named: set[Fact] = set()
    found: list[Standing] = []
    for token in NUMBER.finditer(text):
        alike = [fact for fact, own in zip(facts, digits, strict=True) if token[0] in own]
        if not alike:
            continue
        ends = {fact: _end(text, token.start(), fact.text) for fact in alike}
        best = max(alike, key=lambda fact: (ends[fact] is not None, len(fact.text) if ends[fact] else 0,
                                            fact not in named))
        named.add(best)
        found.append(Standing(best, ends[best] or token.end()))
    return found


def _end(text: str, at: int, words: str) -> int | None:
    """Return where a fact's words end that stand over a place of a sentence; null where they do not stand there."""
    gap = f"{NBSP}*"
    pattern = gap.join(re.escape(char) for char in words if char != NBSP)
    return next((one.end() for one in re.finditer(pattern, text) if one.start() <= at < one.end()), None)
