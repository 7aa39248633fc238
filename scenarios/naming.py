"""Names (名称) of all that a scenario speaks of: places, institutions, consortia and indicators."""

from __future__ import annotations

import weakref
from collections import ChainMap
from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd

from data.tables import CityTables
from indicators.catalogue import catalogue

_TOWNSHIP_DIGITS = 9
_HELD: dict[tuple[str, int], tuple[weakref.ref[pd.DataFrame], dict[str, str]]] = {}


def names_of(tables: CityTables) -> Mapping[str, str]:
    """Return Chinese names by code; a village stands with its township, since many villages share a name.

    The names of each table are kept for as long as its frame lives, so that tables which share frames share names.
    """
    return ChainMap(
        _kept("consortia", tables["consortia"], _of_consortia),
        _kept("institutions", tables["institutions"], _of_institutions),
        _kept("regions", tables["regions"], _of_regions),
        _of_indicators(),
    )


def _kept(table: str, frame: pd.DataFrame, make: Callable[[pd.DataFrame], dict[str, str]]) -> dict[str, str]:
    key = (table, id(frame))
    held = _HELD.get(key)
    if held is not None and held[0]() is frame:
        return held[1]
    made = make(frame)
    _HELD[key] = (weakref.ref(frame, lambda _: _HELD.pop(key, None)), made)
    return made


def _of_regions(regions: pd.DataFrame) -> dict[str, str]:
    named = dict(zip(regions["region_code"].tolist(), regions["name"].tolist(), strict=True))
    villages = regions.loc[regions["level"] == "village", "region_code"]
    return named | {code: f"{named.get(code[:_TOWNSHIP_DIGITS], '')}{named[code]}" for code in villages.tolist()}


def _of_institutions(institutions: pd.DataFrame) -> dict[str, str]:
    return dict(zip(institutions["institution_id"].tolist(), institutions["name"].tolist(), strict=True))


def _of_consortia(consortia: pd.DataFrame) -> dict[str, str]:
    return dict(zip(consortia["consortium_id"], consortia["name"], strict=True))


@cache
def _of_indicators() -> dict[str, str]:
    return {definition.key: definition.name for definition in catalogue().values()}
