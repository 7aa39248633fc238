"""What a file was made from, where it does not say (清单丢失): as far as what is printed in it tells.

Slides that were pasted into another deck, or a brief saved by a program that keeps no properties, still bear the names
of their places and what is printed on them: snapshot, day, whose they are.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Final

from briefing.checking.content import Content
from briefing.model import OTHER_DOCUMENT, SCENARIO
from data.policies import policy_for
from data.store import SnapshotDamagedError, Store, StoreError
from indicators.engine import lazily

_DAY: Final = re.compile(r"截止\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_SCOPE: Final = re.compile(r"@(\d{4}|\d{6}(?:-\w+)?)(?:\.\d+)?$")
#: What follows the name of the scope in the title of a document.
_TITLE: Final = re.compile(r"(.+?)(?:县域医共体)?建设情况")


def guessed(found: Content, store: Store) -> dict[str, str] | None:
    """Return what a file seems to be made from, the usual agenda and calibers taken for granted; null if it is silent.

    A scenario, and a document that is not the one in force, cannot be guessed from what is printed of them.
    """
    texts = [held for held in found.places.values() if isinstance(held, str)]
    days = Counter(match.groups() for text in texts if (match := _DAY.search(text)))
    if not found.snapshot or found.snapshot not in store.ids() or not days or any(
        mark in text for text in texts for mark in (SCENARIO, OTHER_DOCUMENT)
    ):
        return None
    try:
        as_of = date(*(int(part) for part in days.most_common(1)[0][0]))
    except ValueError:
        return None
    scope = _of_places(found) or _of_title(found, texts, store)
    if not scope:
        return None
    policy = policy_for(scope[:4], as_of)
    said = {"snapshot": found.snapshot, "as_of": as_of.isoformat(), "scope": scope}
    return {**said, "policy": policy.id} if policy is not None else said


def _of_places(found: Content) -> str:
    """Return the scope that the names of places speak of: of several counties, or of a county and more, the largest."""
    codes = {match[1] for place in found.places if (match := _SCOPE.search(place))}
    cities = {code for code in codes if len(code) == 4}
    if cities or not codes:
        return cities.pop() if len(cities) == 1 else ""
    if len(codes) == 1:
        return codes.pop()
    above = {code[:6] for code in codes}
    return above.pop() if len(above) == 1 else min(codes)[:4] if len({code[:4] for code in codes}) == 1 else ""


def _of_title(found: Content, texts: list[str], store: Store) -> str:
    """Return the scope whose name the title begins with."""
    titles = [str(found.places.get("title@document", "")), *texts[:10]]
    names = {match[1] for title in titles if (match := _TITLE.match("".join(title.split())))}
    try:
        snapshot = store.open(found.snapshot)
        for city in snapshot.cities():
            figures = lazily(snapshot.city(city), snapshot.manifest.as_of)
            for scope in figures.scopes:
                if "".join(figures.name_of(scope).split()) in names:
                    return scope
    except (StoreError, SnapshotDamagedError, OSError):
        return ""
    return ""
