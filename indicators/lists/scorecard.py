"""Counties side by side (区县评分表), worst first, and a county's rank with its base and ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.model import Figure

#: With fewer counties than this that reported, a rank says nothing.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a county stands among those that reported; ``position`` null where no rank is given, with the reason."""

    position: int | None
    base: int
    #: How many others share the position.
    tied: int
    reason: str = ""


def scorecard(figures: CityFigures, keys: Sequence[str] | None = None) -> pd.DataFrame:
    """Return one row per county in the account: the most targets missed first, then the largest gap in proportion.

    Args:
        figures: The figures of the day.
        keys: Keys given for a county; null for those of the policy's cards, without a policy those with a target.

    Returns:
        Columns county_code, county, not_met (targets missed), no_data (keys without a value), and per key ``<key>``
        (value, NaN is 未报), ``<key>|status`` and ``<key>|gap``.
    """
    keys = [key for key in _keys(figures, keys) if "county" in catalogue()[key].scopes]
    rows = []
    for code in figures.counties:
        held = {key: figures.get(key, code) for key in keys}
        given = {key: figure for key, figure in held.items() if figure is not None}
        row: dict[str, Any] = {
            "county_code": code,
            "county": figures.name_of(code),
            "not_met": sum(figure.status == "not_met" for figure in given.values()),
            "no_data": sum(figure.value is None for figure in given.values()),
            "distance": sum(map(_distance, given.values())),
        }
        for key, figure in given.items():
            row |= {key: figure.value, f"{key}|status": figure.status, f"{key}|gap": figure.gap}
        rows.append(row)
    columns = ["county_code", "county", "not_met", "no_data", "distance"]
    columns += [name for key in keys for name in (key, f"{key}|status", f"{key}|gap")]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.astype({name: "float64" for key in keys for name in (key, f"{key}|gap")})
    order = ["not_met", "distance", "county_code"]
    return frame.sort_values(order, ascending=[False, False, True], ignore_index=True).drop(columns="distance")


def ranking(figures: CityFigures, key: str, scope: str) -> Rank:
    """Return a county's rank among the counties that reported: the best in the key's direction stands first.

    Counties with the same value share a position. No rank for a key without direction, for a county without a value,
    or where too few reported.
    """
    definition = catalogue()[key]
    values = {code: figures.value(key, code) for code in figures.counties}
    told = [value for value in values.values() if value is not None]
    own = values.get(scope)
    if own is None:
        return Rank(None, len(told), 0, "未报，不排名")
    if definition.direction == "none":
        return Rank(None, len(told), 0, "不分高低，不排名")
    if len(told) < ENOUGH:
        return Rank(None, len(told), 0, "有数据的区县太少，不排名")
    better = sum(value > own if definition.direction == "up" else value < own for value in told)
    return Rank(better + 1, len(told), told.count(own) - 1)


def _keys(figures: CityFigures, keys: Sequence[str] | None) -> list[str]:
    if keys is not None:
        return list(keys)
    policy = figures.policy
    if policy is None:
        return []
    return list(policy.cards) or [key for key in catalogue() if policy.target(key, "county") is not None]


def _distance(figure: Figure) -> float:
    """Return the gap in proportion to the target, so that persons and percentages can be added."""
    if figure.gap is None or figure.target is None:
        return 0.0
    value = figure.target.value
    size = max(map(abs, value)) if isinstance(value, tuple) else abs(value)
    return figure.gap / size if size > 0 else figure.gap
