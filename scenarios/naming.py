"""Names (名称) of all that a scenario speaks of: places, institutions, consortia and indicators."""

from __future__ import annotations

import weakref
from collections.abc import Mapping

from data.tables import CityTables
from indicators.catalogue import catalogue

_TOWNSHIP_DIGITS = 9
_HELD: dict[int, tuple[weakref.ref[CityTables], dict[str, str]]] = {}


def names_of(tables: CityTables) -> Mapping[str, str]:
    """Return Chinese names by code; a village stands with its township, since many villages share a name.

    Kept for as long as the tables live.
    """
    key = id(tables)
    held = _HELD.get(key)
    if held is not None and held[0]() is tables:
        return held[1]
    made = _made(tables)
    _HELD[key] = (weakref.ref(tables, lambda _: _HELD.pop(key, None)), made)
    return made


def _made(tables: CityTables) -> dict[str, str]:
    regions = tables["regions"]
    places = dict(zip(regions["region_code"], regions["name"], strict=True))
    named = {definition.key: definition.name for definition in catalogue().values()} | places
    for code in regions.loc[regions["level"] == "village", "region_code"]:
        named[code] = f"{places.get(code[:_TOWNSHIP_DIGITS], '')}{places[code]}"
    for table, id in (("institutions", "institution_id"), ("consortia", "consortium_id")):
        named.update(zip(tables[table][id], tables[table]["name"], strict=True))
    return named
