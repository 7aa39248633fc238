"""The catalogue of indicators (指标目录): ``catalogue.toml`` read once, its families spelled out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.model import (
    CAPABILITY_OF_CONSORTIUM,
    CAPABILITY_VALUES,
    FLOW,
    GOVERNANCE_OF_CONSORTIUM,
    GOVERNANCE_OF_COUNTY,
    SERVICE,
    SPECIALTY_KIND,
)
from indicators.model import LEVELS, Definition

_FILE = Path(__file__).with_name("catalogue.toml")

#: The codes over which a family runs, with their Chinese names.
_EACH: dict[str, dict[str, str]] = {
    "service": SERVICE,
    "flow": FLOW,
    "specialty": {code: SPECIALTY_KIND[code] for code in ("county_feature", "city_feature")},
    "capability_of_consortium": {
        code: label for code, label in CAPABILITY_OF_CONSORTIUM.items() if CAPABILITY_VALUES[code] is not None
    },
    "governance_of_county": GOVERNANCE_OF_COUNTY,
    "governance_of_consortium": GOVERNANCE_OF_CONSORTIUM,
}


@cache
def catalogue() -> Mapping[str, Definition]:
    """Return every definition by key, in the order of the catalogue; a family stands in the order of its codes.

    Raises:
        ValueError: The same key is defined twice.
    """
    with _FILE.open("rb") as file:
        entries = tomllib.load(file)["indicators"]
    found: dict[str, Definition] = {}
    for entry in entries:
        for definition in _spelled_out(entry):
            if definition.key in found:
                raise ValueError(f"{definition.key} stands twice in the catalogue")
            found[definition.key] = definition
    return MappingProxyType(found)


def _spelled_out(entry: dict[str, Any]) -> list[Definition]:
    """Return the definitions of one entry: one, or one per code where it says ``each``."""
    each = entry.get("each")
    if each is None:
        return [_definition(entry, "", "")]
    return [_definition(entry, code, label) for code, label in _EACH[each].items()]


def _definition(entry: dict[str, Any], code: str, label: str) -> Definition:
    parameters = dict(entry.get("parameters", {}))
    places = {"code": code, "label": label, **parameters}

    def words(name: str) -> str:
        value = entry.get(name, "")
        # A table gives the words code by code: the unit of each service.
        text = value.get(code, value.get("default")) if isinstance(value, dict) else value
        return str(text).format_map(places)

    key = words("key")
    return Definition(
        key=key,
        name=words("name"),
        short=words("short"),
        family=words("family") or key,
        item=code,
        formula=words("formula"),
        numerator=words("numerator"),
        denominator=words("denominator"),
        unit=words("unit"),
        direction=entry["direction"],
        decimals=entry["decimals"],
        caveat=words("caveat"),
        source=words("source"),
        subject=entry["subject"],
        null_means=words("null_means"),
        scopes=tuple(level for level in LEVELS if level in entry["scopes"]),
        measure=entry["measure"],
        period=entry["period"],
        matched=entry.get("matched", False),
        flow=words("flow"),
        tables=tuple(entry["tables"]),
        parameters=MappingProxyType(parameters),
    )
