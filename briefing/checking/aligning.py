"""Places that moved (位置对应): rows that were sorted, filtered away or inserted, sheets that were renamed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from briefing.checking.content import COPY, Held
from briefing.checking.texts import plain

_CELL: Final = re.compile(r"cell(\d+)\.(\d+)@(.+)")
_HEAD: Final = re.compile(r"head\.(\d+)@(.+)")
#: Begins the place of a sheet's name.
_TAB: Final = "tab@"
#: Rows that bear the same name are told apart by all their cells as long as they are no more than this.
_MOST_ALIKE: Final = 300

#: A row by column.
Row = dict[int, str]


def aligned(expected: Mapping[str, Held], found: Mapping[str, Held]) -> dict[str, Held]:
    """Return what was found under the names of the places it was written at.

    What has a name and was written nowhere keeps it; a row or column that is new is told by a ``+``.
    """
    return _tables(expected, _sheets(expected, found))


def _sheets(expected: Mapping[str, Held], found: Mapping[str, Held]) -> dict[str, Held]:
    """Give a sheet that was renamed its own name back, if its title or its headings tell it."""
    own, there = (
        {place.removeprefix(_TAB): (plain(str(places.get(f"title@{place.removeprefix(_TAB)}", ""))),
                                    tuple(_heads(places).get(place.removeprefix(_TAB), {}).values()))
         for place in places if place.startswith(_TAB)}
        for places in (expected, found)
    )
    renamed: dict[str, str] = {}
    for sheet in there.keys() - own.keys():
        same = [name for name in own if name not in there and name not in renamed.values()
                and (own[name][0] == there[sheet][0] or own[name][1] == there[sheet][1] != ())]
        if len(same) == 1:
            renamed[sheet] = same[0]
    return {_at(place, renamed): held for place, held in found.items()} if renamed else dict(found)


def _at(place: str, renamed: Mapping[str, str]) -> str:
    base, copy, number = place.partition(COPY)
    name, _, sheet = base.partition("@")
    return f"{name}@{renamed[sheet]}{copy}{number}" if sheet in renamed else place


def _tables(expected: Mapping[str, Held], found: Mapping[str, Held]) -> dict[str, Held]:
    """Put cells back into the rows and columns they came from."""
    was, now = _grids(expected), _grids(found)
    old_heads, new_heads = _heads(expected), _heads(found)
    moved: dict[str, str] = {}
    for table in was.keys() & now.keys():
        heads = new_heads.get(table, {})
        columns = _columns(old_heads.get(table, {}), heads)
        own = {column: str(columns.get(column, f"+{column}" if heads else column))
               for cells in now[table].values() for column in cells}
        back = {row: {int(own[column]): text for column, text in cells.items() if own[column].isdigit()}
                for row, cells in now[table].items()}
        rows = _rows(was[table], back)
        for row, cells in now[table].items():
            for column in cells:
                moved[f"cell{row}.{column}@{table}"] = f"cell{rows.get(row, f'+{row}')}.{own[column]}@{table}"
        for column in heads:
            moved[f"head.{column}@{table}"] = f"head.{columns.get(column, f'+{column}')}@{table}"
    return {moved.get(place, place): held for place, held in found.items()}


def _grids(places: Mapping[str, Held]) -> dict[str, dict[int, Row]]:
    grids: dict[str, dict[int, Row]] = defaultdict(lambda: defaultdict(dict))
    for place, held in places.items():
        cell = _CELL.fullmatch(place)
        if cell is not None:
            text = plain(held) if isinstance(held, str) else f"{held:.9g}"
            grids[cell[3]][int(cell[1])][int(cell[2])] = text
    return grids


def _heads(places: Mapping[str, Held]) -> dict[str, dict[int, str]]:
    heads: dict[str, dict[int, str]] = defaultdict(dict)
    for place, held in places.items():
        head = _HEAD.fullmatch(place)
        if head is not None:
            heads[head[2]][int(head[1])] = plain(str(held))
    return heads


def _columns(was: Mapping[int, str], now: Mapping[int, str]) -> dict[int, int]:
    """Return for columns of now which column of before each is: by its heading, else where it stands."""
    pairs: dict[int, int] = {}
    for same_place in (True, False):
        for column, name in sorted(now.items()):
            free = [at for at in sorted(was) if was[at] == name and at not in pairs.values()
                    and (at == column or not same_place)]
            if column not in pairs and free:
                pairs[column] = free[0]
    return _in_place(was, now, pairs)


def _rows(was: Mapping[int, Row], now: Mapping[int, Row]) -> dict[int, int]:
    """Return for rows of now which row of before each is.

    A row that is whole is itself wherever it stands; one of which something was changed is that of its name which is
    most alike; one whose name was changed, too, stands where it stood, or is new.
    """
    pairs: dict[int, int] = {}
    left = dict(was)
    whole: dict[tuple[tuple[int, str], ...], list[int]] = defaultdict(list)
    for row, cells in sorted(was.items()):
        whole[_filled(cells)].append(row)
    for row, cells in sorted(now.items()):
        same = whole[_filled(cells)]
        if same:
            pairs[row] = same.pop(same.index(row) if row in same else 0)
            del left[pairs[row]]
    named: dict[str, list[int]] = defaultdict(list)
    for row, cells in sorted(left.items()):
        named[cells.get(0, "")].append(row)
    for row, cells in sorted(now.items()):
        same = named[cells.get(0, "")] if row not in pairs else []
        if same:
            alike = same[:_MOST_ALIKE]
            best = max(alike, key=lambda one: (sum(was[one].get(at) == text for at, text in cells.items()),
                                               one == row, -one))
            same.remove(best)
            pairs[row] = best
    return _in_place(was, now, pairs)


def _filled(cells: Row) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((column, text) for column, text in cells.items() if text))


def _in_place(was: Mapping[int, object], now: Mapping[int, object], pairs: dict[int, int]) -> dict[int, int]:
    """Add lines whose names were edited: each stands where it stood before, or nothing of it is left."""
    free = set(was) - set(pairs.values())
    for line in sorted(set(now) - set(pairs)):
        if line in free:
            pairs[line] = line
            free.discard(line)
    return pairs

