"""What rose and fell most against the year before (同比): every indicator the document speaks of, county by county."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.change import change_of
from indicators.engine import CityFigures
from indicators.lists.care_months import CARE_KEYS
from indicators.scopes import level_of

#: A change over less than this says nothing and is left out (基数过小): units of a rate or persons, and sums of a year.
SMALL = 20
SMALL_SUM = 100
#: The rule, as a page states it.
RULE = "比率比百分点、数量比百分数，分开排；比率分母不足 20、人数基数不足 20、其他数量基数不足 100 的不比"
COLUMNS = ["key", "name", "scope", "place", "kind", "current", "base", "difference", "change", "unit", "basis"]


def year_changes(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the change against the year before of each county of a city, or of one county.

    Asked are the indicators that the policy names (cards, targets, directions) and those of care seeking, if they are
    given for a county and have a direction. Left out are changes without a base, and small ones: a rate over fewer
    than 20 units now, fewer than 20 persons or another amount below 100 the year before. Rates (kind ``rate``, 百分点)
    and amounts (``amount``, %) do not compare, so they are ordered apart: rates first, the strongest rise first.

    Returns:
        Columns key, name, scope (code of the county), place, kind, current and base (over what reported both years),
        difference (in the indicator's unit), change, unit (百分点 or %) and basis (Chinese).
    """
    rows: list[dict[str, Any]] = []
    for key in spoken_of(figures):
        definition = catalogue()[key]
        if "county" not in definition.scopes or definition.direction == "none":
            continue
        for code in _counties(figures, scope):
            figure, moved = figures.get(key, code), change_of(figures, key, code, "year")
            size = moved.base if not definition.is_rate else figure.denominator if figure is not None else None
            least = SMALL_SUM if definition.measure == "sum" else SMALL
            if moved.value is None or size is None or size < least:
                continue
            rows.append(
                {
                    "key": key, "name": definition.short, "scope": code, "place": figures.name_of(code),
                    "kind": "rate" if definition.is_rate else "amount", "current": moved.current, "base": moved.base,
                    "difference": moved.difference, "change": moved.value, "unit": moved.unit, "basis": moved.basis,
                }
            )  # fmt: skip
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(
        dict.fromkeys(["current", "base", "difference", "change"], np.float64)
    )
    frame["order"] = frame["kind"] != "rate"
    # Of equal changes the one that the catalogue names first stands first, as the rows were made in that order.
    return frame.sort_values(["order", "change"], ascending=[True, False], kind="stable", ignore_index=True).drop(
        columns="order"
    )


def spoken_of(figures: CityFigures) -> list[str]:
    """Return the keys that the policy in force names in any way, and those of care seeking, in catalogue order."""
    named = set(CARE_KEYS)
    if figures.policy is not None:
        named |= {*figures.policy.cards, *(target.indicator for target in figures.policy.targets)}
        named |= {direction.indicator for direction in figures.policy.directions if direction.indicator is not None}
    return [key for key in catalogue() if key in named]


def _counties(figures: CityFigures, scope: str) -> list[str]:
    if level_of(scope) == "city":
        return figures.counties
    return [scope] if scope in figures.counties else []
