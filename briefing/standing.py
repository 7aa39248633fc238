"""Which number of a sentence is of which fact (数字归属): where each stands, so that it can be marked and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.model import Fact, Said

#: A run of digits as a sentence prints it: thousands separated, decimals, 万 and 亿 apart.
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: What holds digits that are no figure: what is quoted, and dates.
_APART = re.compile(
    r"“[^”]*”|《[^》]*》|\d{4}\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?|(?:明年|按此)\s?\d{1,2}\s?月"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One number of a sentence: the fact it is of, and where its words end, unit included."""

    fact: Fact
    #: Index into the sentence after the number and its unit.
    end: int


def standing(text: str, known: Iterable[Fact]) -> list[Standing]:
    """Return the numbers of a sentence that are of a known fact, in the order in which they stand.

    A number is of a fact whose words stand there whole, unit included, so that 15 人 is never taken for 15 家: of
    several the longest, and of facts printed alike the one that follows the last in the order given, else the first
    that has not been named yet. So the facts of a sentence, which stand in its order, are found again one by one.
    Dates, and what is quoted, hold no figures.
    """
    return _read(text, known)[0]


def loose(said: Said) -> list[str]:
    """Return the numbers of a sentence that are of none of its facts, no date and not quoted: there should be none."""
    return _read(said.text, said.facts)[1]


def _read(text: str, known: Iterable[Fact]) -> tuple[list[Standing], list[str]]:
    facts = [(fact, set(NUMBER.findall(fact.text))) for fact in known]
    apart = [match.span() for match in _APART.finditer(text)]
    named: set[int] = set()
    found: list[Standing] = []
    left: list[str] = []
    done, last = 0, -1
    for token in NUMBER.finditer(text):
        if token.start() < done or any(begin <= token.start() < end for begin, end in apart):
            continue
        alike = [(at, end) for at, (fact, own) in enumerate(facts)
                 if token[0] in own and (end := _end(text, token.start(), fact.text)) is not None]
        if not alike:
            left.append(token[0])
            continue
        last, done = max(alike, key=lambda one: (len(facts[one[0]][0].text), one[0] == last + 1, one[0] not in named))
        named.add(last)
        found.append(Standing(facts[last][0], done))
    return found, left


def _end(text: str, at: int, words: str) -> int | None:
    """Return where a fact's words end that stand over a place of a sentence; null where they do not stand there."""
    pattern = r"\s*".join(re.escape(char) for char in words if not char.isspace())
    return next((one.end() for one in re.finditer(pattern, text) if one.start() <= at < one.end()), None)
