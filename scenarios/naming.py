"""Names (名称) of all that a scenario speaks of: places, institutions, consortia and indicators."""

from __future__ import annotations

import weakref
from collections.abc import Mapping

import pandas as pd

from data.tables import CityTables
from indicators.catalogue import catalogue

_TOWNSHIP_DIGITS = 9
_FROM = ("regions", "institutions", "consortia")
_HELD: dict[tuple[int, ...], tuple[tuple[weakref.ref[pd.DataFrame], ...], dict[str, str]]] = {}


def names_of(tables: CityTables) -> Mapping[str, str]:
    """Return Chinese names by code; a village stands with its township, since many villages share a name.

    They are kept for as long as the frames live that they are made of, so that tables which share these share names.
    """
    frames = [tables[name] for name in _FROM]
    key = tuple(map(id, frames))
    held = _HELD.get(key)
    if held is not None and all(ref() is frame for ref, frame in zip(held[0], frames, strict=True)):
        return held[1]
    made = _made(tables)
    _HELD[key] = (tuple(weakref.ref(frame, lambda _: _HELD.pop(key, None)) for frame in frames), made)
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
