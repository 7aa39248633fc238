"""Places that moved (位置对应): rows that were sorted, filtered away or inserted, shapes that lost their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Final

from briefing.checking.content import ANYWHERE, COPY, NAMELESS, Held
from briefing.checking.texts import plain

_CELL: Final = re.compile(r"cell(\d+)\.(\d+)@(.+)")
_HEAD: Final = re.compile(r"head\.(\d+)@(.+)")
#: A nameless text is taken for a place's when this much of it is the same.
_ALIKE: Final = 0.6
#: Nameless texts of a file that are looked at, and characters of each.
_MOST, _LONGEST = 1_000, 1_000

Grid = dict[int, dict[int, Held]]


def aligned(expected: Mapping[str, Held], found: Mapping[str, Held]) -> dict[str, Held]:
    """Return what was found under the names of the places it was written at."""
    return _nameless(expected, _tables(expected, found))


def _tables(expected: Mapping[str, Held], found: Mapping[str, Held]) -> dict[str, Held]:
    """Put cells back into the rows and columns they came from, by a row's first cell and a column's heading."""
    was, now = _grids(expected), _grids(found)
    old_heads, new_heads = _heads(expected), _heads(found)
    moved: dict[str, str] = {}
    for table in was.keys() & now.keys():
        rows = _paired({row: str(cells.get(0, "")) for row, cells in was[table].items()},
                       {row: str(cells.get(0, "")) for row, cells in now[table].items()})
        columns = _paired(old_heads.get(table, {}), new_heads.get(table, {}))
        for row, cells in now[table].items():
            for column in cells:
                place = f"cell{row}.{column}@{table}"
                moved[place] = f"cell{rows.get(row, f'+{row}')}.{columns.get(column, column)}@{table}"
        for column in new_heads.get(table, {}):
            moved[f"head.{column}@{table}"] = f"head.{columns.get(column, f'+{column}')}@{table}"
    return {moved.get(place, place): held for place, held in found.items()}


def _grids(places: Mapping[str, Held]) -> dict[str, Grid]:
    grids: dict[str, Grid] = defaultdict(lambda: defaultdict(dict))
    for place, held in places.items():
        cell = _CELL.fullmatch(place)
        if cell is not None:
            grids[cell[3]][int(cell[1])][int(cell[2])] = held
    return grids


def _heads(places: Mapping[str, Held]) -> dict[str, dict[int, str]]:
    heads: dict[str, dict[int, str]] = defaultdict(dict)
    for place, held in places.items():
        head = _HEAD.fullmatch(place)
        if head is not None:
            heads[head[2]][int(head[1])] = str(held)
    return heads


def _paired(was: Mapping[int, str], now: Mapping[int, str]) -> dict[int, int]:
    """Return for lines of now which line of before each is: the n-th of a name to the n-th, the rest in order."""
    left: dict[str, list[int]] = defaultdict(list)
    for line in sorted(was):
        left[plain(was[line])].append(line)
    pairs: dict[int, int] = {}
    for line in sorted(now):
        same = left[plain(now[line])]
        # One that stands where it stood is itself, whatever else bears its name.
        if same:
            pairs[line] = same.pop(same.index(line) if line in same else 0)
    # A line whose name was edited stands where it stood before, or nothing of it is left.
    free = set(was) - set(pairs.values())
    for line in sorted(set(now) - set(pairs)):
        if line in free:
            pairs[line] = line
            free.discard(line)
    return pairs


def _nameless(expected: Mapping[str, Held], found: Mapping[str, Held]) -> dict[str, Held]:
    """Give texts that lost their names the places that are missing, the most alike first."""
    named = {place: held for place, held in found.items() if not place.startswith(NAMELESS)}
    lost = [place for place, held in expected.items() if place not in named and isinstance(held, str) and held]
    # Bounded, as each is held against each: what a stranger wrote may be of any length.
    nameless = [(place.partition(COPY)[0].partition("@")[2], str(held)[:_LONGEST])
                for place, held in found.items() if place.startswith(NAMELESS)][:_MOST]
    pairs = sorted(_likeness(expected, lost, nameless), reverse=True)
    taken: set[int] = set()
    for _, place, number in pairs:
        if place not in named and number not in taken:
            named[place] = nameless[number][1]
            taken.add(number)
    return named


def _likeness(
    expected: Mapping[str, Held], lost: Iterable[str], nameless: list[tuple[str, str]]
) -> Iterable[tuple[float, str, int]]:
    for place in lost:
        text = plain(str(expected[place]))
        for number, (at, held) in enumerate(nameless):
            if place.endswith(f"@{at}") or at == ANYWHERE or at.startswith("#"):
                likeness = SequenceMatcher(None, text, plain(held), autojunk=False).ratio()
                if likeness >= _ALIKE:
                    yield likeness, place, number
