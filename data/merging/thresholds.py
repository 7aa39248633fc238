"""From where on what is reported is asked about (存疑的界限): the numbers of ``thresholds.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")


def thresholds(finding: str) -> Mapping[str, float]:
    """Return the thresholds of a finding by name; ``KeyError`` where it has none."""
    return _read()[finding]


@cache
def _read() -> Mapping[str, Mapping[str, float]]:
    held: Mapping[str, Mapping[str, float]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return held
